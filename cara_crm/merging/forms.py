"""What a person chooses when two records become one."""

from dataclasses import fields
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField, SelectChoice
from wtforms.validators import InputRequired, NumberRange

from cara_crm.core.forms import Form, SharedForm
from cara_crm.members.matching import Rules

PREFIX = "take_"


class MergeForm(Form):
    """The versions of both as they were shown; the choices come with `choice_of`."""

    kept_version = HiddenField(validators=[InputRequired()])
    merged_version = HiddenField(validators=[InputRequired()])

    @property
    def versions(self) -> tuple[int, int]:
        """(of the kept one, of the other); 0 where it was tampered with."""
        texts = (str(self.kept_version.data or ""), str(self.merged_version.data or ""))
        first, second = (int(text) if text.isdigit() and len(text) < 10 else 0 for text in texts)
        return first, second

    @property
    def choices(self) -> dict[str, str]:
        """Unit → "kept" or "merged"."""
        names = [name for name in self._fields if name.startswith(PREFIX)]
        return {name.removeprefix(PREFIX): self._fields[name].data for name in names if self._fields[name].data}


def form_of(fields: list[tuple[str, str, list[tuple[str, str]], str]], **data: Any) -> MergeForm:
    """The form with one choice for each (unit, its name, [(value, what it says)], proposed value)."""
    made = {
        PREFIX + unit: RadioField(
            name, choices=[SelectChoice(*one) for one in choices], default=proposed, validate_choice=False
        )
        for unit, name, choices, proposed in fields
    }
    return type("MergeForm", (MergeForm,), made)(data=data)


def _points(label: Any, hint: Any = "", *, least: int = 0, most: int = 100) -> IntegerField:
    told = _l("Write a whole number from %(least)s to %(most)s.", least=least, most=most)
    return IntegerField(label, [InputRequired(told), NumberRange(least, most, told)], description=hint)


class RulesForm(SharedForm):
    """The points of `matching.Rules`, one field each."""

    same_name = _points(_l("Same name"), _l("Legal form, case, accents and punctuation do not count"))
    close_name = _points(_l("Names alike"), _l("Times how much they are alike: 90 % of 85 points are 76"))
    close_from = _points(_l("Names count as alike from"), _l("Per cent; under 90 only where something else agrees"))
    part_name = _points(_l("One name holds the other"))
    short_name = _points(_l("One name is the short form of the other"), _l("One word that is no trade, same town"))
    initials = _points(_l("One name is the initials of the other"))
    domain = _points(_l("Same domain"), _l("Of the website, of its e-mail or of that of its people"))
    address = _points(_l("Same address"), _l("Street and postal code"))
    phone = _points(_l("Same phone"), _l("Its own or one of its people’s"))
    same_department = _points(_l("Same department"), _l("Where the names are not the same"))
    other_department = _points(_l("Another department"), least=-100, most=0)
    other_town = _points(
        _l("Another town"),
        _l("Where not both tell a department, or nothing agrees but the name"),
        least=-100,
        most=0,
    )
    other_form = _points(
        _l("Another legal form"),
        _l("Same name, and neither town, domain, address nor phone agrees"),
        least=-100,
        most=0,
    )
    other_domain = _points(
        _l("Another domain"),
        _l("Same name, and neither address nor phone agrees"),
        least=-100,
        most=0,
    )
    two_numbers = _points(_l("Two different SIRENs"), _l("Only where the names are the same"), least=-100, most=0)
    number_only_in_list = _points(_l("SIREN only in the list"), _l("Where no department agrees"), least=-100, most=0)
    list = _points(_l("Listed as likely duplicates from"))
    ask = _points(
        _l("Shown beside a row, and asked when a member is entered, from"),
        _l("Beside a row without SIREN, a member of the same name already from the points above"),
    )
    take = _points(_l("A row without SIREN is taken for the member from"))

    @property
    def rules(self) -> Rules:
        return Rules(**{one.name: self[one.name].data for one in fields(Rules)})

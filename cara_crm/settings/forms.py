"""Forms of Settings. Those of reference data are made from the kind's columns."""

from collections.abc import Mapping, Sequence
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp, ValidationError

from cara_crm.core.forms import SharedForm
from cara_crm.settings.kinds import Kind

LARGEST = 2**31 - 1
Choices = Mapping[str, Sequence[tuple[int, str]]]


class HouseForm(SharedForm):
    """What holds for the whole house."""

    name = wtforms.StringField(_l("Name of the cluster"), validators=[InputRequired(_l("Write the name."))])
    long_name = wtforms.StringField(_l("Full name"), validators=[InputRequired(_l("Write the name."))])
    definition_fr = wtforms.TextAreaField(_l("What the cluster is, in French"))
    definition_en = wtforms.TextAreaField(_l("What the cluster is, in English"))
    threshold = wtforms.IntegerField(
        _l("Groups that must stand behind a figure"),
        description=_l("A figure with fewer groups behind it is withheld. 5 is usual; under 3 is not possible."),
        validators=[InputRequired(_l("Write a number.")), NumberRange(0, 100, _l("Write a number from 3 to 100."))],
    )
    self_review = wtforms.BooleanField(
        _l("Who drafted a report may review it too"),
        description=_l("Only for a team of one person: a second pair of eyes is what makes members dare to speak."),
    )


def _days(text: Any, most: int, hint: Any = "") -> wtforms.IntegerField:
    span = NumberRange(1, most, _l("Write a number of days from 1 to %(most)s.", most=most))
    return wtforms.IntegerField(text, description=hint, validators=[InputRequired(_l("Write a number.")), span])


class ClocksForm(SharedForm):
    """How long something may wait."""

    first_word = _days(
        _l("First word to who raised an issue, in working days"),
        30,
        _l("Members read this promise when they raise one."),
    )
    silence = _days(
        _l("Longest time that an open issue stays without a word to its author, in days"),
        365,
        _l("A week before, Today names it. On the day, its author is told by mail where it stands."),
    )
    review = _days(_l("Review of a report, in days"), 90)
    pass_on = _days(_l("Passing an answer on to the members, in days"), 90)
    first_reminder = _days(
        _l("First reminder to a federation, in days after its report was sent"),
        365,
        _l("By mail, with a reading link, as long as a position has no answer."),
    )
    second_reminder = _days(_l("Second and last reminder, in days after the report was sent"), 365)
    no_answer = _days(
        _l("Silence counts as “no answer”, in days after the report was sent"),
        730,
        _l("From then on Today offers to record it, and the members can be told."),
    )

    def validate_second_reminder(self, field: wtforms.Field) -> None:
        self._must_come_after(field, self.first_reminder)

    def validate_no_answer(self, field: wtforms.Field) -> None:
        self._must_come_after(field, self.second_reminder)

    @staticmethod
    def _must_come_after(field: wtforms.Field, before: wtforms.Field) -> None:
        if field.data is not None and before.data is not None and field.data <= before.data:
            raise ValidationError(_("More days than the one before."))


def _number(value: str | None) -> int | None:
    return int(value) if value else None


def form_of(kind: Kind, choices: Choices) -> type[SharedForm]:
    """The form class for one kind; `choices` are (id, name) by the kind a column points at."""
    fields = {c.name: _field(c.shape, c.label, c.hint, c.required, choices.get(c.shape, ())) for c in kind.columns}
    return type("ValueForm", (SharedForm,), fields)


def _field(shape: str, text: Any, hint: Any, required: bool, offered: Sequence[tuple[int, str]]) -> Any:
    need = [InputRequired(_l("This is needed."))] if required else [Optional()]
    given: dict[str, Any] = {"description": hint, "validators": need}
    if shape == "code":
        shaped = Regexp(r"[A-Za-z0-9_]{1,40}$", message=_l("Letters, digits and _ only, at most 40."))
        return wtforms.StringField(text, description=hint, validators=[*need, shaped], filters=[_upper])
    if shape == "area":
        return wtforms.TextAreaField(text, **given)
    if shape == "number":
        return wtforms.IntegerField(text, description=hint, validators=[*need, NumberRange(0, LARGEST)])
    if shape == "day":
        return wtforms.DateField(text, **given)
    if shape == "tick":
        return wtforms.BooleanField(text, description=hint)
    if shape == "regions":
        return wtforms.SelectMultipleField(
            text,
            choices=[SelectChoice(key, name) for key, name in offered],
            coerce=int,
            option_widget=wtforms.widgets.CheckboxInput(),
            widget=wtforms.widgets.ListWidget(prefix_label=False),
            **given,
        )
    if shape == "sectors":
        nothing = [] if required else [SelectChoice("", "–")]
        named = [*nothing, *(SelectChoice(str(key), name) for key, name in offered)]
        return wtforms.SelectField(text, choices=named, coerce=_number, description=hint)
    return wtforms.StringField(text, **given)


def _upper(value: str | None) -> str | None:
    return value.upper() if value else value

"""What people fill in about fees."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation

from cara_crm.core import clock, typed
from cara_crm.core.forms import Form, LockedForm, SharedForm
from cara_crm.core.languages import label, named
from cara_crm.members.bands import band_label
from cara_crm.members.models import MemberCategory
from cara_crm.members.spreadsheet.values import BANDS
from cara_crm.memberships.models import College, FeeRate

FIRST_YEAR, LAST_YEAR = 1990, 2100
LARGEST = 10_000_000
NEED = InputRequired(_l("This is needed."))
A_NUMBER = _l("Write a number from %(min)s to %(max)s.")
NOTHING = SelectChoice("", "–")


def _between(least: int, most: int) -> NumberRange:
    return NumberRange(least, most, A_NUMBER)


class WholeEuros(IntegerField):
    """An amount as people write it ("1 250", "1250,00 €"); with cents it is refused, in one sentence."""

    data: Any

    def process_formdata(self, valuelist: Any) -> None:
        written = "".join(valuelist[0].split()).rstrip("€") if valuelist else ""
        if not written:
            return
        found = re.fullmatch(r"(-?\d{1,12})(?:[.,](\d{1,2}))?", written, re.ASCII)
        if found is None:
            self.data = None
            raise ValueError(_("Write an amount in euros, in figures."))
        if int(found[2] or 0):
            self.data = None
            raise ValueError(_("Fees are whole euros: write the amount without cents."))
        self.data = int(found[1])

    def pre_validate(self, _form: Any) -> None:
        if self.process_errors:
            raise StopValidation


class RateForm(SharedForm):
    """A line of a year's grid, in which the same line written again has another amount."""

    college_id = SelectField(_l("College"), [NEED], coerce=typed.number)
    category = SelectField(_l("Category"), [NEED])
    from_band = SelectField(
        _l("From this headcount on"),
        description=_l(
            "The line holds up to the next one of the same category. “Any headcount” holds for an unknown one."
        ),
    )
    euros = WholeEuros(_l("Euros a year"), [NEED, _between(0, LARGEST)])

    def offer(self, colleges: Any) -> "RateForm":
        self.college_id.choices = [SelectChoice(one.id, named(one)) for one in colleges]
        self.category.choices = [SelectChoice(one.value, label(one)) for one in MemberCategory]
        bands = [SelectChoice(code, band_label(code)) for code, _least, _most in BANDS]
        self.from_band.choices = [SelectChoice("", _l("Any headcount")), *bands]
        return self

    def beside(self, lines: Iterable[FeeRate]) -> "RateForm":
        """The grid as the page shows it, in which this line may stand already."""
        if self.read_as.raw_data is None:
            self.based_on({_line(one.college_id, one.category, one.from_band): one.euros for one in lines})
        return self

    def _seen(self) -> dict[str, Any]:
        return {"euros": super()._seen().get(_line(self.college_id.data, self.category.data, self.from_band.data))}


def _line(college_id: int | None, category: str | None, from_band: str | None) -> str:
    return f"{college_id} {category} {from_band or ''}"


class CopyForm(Form):
    percent = IntegerField(
        _l("Raised by how many per cent"),
        [NEED, _between(-50, 100)],
        default=0,
        description=_l("Amounts are rounded to whole euros."),
    )


class TermsForm(SharedForm):
    """What holds for every fee."""

    payment_days = IntegerField(_l("Days to pay"), [NEED, _between(0, 365)])
    remind_after_days = IntegerField(
        _l("Days between reminders"),
        [NEED, _between(1, 365)],
        description=_l("The first one so long after the last day to pay."),
    )
    most_reminders = IntegerField(_l("Reminders at most"), [NEED, _between(0, 12)])
    grace_days = IntegerField(
        _l("Days of grace in a new year"),
        [NEED, _between(0, 366)],
        description=_l("So long the payment of the year before keeps a member in good standing."),
    )
    address = TextAreaField(_l("Address of the association"), [Optional()])
    registration = StringField(_l("Registration"), [Optional()], description=_l("SIRET, RNA: printed at the foot."))
    iban = StringField(_l("IBAN"), [Optional()])
    bic = StringField(_l("BIC"), [Optional()])
    text_fr = TextAreaField(
        _l("Text below the amount, in French"),
        [Optional()],
        description=_l(
            "Printed as it stands. What is right, as for VAT, depends on the association: ask its accountant."
        ),
    )
    text_en = TextAreaField(_l("Text below the amount, in English"), [Optional()])


class YearForm(Form):
    """A year for one member."""

    year = IntegerField(_l("Year"), [NEED, _between(FIRST_YEAR, LAST_YEAR)])


class FeeForm(SharedForm, LockedForm):
    """The fee of one year."""

    college_id = SelectField(_l("College"), coerce=typed.number)
    euros = WholeEuros(_l("Fee in euros"), [Optional(), _between(0, LARGEST)])
    reason = StringField(_l("Why it is not what the grid says"), [Optional()])

    def offer(self, colleges: list[College], held: College | None) -> "FeeForm":
        offered = [*colleges, *([held] if held is not None and held not in colleges else [])]
        self.college_id.choices = [NOTHING, *(SelectChoice(one.id, named(one)) for one in offered)]
        return self


class PaidForm(SharedForm):
    on = DateField(_l("Paid on"), [NEED], default=clock.today)

    def known(self, paid_on: date | None) -> "PaidForm":
        """The day that is stored; the field suggests today where nothing was paid."""
        self.based_on({"on": paid_on})
        return self


class RecipientForm(SharedForm):
    contact_id = SelectField(_l("Fee calls go to"), coerce=typed.number)

    def offer(self, people: list[Any]) -> "RecipientForm":
        rule = SelectChoice("", _l("whoever has been there longest and has an address"))
        self.contact_id.choices = [rule, *(SelectChoice(one.id, one.name) for one in people)]
        return self

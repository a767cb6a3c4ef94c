"""What people fill in about members: shape only, rules are in the services."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from cara_crm.core import clock
from cara_crm.core.forms import Form, LockedForm, SharedForm, Whole
from cara_crm.core.languages import label, named
from cara_crm.members import queries
from cara_crm.members.bands import band_label
from cara_crm.members.bulk import BulkKind, Wish
from cara_crm.members.models import MemberCategory, MemberStatus
from cara_crm.members.spreadsheet.values import BANDS

YEARS = NumberRange(1900, 2100)
LARGEST = 10**15


NONE = SelectChoice("", "–")


def worded(values: Iterable[StrEnum]) -> list[SelectChoice]:
    """Values of an enum with their words."""
    return [SelectChoice(one.value, label(one)) for one in values]


def whole(value: Any) -> int | None:
    """A choice's value as a number; nothing chosen is None."""
    return int(value) if value not in (None, "", "None") else None


class MemberForm(SharedForm, LockedForm):
    """One organisation."""

    legal_name = StringField(_l("Legal name"), [InputRequired(_l("Give its name."))])
    usual_name = StringField(_l("Usual name"), description=_l("When people call it otherwise"))
    other_names = TextAreaField(
        _l("Other names"), [Length(max=4000)], description=_l("Former names, acronyms: one a line")
    )
    brands = TextAreaField(
        _l("Brands"),
        [Length(max=4000)],
        description=_l("What its products are sold under: one a line. No text that goes up may hold one."),
    )
    siren = StringField(_l("SIREN"), description=_l("9 digits; a SIRET will do"))
    foreign_number = StringField(
        _l("Number abroad"),
        [Length(max=60)],
        description=_l("Of a company of another country: CHE-000.001.011, BE 0000.100.067, DE HRB 12345 Stuttgart"),
    )
    category = SelectField(_l("Category"))
    category_source = StringField(_l("Who says so"), description=_l("INSEE, the member itself…"))
    category_year = IntegerField(_l("For the year"), [Optional(), YEARS])
    headcount_band = SelectField(_l("Headcount"), default="")
    headcount_source = StringField(_l("Who says so"))
    headcount_year = IntegerField(_l("For the year"), [Optional(), YEARS])
    turnover_euros = Whole(_l("Turnover in euros"), [Optional(), NumberRange(0, LARGEST)])
    turnover_year = IntegerField(_l("For the year"), [Optional(), YEARS])
    activity_code = StringField(_l("Activity code"), description=_l("NAF rev. 2 or NAF 2025, such as 29.32Z"))
    group = StringField(_l("Economic group"), description=_l("Its members count once behind a figure"))
    network_id = SelectField(_l("Network of origin"), coerce=whole)
    tags = StringField(_l("Tags"), [Length(max=500)], description=_l("Separated by commas"))
    website = StringField(
        _l("Website"), [Optional(), Regexp(r"^(https?://)?[^\s/]+\.[^\s]+$", message=_l("Not an address."))]
    )
    phone = StringField(
        _l("Main phone"), [Length(max=60)], description=_l("Its switchboard; that of a person stands with the contact")
    )
    email = StringField(_l("General e-mail"), description=_l("Such as contact@…"))
    description = TextAreaField(_l("What it does"))
    address = StringField(_l("Address"), [Length(max=500)])
    postal_code = StringField(_l("Postal code"), [Length(max=20)])
    town = StringField(_l("Town"))
    department_id = SelectField(_l("Department"), coerce=whole, description=_l("Left open, the postal code decides"))
    is_another = BooleanField(_l("It is another organisation than those named above"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = worded(MemberCategory)
        self.headcount_band.choices = [NONE, *(SelectChoice(code, band_label(code)) for code in self._bands())]
        self.network_id.choices = [NONE, *(SelectChoice(one.id, named(one)) for one in queries.networks())]
        places = (SelectChoice(one.id, f"{one.code} {one.name}") for one in queries.departments())
        self.department_id.choices = [NONE, *places]

    def _bands(self) -> list[str]:
        """INSEE's, and the one that the member has if it is another."""
        known = ["NN", *(code for code, _least, _most in BANDS)]
        own = self.headcount_band.data
        return known if not own or own in known else [own, *known]


class NewMemberForm(MemberForm):
    """The same with what a member begins with."""

    status = SelectField(_l("Status"))
    sector_id = SelectField(_l("Main sector"), coerce=whole)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = worded(MemberStatus)
        self.sector_id.choices = [NONE, *(SelectChoice(one.id, named(one)) for one in queries.sectors())]


class SiteForm(SharedForm):
    """A place of a member."""

    name = StringField(_l("Name of the site"), description=_l("Workshop, agency, head office…"))
    siret = StringField(_l("SIRET"), description=_l("14 digits"))
    address = StringField(_l("Address"), [Length(max=500)])
    postal_code = StringField(_l("Postal code"), [Length(max=20)])
    town = StringField(_l("Town"))
    department_id = SelectField(_l("Department"), coerce=whole, description=_l("Left open, the postal code decides"))
    is_head = BooleanField(_l("It stands for the member (head office)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = (SelectChoice(one.id, f"{one.code} {one.name}") for one in queries.departments())
        self.department_id.choices = [NONE, *places]


class GroupForm(SharedForm):
    """An economic group."""

    name = StringField(_l("Name of the group"), [InputRequired(_l("Give it a name."))])


class ReasonForm(Form):
    """Why something is done."""

    reason = TextAreaField(_l("Why?"), [InputRequired(_l("Say why.")), Length(max=1000)])


class StatusForm(Form):
    """A move from one status to another."""

    status = SelectField(_l("New status"))
    on = DateField(_l("From"), [InputRequired(_l("Give a day."))], default=clock.today)
    reason = TextAreaField(_l("Why?"), [InputRequired(_l("Say why.")), Length(max=1000)])

    def offer(self, statuses: list[MemberStatus]) -> "StatusForm":
        self.status.choices = worded(statuses)
        return self


class SectorForm(Form):
    """Into a sector from a day on."""

    sector_id = SelectField(_l("Sector"), coerce=whole, validators=[InputRequired()])
    role_id = SelectField(_l("Role in the value chain"), coerce=whole)
    on = DateField(_l("From"), [InputRequired(_l("Give a day."))], default=clock.today)
    is_main = BooleanField(_l("It is its main sector"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sector_id.choices = [SelectChoice(one.id, named(one)) for one in queries.sectors()]
        self.role_id.choices = [NONE, *(SelectChoice(one.id, named(one)) for one in queries.roles())]


class EndForm(Form):
    """The last day of something."""

    on = DateField(_l("Last day"), [InputRequired(_l("Give a day."))], default=clock.today)


class ManagerForm(Form):
    """Who looks after a member."""

    user_id = SelectField(_l("Looked after by"), coerce=whole)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = (SelectChoice(one.id, one.name) for one in queries.managers())
        self.user_id.choices = [SelectChoice("", _("Nobody")), *team]


class EntrustForm(SharedForm, ManagerForm):
    """The same for the member whose page one reads."""


class SectorWishForm(Form):
    """The same sector for many."""

    ASKS = "sector_id"  # stands in the address once it was answered

    sector_id = SelectField(_l("Sector"), coerce=whole, validators=[InputRequired()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sector_id.choices = [SelectChoice(one.id, named(one)) for one in queries.sectors()]

    def wish(self) -> Wish:
        return Wish(BulkKind.SECTOR, sector_id=self.sector_id.data)


class TagWishForm(Form):
    """The same tag for many."""

    ASKS = "new_tag"  # stands in the address once it was answered; "tag" there is a filter of the list

    new_tag = StringField(_l("Tag"), [InputRequired(_l("Write a tag.")), Length(max=60)])

    def wish(self) -> Wish:
        return Wish(BulkKind.TAG, tag=self.new_tag.data)


class ManagerWishForm(ManagerForm):
    """The same person who looks after many."""

    ASKS = "user_id"  # stands in the address once it was answered

    def wish(self) -> Wish:
        return Wish(BulkKind.MANAGER, user_id=self.user_id.data)


class TaskWishForm(Form):
    """The same task about each."""

    ASKS = "title"  # stands in the address once it was answered

    title = StringField(_l("What is to be done"), [InputRequired(_l("Say what is to be done."))])
    due_on = DateField(_l("By"), [Optional()])
    user_id = SelectField(_l("By whom"), coerce=whole)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = (SelectChoice(one.id, one.name) for one in queries.managers())
        self.user_id.choices = [SelectChoice("", _("The whole team")), *team]

    def wish(self) -> Wish:
        return Wish(BulkKind.TASK, title=self.title.data, due_on=self.due_on.data, user_id=self.user_id.data)


BULK_FORMS: dict[BulkKind, Any] = {
    BulkKind.SECTOR: SectorWishForm,
    BulkKind.TAG: TagWishForm,
    BulkKind.MANAGER: ManagerWishForm,
    BulkKind.TASK: TaskWishForm,
}


class ViewForm(Form):
    """A name for the list as it is filtered."""

    name = StringField(_l("Name of the view"), [InputRequired(_l("Give it a name.")), Length(max=60)])
    is_shared = BooleanField(_l("Colleagues see it too"))


def lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def commas(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;]", text or "") if part.strip())

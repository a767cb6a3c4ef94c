"""What people fill in about persons."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cara_crm.contacts import queries
from cara_crm.contacts.models import ChoiceSource, MailPreference, News, Rhythm
from cara_crm.core import clock, typed
from cara_crm.core.forms import Form, LockedForm, SharedForm
from cara_crm.core.languages import label, named
from cara_crm.sectors.models import Sector

NONE = SelectChoice("", "–")
LANGUAGES = [SelectChoice("fr", "Français"), SelectChoice("en", "English")]


def whole(value: Any) -> int | None:
    return typed.number(value)


class ContactForm(SharedForm, LockedForm):
    """A person."""

    first_name = StringField(_l("First name"))
    last_name = StringField(_l("Last name"), [InputRequired(_l("Give the last name."))])
    email = StringField(_l("E-mail"))
    phone = StringField(_l("Phone"), [Length(max=60)])
    second_phone = StringField(_l("Second phone"), [Length(max=60)], description=_l("A mobile, or the desk’s"))
    language = SelectField(_l("Language of its mails"), choices=LANGUAGES)
    preference = SelectField(_l("Receives information"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preference.choices = [SelectChoice(one.value, label(one)) for one in MailPreference]


class NewContactForm(ContactForm):
    """A person and the function it has."""

    is_another = BooleanField(_l("It is another person than those named above"))
    member_id = HiddenField()
    federation_id = SelectField(_l("Federation"), coerce=whole)
    function = StringField(_l("Function"))
    from_on = DateField(_l("Since"), [Optional()], default=clock.today)
    receives_reports = BooleanField(_l("Receives the reports sent to its federation"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.federation_id.choices = [NONE, *(SelectChoice(one.id, named(one)) for one in queries.federations())]


NEVER_HEARD = (ChoiceSource.PORTAL, ChoiceSource.LINK, ChoiceSource.COMPLAINT)


class ChoicesForm(SharedForm):
    """What somebody told the team about being written to, and on which occasion; the kinds are named as `News`."""

    preference = RadioField(_l("Receives information"), coerce=MailPreference)
    information = SelectField(validators=[Optional()])
    opportunity = SelectField(validators=[Optional()])
    event = SelectField(validators=[Optional()])
    consultation = SelectField(validators=[Optional()])
    newsletters = BooleanField(_l("Newsletters: information, opportunities and events"))
    on = DateField(_l("Said on"), [InputRequired(_l("Give a day."))], default=clock.today)
    source = SelectField(_l("On which occasion?"), coerce=ChoiceSource)
    note = StringField(_l("In which words, or where it is kept"), description=_l("Needed when somebody comes back"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preference.choices = [SelectChoice(one.value, label(one)) for one in MailPreference]
        for news in News:
            self._fields[news.value].label.text = label(news)
            apart = (SelectChoice(one.value, label(one)) for one in Rhythm)
            self._fields[news.value].choices = [SelectChoice("", _l("Like all others")), *apart]
        heard = (one for one in ChoiceSource if one not in NEVER_HEARD)
        self.source.choices = [SelectChoice(one.value, label(one)) for one in heard]

    @property
    def rhythms(self) -> dict[News, Rhythm | None]:
        chosen = {news: self._fields[news.value].data for news in News}
        return {news: Rhythm(value) if value else None for news, value in chosen.items()}


class AddresseeForm(SharedForm):
    """Which reports of its federation somebody receives."""

    receives = BooleanField(_l("Receives the reports sent to its federation"))
    sectors = SelectMultipleField(
        _l("Only those about these sectors"),
        description=_l("None ticked: every report."),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[Optional()],
    )

    def offer(self, sectors: Sequence[Sector]) -> None:
        self.sectors.choices = [SelectChoice(one.id, named(one)) for one in sectors]


class EndForm(Form):
    on = DateField(_l("Last day"), [InputRequired(_l("Give a day."))], default=clock.today)


class MoveForm(Form):
    """To another member: `q` finds it, `member_id` is the one chosen."""

    q = StringField(_l("Name or SIREN of the new organisation"))
    member_id = SelectField(_l("New organisation"), coerce=whole)
    function = StringField(_l("Function"))
    email = StringField(_l("E-mail there"))
    on = DateField(_l("From"), [InputRequired(_l("Give a day."))], default=clock.today)

    def offer(self, members: list[Any]) -> "MoveForm":
        self.member_id.choices = [NONE, *(SelectChoice(one.id, one.name) for one in members)]
        return self


class LeaveForm(Form):
    """The last day at an organisation, and who takes over there."""

    on = DateField(_l("Last day"), [InputRequired(_l("Give a day."))], default=clock.today)
    successor_id = SelectField(_l("Who takes over"), coerce=whole)

    def offer(self, people: list[Any]) -> "LeaveForm":
        nobody = SelectChoice("", _l("Nobody for now"))
        self.successor_id.choices = [nobody, *(SelectChoice(one.id, one.name) for one in people)]
        return self

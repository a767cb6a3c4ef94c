"""Record a call on one screen."""

from collections.abc import Callable
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cara_crm.core.forms import LockedForm, OnceForm, strip
from cara_crm.core.languages import label
from cara_crm.interactions.models import InteractionKind

KINDS = [
    SelectChoice("problem", _l("Problem")),
    SelectChoice("need", _l("Need")),
    SelectChoice("expectation", _l("Expectation")),
]
URGENCIES = [
    SelectChoice("low", _l("Can wait")),
    SelectChoice("normal", _l("Normal")),
    SelectChoice("high", _l("Urgent")),
]
MOST_ISSUES = 8
LONGEST_MINUTES = 50_000  # a thread of e-mails


def clean(length: int) -> Callable[[Any], str]:
    """Without what no database holds, without the spaces around, not longer than `length` characters."""
    return lambda text: str(strip(text or "")).replace("\x00", "")[:length]


class HeardForm(wtforms.Form):
    """An issue in two lines; one that is left empty is none."""

    title = wtforms.StringField(
        _l("In a few words"), filters=[lambda text: (text or "").replace("\x00", "").strip()[:200]]
    )
    what_happens = wtforms.TextAreaField(
        _l("What happens"), filters=[lambda text: (text or "").replace("\x00", "").strip()[:10_000]]
    )
    kind = wtforms.SelectField(_l("Kind"), choices=KINDS, default="problem")
    urgency = wtforms.SelectField(_l("Urgency"), choices=URGENCIES, default="normal")


AGREEMENTS = [SelectChoice("ask", _l("Send them back for agreement")), SelectChoice("oral", _l("Agreed orally"))]


class CallForm(OnceForm):
    kind = wtforms.SelectField(_l("What was it?"), default=InteractionKind.CALL.value)
    happened_on = wtforms.DateField(_l("When?"), validators=[InputRequired(_l("Choose the day."))])
    contact_id = wtforms.SelectField(_l("With whom?"), coerce=int, default=0)
    minutes = wtforms.TextAreaField(_l("What was said"))
    issues = wtforms.FieldList(wtforms.FormField(HeardForm), min_entries=2, max_entries=MOST_ISSUES)
    agreement = wtforms.RadioField(
        _l("Does the person agree to these words?"),
        choices=AGREEMENTS,
        default="ask",
    )
    follow_up = wtforms.StringField(_l("What is to be done next?"))
    follow_up_on = wtforms.DateField(_l("Until when?"), validators=[Optional()])

    def offer(self, people: list[tuple[int, str]]) -> None:
        """The member's people to choose from."""
        nobody = SelectChoice(0, _l("Nobody in particular"))
        self.contact_id.choices = [nobody, *(SelectChoice(*person) for person in people)]
        self.kind.choices = [SelectChoice(one.value, label(one)) for one in InteractionKind]


class VoicedForm(HeardForm):
    """An issue that one or several of those who were there share; `voices` are numbers of their functions."""

    voices = wtforms.SelectMultipleField(
        _l("Who says so?"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class MeetingForm(OnceForm):
    happened_on = wtforms.DateField(_l("When?"), validators=[InputRequired(_l("Choose the day."))])
    attendees = wtforms.TextAreaField(
        _l("Who was there?"),
        validators=[InputRequired(_l("Paste who was there, one person a line."))],
        description=_l("One a line: name and organisation, or an e-mail address. A list copied from a mail will do"),
    )
    minutes = wtforms.TextAreaField(_l("What was said"))
    issues = wtforms.FieldList(wtforms.FormField(VoicedForm), min_entries=2, max_entries=MOST_ISSUES)
    agreement = wtforms.RadioField(_l("Do they agree to these words?"), choices=AGREEMENTS, default="ask")
    follow_up = wtforms.StringField(_l("What is to be done next?"))
    follow_up_on = wtforms.DateField(_l("Until when?"), validators=[Optional()])

    def offer(self, people: list[tuple[int, str]]) -> None:
        """Those who were there and are known, to choose from for each issue; who is gone says nothing."""
        known = {key for key, _name in people}
        for one in self.issues.entries:
            voices = one.form.voices
            voices.choices = [SelectChoice(*person) for person in people]
            voices.data = [key for key in voices.data or () if key in known]


class MinutesForm(LockedForm):
    minutes = wtforms.TextAreaField(_l("What was said"), validators=[Length(max=LONGEST_MINUTES)])

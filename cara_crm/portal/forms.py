"""What a member fills in: five plain questions, a message, who may know, how to be written to."""

from collections.abc import Iterable
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from cara_crm.contacts.models import MailPreference, News, Rhythm
from cara_crm.core.forms import Form, OnceForm, SharedForm
from cara_crm.federations.models import Federation
from cara_crm.issues.forms import CONSENTS, SHARED
from cara_crm.issues.forms import consent_field as consent_field
from cara_crm.issues.forms import consent_form as consent_form
from cara_crm.issues.forms import consents as consents
from cara_crm.issues.models import Consent, IssueKind, Measure, Urgency

LARGEST = 10**12
KINDS = [
    SelectChoice(IssueKind.PROBLEM.value, _l("A problem")),
    SelectChoice(IssueKind.NEED.value, _l("A need")),
    SelectChoice(IssueKind.EXPECTATION.value, _l("An expectation")),
]
PREFERENCES = [
    SelectChoice(MailPreference.AT_ONCE.value, _l("At once")),
    SelectChoice(MailPreference.DAILY.value, _l("Once a day, together")),
    SelectChoice(MailPreference.WEEKLY.value, _l("Once a week, together")),
    SelectChoice(MailPreference.PORTAL_ONLY.value, _l("Never by mail: I read it here")),
]
APART = [SelectChoice("", _l("Like all others")), *PREFERENCES, SelectChoice(Rhythm.OFF.value, _l("Not at all"))]
HOURS = range(6, 21)


def amount(label: Any) -> wtforms.IntegerField:
    return wtforms.IntegerField(label, validators=[Optional(), NumberRange(min=0, max=LARGEST)])


class RaiseForm(OnceForm):
    """Shape only: a draft may be as empty as one likes; `check` says what is missing before it can be sent."""

    relay = wtforms.HiddenField()
    what_happens = wtforms.TextAreaField(
        _l("1. What happens?"), description=_l("For example: “Our steel supplier delivers in 14 weeks instead of 6.”")
    )
    kind = wtforms.RadioField(_l("Is it rather…"), choices=KINDS, default=IssueKind.PROBLEM.value)
    example = wtforms.TextAreaField(
        _l("2. A concrete example?"), description=_l("A date, a machine, an order. It is what convinces.")
    )
    jobs = amount(_l("Jobs concerned"))
    euros = amount(_l("Euros a year"))
    days = amount(_l("Days of delay"))
    units = amount(_l("Vehicles or parts"))
    asked = wtforms.TextAreaField(_l("4. What do you ask for?"))
    shared = wtforms.BooleanField(_l("My colleagues may read it here"), description=SHARED)
    concerns_third_party = wtforms.BooleanField(
        _l("It concerns a customer or a supplier"),
        description=_l("Then nothing is passed on until you have chosen so."),
    )
    third_parties = wtforms.StringField(
        _l("Their names"),
        description=_l("Only so that we never let them slip into a text. Nobody outside the cluster sees it."),
    )
    title = wtforms.StringField(_l("A short title"), description=_l("Left empty, we take your first sentence."))
    already_tried = wtforms.TextAreaField(_l("What have you already tried?"))
    urgency = wtforms.SelectField(
        _l("How urgent is it?"),
        choices=[
            SelectChoice(Urgency.NORMAL.value, _l("It can wait for the next report")),
            SelectChoice(Urgency.HIGH.value, _l("It is urgent")),
            SelectChoice(Urgency.LOW.value, _l("Good to know")),
        ],
        default=Urgency.NORMAL.value,
    )
    files = MultipleFileField(
        _l("Photos and files"),
        description=_l(
            "At most 5. Photos up to 25 MB: we make them smaller and take away the place where they were taken. "
            "PDF, text, spreadsheets up to 5 MB."
        ),
    )

    @property
    def impacts(self) -> dict[Measure, int]:
        """What was filled in, by measure."""
        given = {measure: self._fields[measure.value].data for measure in Measure}
        return {measure: value for measure, value in given.items() if value is not None}


class ChangeForm(SharedForm, RaiseForm):
    """The words of an issue that is with the team, which its author, the director and the team may change."""


def raise_form(federations: Iterable[Federation], **kwargs: Any) -> Any:
    """The form with one question about consent for each federation, prefilled with `anonymous`."""
    fields = {
        consent_field(one.id): wtforms.RadioField(
            one.short_name, choices=CONSENTS, default=kwargs.pop(consent_field(one.id), Consent.ANONYMOUS.value)
        )
        for one in federations
    }
    return type("RaiseForm", (RaiseForm,), fields)(**kwargs)


class MessageForm(OnceForm):
    text = wtforms.TextAreaField(_l("Your message"), validators=[InputRequired(_l("Write something first."))])


class OpinionForm(Form):
    """What the member thinks of the answers to its issue."""

    opinion = wtforms.RadioField(
        _l("Does this answer help you?"),
        choices=[
            SelectChoice("yes", _l("Yes, this can be closed")),
            SelectChoice("partly", _l("In part, go on")),
            SelectChoice("no", _l("No, call me")),
        ],
    )
    text = wtforms.TextAreaField(_l("Say more"))


class ReopenForm(OnceForm):
    reason = wtforms.TextAreaField(
        _l("Why is it not settled?"), validators=[InputRequired(_l("Say why, in a sentence."))]
    )


class WithdrawForm(Form):
    reason = wtforms.TextAreaField(_l("Why? (it helps us)"))


class ProposalForm(OnceForm):
    text = wtforms.TextAreaField(
        _l("What should be corrected?"),
        validators=[InputRequired(_l("Write something first."))],
        description=_l("A name, an address, a person who has left. We check it and change it."),
    )


def apart(label: Any) -> wtforms.SelectField:
    """A kind of news that one may want at another rhythm than all others."""
    return wtforms.SelectField(label, choices=APART, default="", validators=[Optional()])


class PreferencesForm(Form):
    """Fields of the kinds of news are named as `News`."""

    preference = wtforms.RadioField(_l("How should information reach you?"), choices=PREFERENCES)
    information = apart(_l("News of my sectors"))
    opportunity = apart(_l("Calls for projects, aids"))
    event = apart(_l("Events"))
    consultation = apart(_l("Consultations"))
    digest_hour = wtforms.SelectField(
        _l("What comes together, comes at"),
        choices=[SelectChoice(hour, f"{hour:02}:00") for hour in HOURS],
        coerce=int,
        description=_l("Every day, or on Mondays; what would be over by then comes on its own. Nothing new: no mail."),
    )
    newsletters = wtforms.BooleanField(_l("Send me newsletters: calls, events, news of my sectors"))
    language = wtforms.SelectField(
        _l("Language of what we send you"), choices=[SelectChoice("fr", "Français"), SelectChoice("en", "English")]
    )

    @property
    def rhythms(self) -> dict[News, Rhythm | None]:
        chosen = {news: self._fields[news.value].data for news in News}
        return {news: Rhythm(value) if value else None for news, value in chosen.items()}


LEAVE = SelectChoice("", _l("Leave as it is"))
SAME = "same"
NEVER = SelectChoice(MailPreference.PORTAL_ONLY.value, _l("Never by mail: I read it in my space"))
ANEW = [LEAVE, *PREFERENCES[:-1], NEVER]


def anew(label: Any) -> wtforms.SelectField:
    """A kind of news, of which one sees not what was chosen before."""
    like_others = SelectChoice(SAME, _l("Like all others"))
    switched_off = SelectChoice(Rhythm.OFF.value, _l("Not at all"))
    choices = [LEAVE, like_others, *ANEW[1:], switched_off]
    return wtforms.SelectField(label, choices=choices, default="", validators=[Optional()])


class MailedPreferencesForm(Form):
    """The same by the link of a mail: nothing of what was chosen before is shown. Kinds of news are named as `News`."""

    preference = wtforms.RadioField(
        _l("How should information reach you?"), choices=ANEW, default="", validators=[Optional()]
    )
    information = anew(_l("News of my sectors"))
    opportunity = anew(_l("Calls for projects, aids"))
    event = anew(_l("Events"))
    consultation = anew(_l("Consultations"))
    digest_hour = wtforms.SelectField(
        _l("What comes together, comes at"),
        choices=[LEAVE, *(SelectChoice(str(hour), f"{hour:02}:00") for hour in HOURS)],
        default="",
        validators=[Optional()],
        description=_l("Every day, or on Mondays; what would be over by then comes on its own. Nothing new: no mail."),
    )
    newsletters = wtforms.SelectField(
        _l("Newsletters: calls, events, news of my sectors"),
        choices=[LEAVE, SelectChoice("yes", _l("Yes, send them to me")), SelectChoice("no", _l("No more newsletters"))],
        default="",
        validators=[Optional()],
    )
    language = wtforms.SelectField(
        _l("Language of what we send you"),
        choices=[LEAVE, SelectChoice("fr", "Français"), SelectChoice("en", "English")],
        default="",
        validators=[Optional()],
    )

    @property
    def changes(self) -> dict[str, Any]:
        """What was chosen anew, by the names of contacts.preferences.Changes."""
        chosen = {news: self._fields[news.value].data for news in News}
        return {
            "preference": MailPreference(self.preference.data) if self.preference.data else None,
            "rhythms": {news: None if one == SAME else Rhythm(one) for news, one in chosen.items() if one},
            "digest_hour": int(self.digest_hour.data) if self.digest_hour.data else None,
            "language": self.language.data or None,
            "newsletters": self.newsletters.data == "yes" if self.newsletters.data else None,
        }

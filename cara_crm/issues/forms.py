"""What a manager fills in about an issue, and what its author decides about it."""

from collections.abc import Iterable
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from cara_crm.core.forms import Form, OnceForm, SharedForm
from cara_crm.core.languages import current_language, label
from cara_crm.federations.models import Federation
from cara_crm.issues import queries
from cara_crm.issues.models import Consent, IssueKind, Opinion, Urgency, WaitsFor

WRITE = _l("Write something first.")
SHARED = _l("People of your organisation who have an account. Its director reads all that was sent.")
CONSENTS = [
    SelectChoice(Consent.ANONYMOUS.value, _l("Nobody outside the cluster")),
    SelectChoice(Consent.NAMED.value, _l("The federation may know our name")),
    SelectChoice(Consent.NONE.value, _l("Pass nothing on")),
]


def enum_choices(kind: Any) -> list[SelectChoice]:
    return [SelectChoice(one.value, label(one)) for one in kind]


def priority_choices(priorities: Iterable[queries.Choice]) -> list[SelectChoice]:
    language = current_language()
    named = [SelectChoice(one.id, f"{one.group} – {one.name_in(language)}") for one in priorities]
    return [SelectChoice(0, _l("Not filed yet")), *named]


class QualifyForm(SharedForm):
    """Choices come from the reference data, with one statement."""

    sector_ids = wtforms.SelectMultipleField(
        _l("Sectors"),
        coerce=int,
        widget=wtforms.widgets.ListWidget(prefix_label=False),
        option_widget=wtforms.widgets.CheckboxInput(),
    )
    priority_id = wtforms.SelectField(_l("National priority"), coerce=int, default=0)
    kind = wtforms.SelectField(_l("Kind"))
    urgency = wtforms.SelectField(_l("Urgency"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        sectors, priorities = queries.filing_choices()
        self.sector_ids.choices = [SelectChoice(one.id, one.name_in(language)) for one in sectors]
        self.priority_id.choices = priority_choices(priorities)
        self.kind.choices, self.urgency.choices = enum_choices(IssueKind), enum_choices(Urgency)


def _as_it_stands() -> wtforms.BooleanField:
    """Asked where a text names somebody else."""
    return wtforms.BooleanField(_l("I looked at each place: it may stand as it is"))


class AskForm(OnceForm):
    as_it_stands = _as_it_stands()
    text = wtforms.TextAreaField(_l("Message to the author"), validators=[InputRequired(WRITE)])


class NoteForm(OnceForm):
    text = wtforms.TextAreaField(_l("Internal note"), validators=[InputRequired(WRITE)])
    spoken = wtforms.BooleanField(
        _l("I told the author so, by phone or in person"), description=_l("It counts as a word to the author.")
    )


class EndForm(Form):
    """Decline, solve, close, pause or take up again: what the author reads about it."""

    as_it_stands = _as_it_stands()
    reason = wtforms.TextAreaField(
        _l("What the author reads"), validators=[InputRequired(_l("Say why, in a sentence."))]
    )
    waits_for = wtforms.SelectField(_l("For a pause: whose turn is it?"), default="")
    until = wtforms.DateField(_l("For a pause: until"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waits_for.choices = [SelectChoice("", "–"), *enum_choices(WaitsFor)]


class EndOneForm(EndForm):
    """The same for one issue, which others of the register may have helped to solve."""

    helpers = wtforms.TextAreaField(_l("When it is solved: who of the register helped"), validators=[Length(max=2000)])
    may_be_named = wtforms.BooleanField(_l("They agree that the author learns of it"))


class HelperForm(Form):
    """Who helped to solve it, one a line."""

    who = wtforms.TextAreaField(
        _l("Who helped?"), validators=[InputRequired(_l("Write at least one.")), Length(max=2000)]
    )
    author_may_know = wtforms.BooleanField(_l("They agree that the author learns of it"))


class TogetherForm(EndForm):
    """One step for several issues; what a step does not need is left out."""

    step = wtforms.RadioField(_l("What to do"), validators=[InputRequired(_l("Choose what to do."))])
    reason = wtforms.TextAreaField(_l("What the authors read"))
    priority_id = wtforms.SelectField(_l("For filing: national priority"), coerce=int, default=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _sectors, priorities = queries.filing_choices()
        self.priority_id.choices = priority_choices(priorities)


class OralForm(Form):
    agreed_on = wtforms.DateField(_l("Agreed on"), validators=[InputRequired(_l("Choose the day."))])


class WordsForm(SharedForm):
    """The words of an issue, corrected."""

    WORDS = ("title", "what_happens", "example", "already_tried", "asked", "concerns_third_party", "third_parties")

    title = wtforms.StringField(_l("Title"), validators=[InputRequired(_l("Give it a title."))])
    what_happens = wtforms.TextAreaField(_l("What happens"), validators=[InputRequired(_l("Say what happens."))])
    example = wtforms.TextAreaField(_l("A concrete example"))
    already_tried = wtforms.TextAreaField(_l("Already tried"))
    asked = wtforms.TextAreaField(_l("What is asked"))
    concerns_third_party = wtforms.BooleanField(_l("Concerns a customer or a supplier"))
    third_parties = wtforms.StringField(_l("Customers or suppliers named in it"))


class GroupForm(Form):
    """`position` is the id of an open position, or "new:<federation id>"."""

    position = wtforms.StringField(validators=[InputRequired()])


class OpinionForm(Form):
    """What an author thinks of the answer, said from a mail."""

    opinion = wtforms.RadioField(
        _l("Does this answer help you?"),
        choices=[
            SelectChoice(Opinion.YES.value, _l("Yes, this can be closed")),
            SelectChoice(Opinion.PARTLY.value, _l("In part, go on")),
            SelectChoice(Opinion.NO.value, _l("No, call me")),
        ],
        validators=[InputRequired(_l("Choose an answer."))],
    )
    text = wtforms.TextAreaField(_l("Say more"))


def consent_form(federations: Iterable[Federation], **kwargs: Any) -> Any:
    """Who may know: one question for each federation, and whether colleagues may read it."""
    fields = {
        consent_field(one.id): wtforms.RadioField(
            one.short_name, choices=CONSENTS, default=kwargs.pop(consent_field(one.id), Consent.NONE.value)
        )
        for one in federations
    }
    fields["shared"] = wtforms.BooleanField(
        _l("My colleagues may read it here"), description=SHARED, default=kwargs.pop("shared", False)
    )
    return type("ConsentForm", (SharedForm,), fields)(**kwargs)


def consent_field(federation_id: int) -> str:
    return f"consent_{federation_id}"


def consents(form: Any, federations: Iterable[Federation]) -> dict[int, Consent]:
    """What was chosen, by federation id."""
    return {one.id: Consent(form._fields[consent_field(one.id)].data) for one in federations}

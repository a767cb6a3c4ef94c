"""The federation's forms; shape only."""

from collections.abc import Iterable
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms.fields import SelectChoice
from wtforms.validators import URL, InputRequired, Length, Optional

from cara_crm.core.forms import LINE, Form, LockedForm, OnceForm
from cara_crm.core.languages import label
from cara_crm.federations.models import Federation
from cara_crm.positions.models import Outcome
from cara_crm.relays import hours
from cara_crm.relays.models import RelayKind

OFFERED = tuple(outcome for outcome in Outcome if outcome is not Outcome.NO_ANSWER)

PROPOSED = (RelayKind.INFORMATION, RelayKind.OPPORTUNITY, RelayKind.EVENT)


def _number_or_none(value: Any) -> int | None:
    return int(value) if str(value or "").isdecimal() else None


def _outcome_or_none(value: Any) -> Outcome | None:
    return Outcome(value) if value in {o.value for o in Outcome} else None


class AnswerForm(LockedForm):
    """The answer to one position; many stand on one page, told apart by their prefix."""

    outcome = wtforms.RadioField(_l("Answer"), coerce=_outcome_or_none, validators=[Optional()], validate_choice=False)
    until_on = wtforms.DateField(_l("Under examination until"), validators=[Optional()])
    text_members = wtforms.TextAreaField(
        _l("Text for the members"),
        description=_l("Those behind this position read it as it is, beside their own words."),
        validators=[Optional(), Length(max=4000)],
        render_kw={"rows": 4},
    )
    text_cluster = wtforms.TextAreaField(
        _l("Text for the cluster only"), validators=[Optional(), Length(max=4000)], render_kw={"rows": 3}
    )

    remit_id = wtforms.SelectField(
        _l("Whose is it?"),
        description=_l("Only for “not our remit”: the cluster may carry it on to this federation."),
        coerce=_number_or_none,
        validators=[Optional()],
    )
    own_reference = wtforms.StringField(
        _l("Your own reference"),
        description=_l("The number of your file, for example. The cluster sees it, the members do not."),
        validators=[Optional(), Length(max=100)],
    )

    def offer(self, federations: Iterable[Federation], outcomes: tuple[Outcome, ...] = OFFERED) -> None:
        """Fill in what may be chosen; `federations` are the others."""
        self.outcome.choices = [(outcome, label(outcome)) for outcome in outcomes]
        self.remit_id.choices = [
            SelectChoice("", _("I do not know")),
            *(SelectChoice(one.id, one.short_name) for one in federations),
        ]

    @property
    def words(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        return {
            "version": self.version_read,
            "outcome": self.outcome.data,
            "until_on": self.until_on.data,
            "text_members": self.text_members.data or "",
            "text_cluster": self.text_cluster.data or "",
            "own_reference": self.own_reference.data or "",
            "remit_id": self.remit_id.data,
        }


class QuestionForm(OnceForm):
    question = wtforms.TextAreaField(
        _l("Your question"),
        description=_l("The cluster puts it to those behind the position; you never learn who they are."),
        validators=[InputRequired(_l("Write your question.")), Length(max=1000)],
        render_kw={"rows": 4},
    )


class PutForm(Form):
    """A federation's question as the members behind a position read it."""

    as_it_stands = wtforms.BooleanField(_l("I looked at each place: it may stand as it is"))

    text = wtforms.TextAreaField(
        _l("The message"),
        description=_l("Each author reads it in the thread of its issue, and learns nothing of the others."),
        validators=[Optional(), Length(max=4000)],
        render_kw={"rows": 7},
    )


class ReplyForm(LockedForm):
    """What the federation is told."""

    reply = wtforms.TextAreaField(
        _l("Reply to the federation"),
        description=_l("In general words: it never learns who said what. Another person releases it."),
        validators=[Optional(), Length(max=4000)],
        render_kw={"rows": 7},
    )


class ReleaseForm(LockedForm):
    """For the reply that was read."""

    false_alarm = wtforms.BooleanField(_l("I looked at each mark: they are false alarms"))


class WorkbookForm(Form):
    """The report's workbook with answers in it."""

    file = FileField(_l("The workbook"), description=_l("The XLSX file of this report, with its sheet of answers."))


class RequestForm(OnceForm):
    """A question to the cluster."""

    question = wtforms.StringField(
        _l("Your question"),
        description=_l("One question. Example: how many suppliers are hit by the closure of the line?"),
        validators=[InputRequired(_l("Write your question.")), Length(max=200)],
    )
    details = wtforms.TextAreaField(
        _l("More about it"),
        description=_l("What you need it for, what you know already, which figures would help."),
        validators=[Optional(), Length(max=4000)],
        render_kw={"rows": 4},
    )
    due_on = wtforms.DateField(_l("You need it by"), validators=[InputRequired(_l("Say by which day."))])


class ShareForm(OnceForm):
    """What the members should know, proposed to the cluster."""

    kind = wtforms.RadioField(_l("What is it?"), coerce=RelayKind, default=RelayKind.INFORMATION)
    title = wtforms.StringField(_l("Title"), validators=[InputRequired(_l("Give it a title."))])
    body = wtforms.TextAreaField(
        _l("Text"), validators=[InputRequired(_l("Write what the members should know."))], render_kw={"rows": 8}
    )
    link = wtforms.StringField(
        _l("Link to more"), validators=[Optional(), URL(message=_l("Write the whole address, with https://"))]
    )
    title_en = wtforms.StringField(_l("Title in English"), validators=[Optional(), Length(max=LINE)])
    body_en = wtforms.TextAreaField(_l("Text in English"), validators=[Optional()], render_kw={"rows": 8})
    deadline_on = wtforms.DateField(_l("Open until"), validators=[Optional()])
    event_on = wtforms.DateField(_l("Day of the event"), validators=[Optional()])
    from_time = wtforms.TimeField(_l("From (hour)"), validators=[Optional()])
    until_time = wtforms.TimeField(_l("Until (hour)"), validators=[Optional()])
    place = wtforms.StringField(_l("Where"), validators=[Optional(), Length(max=LINE)])
    files = MultipleFileField(_l("Files"), description=_l("At most 5, of 10 MB each."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(one, label(one)) for one in PROPOSED]

    @property
    def words(self) -> dict[str, Any]:
        plain = {name: self[name].data for name in ("kind", "title", "body", "deadline_on")}
        return plain | {name: self[name].data or "" for name in ("link", "title_en", "body_en")}

    @property
    def event(self) -> dict[str, Any] | None:
        """When and where, as `hours.event` gives it."""
        return hours.event(self.event_on.data, self.from_time.data, self.until_time.data, self.place.data)


class SilenceForm(Form):
    """What the members read of a federation that did not answer; a click too many finds nothing open any more."""

    text_members = wtforms.TextAreaField(
        _l("Text for the members"),
        description=_l("Those behind each position read it beside their own words."),
        validators=[Optional(), Length(max=4000)],
        render_kw={"rows": 4},
    )


class PassOnForm(Form):
    as_it_stands = wtforms.BooleanField(_l("I looked at each place: it may stand as it is"))
    addition = wtforms.TextAreaField(
        _l("A word of the cluster’s to add"),
        description=_l("Stands below the federation’s text."),
        validators=[Optional(), Length(max=2000)],
        render_kw={"rows": 3},
    )

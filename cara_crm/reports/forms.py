"""Shapes of what is typed about reports."""

from collections.abc import Iterable, Mapping
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from cara_crm.core import typed
from cara_crm.core.forms import Form, LockedForm, OnceForm, SharedForm
from cara_crm.core.languages import label, named
from cara_crm.federations.models import Federation
from cara_crm.reports.models import Rhythm, Verdict
from cara_crm.reports.verdicts import Decision
from cara_crm.sectors.models import Sector

VERDICTS = {verdict.value: verdict for verdict in Verdict}
LONGEST_COMMENT = 2000
LANGUAGE_CHOICES = [SelectChoice("fr", "Français"), SelectChoice("en", "English")]


class AboutSectors(Form):
    """Which federation and which of its sectors."""

    federation = wtforms.HiddenField(validators=[InputRequired()])
    sectors = wtforms.SelectMultipleField(
        _l("Sectors"),
        coerce=int,
        widget=wtforms.widgets.ListWidget(prefix_label=False),
        option_widget=wtforms.widgets.CheckboxInput(),
        validators=[DataRequired(_l("Choose at least one sector."))],
    )

    def offer(self, federation: Federation, sectors: Iterable[Sector]) -> None:
        self.federation.data = str(federation.id)
        self.sectors.choices = [SelectChoice(one.id, named(one)) for one in sectors]


class NewReportForm(AboutSectors):
    """Which federation, sectors, days and language."""

    period_from = wtforms.DateField(_l("From"), validators=[InputRequired(_l("Give the first day."))])
    period_until = wtforms.DateField(_l("Until"), validators=[InputRequired(_l("Give the last day."))])
    language = wtforms.RadioField(_l("Language"), choices=LANGUAGE_CHOICES)


class PlanForm(AboutSectors):
    """Which federation and sectors, how often, in which language."""

    rhythm = wtforms.RadioField(_l("A draft each"), default=Rhythm.QUARTER.value)
    language = wtforms.RadioField(_l("Language"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rhythm.choices = [SelectChoice(one.value, label(one)) for one in Rhythm]


class EditReportForm(SharedForm, LockedForm):
    """Key messages and language; `order`, ids with blanks between, comes from beside it (`position_order`)."""

    order = wtforms.HiddenField()

    key_messages = wtforms.TextAreaField(
        _l("Key messages"),
        description=_l(
            "One a line, three to five. They stand first in the report. Name a member in the position for which it "
            "agreed to be named: here only whoever agreed so in everything it told this federation."
        ),
    )
    language = wtforms.RadioField(_l("Language"), choices=LANGUAGE_CHOICES)


class RequestForm(OnceForm):
    """What a federation asks, as a manager heard it."""

    federation_id = wtforms.SelectField(_l("Federation"), coerce=int)
    question = wtforms.StringField(
        _l("What is asked"),
        description=_l("One question. Example: how many suppliers are hit by the closure of the line?"),
        validators=[InputRequired(_l("Write the question.")), Length(max=200)],
    )
    details = wtforms.TextAreaField(
        _l("More about it"), validators=[Optional(), Length(max=4000)], render_kw={"rows": 4}
    )
    due_on = wtforms.DateField(_l("Due on"), validators=[InputRequired(_l("Say by which day."))])

    def offer(self, federations: Iterable[Federation]) -> None:
        self.federation_id.choices = [SelectChoice(one.id, one.short_name) for one in federations]


class DeclineForm(Form):
    """Why a request gets no note."""

    reason = wtforms.TextAreaField(
        _l("Why"),
        description=_l("The federation reads it in its space."),
        validators=[InputRequired(_l("Say why: the federation reads it.")), Length(max=2000)],
        render_kw={"rows": 3},
    )
    as_it_stands = wtforms.BooleanField(_l("I looked at each place: it may stand as it is"))


class CorrectionForm(Form):
    """What a new version changes."""

    note = wtforms.TextAreaField(
        _l("What changes"),
        description=_l("Those who received the version before read this first."),
        validators=[InputRequired(_l("Say what changes."))],
    )


class VerifyForm(Form):
    """A file, or the hash that is printed in one."""

    file = FileField(_l("The file"), description=_l("PDF, spreadsheet or JSON: choose it, or drop it here."))
    fingerprint = wtforms.StringField(
        _l("Or the SHA-256 that is printed at the end of the report"), validators=[Optional(), Length(max=200)]
    )


class ReviewForm(Form):
    """One sitting: the document that was seen, and a word on the whole."""

    fingerprint = wtforms.HiddenField(validators=[InputRequired()])
    comment = wtforms.TextAreaField(_l("A word on the whole"))


def position_order(given: Mapping[str, str]) -> list[int]:
    """Ids of the positions that are kept (`keep-7`), by the rank that was typed (`rank-7`)."""
    numbers = [typed.number(name.removeprefix("keep-")) for name in given if name.startswith("keep-")]
    return sorted((i for i in numbers if i is not None), key=lambda i: (_rank(given.get(f"rank-{i}")), i))


def _rank(text: str | None) -> int:
    rank = typed.number(text)
    return 10_000 if rank is None else rank


def plain(text: str) -> str:
    """What was typed into a field of its own, without spaces around and characters that a database refuses."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()[:LONGEST_COMMENT]


def decisions(typed: Mapping[str, str]) -> dict[str, Decision]:
    """What was decided of each item: `verdict-position:7`, with `comment-position:7`."""
    return {
        name.removeprefix("verdict-"): Decision(
            VERDICTS[value], plain(typed.get(name.replace("verdict-", "comment-", 1), ""))
        )
        for name, value in typed.items()
        if name.startswith("verdict-") and value in VERDICTS
    }

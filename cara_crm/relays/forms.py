"""Forms of the journal and of what goes down; shape only."""

from collections.abc import Mapping, Sequence
from typing import Any

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import SelectChoice
from wtforms.validators import URL, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cara_crm.core.forms import LINE, Form, LockedForm, OnceForm, SharedForm, Whole, strip
from cara_crm.core.languages import label, named, short_day
from cara_crm.members.bands import band_label
from cara_crm.members.spreadsheet.values import BANDS
from cara_crm.relays import hours
from cara_crm.relays.models import Direction, Question, QuestionKind, RelayKind
from cara_crm.relays.queries import Choices, Filed, Recordable

WRITTEN = (RelayKind.INFORMATION, RelayKind.OPPORTUNITY, RelayKind.EVENT, RelayKind.CONSULTATION)
RECORDED = (RelayKind.MEETING, RelayKind.CALL)
NONE = ""
LISTS = ("sectors", "roles", "categories", "departments", "statuses", "workgroups", "tags", "bands", "interested")
MOST_QUESTIONS = 10
LONGEST_OPTIONS = 1_000
LONGEST_ANSWER = 2_000
LARGEST_NUMBER = 10**9


class Boxes(wtforms.SelectMultipleField):
    """Several of a list, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _number_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, NONE, "None") else None


def _federations(choices: Choices | Recordable, nobody: Any) -> list[tuple[Any, Any]]:
    return [(NONE, nobody)] + [(f.id, f.short_name) for f in choices.federations]


def _joined(federation: object, title: str) -> str:
    return f"{federation}{_(': ')}{title}"


def _of_federations(records: Sequence[Filed]) -> list[tuple[Any, Any]]:
    return [(NONE, _l("None"))] + [(one.id, _joined(one.federation, named(one))) for one in records]


def _places() -> Whole:
    told = _l("From 1 to 10,000; nothing where there is no limit.")
    return Whole(_l("Places"), [Optional(), NumberRange(1, 10_000, told)], description=told)


def _as_it_stands() -> wtforms.BooleanField:
    """Asked where a text names a member to the others."""
    return wtforms.BooleanField(_l("I looked at each place: it may stand as it is"))


class PlacesForm(SharedForm):
    """How many can come."""

    places = _places()


class MoveForm(SharedForm):
    """When and where an event is now, by the clocks of Paris."""

    event_on = wtforms.DateField(_l("Day of the event"), validators=[InputRequired(_l("Say on which day it is."))])
    from_time = wtforms.TimeField(_l("From (hour)"), validators=[InputRequired(_l("Say at which hour it begins."))])
    until_time = wtforms.TimeField(_l("Until (hour)"), validators=[Optional()])
    place = wtforms.StringField(_l("Where"), validators=[Optional(), Length(max=LINE)])
    as_it_stands = _as_it_stands()

    @property
    def event(self) -> dict[str, Any]:
        return hours.event(self.event_on.data, self.from_time.data, self.until_time.data, self.place.data) or {}


class CancelForm(Form):
    """Why an event does not take place; everybody who was told reads it."""

    reason = wtforms.TextAreaField(
        _l("Why"), description=_l("Everybody who was told of it reads this."), validators=[Optional(), Length(max=1000)]
    )
    as_it_stands = _as_it_stands()


class ReleaseForm(Form):
    """Sending what names members; `seen` marks what was looked at."""

    seen = wtforms.HiddenField()
    as_it_stands = _as_it_stands()


class RelayForm(OnceForm):
    """A downward relay and its audience."""

    kind = wtforms.RadioField(_l("What is it?"), coerce=RelayKind, default=RelayKind.INFORMATION)
    title = wtforms.StringField(_l("Title"), validators=[InputRequired(_l("Give it a title.")), Length(max=LINE)])
    body = wtforms.TextAreaField(
        _l("Text"),
        description=_l("Plain words; a line that begins with - makes a list, **two stars** make bold."),
        validators=[InputRequired(_l("Write what the members should know."))],
        render_kw={"rows": 8},
    )
    title_en = wtforms.StringField(_l("Title in English"), validators=[Optional(), Length(max=LINE)])
    body_en = wtforms.TextAreaField(_l("Text in English"), validators=[Optional()], render_kw={"rows": 8})
    deadline_on = wtforms.DateField(_l("Open until"), validators=[Optional()])
    event_on = wtforms.DateField(_l("Day of the event"), validators=[Optional()])
    from_time = wtforms.TimeField(_l("From (hour)"), validators=[Optional()])
    until_time = wtforms.TimeField(_l("Until (hour)"), validators=[Optional()])
    place = wtforms.StringField(_l("Where"), description=_l("A place or the address of a video conference"))
    places = _places()
    link = wtforms.StringField(
        _l("Link to more"), validators=[Optional(), URL(message=_l("Write the whole address, with https://"))]
    )
    federation_id = wtforms.SelectField(_l("On behalf of"), coerce=_number_or_none, validators=[Optional()])
    priority_id = wtforms.SelectField(_l("National priority"), coerce=_number_or_none, validators=[Optional()])
    programme_id = wtforms.SelectField(_l("Programme"), coerce=_number_or_none, validators=[Optional()])
    files = MultipleFileField(
        _l("Files"),
        description=_l("At most 5, of 10 MB each. Beyond 2 MB the mail links to them."),
    )
    template = wtforms.HiddenField()
    sectors = Boxes(_l("Sectors"), coerce=int)
    roles = Boxes(_l("Roles in the value chain"), coerce=int)
    categories = Boxes(_l("Categories"), coerce=str)
    departments = Boxes(_l("Departments"), coerce=int)
    statuses = Boxes(_l("Status"), coerce=str, default=["active"])
    workgroups = Boxes(_l("Working groups and commissions"), coerce=int)
    bands = Boxes(_l("Headcount"), coerce=str)
    tags = Boxes(_l("Tags"), coerce=int)
    interested = Boxes(_l("Interested before, or registered"), coerce=int)
    saved = wtforms.SelectField(
        _l("A saved audience"),
        coerce=_number_or_none,
        validators=[Optional()],
        description=_l("It takes the place of the boxes below."),
    )
    functions = wtforms.StringField(
        _l("Functions"), description=_l("Words of a function, separated by commas. Example: purchasing, quality")
    )

    def offer(self, choices: Choices, saved: Sequence[Any]) -> None:
        """Fill in what may be chosen; `saved`: audiences under a name."""
        self.saved.choices = [(NONE, _l("None: the boxes below")), *((one.id, one.name) for one in saved)]
        self.kind.choices = [(k, label(k)) for k in WRITTEN]
        self.federation_id.choices = _federations(choices, _l("None: from the cluster"))
        self.priority_id.choices = _of_federations(choices.priorities)
        self.programme_id.choices = _of_federations(choices.programmes)
        self.sectors.choices = [(s.id, named(s)) for s in choices.sectors]
        self.roles.choices = [(r.id, named(r)) for r in choices.roles]
        self.categories.choices = [(c.value, label(c)) for c in choices.categories]
        self.departments.choices = choices.departments
        self.bands.choices = [(code, band_label(code)) for code, _least, _most in BANDS]
        self.tags.choices = choices.tags
        self.interested.choices = [(r.id, f"{r.title} ({short_day(r.happened_at)})") for r in choices.asked]
        self.workgroups.choices = [(one.id, one.name) for one in choices.workgroups]
        self.statuses.choices = [(s.value, label(s)) for s in choices.statuses]

    @property
    def audience(self) -> dict[str, Any]:
        """The rule as the services take it; what was not offered is left out, for who counts before it is checked."""
        functions = [part.strip() for part in (self.functions.data or "").split(",") if part.strip()]
        offered = {name: {value for value, _words in self[name].choices} for name in LISTS}
        chosen = {name: [one for one in self[name].data or [] if one in offered[name]] for name in LISTS}
        return chosen | {"functions": functions}

    @property
    def words(self) -> dict[str, Any]:
        about = ("federation_id", "priority_id", "programme_id")
        plain = {name: self[name].data for name in ("kind", "title", "body", "deadline_on", *about)}
        return plain | {name: self[name].data or "" for name in ("link", "title_en", "body_en")}

    @property
    def event(self) -> dict[str, Any] | None:
        """When and where, as `hours.event` gives it, and for how many."""
        said = hours.event(self.event_on.data, self.from_time.data, self.until_time.data, self.place.data)
        return said and {**said, "places": self.places.data}


class DraftForm(SharedForm, LockedForm, RelayForm):
    """The same for a draft that is there: several people write it."""


class TemplateForm(Form):
    """Under which name a relay is kept to begin from."""

    name = wtforms.StringField(
        _l("Name"), validators=[InputRequired(_l("Give it a name.")), Length(max=LINE)], filters=[strip]
    )


class AudienceForm(Form):
    """A name for an audience."""

    name = wtforms.StringField(_l("Name"), validators=[InputRequired(_l("Give it a name.")), Length(max=60)])
    is_shared = wtforms.BooleanField(_l("Colleagues see it too"))


class ScheduleForm(Form):
    """When a relay leaves, by the clocks of Paris; `seen` marks what was looked at."""

    seen = wtforms.HiddenField()
    day = wtforms.DateField(_l("Day"), validators=[InputRequired(_l("Say on which day it leaves."))])
    hour = wtforms.TimeField(_l("Hour"), validators=[InputRequired(_l("Say at which hour it leaves."))])
    as_it_stands = _as_it_stands()


class RecordForm(OnceForm):
    """A meeting or a call that took place."""

    kind = wtforms.RadioField(_l("What was it?"), coerce=RelayKind, default=RelayKind.MEETING)
    direction = wtforms.RadioField(_l("Which way did the information go?"), coerce=Direction, default=Direction.UP)
    happened_on = wtforms.DateField(_l("Day"), validators=[InputRequired(_l("Say on which day it took place."))])
    federation_id = wtforms.SelectField(_l("With"), coerce=_number_or_none, validators=[Optional()])
    title = wtforms.StringField(_l("Subject"), validators=[InputRequired(_l("Say in one line what it was about."))])
    as_it_stands = _as_it_stands()
    body = wtforms.TextAreaField(
        _l("What was said"), description=_l("Read by managers only."), validators=[Optional()], render_kw={"rows": 6}
    )
    sectors = Boxes(_l("Sectors"), coerce=int)
    positions = Boxes(_l("Positions that were discussed"), coerce=int)

    def offer(self, choices: Recordable) -> None:
        self.kind.choices = [(k, label(k)) for k in RECORDED]
        self.direction.choices = [
            (Direction.UP, _l("Up: from the members to the federation")),
            (Direction.DOWN, _l("Down: from the federation to the members")),
        ]
        self.federation_id.choices = _federations(choices, _l("No federation"))
        self.sectors.choices = [(s.id, named(s)) for s in choices.sectors]
        self.positions.choices = [(p.id, _joined(p.federation.short_name, p.title)) for p in choices.positions]


def _line(text: str | None) -> str:
    return str(strip(text or "")).replace("\x00", "")[:LINE]


def _several(text: str | None) -> str:
    return str(strip(text or "")).replace("\x00", "")[:LONGEST_OPTIONS]


class QuestionForm(wtforms.Form):
    """One question; a line that is left empty is none."""

    kind = wtforms.SelectField(_l("Answered by"), default=QuestionKind.CHOICE.value)
    words = wtforms.StringField(_l("Question"), filters=[_line])
    options = wtforms.TextAreaField(_l("Answers to choose from, one a line"), filters=[_several], render_kw={"rows": 4})
    words_en = wtforms.StringField(_l("Question in English"), filters=[_line])
    options_en = wtforms.TextAreaField(_l("The same answers in English"), filters=[_several], render_kw={"rows": 4})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(one.value, label(one)) for one in QuestionKind]


class QuestionsForm(SharedForm):
    """What a consultation asks, in order."""

    questions = wtforms.FieldList(wtforms.FormField(QuestionForm), min_entries=1, max_entries=MOST_QUESTIONS)


def response_form(questions: Sequence[Question], language: str, given: Mapping[str, Any]) -> Form:
    """A form with a field for each question, filled with what was answered before (by the questions' ids)."""
    fields = {f"q{one.id}": _answer_field(one, language) for one in questions}
    kind: type[Form] = type("ResponseForm", (Form,), fields)
    return kind(data={f"q{key}": str(value) if isinstance(value, int) else value for key, value in given.items()})


def _answer_field(question: Question, language: str) -> wtforms.Field:
    words = question.name_in(language)
    if question.kind is QuestionKind.CHOICE:
        options = [SelectChoice(str(n), text) for n, text in enumerate(question.options_in(language))]
        return wtforms.RadioField(words, choices=options, validate_choice=False)
    if question.kind is QuestionKind.NUMBER:
        told = _l("A whole number from 0 to 1,000,000,000.")
        return Whole(words, [Optional(), NumberRange(0, LARGEST_NUMBER, told)])
    return wtforms.TextAreaField(words, [Optional(), Length(max=LONGEST_ANSWER)], render_kw={"rows": 3})


def answered(form: Form, questions: Sequence[Question]) -> dict[int, str | int]:
    """What was answered, by the questions' ids: the place of a choice, a number, a text."""
    found: dict[int, str | int] = {}
    for one in questions:
        value = form[f"q{one.id}"].data
        if one.kind is QuestionKind.CHOICE:
            value = next((n for n in range(len(one.options)) if value == str(n)), None)
        if value not in (None, ""):
            found[one.id] = value
    return found

"""A federation's reports over the years: only what its frozen documents say, and nothing added up that they do not."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.reports.document import TOTAL, DocumentPosition, ReportDocument
from cara_crm.reports.layout import GROUPS
from cara_crm.reports.models import Answer, AnswerState, Report
from cara_crm.reports.reading.queries import code_of, document_of, reports_for

HEARD = "heard-category"


OUTSIDE = "-"  # what is chosen for positions outside the priorities


@dataclass(frozen=True)
class Narrowed:
    """What is looked at; None is everything. ``priority``: its code or OUTSIDE; ``since``: the first year."""

    priority: str | None = None
    sector: str | None = None
    since: int | None = None

    @property
    def is_narrow(self) -> bool:
        return bool(self.priority or self.sector or self.since)

    def holds(self, report: Report, document: ReportDocument) -> bool:
        """Is it a report of these years about this sector?"""
        return (not self.sector or self.sector in document.sectors) and _year(report) >= (self.since or 0)

    def takes(self, position: DocumentPosition) -> bool:
        """Is it a position under this priority?"""
        return not self.priority or (position.priority or OUTSIDE) == self.priority


@dataclass(frozen=True)
class Choices:
    """What may be chosen: priorities and sectors by code with the names that they had last, and years."""

    priorities: tuple[tuple[str, str], ...] = ()
    sectors: tuple[tuple[str, str], ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Year:
    """What was put under one priority in reports of one year: positions, how many were answered, taken up.

    ``priority``: its name, "" outside of all; ``code`` as the report has it.
    """

    code: str
    priority: str
    year: int
    positions: int
    answered: int
    outcomes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Chart:
    """One priority drawn: for each year, without gaps, how many positions were put and how many were answered."""

    priority: str
    years: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Step:
    """How often a position, or everybody, was heard as one report says; None: withheld there."""

    report: Report
    groups: int | None


@dataclass(frozen=True)
class Course:
    """A position that stood in several reports, under the title that it had last; ``public_id`` is what it is called in
    the cluster's files."""

    id: str
    public_id: str
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Trends:
    """``heard`` by report, the oldest first; ``years`` by priority, the latest year first; ``courses`` by title."""

    heard: tuple[Step, ...]
    years: tuple[Year, ...]
    courses: tuple[Course, ...]
    choices: Choices = Choices()

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The same figures as ``years``, a drawing for each priority: as many columns in each."""
        told = {(one.code, one.year): (one.positions, one.answered) for one in self.years}
        years = [one.year for one in self.years]
        span = range(min(years, default=1), max(years, default=0) + 1)
        names = {one.code: one.priority for one in self.years}
        return tuple(
            Chart(name, tuple((year, *told.get((code, year), (0, 0))) for year in span))
            for code, name in sorted(names.items(), key=lambda one: (not one[1], one[1], one[0]))
        )

    @property
    def most(self) -> int:
        """The highest column of all the drawings."""
        return max((one.positions for one in self.years), default=0)


def trends_of(actor: Actor, narrowed: Narrowed = Narrowed()) -> Trends:
    """Over all reports of the actor's federation, each in its last version; flash notes ask nothing and stay out."""
    last: dict[str, Report] = {}
    for report in reports_for(actor):
        if not report.is_note and (report.number not in last or last[report.number].edition < report.edition):
            last[report.number] = report
    read = [(report, document_of(report)) for report in last.values()]
    read.sort(key=lambda pair: (pair[1].dated, pair[0].id))
    choices = _choices(read)
    kept = [(report, document) for report, document in read if narrowed.holds(report, document)]
    return Trends(
        heard=tuple(Step(report, _shown(_heard(document))) for report, document in kept),
        years=tuple(_years(kept, dict(choices.priorities), narrowed)),
        courses=tuple(_courses(kept, narrowed)),
        choices=choices,
    )


def _choices(read: Iterable[tuple[Report, ReportDocument]]) -> Choices:
    """Names change with the language of a report, and over the years: the last one stays."""
    priorities: dict[str, str] = {}
    sectors: dict[str, str] = {}
    years: set[int] = set()
    for report, document in read:
        years.add(_year(report))
        sectors |= dict(zip(document.sectors, document.sector_names, strict=False))
        used = {position.priority for position in document.positions}
        priorities |= {code or OUTSIDE: document.priority_name(code) if code else "" for code in used}
    return Choices(_by_name(priorities), _by_name(sectors), tuple(sorted(years)))


def _by_name(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(names.items(), key=lambda one: (not one[1], one[1], one[0])))


def _heard(document: ReportDocument) -> float | None:
    table = next((table for table in document.tables if table.id == HEARD), None)
    return table.column(TOTAL)[TOTAL] if table else None


def _shown(value: float | None) -> int | None:
    return None if value is None else int(value)


def _years(read: Iterable[tuple[Report, ReportDocument]], names: Mapping[str, str], narrowed: Narrowed) -> list[Year]:
    put: Counter[tuple[str, int]] = Counter()
    given: dict[tuple[str, int], Counter[str]] = {}
    for report, document in read:
        answers = {code_of(answer.position_id): answer for answer in report.answers}
        for position in filter(narrowed.takes, document.positions):
            place = (position.priority, _year(report))
            put[place] += 1
            outcome = _outcome(answers.get(position.id))
            if outcome:
                given.setdefault(place, Counter())[outcome] += 1
    found = [
        Year(code, names[code or OUTSIDE], year, n, outcomes.total(), _sorted(outcomes))
        for (code, year), n in put.items()
        for outcomes in [given.get((code, year), Counter())]
    ]
    return sorted(found, key=lambda one: (-one.year, one.priority, one.code))


def _sorted(outcomes: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(outcomes.items(), key=lambda one: (-one[1], one[0])))


def _outcome(answer: Answer | None) -> str:
    is_given = answer is not None and answer.state is not AnswerState.DRAFT and answer.outcome is not None
    return answer.outcome.value if is_given and answer and answer.outcome else ""


def _year(report: Report) -> int:
    return report.sent_at.astimezone(clock.PARIS).year if report.sent_at else report.period_until.year


def _courses(read: Iterable[tuple[Report, ReportDocument]], narrowed: Narrowed) -> list[Course]:
    """A title in one language may become one in another: the last is shown."""
    titles: dict[str, tuple[str, str]] = {}
    steps: dict[str, list[Step]] = {}
    for report, document in read:
        for position in filter(narrowed.takes, document.positions):
            figure = next((figure for figure in position.figures if figure.id == GROUPS), None)
            titles[position.id] = document.public_id(position.id), position.title
            steps.setdefault(position.id, []).append(Step(report, _shown(figure.value) if figure else None))
    found = [Course(key, *titles[key], tuple(several)) for key, several in steps.items() if len(several) > 1]
    return sorted(found, key=lambda one: (one.title, one.id))

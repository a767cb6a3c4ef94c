"""A flash note: what answers a federation's request, from issues that say it and from a consultation of members."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from cara_crm.confidentiality.suppression import one_each
from cara_crm.confidentiality.threshold import Amount, decide_sum
from cara_crm.core.fold import fold
from cara_crm.reports.assemble.counts import Axis, Counted, Protected, protect
from cara_crm.reports.assemble.given import NOTE, POLL, SUM, Cell, settled
from cara_crm.reports.assemble.heard import THIN
from cara_crm.reports.assemble.positions import figures_behind
from cara_crm.reports.assemble.sizes import groups_of
from cara_crm.reports.document import TOTAL, Caveat, Figure, Table
from cara_crm.reports.layout import GROUPS, OUT_OF
from cara_crm.reports.material import AskedQuestion, Inquiry, Material, Poll, Wording
from cara_crm.reports.words import number, percent, words

ABOUT = "answers"
REPLIED, EMPLOYEES = OUT_OF[1], "employees"
GIVEN, NONE = "given", "none"
DIGITS = 2  # of the number of employees: an exact sum of what anybody may look up would tell whose it is


@dataclass(frozen=True, slots=True)
class Answered:
    """The parts of a note: ``words`` are those of its questions, by their place, for the leak check."""

    heard: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    cells: tuple[Cell, ...] = ()
    words: tuple[tuple[str, str], ...] = ()

    @property
    def is_enough(self) -> bool:
        """At least k groups stand behind one of its figures of who spoke."""
        return any(figure.id in (GROUPS, REPLIED) and figure.value is not None for figure in self.figures)


def answered(material: Material, inquiry: Inquiry) -> Answered:
    """Everything that may be said in answer."""
    parts = []
    if inquiry.voices:
        parts.append(_from_issues(material, inquiry))
    if inquiry.poll:
        parts.append(_from_poll(material, inquiry.poll))
    return Answered(*(tuple(x for part in parts for x in getattr(part, name)) for name in Answered.__slots__))


def _from_issues(material: Material, inquiry: Inquiry) -> Answered:
    """The groups behind the chosen issues and what they declared, counted as those behind a position are."""
    wording = _as_wording(inquiry)
    figures, cells, caveats = figures_behind(material, wording)
    said = words(material.head.language)["text"]
    population = len(groups_of(material.population))
    shown = next((f.value for f in figures if f.id == GROUPS), None)
    if shown is None:  # how many declared something would tell how many there are
        figures, cells, caveats = figures[:1], cells[:1], ()
    text = said["note_issues_few"] if shown is None else said["note_issues"]
    heard = text.format(
        heard=number(shown or 0, material.head.language),
        population=number(population, material.head.language),
        share=percent(shown or 0, population, material.head.language),
        k=material.head.threshold,
    )
    thin = shown is not None and population and shown / population < THIN
    notes = (*caveats, *((said["note_issues_thin"],) if thin else ()))
    return Answered((heard,), figures, (), tuple(Caveat(ABOUT, text) for text in notes), cells)


def _as_wording(inquiry: Inquiry) -> Wording:
    code = f"{NOTE}:{inquiry.request_id}"
    return Wording(inquiry.request_id, code, "", "", "", "", (), "", "", "", inquiry.voices)


def _from_poll(material: Material, poll: Poll) -> Answered:
    safe = protect(poll_tables(material, poll, ABOUT), material)
    made = from_tables(material, poll, safe)
    return replace(made, cells=(*safe.cells, *made.cells))


def poll_tables(material: Material, poll: Poll, about: str) -> list[Counted]:
    """The answers to each question, to be protected with whatever else the document tells."""
    return [_counted(material, poll, question, about) for question in poll.questions]


def from_tables(material: Material, poll: Poll, safe: Protected) -> Answered:
    """What may be said of a consultation whose tables, and no others, are protected; without their cells."""
    head, said = material.head, words(material.head.language)["text"]
    tables = {table.id: table for table in safe.tables}
    replied, cell = _replied(material, poll, safe.tables)
    sums = [one for q in poll.questions if q.kind == "number" for one in _summed(material, poll, q, tables)]
    covered = _employees(material, poll) if replied.value is not None else []
    made = [*sums, *covered]
    head_of = (str(words(head.language)["groups"]),)
    choices = [tables[_table(q)] for q in poll.questions if q.kind == "choice"]
    shown = tuple(replace(table, shares=True, column_names=head_of) for table in choices)
    kept = {table.id for table in shown}
    return Answered(
        heard=_who_replied(material, poll, replied),
        figures=(replied, *(figure for figure, _ in made)),
        tables=shown,
        caveats=(
            *(Caveat(ABOUT, said["declared"]) for _ in sums[:1]),
            *(Caveat(ABOUT, said["note_employees"]) for _ in covered),
            *(caveat for caveat in safe.caveats if caveat.about in kept),
        ),
        cells=(cell, *(one for _, one in made)),
        words=tuple((f"{ABOUT}/{q.id}", "\n".join((q.words, *q.options))) for q in poll.questions),
    )


def _asked(question: AskedQuestion) -> str:
    """The same for the same question, whichever consultation puts it."""
    return sha256("\x1f".join((fold(question.words), *map(fold, question.options))).encode()).hexdigest()[:8]


def _table(question: AskedQuestion) -> str:
    return f"{POLL}-{_asked(question)}-{question.id}"


def _key(poll: Poll, name: str) -> str:
    return f"{POLL}:{poll.relay_id}:{name}"


def _groups(poll: Poll) -> frozenset[str]:
    return frozenset(reply.group for reply in poll.replies)


def _counted(material: Material, poll: Poll, question: AskedQuestion, about: str) -> Counted:
    """The groups by what most of their members answered, and those that left the question out: all tables have the
    same total."""
    said = words(material.head.language)["text"]
    names = {str(n): text for n, text in enumerate(question.options)} if question.options else {GIVEN: said["given"]}
    cells: dict[tuple[str, str], set[str]] = {(row, TOTAL): set() for row in (*names, NONE)}
    given = [(reply.group, dict(reply.values).get(question.id)) for reply in poll.replies]
    told = [(group, str(value) if question.options else GIVEN) for group, value in given if value is not None]
    row_of = dict.fromkeys((group for group, _ in given), NONE) | one_each(told, tuple(names))
    for group, row in row_of.items():
        cells[row, TOTAL].add(group)
    if not cells[NONE, TOTAL]:
        del cells[NONE, TOTAL]
    axis = Axis(str(question.id), said["note_answer"], names | {NONE: said["note_none"]}, lambda _: "")
    return Counted(
        _table(question),
        question.words,
        axis,
        {},
        {place: frozenset(groups) for place, groups in cells.items()},
        dict.fromkeys(cells, poll.asked),
        about=about,
        key=f"{POLL}-{poll.relay_id}",
        figure=_key(poll, REPLIED),
        asked=_asked(question),
    )


def _replied(material: Material, poll: Poll, tables: tuple[Table, ...]) -> tuple[Figure, Cell]:
    """How many groups replied, as the tables say it."""
    groups, k = _groups(poll), material.head.threshold
    label = words(material.head.language)["text"]["note_replied"]
    whole = Cell(_key(poll, REPLIED), len(groups) if len(groups) >= k else None, groups)
    cell, on = settled(material, whole)
    for table in tables:
        total = table.column(TOTAL)[TOTAL]
        if total != cell.value:
            cell = Cell(cell.key, None, groups)
    figure = Figure(REPLIED, label, cell.value, "", n=cell.value, population=len(poll.asked) or None, as_of=on)
    return figure, cell


def _summed(
    material: Material, poll: Poll, question: AskedQuestion, tables: Mapping[str, Table]
) -> list[tuple[Figure, Cell]]:
    """The sum of a number over the groups that gave one; how many they are where that may be told."""
    amounts: dict[str, int] = {}
    for reply in poll.replies:
        value = dict(reply.values).get(question.id)
        if isinstance(value, int):
            amounts[reply.group] = amounts.get(reply.group, 0) + value
    whole: dict[Hashable, Amount] = dict(amounts.items())
    shown = sum(amounts.values()) if decide_sum(whole, material.head.threshold).publishable and amounts else None
    cell, on = settled(material, Cell(_key(poll, f"{_asked(question)}{SUM}"), shown, frozenset(amounts)))
    n = tables[_table(question)].column(TOTAL).get(GIVEN)
    label = f"{question.words} – {words(material.head.language)['text']['note_sum']}"
    told = int(n) if n is not None and cell.value is not None else None
    return [(Figure(f"q{question.id}", label, cell.value, "", n=told, as_of=on), cell)]


def _employees(material: Material, poll: Poll) -> list[tuple[Figure, Cell]]:
    """The least number of employees of who replied, by the register's bands, in two digits.

    Bands are public, and so is how many replied: withheld wherever as many others could not have reached the number
    without one certain group.
    """
    known, groups = dict(poll.employees), _groups(poll)
    amounts = {group: known[group] for group in groups if known.get(group)}
    covered = rounded_down(sum(amounts.values()))
    whole: dict[Hashable, Amount] = dict(amounts.items())
    needed = any(_most(known, len(groups), without=group) < covered for group in amounts)
    if not amounts or needed or not decide_sum(whole, material.head.threshold).publishable:
        return []
    cell, on = settled(material, Cell(_key(poll, EMPLOYEES), covered, frozenset(amounts)))
    if cell.value is None:
        return []
    label = words(material.head.language)["text"]["note_employees_label"]
    return [(Figure(EMPLOYEES, label, cell.value, "", as_of=on), cell)]


def _most(known: Mapping[str, int], n: int, *, without: str) -> int:
    """The most employees that n groups may have, one of them left out."""
    return sum(sorted((amount for group, amount in known.items() if group != without), reverse=True)[:n])


def rounded_down(amount: int) -> int:
    """The first two digits, then zeros."""
    step = 10 ** max(0, len(str(amount)) - DIGITS)
    return int(amount // step * step)


def _who_replied(material: Material, poll: Poll, replied: Figure) -> tuple[str, ...]:
    language, said = material.head.language, words(material.head.language)["text"]
    asked, value = len(poll.asked), replied.value
    text = said["note_replied_few"] if value is None else said["note_asked"]
    share = percent(value or 0, asked, language)
    told = text.format(
        asked=number(asked, language), replied=number(value or 0, language), share=share, k=material.head.threshold
    )
    thin = value is not None and asked and value / asked < THIN
    return (told, said["note_thin"].format(share=share)) if thin else (told,)

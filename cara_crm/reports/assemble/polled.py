"""What members answered to a consultation, as evidence of the position that it was chosen for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cara_crm.reports.assemble.counts import Counted, Protected
from cara_crm.reports.assemble.given import POLL, Cell
from cara_crm.reports.assemble.note import ABOUT, Answered, from_tables, poll_tables
from cara_crm.reports.assemble.positions import Said
from cara_crm.reports.document import DocumentPosition
from cara_crm.reports.material import Material, Poll, Wording
from cara_crm.reports.words import day, words

Pair = tuple[Wording, Said]


@dataclass(frozen=True, slots=True)
class Polled:
    """The positions with what their consultations tell, the tables with only what is printed of them; ``cells`` are
    figures to remember beside the tables', ``words`` the questions by their place, for the leak check."""

    said: tuple[Pair, ...]
    safe: Protected
    cells: tuple[Cell, ...] = ()
    words: tuple[tuple[str, str], ...] = ()


def is_polled(table_id: str) -> bool:
    """Is it a table of answers to a consultation?"""
    return table_id.startswith(f"{POLL}-")


def asked_for(material: Material, said: Sequence[Pair]) -> list[Counted]:
    """The tables of answers, to be protected together with all others; a signal says nothing but its words."""
    return [table for wording, poll in _polls(said) for table in poll_tables(material, poll, wording.code)]


def with_polls(material: Material, said: Sequence[Pair], safe: Protected) -> Polled:
    """The document's positions with the figures, tables and reservations of their consultations."""
    polls = {wording.code: poll for wording, poll in _polls(said)}
    made: list[Pair] = []
    tables = [table for table in safe.tables if not is_polled(table.id)]
    cells: list[Cell] = []
    texts: list[tuple[str, str]] = []
    for wording, one in said:
        poll = polls.get(wording.code)
        if poll is None:
            made.append((wording, one))
            continue
        mine = tuple(table for table in safe.tables if is_polled(table.id) and table.about == wording.code)
        found = from_tables(material, poll, Protected(mine, safe.caveats))
        made.append((wording, replace(one, position=_with(one.position, found, material, poll))))
        tables += found.tables
        cells += found.cells
        texts += [(f"position/{wording.id}/{place}", text) for place, text in found.words]
    untold = {table.id for table in safe.tables} - {table.id for table in tables}
    left = tuple(caveat for caveat in safe.caveats if caveat.about not in untold)
    return Polled(tuple(made), replace(safe, tables=tuple(tables), caveats=left), tuple(cells), tuple(texts))


def _with(position: DocumentPosition, found: Answered, material: Material, poll: Poll) -> DocumentPosition:
    """The position with the consultation's figures, and beside them until when it was open and who replied."""
    language = material.head.language
    closed = words(language)["text"]["polled"].format(day=day(poll.closed_on, language))
    notes = (caveat.text for caveat in found.caveats if caveat.about == ABOUT)
    return replace(
        position,
        figures=(*position.figures, *found.figures),
        caveats=(*position.caveats, " ".join((closed, *found.heard)), *notes),
    )


def _polls(said: Sequence[Pair]) -> list[tuple[Wording, Poll]]:
    """Each consultation once."""
    found = {w.poll.relay_id: (w, w.poll) for w, one in reversed(said) if w.poll and not one.position.signal}
    return list(reversed(found.values()))

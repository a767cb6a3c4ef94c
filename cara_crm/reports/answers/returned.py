"""The report's workbook as it comes back, with the answers that a federation wrote into its sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import undefer

from cara_crm.core.errors import DomainError
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.members.spreadsheet.grid import Grid, Unreadable
from cara_crm.members.spreadsheet.values import day_of
from cara_crm.members.spreadsheet.workbook import ZIP, read_workbook
from cara_crm.positions.models import Outcome
from cara_crm.reports.assemble.differences import same_words
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.models import Report
from cara_crm.reports.reading.queries import code_of, document_of
from cara_crm.reports.words import LANGUAGES, words

HEAD_ROWS = 2
LONGEST = 4000


class NotReadable(DomainError):
    """It is no workbook of this report."""

    field = "file"


@dataclass(frozen=True, slots=True)
class Returned:
    """What one row says; ``outcome`` None where nothing was chosen."""

    position_id: int
    outcome: Outcome | None
    until_on: date | None
    text_members: str
    text_cluster: str
    own_reference: str


@dataclass(frozen=True, slots=True)
class Workbook:
    """The rows with an answer, in the report's order. ``unknown`` are identifiers that the report does not hold,
    ``changed`` the titles of positions that say something else in the version that is answered now, ``unread`` the
    identifiers of rows with an outcome or a day that nobody understands."""

    rows: tuple[Returned, ...]
    unknown: tuple[str, ...]
    changed: tuple[str, ...]
    unread: tuple[str, ...]


def read_answers(data: bytes, report: Report) -> Workbook:
    """What was written into the workbook of this report, or of an earlier version of it. Raises NotReadable.

    To be called before the write transaction: the file is read in a process of its own, within the limits of imports.
    """
    grid, version = _sheet(data, report)
    document = document_of(report)
    known = {document.public_id(code_of(entry.position_id)): entry.position_id for entry in report.entries}
    changed = _changed(report, document, version)
    read = {
        cells[0].strip(): cells for cells in map(_whole, grid.rows[HEAD_ROWS:]) if any(c.strip() for c in cells[2:])
    }
    rows = {key: _row(known[key], cells) for key, cells in read.items() if key in known and known[key] not in changed}
    return Workbook(
        rows=tuple(rows[key][0] for key in known if key in rows),
        unknown=tuple(key for key in read if key and key not in known),
        changed=tuple(changed[known[key]] for key in read if key in known and known[key] in changed),
        unread=tuple(key for key in known if key in rows and not rows[key][1]),
    )


def _sheet(data: bytes, report: Report) -> tuple[Grid, int]:
    """The sheet of answers, and the version of the report that it belongs to."""
    if not data.startswith(ZIP):
        raise NotReadable(_("This is not the report’s workbook: return the XLSX file that you downloaded."))
    try:
        grids = list(read_workbook(data))
    except Unreadable as error:
        raise NotReadable(str(error)) from error
    for grid in grids:
        head = _whole(grid.rows[0]) if grid.rows else []
        if head and head[1].strip() == report.number and head[3].removesuffix(".0").isdecimal():
            return grid, int(head[3].removesuffix(".0"))
    raise NotReadable(_("No sheet of answers to report %(number)s is in this workbook.", number=report.number))


def _whole(cells: Sequence[str]) -> list[str]:
    return [*cells[:7], *[""] * (7 - len(cells))]


def _changed(report: Report, document: ReportDocument, version: int) -> dict[int, str]:
    """By id the titles of positions that are worded otherwise in the workbook's version."""
    if version == report.edition:
        return {}
    text = db.session.scalar(
        sa.select(Report)
        .where(Report.number == report.number, Report.edition == version, Report.document.is_not(None))
        .options(undefer(Report.document))
    )
    if text is None:
        raise NotReadable(_("Report %(number)s has no version %(n)s.", number=report.number, n=version))
    earlier = document_of(text)
    found = {}
    for entry in report.entries:
        now, then = document.position(code_of(entry.position_id)), earlier.position(code_of(entry.position_id))
        if now and not (then and same_words(then, now)):
            found[entry.position_id] = now.title
    return found


def _row(position_id: int, cells: Sequence[str]) -> tuple[Returned, bool]:
    """The answer, and whether its outcome and its day were understood."""
    _id, _title, outcome, until, members, cluster, reference = (cell.strip() for cell in cells)
    chosen, day = outcome_of(outcome), day_of(until) if until else None
    texts = (text.replace("\x00", "")[:LONGEST] for text in (members, cluster, reference))
    return Returned(position_id, chosen, day, *texts), (not outcome or chosen is not None) and (
        not until or day is not None
    )


def outcome_of(word: str) -> Outcome | None:
    """The outcome that a word means in French or in English; silence is none that a federation writes."""
    for language in LANGUAGES:
        for outcome in Outcome:
            if outcome is not Outcome.NO_ANSWER and fold(words(language)["outcomes"][outcome.value]) == fold(word):
                return outcome
    return None

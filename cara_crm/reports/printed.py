"""The numbers that a document prints, which a text beside them may tell again."""

from collections.abc import Iterable, Iterator

from cara_crm.confidentiality.leaks import Printed
from cara_crm.reports.document import Figure, ReportDocument, Table
from cara_crm.reports.layout import GROUPS, OUT_OF

_HUNDRED = 100


def printed_at(document: ReportDocument, code: str = "") -> Printed:
    """What is printed with the position of this code; without one, in the whole document, of which the key messages
    and what else is of no position may speak."""
    positions = [position for position in document.positions if not code or position.id == code]
    tables = [table for table in document.tables if not code or table.about == code]
    figures = [figure for position in positions for figure in position.figures]
    figures += [] if code else document.figures
    groups = {*_groups(figures), *(value for table in tables if not table.public for value in _cells(table))}
    numbers = {int(figure.value) for figure in figures if figure.value is not None}
    numbers |= {figure.population for figure in figures if figure.population is not None}
    numbers |= {value for table in tables for value in (*_cells(table), *_shares(table))}
    return Printed(frozenset(numbers), frozenset(groups))


def _groups(figures: Iterable[Figure]) -> Iterator[int]:
    for figure in figures:
        if figure.id in (GROUPS, *OUT_OF) and figure.value is not None:
            yield int(figure.value)
        if figure.n is not None:
            yield figure.n


def _cells(table: Table) -> Iterator[int]:
    return (int(value) for row in table.cells for value in row if value is not None)


def _shares(table: Table) -> Iterator[int]:
    """The parts of their whole, in per cent, that stand beside the rows of a table."""
    whole = max(_cells(table), default=0) if table.shares else 0
    return (round(_HUNDRED * value / whole) for value in _cells(table) if whole)

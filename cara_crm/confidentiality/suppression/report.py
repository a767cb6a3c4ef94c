"""All tables of one report together."""

from collections.abc import Iterable
from datetime import date

from cara_crm.confidentiality.sameness import Sameness
from cara_crm.confidentiality.suppression.board import Board
from cara_crm.confidentiality.suppression.linked import Links
from cara_crm.confidentiality.suppression.published import AS_NAMED, Published, past_of
from cara_crm.confidentiality.suppression.tables import Place, SafeTable, Table
from cara_crm.confidentiality.suppression.withhold import protect
from cara_crm.confidentiality.threshold import K_DEFAULT, checked_k


def suppress(
    tables: Iterable[Table], k: int = K_DEFAULT, *, earlier: Iterable[Published] = (), same: Sameness = AS_NAMED
) -> tuple[SafeTable, ...]:
    """Give each table with its small counts withheld, and with them whatever would let a reader work them out.

    Every withheld figure stays possible for each value from 1 to k-1 given all that is shown (a withheld sum: from
    half to half as much again), whether the reader takes groups for distinct or overlapping. Zero is shown where the
    population is at least `k`. A cell with a key that several tables share is withheld in all of them or in none.
    Public tables pass whole. `earlier` is what the same reader was given last under the same table ids: a figure
    changes only when at least `k` groups differ, else the earlier one is repeated with its date. `same`: groups that
    have another key now than they had then are no difference.

    Raises ValueError for a `k` under the floor, for two tables of one id, for cells of one key with different figures,
    and for a table that was given before and does not say which groups it counts.
    """
    checked_k(k)
    given = list(tables)
    if len({table.id for table in given}) < len(given):
        raise ValueError("tables of one report have distinct ids")
    before = {published.id: published for published in earlier}
    closed = [table for table in sorted(given, key=lambda table: table.id) if not table.public]
    boards = [Board(table, k, past_of(table, before.get(table.id), k, same)) for table in closed]
    settle(boards)
    safe = {board.table.id: board.safe(_dates(before.get(board.table.id))) for board in boards}
    return tuple(safe[table.id] if table.id in safe else _whole(table) for table in given)


def settle(boards: list[Board]) -> None:
    """Withhold on all boards until each holds alone and all hold together. What links ask for is never given back."""
    links = Links(boards)
    while True:
        for board in boards:
            protect(board)
        if not links.share() and not links.strengthen():
            return


def _dates(published: Published | None) -> dict[Place, date]:
    return {place: figure.on for place, figure in published.figures.items()} if published else {}


def _whole(table: Table) -> SafeTable:
    cells = tuple(tuple(table.values[row, column] for column in table.all_columns) for row in table.all_rows)
    return SafeTable(table.id, table.all_rows, table.all_columns, cells, public=True)

"""All tables of one report together."""

from collections.abc import Hashable, Iterable

from cara_crm.confidentiality.suppression.board import Board
from cara_crm.confidentiality.suppression.tables import SafeTable, Table
from cara_crm.confidentiality.suppression.withhold import protect
from cara_crm.confidentiality.threshold import K_DEFAULT, checked_k


def suppress(tables: Iterable[Table], k: int = K_DEFAULT) -> tuple[SafeTable, ...]:
    """Give each table with its small counts withheld, and with them whatever would let a reader work them out.

    Every withheld figure stays possible for each value from 1 to k-1 given all that is shown (a withheld sum: from
    half to half as much again), whether the reader takes groups for distinct or overlapping. Zero is shown where the
    population is at least `k`. A cell with a key that several tables share is withheld in all of them or in none.
    Public tables pass whole. Raises ValueError for a `k` under the floor.
    """
    checked_k(k)
    given = list(tables)
    boards = [Board(table, k) for table in sorted(given, key=lambda table: table.id) if not table.public]
    while True:
        for board in boards:
            protect(board)
        if not _share(boards):
            break
    safe = {board.table.id: board.safe() for board in boards}
    return tuple(safe[table.id] if table.id in safe else _whole(table) for table in given)


def _share(boards: list[Board]) -> bool:
    """Withhold in every table what is withheld under the same key in another; tell whether that changed anything."""
    secret: set[Hashable] = set()
    for board in boards:
        secret |= {board.table.keys[place] for place in board.withheld() if place in board.table.keys}
    changed = False
    for board in boards:
        for place, key in board.table.keys.items():
            if key in secret and board.withhold(place):
                changed = True
    return changed


def _whole(table: Table) -> SafeTable:
    cells = tuple(tuple(table.values[row, column] for column in table.all_columns) for row in table.all_rows)
    return SafeTable(table.id, table.all_rows, table.all_columns, cells, public=True)

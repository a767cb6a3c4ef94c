"""Choose what is withheld besides the small counts, until no reader can work one out; then give back what may be."""

from cara_crm.confidentiality.suppression.board import Board, Reader

Witness = dict[tuple[int, int, int], frozenset[int]]
"""(reader, edge, supposed value) -> the edges that move in a table which shows the same and has that value."""


def protect(board: Board) -> None:
    """Withhold more places of the board until every withheld figure may be anything between its targets."""
    proven: Witness = {}
    for _ in range(2 * len(board.places) + 2):
        before = len(board.hidden)
        for number, reader in enumerate(board.readers()):
            _protect_from(board, reader, number, proven)
        if len(board.hidden) == before:
            break
        if board.overlaps:
            proven.clear()
    _give_back(board)


def _protect_from(board: Board, reader: Reader, number: int, proven: Witness) -> None:
    for edge, span in reader.targets.items():
        for value in span:
            question = (number, edge, value)
            if question not in proven:
                proven[question] = _witness(board, reader, edge, value)


def _witness(board: Board, reader: Reader, edge: int, value: int) -> frozenset[int]:
    """Show that an edge could carry a value, withholding the cheapest places that this needs."""
    for candidates in (False, True):
        fixed = {**reader.given, edge: value}
        flow = board.network.suppose(fixed, reader.low, reader.high, board.prices(candidates=candidates))
        if flow is not None:
            moved = frozenset(e for e in range(len(board.places)) if flow[e] != board.network.values[e])
            board.hidden |= moved
            return moved
    return frozenset()


def holds(board: Board) -> bool:
    """Could every withheld figure be each value between its targets, for every reader?"""
    prices = board.prices(candidates=False)
    return all(
        board.network.suppose({**reader.given, edge: value}, reader.low, reader.high, prices) is not None
        for reader in board.readers()
        for edge, span in reader.targets.items()
        for value in span
    )


def _give_back(board: Board) -> None:
    """Show again, dearest first, what is withheld without need."""
    extra = sorted(board.hidden - {board.edge_of[place] for place in board.primary}, key=lambda e: (-board.cost[e], e))
    for edge in extra:
        board.hidden.discard(edge)
        if not holds(board):
            board.hidden.add(edge)

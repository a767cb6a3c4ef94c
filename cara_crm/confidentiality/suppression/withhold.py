"""Choose what is withheld besides the small counts, until no reader can work one out; then give back what may be."""

from cara_crm.confidentiality.suppression.board import INFORMED, Board, Reader
from cara_crm.confidentiality.suppression.proofs import Proofs, Question


def protect(board: Board) -> None:
    """Withhold more places of the board until every withheld figure may be anything between its targets."""
    proofs = Proofs(board)
    while not proofs.complete():
        before = len(board.hidden)
        for question in proofs.open_questions():
            _open_up(board, proofs, question)
        if len(board.hidden) == before:
            _hide_all(board, proofs)
            break
        proofs.refresh()
    _give_back(board)


def _open_up(board: Board, proofs: Proofs, question: Question) -> None:
    """Withhold the cheapest places that let a figure move as far as it must."""
    number, edge, upwards = question
    if proofs.ask(question):
        return
    reader = proofs.readers[number]
    flow = cheapest(board, reader, {edge: reader.targets[edge][upwards]}, board.prices(candidates=True))
    if flow is not None:
        board.hidden |= board.moved(flow)
        proofs.learn(number, flow)


def _hide_all(board: Board, proofs: Proofs) -> None:
    """The last resort. What only the informed reader could tell then stays as it is: it would tell him no less."""
    if any(number != INFORMED for number, _, _ in proofs.open_questions()):
        board.hidden |= {edge for edge, place in enumerate(board.places) if place not in board.known}


def cheapest(board: Board, reader: Reader, fixed: dict[int, int], prices: list[int | None]) -> list[int] | None:
    """Figures with the fixed ones as supposed, for which the least is to be withheld; None when there are none."""
    found = [
        board.network.suppose(board.network.values, fixed, reader.low, reader.high, prices, whole=whole)
        for whole in (True, False)
    ]
    return min((flow for flow in found if flow is not None), key=lambda flow: board.loss(flow), default=None)


def _give_back(board: Board) -> None:
    """Show again, dearest first, what is withheld without need."""
    extra = sorted(board.hidden - board.pinned, key=lambda e: (-board.cost[e], e))
    proofs = Proofs(board)
    proofs.hopeless = frozenset(question for question in proofs.open_questions() if not proofs.ask(question))
    for edge in extra:
        board.hidden.discard(edge)
        without = proofs.without(edge)
        if without.complete():
            proofs = without
        else:
            board.hidden.add(edge)

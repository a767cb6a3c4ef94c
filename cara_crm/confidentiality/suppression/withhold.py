"""Choose what is withheld besides the small counts, until no reader can work one out; then give back what may be."""

from collections.abc import Iterator

from cara_crm.confidentiality.suppression.board import Board, Reader

Question = tuple[int, int, bool]
"""(reader, edge, upwards): could this reader believe that the figure is at its upper (lower) target, or beyond?"""


def protect(board: Board) -> None:
    """Withhold more places of the board until every withheld figure may be anything between its targets."""
    proofs = Proofs(board)
    while not proofs.complete():
        before = len(board.hidden)
        for question in proofs.open_questions():
            _open_up(board, proofs, question)
        if len(board.hidden) == before:
            board.hidden |= {edge for edge, place in enumerate(board.places) if place not in board.known}
            break
        proofs.refresh()
    _give_back(board)


def _open_up(board: Board, proofs: "Proofs", question: Question) -> None:
    """Withhold the cheapest places that let a figure move as far as it must."""
    number, edge, upwards = question
    if proofs.ask(question):
        return
    reader = proofs.readers[number]
    fixed = {**reader.given, edge: reader.targets[edge][upwards]}
    flow = board.network.suppose(reader.flow, fixed, reader.low, reader.high, board.prices(candidates=True))
    if flow is None:
        board.hidden |= board.uncover(edge)
    else:
        board.hidden |= {e for e in range(len(board.places)) if flow[e] != reader.flow[e]}
        proofs.learn(number, flow)


class Proofs:
    """For each question the edges that move in figures which answer it with yes.

    What one search finds answers for every figure that it moved far enough: values between two possible ones are
    possible.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.readers: list[Reader] = []
        self.found: dict[Question, frozenset[int]] = {}
        self.refresh()

    def refresh(self) -> None:
        """Look at the readers again after more was withheld: what was possible stays so, unless he believes more."""
        before, self.readers = self.readers, self.board.readers()
        for number, (old, new) in enumerate(zip(before, self.readers, strict=False)):
            if old.given != new.given:
                self.forget(number)
        for number, reader in enumerate(self.readers):
            self.learn(number, reader.flow)

    def forget(self, number: int) -> None:
        self.found = {question: moved for question, moved in self.found.items() if question[0] != number}

    def without(self, edge: int) -> "Proofs":
        """What stays proven when an edge is shown again; nothing where groups overlap, for it then bounds others."""
        fresh = Proofs(self.board)
        if not self.board.overlaps:
            kept = {question: moved for question, moved in self.found.items() if edge not in moved | {question[1]}}
            fresh.found |= kept
        return fresh

    def open_questions(self) -> Iterator[Question]:
        """The questions without an answer; those that come up meanwhile wait for the next round."""
        for number, reader in enumerate(self.readers):
            for edge in reader.targets:
                for upwards in (False, True):
                    if (number, edge, upwards) not in self.found:
                        yield number, edge, upwards

    def complete(self) -> bool:
        """Ask whatever is open; stop at the first no."""
        return all(self.ask(question) for question in self.open_questions())

    def ask(self, question: Question) -> bool:
        if question in self.found:
            return True
        number, edge, upwards = question
        reader = self.readers[number]
        fixed = {**reader.given, edge: reader.targets[edge][upwards]}
        prices = self.board.prices(candidates=False)
        flow = self.board.network.suppose(reader.flow, fixed, reader.low, reader.high, prices)
        if flow is not None:
            self.learn(number, flow)
        return flow is not None

    def learn(self, number: int, flow: list[int]) -> None:
        reader, values = self.readers[number], self.board.network.values
        moved = frozenset(edge for edge in range(len(self.board.places)) if flow[edge] != values[edge])
        for edge, (least, most) in reader.targets.items():
            if flow[edge] <= least:
                self.found.setdefault((number, edge, False), moved)
            if flow[edge] >= most:
                self.found.setdefault((number, edge, True), moved)


def _give_back(board: Board) -> None:
    """Show again, dearest first, what is withheld without need."""
    extra = sorted(board.hidden - {board.edge_of[place] for place in board.primary}, key=lambda e: (-board.cost[e], e))
    proofs = Proofs(board)
    if not proofs.complete():
        return
    for edge in extra:
        board.hidden.discard(edge)
        without = proofs.without(edge)
        if without.complete():
            proofs = without
        else:
            board.hidden.add(edge)

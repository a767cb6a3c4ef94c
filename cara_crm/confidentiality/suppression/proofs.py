"""What has been shown about a board: that this withheld figure could be this small, and that large, for this reader."""

from collections.abc import Iterator

from cara_crm.confidentiality.suppression.board import Board, Reader

Question = tuple[int, int, bool]
"""(reader, edge, upwards): could this reader believe that the figure is at its upper (lower) target, or beyond?"""


class Proofs:
    """For each question the edges that move in figures which answer it with yes.

    What one search finds answers for every figure that it moved far enough: values between two possible ones are
    possible.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        self.readers: list[Reader] = []
        self.found: dict[Question, frozenset[int]] = {}
        self.hopeless: frozenset[Question] = frozenset()
        self.refresh()

    def refresh(self) -> None:
        """Look at the readers again after more was withheld: what was possible stays so."""
        self.readers = self.board.readers()
        for number in range(len(self.readers)):
            self.learn(number, list(self.board.network.values))

    def without(self, edge: int) -> "Proofs":
        """What stays proven when an edge is shown again."""
        fresh = Proofs(self.board)
        fresh.hopeless = self.hopeless
        fresh.found |= {question: moved for question, moved in self.found.items() if edge not in moved | {question[1]}}
        return fresh

    def open_questions(self) -> Iterator[Question]:
        """The questions without an answer; those that come up meanwhile wait for the next round."""
        for number, reader in enumerate(self.readers):
            for edge in reader.targets:
                for upwards in (False, True):
                    question = number, edge, upwards
                    if question not in self.found and question not in self.hopeless:
                        yield question

    def complete(self) -> bool:
        """Ask whatever is open; stop at the first no."""
        return all(self.ask(question) for question in self.open_questions())

    def ask(self, question: Question) -> bool:
        if question in self.found:
            return True
        number, edge, upwards = question
        reader = self.readers[number]
        prices, true = self.board.prices(candidates=False), self.board.network.values
        flow = self.board.network.suppose(true, {edge: reader.targets[edge][upwards]}, reader.low, reader.high, prices)
        if flow is not None:
            self.learn(number, flow)
        return flow is not None

    def learn(self, number: int, flow: list[int]) -> None:
        reader = self.readers[number]
        moved = frozenset(self.board.moved(flow))
        for edge, (least, most) in reader.targets.items():
            if flow[edge] <= least:
                self.found.setdefault((number, edge, False), moved)
            if flow[edge] >= most:
                self.found.setdefault((number, edge, True), moved)

"""Tables of one report that share figures: a reader puts them side by side, so they are proven side by side."""

from collections import defaultdict
from collections.abc import Hashable
from typing import NamedTuple

from cara_crm.confidentiality.suppression.board import Board
from cara_crm.confidentiality.suppression.proofs import Proofs
from cara_crm.confidentiality.suppression.withhold import cheapest

_DEARER = 4  # what stands in several tables is lost in several tables

Home = tuple[int, int]
"""A board's number and an edge on it."""

_OPEN_READER = 0  # to whom the truth itself is possible, so that tables can be joined at it


class Links:
    """The figures that stand in several tables. Raises ValueError when they are not the same figure everywhere."""

    def __init__(self, boards: list[Board]) -> None:
        self.boards = boards
        self.homes: dict[Hashable, list[Home]] = defaultdict(list)
        for number, board in enumerate(boards):
            for place, key in sorted(board.table.keys.items()):
                self.homes[key].append((number, board.edge_of[place]))
        self.key_of: dict[Home, Hashable] = {}
        self.shared: list[set[int]] = [set() for _ in boards]
        for key, homes in self.homes.items():
            if len({boards[number].network.values[edge] for number, edge in homes}) > 1:
                raise ValueError(f"cells with the key {key!r} hold different figures")
            known = any(boards[number].places[edge] in boards[number].known for number, edge in homes)
            if len(homes) > 1:
                for number, edge in homes:
                    if known:
                        boards[number].reveal(edge)
                    self.key_of[number, edge] = key
                    self.shared[number].add(edge)
                    boards[number].cost[edge] *= _DEARER

    def share(self) -> bool:
        """Withhold everywhere what is withheld anywhere under the same key; tell whether that changed anything."""
        changed = False
        for homes in self.homes.values():
            if any(edge in self.boards[number].hidden for number, edge in homes):
                for number, edge in homes:
                    changed |= self.boards[number].withhold([edge])
        return changed

    def strengthen(self) -> bool:
        """Withhold more until every withheld figure is open in all tables at once; tell whether anything changed."""
        changed = False
        for number in range(len(self.boards)):
            changed |= self._strengthen_board(number)
        return changed

    def _strengthen_board(self, number: int) -> bool:
        board, changed = self.boards[number], False
        mine = self.shared[number] & board.hidden
        if not mine:
            return False
        proofs = Proofs(board)
        proofs.complete()
        for (reader, edge, upwards), moved in sorted(proofs.found.items(), key=lambda item: item[0]):
            if reader == _OPEN_READER and moved and mine & (moved | {edge}):
                supposed = _Supposed(number, edge, proofs.readers[reader].targets[edge][upwards])
                if self._walk(supposed, candidates=False) is None:
                    changed |= self._open_jointly(supposed)
        return changed

    def _open_jointly(self, supposed: "_Supposed") -> bool:
        """Withhold what has to move for one figure in all tables, all of its table when that is not enough."""
        flows = self._walk(supposed, candidates=True)
        if flows is None:
            board = self.boards[supposed.number]
            return board.withhold(range(len(board.places)))
        changed = False
        for number, flow in flows.items():
            board = self.boards[number]
            changed |= board.withhold(board.moved(flow))
        return changed

    def _walk(self, supposed: "_Supposed", *, candidates: bool) -> dict[int, list[int]] | None:
        """Figures for all tables at once with one at its supposed value, found by walking from table to table."""
        said: dict[Hashable, int] = {}
        waiting, flows = [supposed.number], dict[int, list[int]]()
        while waiting:
            here = waiting.pop(0)
            if here in flows:
                continue
            fixed = {
                edge: said[self.key_of[here, edge]] for edge in self.shared[here] if self.key_of[here, edge] in said
            }
            if here == supposed.number:
                fixed[supposed.edge] = supposed.value
            flow = self._flow(here, fixed, candidates)
            if flow is None:
                return None
            flows[here] = flow
            waiting += self._tell(here, flow, said)
        return flows

    def _flow(self, number: int, fixed: dict[int, int], candidates: bool) -> list[int] | None:
        board = self.boards[number]
        view, prices = board.open_reader(), board.prices(candidates=candidates)
        for edge in self.shared[number] & board.hidden:
            prices[edge] = 1
        return cheapest(board, view, fixed, prices)

    def _tell(self, number: int, flow: list[int], said: dict[Hashable, int]) -> list[int]:
        """Record what this table now says of shared figures; the tables that must follow."""
        values, after = self.boards[number].network.values, []
        for edge in sorted(self.shared[number]):
            key = self.key_of[number, edge]
            if key not in said:
                said[key] = flow[edge]
                if flow[edge] != values[edge]:
                    after += [other for other, _ in self.homes[key] if other != number]
        return after


class _Supposed(NamedTuple):
    """Suppose that an edge of a board has a value."""

    number: int
    edge: int
    value: int

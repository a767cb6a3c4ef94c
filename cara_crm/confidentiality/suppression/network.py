"""A table as a circulation: rows and columns are nodes, figures are flows, and adding up is conservation.

A two-way table with margins is a network (Cox, "Network models for complementary cell suppression", 1995): every cell
carries its figure from its row to its column, every margin carries it on. Integer bounds give integer flows, and what
one edge can carry is an interval, so "could this figure be 1, and could it be k-1?" answers for all between.
"""

import heapq
from collections.abc import Mapping, Sequence

UNBOUNDED = 1 << 60
_MOST_PUSHES = 5_000

Path = list[tuple[int, int]]
"""Edges with the way they are walked: 1 adds to the figure, -1 takes from it."""


class Network:
    """Edges between numbered nodes, with the true figure of each."""

    def __init__(self, ends: Sequence[tuple[int, int]], values: Sequence[int]) -> None:
        self.ends = tuple(ends)
        self.values = tuple(values)
        size = 1 + max((max(pair) for pair in ends), default=0)
        self.steps: list[list[tuple[int, int, int]]] = [[] for _ in range(size)]
        for edge, (tail, head) in enumerate(self.ends):
            if tail != head:
                self.steps[tail].append((edge, 1, head))
                self.steps[head].append((edge, -1, tail))

    def suppose(
        self,
        flow: Sequence[int],
        fixed: Mapping[int, int],
        low: Sequence[int],
        high: Sequence[int],
        price: Sequence[int | None],
        *,
        whole: bool = False,
    ) -> list[int] | None:
        """Change figures that add up (`flow`) so that the `fixed` edges have their supposed value; None when none can.

        An edge moves only within [low, high] and where it has a price, paid once however much moves. With prices of 0
        and None alone this is a plain question of feasibility. `whole` prefers one way for all that has to move to
        several cheaper ones for its parts.
        """
        if not all(low[edge] <= value <= high[edge] for edge, value in fixed.items()):
            return None
        paid = [None if edge in fixed else cost for edge, cost in enumerate(price)]
        return _Attempt(self, list(flow), low, high, paid, whole).with_fixed(fixed)


class _Attempt:
    """One search: the flow as it is moved, and at which nodes it does not yet add up."""

    def __init__(
        self,
        network: Network,
        flow: list[int],
        low: Sequence[int],
        high: Sequence[int],
        price: list[int | None],
        whole: bool,
    ) -> None:
        self.network, self.flow, self.low, self.high, self.price = network, flow, low, high, price
        self.whole = whole
        self.surplus: dict[int, int] = {}

    def with_fixed(self, fixed: Mapping[int, int]) -> list[int] | None:
        for edge, value in fixed.items():
            tail, head = self.network.ends[edge]
            change = value - self.flow[edge]
            self.flow[edge] = value
            if change and tail != head:
                self.surplus[head] = self.surplus.get(head, 0) + change
                self.surplus[tail] = self.surplus.get(tail, 0) - change
        return self.flow if self._settle() else None

    def _settle(self) -> bool:
        for _ in range(_MOST_PUSHES):
            source = next((node for node, left in self.surplus.items() if left > 0), None)
            if source is None:
                return True
            path = self._search(source, self.surplus[source] if self.whole else 1)
            if not path and self.whole:
                path = self._search(source, 1)
            if not path:
                return False
            self._push(source, path)
        return False

    def _push(self, source: int, path: Path) -> None:
        edge, way = path[-1]
        sink = self.network.ends[edge][1 if way > 0 else 0]
        amount = min(self.surplus[source], -self.surplus[sink], *(self._room(edge, way) for edge, way in path))
        for edge, way in path:
            self.flow[edge] += way * amount
            self.price[edge] = 0
        self.surplus[source] -= amount
        self.surplus[sink] += amount

    def _room(self, edge: int, way: int) -> int:
        return self.high[edge] - self.flow[edge] if way > 0 else self.flow[edge] - self.low[edge]

    def _search(self, source: int, least: int) -> Path:
        """The cheapest way from `source` to a node that lacks flow, on which `least` more can go (Dijkstra)."""
        best, queue = {source: 0}, [(0, source)]
        came: dict[int, tuple[int, int, int]] = {}
        steps, price, flow, low, high = self.network.steps, self.price, self.flow, self.low, self.high
        while queue:
            cost, node = heapq.heappop(queue)
            if self.surplus.get(node, 0) < 0:
                return _trace(came, source, node)
            if cost > best[node]:
                continue
            for edge, way, other in steps[node]:
                toll = price[edge]
                if toll is None or cost + toll >= best.get(other, UNBOUNDED):
                    continue
                if (high[edge] - flow[edge] if way > 0 else flow[edge] - low[edge]) >= least:
                    best[other] = cost + toll
                    came[other] = (edge, way, node)
                    heapq.heappush(queue, (cost + toll, other))
        return []


def _trace(came: Mapping[int, tuple[int, int, int]], source: int, node: int) -> Path:
    path: Path = []
    while node != source:
        edge, way, node = came[node]
        path.append((edge, way))
    return path[::-1]

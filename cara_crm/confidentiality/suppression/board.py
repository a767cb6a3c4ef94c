"""One table on the board: its network, what is withheld in it, and what an outsider may suppose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log2

from cara_crm.confidentiality.suppression.breakdowns import replayed
from cara_crm.confidentiality.suppression.network import UNBOUNDED, Network
from cara_crm.confidentiality.suppression.published import Past
from cara_crm.confidentiality.suppression.tables import TOTAL, Place, SafeTable, Table
from cara_crm.confidentiality.threshold import is_small

INFORMED = 1


@dataclass(frozen=True, slots=True)
class Reader:
    """What one kind of reader takes for granted: bounds of each figure, and which figures must stay open to him.

    `targets` are the two values between which an edge must be able to lie.
    """

    low: list[int]
    high: list[int]
    targets: dict[int, tuple[int, int]]


NOTHING = Past()


class Board:
    """Places are edges, in the order of their labels so that the order of the input never matters."""

    def __init__(self, table: Table, k: int, past: Past = NOTHING) -> None:
        self.table, self.k, self.past, self.known = table, k, past, past.known
        self.places: list[Place] = sorted(table.places())
        self.edge_of = {place: edge for edge, place in enumerate(self.places)}
        self.primary = {place for place in self.places if self._must_be_withheld(place)} - past.repeated
        self.is_replayed = table.values == table.contributors and not table.secret
        replay = replayed(table, self.primary, past.repeated, k) if self.is_replayed else set()
        kept = self.primary | replay | past.closed | set(past.moved)
        self.hidden: set[int] = {self.edge_of[place] for place in kept}
        self.pinned = set(self.hidden)
        self.nodes = self._number_nodes()
        values = [table.values[place] for place in self.places]
        self.network = Network([self._ends(place) for place in self.places], values)
        self.cost = [self._cost(place) for place in self.places]

    def _must_be_withheld(self, place: Place) -> bool:
        count, population = self.table.contributors[place], self.table.population.get(place)
        if place in self.table.secret or is_small(count, self.k):
            return True
        return count == 0 and (population is None or population < self.k)

    @property
    def flat(self) -> bool:
        """Has the table one breakdown only?"""
        return not self.table.rows or not self.table.columns

    def _number_nodes(self) -> dict[tuple[str, str], int]:
        lines = [("row", row) for row in self.table.all_rows] + [("column", name) for name in self.table.all_columns]
        return {line: number for number, line in enumerate(sorted(lines))}

    def _ends(self, place: Place) -> tuple[int, int]:
        row, column = place
        up, down = self.nodes["row", TOTAL if self.flat else row], self.nodes["column", TOTAL if self.flat else column]
        outward = (row == TOTAL) != (column == TOTAL)
        if self.flat:
            return (up, down) if row == column == TOTAL else (down, up)
        return (down, up) if outward else (up, down)

    def _cost(self, place: Place) -> int:
        """What withholding a place loses: more for larger figures, zeros and above all margins."""
        value = abs(self.table.values[place])
        weight = (1, 1, 12)[place.count(TOTAL)] if self.flat else (1, 12, 120)[place.count(TOTAL)]
        return weight * (10 + (int(20 * log2(1 + value)) if value else 60))

    def prices(self, *, candidates: bool) -> list[int | None]:
        """Free for what is withheld; for shown figures their cost when they are `candidates`."""
        shown: list[int | None] = [
            cost if candidates and self.places[edge] not in self.known else None for edge, cost in enumerate(self.cost)
        ]
        for edge in self.hidden:
            shown[edge] = 0
        return shown

    def readers(self) -> list[Reader]:
        """Whoever reads the table, from what he is sure of. All of them must be left in doubt."""
        return [self.open_reader(), self._informed_reader()]

    def _span(self, edge: int) -> tuple[int, int]:
        value, earlier = self.network.values[edge], self.past.moved.get(self.places[edge])
        if earlier is not None and not self.table.sums:
            return max(0, min(value, earlier - self.k + 1)), max(value, earlier + self.k - 1)
        if self.table.sums:
            return value // 2, value + (value + 1) // 2
        most = min(self.k - 1, max(self.table.population.get(self.places[edge], self.k), value))
        return min(1, most), most

    def _floor(self, edge: int) -> int:
        return min(0, self.network.values[edge])

    def open_reader(self) -> Reader:
        """Knows nothing but the table: what is withheld may be any number."""
        low = [self._floor(edge) for edge in range(len(self.places))]
        high = [UNBOUNDED] * len(self.places)
        self._bind(low, high)
        return Reader(low, high, {edge: self._span(edge) for edge in sorted(self.hidden)})

    def _bind(self, low: list[int], high: list[int]) -> None:
        """A reader who has an earlier figure knows that fewer than k groups have changed since."""
        if not self.table.sums:
            for place in self.past.moved:
                edge = self.edge_of[place]
                least, most = self._span(edge)
                low[edge], high[edge] = max(low[edge], least), min(high[edge], most)

    def _informed_reader(self) -> Reader:
        """Knows the public membership, and that a zero would be shown where enough could have spoken."""
        values, table = self.network.values, self.table
        low = [self._floor(edge) for edge in range(len(self.places))]
        high = [UNBOUNDED] * len(self.places)
        targets: dict[int, tuple[int, int]] = {}
        for edge, place in enumerate(self.places):
            population = table.population.get(place)
            if population is not None and not table.sums:
                high[edge] = max(population, values[edge])
                low[edge] = min(1, values[edge]) if population >= self.k else 0
            if place in self.primary and TOTAL not in place and values[edge] and not self.is_replayed:
                least, most = self._span(edge)
                targets[edge] = (least, min(most, high[edge]))
        return Reader(low, high, targets)

    def safe(self, dates: Mapping[Place, date]) -> SafeTable:
        """The table as it may leave; `dates` are the days of earlier figures."""
        table, earlier = self.table, self.past.moved
        repeated = {place: dates[place] for place in self.past.repeated}
        hidden = {self.places[edge] for edge in self.hidden} - set(earlier)
        cells = tuple(
            tuple(
                None if (row, column) in hidden else earlier.get((row, column), table.values[row, column])
                for column in table.all_columns
            )
            for row in table.all_rows
        )
        return SafeTable(table.id, table.all_rows, table.all_columns, cells, False, repeated, self.past.closed)

    def moved(self, flow: Sequence[int]) -> set[int]:
        """The places at which these figures are not the true ones."""
        return {edge for edge, value in enumerate(self.network.values) if flow[edge] != value}

    def loss(self, flow: Sequence[int]) -> int:
        """What it costs to withhold every shown place at which figures differ from the true ones."""
        return sum(self.cost[edge] for edge in self.moved(flow) - self.hidden)

    def reveal(self, edge: int) -> None:
        """Take for known what readers have from another table, as long as this one withholds it for no other reason."""
        place = self.places[edge]
        if place not in self.past.moved and place not in self.past.closed:
            self.known |= {place}
            self.primary.discard(place)
            self.hidden.discard(edge)
            self.pinned.discard(edge)

    def withhold(self, edges: Iterable[int]) -> bool:
        """Withhold edges for good, but what readers know already; tell whether any was shown."""
        closing = {edge for edge in edges if self.places[edge] not in self.known}
        shown = bool(closing - self.hidden)
        self.hidden |= closing
        self.pinned |= closing
        return shown

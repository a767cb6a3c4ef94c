"""A breakdown with its total, against a reader who knows the membership and every rule by which cells are withheld.

He tries each table that the membership allows: withheld with this total would be only those that these rules withhold
so. The rules are therefore such that what is withheld depends on which counts are small, on the membership and on the
sum of what is withheld, on nothing else, and a sum is shown only where each small count may still be any small number
(auditing that can be simulated by the reader: Kenthapadi, Mishra and Nissim, 2005). Sets of numbers are integers, one
bit for each number.
"""

from collections.abc import Iterator
from functools import cache

Rows = frozenset[int]
UNKNOWN = 4000  # nobody knows of more where the membership is not known


@cache
def replay_of(populations: tuple[int | None, ...], most: int | None, given: Rows, k: int) -> "Replay":
    """The rules for a breakdown of these populations, row by row and `most` in all; None: the public does not know.

    `given` rows show what an earlier report gave, so that they hide nothing.
    """
    return Replay(populations, most, given, k)


class Replay:
    """What is withheld for each set of small rows (its pattern), and at which sums the sum is shown beside them."""

    def __init__(self, populations: tuple[int | None, ...], most: int | None, given: Rows, k: int) -> None:
        self.given = given
        self.populations = [UNKNOWN if people is None else people for people in populations]
        self.k, self.most = k, sum(self.populations) if most is None else most
        zero = [people is not None and people >= k for people in populations]
        self.small = [_upto(min(n, k - 1)) & ~shows for n, shows in zip(self.populations, zero, strict=True)]
        self.large = [_upto(n) & ~small for n, small in zip(self.populations, self.small, strict=True)]
        self.sums: dict[Rows, _Sums] = {}

    def beside(self, pattern: Rows) -> int | None:
        """The row that is withheld with these, when they do not hide each other: the one of most members."""
        fit = [row for row, large in enumerate(self.large) if large and row not in self.given | pattern]
        return min(fit, key=lambda row: (-self.populations[row], row), default=None)

    def withheld(self, counts: tuple[int, ...], *, with_sum: bool) -> tuple[Rows, bool]:
        """The rows that are withheld, and whether their sum may be known, which a small total forbids anyway."""
        pattern = frozenset(row for row, count in enumerate(counts) if self.small[row] >> count & 1)
        everything = frozenset(range(len(counts)))
        if pattern and self.most < 2 * self.k:
            return everything, False
        if not pattern or (with_sum and self._shows(pattern, pattern, counts)):
            return pattern, with_sum
        partner = self.beside(pattern)
        rows = pattern if partner is None else pattern | {partner}
        if with_sum and self._shows(rows, pattern, counts):
            return rows, True
        others = sum(count for row, count in enumerate(counts) if row not in rows)
        return (rows if self.most - others >= self.of(rows).silence else everything), False

    def _shows(self, rows: Rows, pattern: Rows, counts: tuple[int, ...]) -> bool:
        return bool(self.of(rows).shown[pattern] >> sum(counts[row] for row in rows) & 1)

    def of(self, rows: Rows) -> "_Sums":
        """What is known of the sums of these withheld rows."""
        if rows not in self.sums:
            self.sums[rows] = _Sums(self, rows)
        return self.sums[rows]

    def come_to(self, rows: Rows) -> Iterator[Rows]:
        """The patterns that withhold these rows for want of a sum of their own."""
        for row in sorted(rows):
            if len(rows) > 1 and self.large[row] and self.beside(rows - {row}) == row:
                yield rows - {row}


class _Sums:
    """The sums of one set of withheld rows, for each pattern that withholds them.

    `shown` are those that are shown: each small row may have each small value at them, and at those that are not. When
    there can be less than `silence` in all, those that are not shown leave too few tables.
    """

    def __init__(self, replay: Replay, rows: Rows) -> None:
        self.replay, self.rows = replay, rows
        self.patterns = [rows, *replay.come_to(rows)]
        self.reached = {
            (pattern, row, value): self._reach(pattern, row, value)
            for pattern in self.patterns
            for row in pattern
            for value in _numbers(replay.small[row])
        }
        self.shown = dict.fromkeys(self.patterns, _upto(replay.most))
        silent = self.patterns[1:] if replay.beside(rows) is not None else self.patterns
        while not (self._is_open() and self._leaves(self.patterns[:1]) and self._leaves(silent)):
            pass
        rest = [_lowest(sums) for pattern in silent for _, _, sums in self._silent(pattern, silent) if sums]
        self.silence = max(rest, default=0)

    def _reach(self, pattern: Rows, row: int, value: int) -> int:
        """The sums of tables of this pattern that come here, with this value in this row."""
        sums = 1 << value
        for other in pattern - {row}:
            sums = _plus(sums, self.replay.small[other])
        if pattern != self.rows:
            (partner,) = self.rows - pattern
            sums = _plus(sums & ~self.replay.of(pattern).shown[pattern], self.replay.large[partner])
        return sums & _upto(self.replay.most)

    def _is_open(self) -> bool:
        """Show no sum at which a small row may not have each small value; tell whether there was none."""
        before = dict(self.shown)
        for pattern in self.patterns:
            for row in pattern:
                for value in _numbers(self.replay.small[row]):
                    found = ((other, self.reached.get((other, row, value), 0)) for other in self.patterns)
                    self.shown[pattern] &= _any(sums & self.shown[other] for other, sums in found)
        return self.shown == before

    def _leaves(self, patterns: list[Rows]) -> bool:
        """Keep back the least sum wherever silence would exclude a small value; tell whether there was no need."""
        before = dict(self.shown)
        for pattern in patterns:
            for row, value, sums in self._silent(pattern, patterns):
                if not sums and self.reached[pattern, row, value]:
                    self.shown[pattern] &= ~(1 << _lowest(self.reached[pattern, row, value]))
        return self.shown == before

    def _silent(self, pattern: Rows, patterns: list[Rows]) -> Iterator[tuple[int, int, int]]:
        """For each small value of the rows of a pattern the sums that have it and are not shown."""
        for row in pattern:
            for value in _numbers(self.replay.small[row]):
                found = ((other, self.reached.get((other, row, value), 0)) for other in patterns)
                yield row, value, _any(sums & ~self.shown[other] for other, sums in found)


def _upto(most: int) -> int:
    return (1 << most + 1) - 1


def _numbers(some: int) -> Iterator[int]:
    while some:
        yield _lowest(some)
        some &= some - 1


def _lowest(some: int) -> int:
    return (some & -some).bit_length() - 1


def _any(sets: Iterator[int]) -> int:
    whole = 0
    for one in sets:
        whole |= one
    return whole


def _plus(left: int, right: int) -> int:
    """Every sum of a number of one set and one of the other; the right set is a few runs of numbers."""
    whole = 0
    while right:
        start = _lowest(right)
        length = _lowest(~(right >> start))
        whole |= _run(left, length) << start
        right &= ~(_upto(length - 1) << start)
    return whole


def _run(left: int, length: int) -> int:
    """Every number of the set with 0 to length-1 more."""
    done = 1
    while done < length:
        step = min(done, length - done)
        left |= left << step
        done += step
    return left

"""What a cell of a table is compared with: the same before, and what the federation was told of other sectors.

Reports about a part and about the whole may be added up and subtracted, row by row: 18 of one sector and 11 of another
beside 25 of both would tell of four.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations_with_replacement, product

from cara_crm.reports.assemble.given import COUNT, HEARD, NOTE, POLL, nearest, scope_key, subject_of
from cara_crm.reports.document import TOTAL
from cara_crm.reports.material import Material, Released

Sectors = frozenset[str]
Signed = tuple[int, Sectors]
MOST = 3  # figures that a reader adds up with a new one
LATEST = 4  # of each of the sectors, where he takes three


class Told:
    """What this federation was given under one table's id: ``coarser`` says in which row another one is contained."""

    def __init__(
        self,
        material: Material,
        table: str,
        *,
        coarser: Mapping[str, str],
        key: str = "",
        figure: str = "",
        asked: str = "",
    ) -> None:
        self.history, self.k = dict(material.released), material.head.threshold
        self.table, self.key, self.figure, self.asked = table, key, figure, asked
        self.scope = scope_key(material.head)
        self.finer: dict[str, list[str]] = defaultdict(list)
        for fine, coarse in coarser.items():
            self.finer[coarse].append(fine)
        parts = [key.split(":") for key in self.history]
        self.lines = sorted({(one[0], one[3]) for one in parts if len(one) == 4 and one[1] == table})
        self.others = [one for name in self.history if self._is_other(name) for one in self.history[name]]

    def before(self, row: str, column: str, now: Released) -> Released | None:
        """What this cell is to be compared with; None withheld, where beside something else it would tell of a few."""
        own = nearest(self._own(row, column), now.groups, self.k)
        if own is not None and len(own.groups ^ now.groups) < self.k:
            return own
        return self.beside(row, column, now) or own

    def beside(self, row: str, column: str, now: Released) -> Released | None:
        """A shown figure of something else from which fewer than k groups part this one, or nothing shown beside
        others with which it would tell of fewer than k."""
        sectors = _sectors(self.scope, column)
        known: dict[Sectors, list[Released]] = defaultdict(list)
        for scope, other in self.lines if self.key == HEARD else ():
            known[_sectors(scope, other)] += (one for one in self._told(row, scope, other) if one.value is not None)
        elsewhere = [one for of, several in known.items() if of != sectors for one in several]
        near = [
            one for one in (*self.others, *elsewhere) if one.value is not None and len(one.groups ^ now.groups) < self.k
        ]
        for one in reversed(near):
            if (one.value, one.groups) != (now.value, now.groups):
                return Released(None, one.groups, one.on)
        return Released(None, now.groups, now.on) if elsewhere and self._adds_up(sectors, known, now) else None

    def _own(self, row: str, column: str) -> tuple[Released, ...]:
        """Every figure that said the same: who was heard in these sectors, anything else in whichever."""
        scopes = [self.scope] if self.key == HEARD else sorted({scope for scope, _ in self.lines})
        given = [one for scope in scopes for one in self._told(row, scope, column)]
        if row == column == TOTAL and self.figure:
            given = [*self.history.get(self.figure, ()), *given]
        return tuple(sorted(given, key=lambda one: one.on))

    def _told(self, row: str, scope: str, column: str) -> tuple[Released, ...]:
        """Under the cell's own key, and as rows that are one now."""
        parts = [self._told(one, scope, column) for one in self.finer.get(row, ())]
        given = self.history.get(":".join((scope, self.table, row, column)), ())
        return (*_merged([one for one in parts if one]), *given)

    def _is_other(self, key: str) -> bool:
        """Is it a figure about the same in another way: who was heard, of a report about other sectors or of a flash
        note; the answers to the same question of another consultation?"""
        scope, _, rest = key.partition(":")
        if self.asked:  # the same question, put to the members another time
            return f":{POLL}-{self.asked}-" in key and f":{self.table}:" not in key
        others = self.key == HEARD and rest.startswith(HEARD) and scope != self.scope
        return (others or scope == NOTE) and subject_of(key) == COUNT

    def _adds_up(self, sectors: Sectors, known: Mapping[Sectors, Sequence[Released]], now: Released) -> bool:
        """Would it, with figures of other sectors that make up these or are made up by them, tell of a few?"""
        return any(
            _tells((now, *(one for one, sign in signed if sign > 0)), [one for one, sign in signed if sign < 0], self.k)
            for signs in _sums(sectors, frozenset(known))
            for signed in _taken(signs, known)
        )


def _sectors(scope: str, column: str) -> Sectors:
    return frozenset(scope.split("+")) if column == TOTAL else frozenset({column})


def _merged(parts: list[tuple[Released, ...]]) -> Iterator[Released]:
    """Rows of one report as one: the last of each with the last, and so back."""
    for some in reversed(list(zip(*map(reversed, parts), strict=False)) if parts else []):
        whole = None if any(one.value is None for one in some) else sum(one.value or 0 for one in some)
        yield Released(whole, frozenset[str]().union(*(one.groups for one in some)), max(one.on for one in some))


@cache
def _sums(sectors: Sectors, known: frozenset[Sectors]) -> tuple[tuple[Signed, ...], ...]:
    """What is added to a figure of these sectors, or taken from it, so that no sector is left over."""
    signed = [(sign, one) for one in sorted(known, key=sorted) for sign in (1, -1)]
    found = []
    for n in range(2, MOST + 1):
        for some in combinations_with_replacement(signed, n):
            left = Counter(sectors)
            for sign, one in some:
                left.update(dict.fromkeys(one, sign))
            if not any(left.values()) and any(one != sectors for _, one in some):
                found.append(some)
    return tuple(found)


def _taken(
    signs: Collection[Signed], known: Mapping[Sectors, Sequence[Released]]
) -> Iterable[list[tuple[Released, int]]]:
    some = [known[one][-LATEST:] if len(signs) == MOST else known[one] for _, one in signs]
    for figures in product(*some):
        yield [(figure, sign) for figure, (sign, _) in zip(figures, signs, strict=True)]


def _tells(ahead: Collection[Released], behind: Collection[Released], k: int) -> bool:
    """Do these figures less those tell that fewer than k groups are in some of them and not in the others?"""
    parted = frozenset[str]().union(*(one.groups for one in ahead)) ^ frozenset[str]().union(
        *(one.groups for one in behind)
    )
    if 0 < len(parted) < k:
        return True
    times = Counter(group for one in ahead for group in one.groups)
    times.subtract(Counter(group for one in behind for group in one.groups))
    uneven = sum(1 for n in times.values() if n)
    left_over = abs(sum(one.value or 0 for one in ahead) - sum(one.value or 0 for one in behind))
    return 0 < uneven < k or (not uneven and 0 < left_over < k)

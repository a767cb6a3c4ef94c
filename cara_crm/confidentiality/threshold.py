"""How many distinct groups stand behind a figure, and whether that is enough to let it leave.

The rule is the product's own (never under three, five by default); the 85 % share that no single contributor may pass
is the one that French official statistics apply to business figures.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

K_DEFAULT = 5
K_FLOOR = 3
DOMINANCE_PERCENT = 85

Amount = int | float | Decimal


def checked_k(k: int) -> int:
    """Give `k` back, or raise ValueError when it lies below the floor that no setting may pass."""
    if k < K_FLOOR:
        raise ValueError(f"the threshold is at least {K_FLOOR} groups, not {k}")
    return k


def distinct_groups(
    members: Iterable[Hashable], group_of: Mapping[Hashable, Hashable | None]
) -> frozenset[tuple[str, Hashable]]:
    """Reduce members to the groups that count: one key per economic group; a member without group counts as itself.

    The keys carry their kind, so that member 7 and group 7 stay two.
    """
    return frozenset(group_key(member, group_of.get(member)) for member in members)


def group_key(member: Hashable, group: Hashable | None) -> tuple[str, Hashable]:
    """The key under which a member counts: its group's when it has one, else its own."""
    return ("member", member) if group is None else ("group", group)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The groups behind a statement, measured against the threshold."""

    groups: frozenset[Hashable]
    k: int = K_DEFAULT

    def __post_init__(self) -> None:
        checked_k(self.k)

    @property
    def count(self) -> int:
        return len(self.groups)

    @property
    def enough(self) -> bool:
        """May a figure about these groups leave?"""
        return self.count >= self.k

    @property
    def fewer_than_k(self) -> bool:
        """Is somebody behind it, but too few to be counted in public?"""
        return is_small(self.count, self.k)

    @property
    def missing(self) -> int:
        """How many more groups would carry it over the threshold (0 when it is there)."""
        return max(0, self.k - self.count)

    @property
    def shown(self) -> int | None:
        """The number that may be said, None when it is withheld."""
        return self.count if self.enough else None


def evidence(
    members: Iterable[Hashable], group_of: Mapping[Hashable, Hashable | None], *, k: int = K_DEFAULT
) -> Evidence:
    """Count the distinct groups of `members`; raises ValueError when `k` is below the floor."""
    return Evidence(frozenset(distinct_groups(members, group_of)), k)


def is_small(count: int, k: int = K_DEFAULT) -> bool:
    """Is this one of the counts that are withheld, 1 to k-1?"""
    return 1 <= count < k


def crosses(before: int, after: int, k: int = K_DEFAULT) -> bool:
    """Does a change from `before` to `after` groups pass the threshold, in either direction?"""
    return (before >= k) != (after >= k)


class SumRefusal(StrEnum):
    """Why a sum may not be shown."""

    FEW = "few"
    DOMINATED = "dominated"


@dataclass(frozen=True, slots=True)
class SumDecision:
    """Whether a sum may leave; `refusal` is None when it may."""

    contributors: int
    refusal: SumRefusal | None

    @property
    def publishable(self) -> bool:
        return self.refusal is None


def decide_sum(amounts: Mapping[Hashable, Amount], k: int = K_DEFAULT) -> SumDecision:
    """Decide about the sum of what each group contributed (any unit, one entry per distinct group).

    Groups that contributed nothing do not count: k-1 firms and a row of zeros are k-1 firms. An empty sum is
    publishable here; whether its zero may be shown depends on the population (`suppression`).
    """
    checked_k(k)
    given = {group: amount for group, amount in amounts.items() if amount}
    if is_small(len(given), k):
        return SumDecision(len(given), SumRefusal.FEW)
    refusal = SumRefusal.DOMINATED if dominates(given) else None
    return SumDecision(len(given), refusal)


def largest_share(amounts: Iterable[Amount]) -> int:
    """The greatest part of the sum that one group holds, in whole percent, rounded down; 0 of nothing.

    Gains and losses are weighed by their size.
    """
    sizes = [abs(Decimal(str(amount))) for amount in amounts]
    whole = sum(sizes)
    return int(max(sizes) * 100 / whole) if whole else 0


def dominates(amounts: Mapping[Hashable, Amount]) -> bool:
    """Does one group hold more than 85 % of the sum? Gains and losses are weighed by their size."""
    sizes = [abs(Decimal(str(amount))) for amount in amounts.values()]
    return bool(sizes) and max(sizes) * 100 > sum(sizes) * DOMINANCE_PERCENT

"""Which member of the register a list speaks of, and which members may be the same. Pure: no database.

One scale for lists, for the warning at the door and for the list of likely duplicates: a number decides; else points
for name, domain, address, phone, department and town, weighed by `Rules`, which the administrator reads and changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from cara_crm.members.likeness import ALIKE, alike_names, share_a_key, share_a_word, telling_keys
from cara_crm.members.marks import is_nearly_town
from cara_crm.members.names import forms, spelt

MOST = 99  # points; only a SIREN is certain
SHARED_NUMBER = 98
UNSURE = 94  # at most, for names that are not the same and not nearly so
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rules:
    """Points for what agrees and against what differs; `list`, `ask` and `take` are the points from which two are
    listed as likely duplicates, a row of a list is shown beside a member, and a row without SIREN is taken for it.
    `initials`: one name is the first letters of the other; `short_name`: it is one word of the other that is of no
    trade, in the same town; `close_name` is multiplied by how much the names are alike,
    which counts from `close_from` of 100 on;
    `same_department` supports names that are not the same, and so does the same town. `other_town` counts where not
    both sides tell a department, and, for the same name, where no domain, address nor phone agrees, there too: such
    two are asked, not taken;
    `other_form`, for names that are the same but for their legal form, where neither town, domain, address nor phone
    agrees: both are asked, not taken; `other_domain`, for the same name where both tell domains, none is shared, and
    neither address nor phone agrees: so too."""

    same_name: int = 95
    close_name: int = 85
    close_from: int = 75
    part_name: int = 45
    short_name: int = 78
    initials: int = 66
    domain: int = 25
    address: int = 25
    phone: int = 15
    same_department: int = 10
    other_department: int = -20
    other_town: int = -10
    other_form: int = -5
    other_domain: int = -5
    two_numbers: int = -25
    number_only_in_list: int = -5
    list: int = 50
    ask: int = 76
    take: int = 95


DEFAULT = Rules()


@cache
def only(code: str | None) -> frozenset[str]:
    """A department alone, or none: the same object each time, because lists are long and departments few."""
    return frozenset([code]) if code else NOTHING


@dataclass(frozen=True, slots=True)
class Known:
    """One side of a comparison: its names (legal, usual, former) and departments. `id` is what the caller counts by.

    `places` are keys of `marks.place_key`, `phones` as they are kept, `numbers` the SIRENs of its SIRETs, `towns` keys
    of `marks.town_key`, `abroad` as `foreign.read` writes it.
    """

    id: int
    siren: str | None
    names: tuple[str, ...]
    departments: frozenset[str]
    domains: frozenset[str] = NOTHING
    places: frozenset[str] = NOTHING
    phones: frozenset[str] = NOTHING
    numbers: frozenset[str] = NOTHING
    towns: frozenset[str] = NOTHING
    abroad: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that may be one member: points of 100, and why, as codes that the pages put in words."""

    left: int
    right: int
    alike: int
    reasons: tuple[str, ...] = ()


@dataclass
class Register:
    """The known members by their numbers and by name key."""

    known: Sequence[Known]
    rules: Rules = DEFAULT
    by_siren: dict[str, Known] = field(init=False)
    by_abroad: dict[str, Known] = field(init=False)
    by_key: dict[str, list[Known]] = field(init=False)
    by_id: dict[int, Known] = field(init=False)

    def __post_init__(self) -> None:
        self.by_siren = {member.siren: member for member in self.known if member.siren}
        self.by_abroad = {member.abroad: member for member in self.known if member.abroad}
        self.by_id = {member.id: member for member in self.known}
        self.by_key = defaultdict(list)
        for member in self.known:
            for key in telling_keys(member.names):
                self.by_key[key].append(member)

    def numbered(self, siren: str | None, abroad: str | None) -> Known | None:
        """The member that has one of these numbers: it is the same company."""
        return self.by_siren.get(siren or "") or self.by_abroad.get(abroad or "")

    def find(self, siren: str | None, names: Iterable[str], department: str | None) -> Known | None:
        """By SIREN; else the one member of a same name with points enough to be taken for it.

        Raises Ambiguous when several bear the name.
        """
        return self.taken(Known(0, siren, tuple(names), only(department)))

    def taken(self, one: Known) -> Known | None:
        """The member that a row speaks of; see `find`."""
        if same := self.numbered(one.siren, one.abroad):
            return same
        fitting = {
            known.id: known
            for key in telling_keys(one.names)
            for known in self.by_key.get(key, ())
            if not (one.siren and known.siren) and score_row(one, known, self.rules)[0] >= self.rules.take
        }
        found = _narrowed(one, tuple(fitting.values()))
        if len(found) > 1:
            raise Ambiguous(found)
        return found[0] if found else None


def _narrowed(one: Known, fitting: tuple[Known, ...]) -> tuple[Known, ...]:
    """Of several, those in its department, in its town, of its very name with the legal form."""
    written = set(map(spelt, one.names))
    for agrees in (
        lambda known: one.departments & known.departments,
        lambda known: one.towns & known.towns,
        lambda known: written & set(map(spelt, known.names)),
    ):
        if len(fitting) > 1:
            fitting = tuple(filter(agrees, fitting)) or fitting
    return fitting


class Ambiguous(Exception):
    """Several members of the register bear the name."""

    def __init__(self, members: tuple[Known, ...]) -> None:
        super().__init__(members)
        self.members = members


def score_row(row: Known, known: Known, rules: Rules) -> tuple[int, tuple[str, ...]]:
    """As `score`; a row that brings a SIREN which the register lacks has something to explain."""
    points, reasons = score(row, known, rules)
    alone = row.siren and not known.siren and not row.departments & known.departments
    return (max(points + rules.number_only_in_list, 0) if points and alone else points), reasons


def score(left: Known, right: Known, rules: Rules = DEFAULT) -> tuple[int, tuple[str, ...]]:
    """(points of 100, reasons); (0, …) for two that are not one.

    Two with different SIRENs are two companies unless their names are the very same. Names of two departments that are
    only alike, and names that are not nearly the same, count where domain, address or phone agree too.
    """
    if left.siren and left.siren == right.siren:
        return 0, ()
    if left.siren in right.numbers or right.siren in left.numbers:
        return SHARED_NUMBER, ("number",)
    if left.abroad and left.abroad == right.abroad:
        return SHARED_NUMBER, ("number_abroad",)
    shared = _shared(left, right)
    apart = bool(left.departments and right.departments and not left.departments & right.departments)
    if not share_a_key(left.names, right.names) and ((left.siren and right.siren) or (apart and not shared)):
        return 0, ()  # most pairs: no more has to be asked
    here = left.towns & right.towns
    words = frozenset(word for town in here for word in town.split())
    likeness, by_name = alike_names(left.names, right.names, rules.close_from, words)
    if by_name in ("short_name", "one_word"):
        by_name = by_name if by_name == "short_name" and here else "part_name" if shared else ""
    if by_name != "same_name":
        if apart and likeness < ALIKE:
            return 0, ()
        if by_name == "close_name" and likeness < ALIKE and not shared:
            return 0, ()
    if not by_name and not (
        {"domain", "place"} <= set(shared) or (len(shared) > 1 and share_a_word(left.names, right.names))
    ):
        return 0, ()
    worth = getattr(rules, by_name) if by_name else 0
    points = worth * (likeness / 100 if by_name == "close_name" else 1)
    points += sum(_worth(mark, rules) for mark in shared)
    against = _against(left, right, apart=apart, is_bare=by_name == "same_name" and not shared)
    points += sum(getattr(rules, mark) for mark in against)
    is_near = bool(here) or bool(left.departments & right.departments)
    points += rules.same_department if by_name != "same_name" and is_near else 0
    points += rules.two_numbers if left.siren and right.siren else 0
    most = MOST if by_name == "same_name" or likeness >= ALIKE else UNSURE
    return max(0, min(int(points), most)), tuple(filter(None, (by_name, *shared, *against)))


def is_shown(left: Known, right: Known, points: int, reasons: Iterable[str], rules: Rules) -> bool:
    """Is one put beside the other for somebody to look at? From `ask` points on; of the same name from `list` on, for
    only two SIRENs tell such two apart."""
    bears_its_name = "same_name" in reasons and not (left.siren and right.siren)
    return points >= (rules.list if bears_its_name else rules.ask)


def _against(left: Known, right: Known, *, apart: bool, is_bare: bool) -> list[str]:
    """Fields of Rules; `is_bare`: nothing but the name agrees."""
    here = bool(left.towns & right.towns)
    placed = left.departments and right.departments
    away = not apart and (is_bare or not placed) and _are_elsewhere(left.towns, right.towns)
    mine, theirs = (forms(left.names), forms(right.names)) if is_bare and not here else ((), ())
    differ = bool(mine and theirs) and not set(mine) & set(theirs)
    is_elsewhere = is_bare and bool(left.domains and right.domains)
    told = (
        ("other_department", apart),
        ("other_town", away),
        ("other_form", differ),
        ("other_domain", is_elsewhere),
    )
    return [mark for mark, holds in told if holds]


def _are_elsewhere(here: frozenset[str], there: frozenset[str]) -> bool:
    """Do both tell towns, and is none of one a town of the other, shortened or with a slip?"""
    return bool(here and there) and not any(is_nearly_town(one, other) for one in here for other in there)


def _worth(mark: str, rules: Rules) -> int:
    return {"domain": rules.domain, "place": rules.address, "phone": rules.phone}[mark]


def _shared(left: Known, right: Known) -> list[str]:
    told = (
        ("domain", left.domains & right.domains),
        ("place", left.places & right.places),
        ("phone", left.phones & right.phones),
    )
    return [mark for mark, both in told if both]

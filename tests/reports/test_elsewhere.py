"""Reports about a part of the sectors and about all: added up and subtracted, row by row, none tells of a few."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cara_crm.reports.assemble import Assembled, assemble
from cara_crm.reports.material import Organisation, Released
from tests.reports.raw import HEAD, material, organisation, voice, wording

K, MEMBERS = 3, 24
CODES = ("AUTO", "RAIL", "VELO")
SCOPES = [frozenset(some) for n in (1, 2, 3) for some in combinations(CODES, n)]
rarely = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
Figure = tuple[str, frozenset[str], int, frozenset[str]]
"""A row of some sectors that was shown: its number, and who stood behind it."""


def members(of: dict[int, frozenset[str]], everybody: int = MEMBERS) -> tuple[Organisation, ...]:
    """By number, in the sectors that ``of`` says, else in one of them in turn."""
    return tuple(
        organisation(n, category=("sme", "large")[n // 3 % 2], sectors=of.get(n, frozenset({CODES[n % 3]})))
        for n in range(everybody)
    )


def report(
    scope: frozenset[str], spoke: set[int], everybody: tuple[Organisation, ...], before: list[Assembled], k: int = K
) -> Assembled:
    given_before: dict[str, tuple[Released, ...]] = {}
    for n, one in enumerate(before):
        for cell in one.cells:
            earlier = Released(cell.value, cell.groups, cell.on or date(2026, 1, 1) + timedelta(days=n))
            given_before[cell.key] = (*given_before.get(cell.key, ()), earlier)
    head = replace(HEAD, threshold=k, sectors=tuple(replace(HEAD.sectors[0], code=code) for code in sorted(scope)))
    inside = tuple(one for one in everybody if one.sectors & scope)
    heard = tuple(voice(o.member_id, organisation=o, sectors=o.sectors) for o in inside if o.member_id in spoke)
    made = material(head=head, released=tuple(given_before.items()))
    return assemble(replace(made, population=inside, heard=heard))


def shown(made: Assembled, scope: frozenset[str]) -> Iterator[Figure]:
    """What the category table tells of whom, repeated figures with who stood behind them then."""
    for cell in made.cells:
        parts = cell.key.split(":")
        if parts[1:2] == ["heard-category"] and cell.value is not None:
            yield parts[2], scope, cell.value, cell.groups


def told_by_sums(new: Figure, known: set[Figure]) -> bool:
    """Is there a sum of up to two known figures of the row and this one, in which each sector is as often added as
    taken away, that is about one group or few?"""
    same_row = [one for one in known if one[0] == new[0]]
    for n in (1, 2):
        for some in combinations(sorted(same_row, key=str), n):
            for signs in product((1, -1), repeat=n):
                left, times = Counter(new[1]), Counter(new[3])
                for (_, scope, _, groups), sign in zip(some, signs, strict=True):
                    left.update(dict.fromkeys(scope, sign))
                    times.update(dict.fromkeys(groups, sign))
                if not any(left.values()) and 0 < sum(1 for many in times.values() if many) < K:
                    return True
    return False


in_sectors = st.dictionaries(st.integers(0, MEMBERS - 1), st.sampled_from(SCOPES), max_size=4)
everyone = frozenset(range(MEMBERS))
silent = st.sets(st.integers(0, MEMBERS - 1), max_size=9)


@rarely
@given(in_sectors, st.lists(st.tuples(st.sampled_from(SCOPES), silent), min_size=3, max_size=5))
def test_no_row_of_a_part_added_to_another_tells_of_a_few_in_the_whole(of, reports):
    everybody, made, known = members(of), list[Assembled](), set[Figure]()
    for scope, quiet in reports:
        made.append(report(scope, set(everyone - quiet), everybody, made))
        for new in shown(made[-1], scope):
            assert new in known or not told_by_sums(new, known)
        known |= set(shown(made[-1], scope))


def table(made: Assembled) -> dict[str, object]:
    return next(table for table in made.document.tables if table.id == "heard-category").column("total")


def test_two_parts_do_not_tell_row_by_row_who_came_to_their_whole():
    """40 were heard, half of them small; then four small ones and two large ones more."""
    auto, rail = frozenset({"AUTO"}), frozenset({"RAIL"})
    everybody = tuple(
        organisation(n, category=("sme", "large")[n // 2 % 2], sectors=(auto, rail)[n % 2]) for n in range(80)
    )
    first = report(auto | rail, set(range(40)), everybody, [], 5)
    assert table(first) == {"micro_sme": 20, "midcap_large": 20, "total": 40}
    more = {40, 41, 44, 45, 42, 43}
    part = report(auto, set(range(40)) | more, everybody, [first], 5)
    other = table(report(rail, set(range(40)) | more, everybody, [first, part], 5))
    assert table(part) == {"micro_sme": 12, "midcap_large": 11, "total": 23}
    assert other["micro_sme"] is other["midcap_large"] is None


def test_rows_that_were_one_in_a_part_are_one_in_the_whole():
    everybody = members({}, 180)
    part = report(frozenset({"AUTO"}), set(range(120)), everybody, [], 5)
    assert set(table(part)) == {"micro_sme", "midcap_large", "total"}
    assert "sme" in table(report(frozenset(CODES), set(range(150)), everybody, [], 5))
    assert "sme" not in table(report(frozenset(CODES), set(range(150)), everybody, [part], 5))


def test_the_rows_of_a_position_are_compared_whatever_sectors_a_report_is_about():
    both = frozenset({"AUTO", "RAIL"})
    everybody = tuple(organisation(n, sectors=both) for n in range(150))

    def rows(codes: frozenset[str], count: int, released=()) -> Assembled:
        head = replace(HEAD, sectors=tuple(replace(HEAD.sectors[0], code=code) for code in sorted(codes)))
        voices = tuple(voice(n, organisation=everybody[n]) for n in range(count))
        raw = material(wording(0, voices=voices), head=head, released=released)
        return assemble(
            replace(raw, population=everybody, heard=tuple(voice(n, organisation=o) for n, o in enumerate(everybody)))
        )

    def column(made: Assembled) -> dict[str, object]:
        return next(one for one in made.document.tables if one.id == "CARA-P7-category").column("total")

    first = rows(both, 40)
    given_before = tuple((cell.key, (Released(cell.value, cell.groups, date(2026, 1, 1)),)) for cell in first.cells)
    assert column(first)["sme"] == 10
    assert column(rows(frozenset({"RAIL"}), 37, given_before)) == column(first)

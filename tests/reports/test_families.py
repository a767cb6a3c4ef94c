"""Positions that are split and merged between reports: what a federation gets never tells what a few of them said."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cara_crm.positions import services as positions
from cara_crm.reports.assemble import Assembled, assemble
from cara_crm.reports.material import Material, Released, Standing, Voice
from cara_crm.reports.queries.kin import kin_of
from cara_crm.reports.queries.wordings import position_code
from tests import factories
from tests.reports.cast import drafted, manager, sent, stands, worded
from tests.reports.raw import HEAD, RAIL, material, organisation, voice, wording
from tests.reports.test_told import patient

K = 3
CODES = ("CARA-P1", "CARA-P2", "CARA-P3")


def spoke(*numbers: int, **changes) -> tuple[Voice, ...]:
    """One voice each, of which no two declared the same."""
    return tuple(voice(n, impacts=(("euros", 1000 + 2**n),), **changes) for n in numbers)


def position(code: str, voices: tuple[Voice, ...], *kin: str):
    return wording(0, id=int(code[-1]), code=code, voices=voices, kin=frozenset(kin))


def released(*made: Assembled) -> tuple[tuple[str, tuple[Released, ...]], ...]:
    found: dict[str, list[Released]] = {}
    for n, one in enumerate(made):
        for cell in one.cells:
            day = cell.on or date(2026, 1, 1) + timedelta(days=n)
            found.setdefault(cell.key, []).append(Released(cell.value, cell.groups, day))
    return tuple((key, tuple(several)) for key, several in found.items())


def values(made: Assembled) -> dict[str, dict[str, object]]:
    return {one.id: {figure.id: figure.value for figure in one.figures} for one in made.document.positions}


def test_all_but_one_that_left_for_a_new_position_do_not_tell_of_the_one():
    before = assemble(material(position("CARA-P1", spoke(*range(10)))))
    after = assemble(material(position("CARA-P2", spoke(*range(9)), "CARA-P1"), released=released(before)))
    assert values(before)["CARA-P1"] == {"groups": 10, "euros": 11023}
    assert values(after)["CARA-P2"] == {"groups": None, "euros": None}
    figures = after.document.positions[0].figures
    assert [figure.n for figure in figures] == [None, None]
    assert not [cell for cell in after.cells if cell.key.startswith("CARA-P2") and cell.value is not None]


def test_one_that_came_by_a_merge_is_not_told_apart():
    before = assemble(material(position("CARA-P1", spoke(*range(10)))))
    after = assemble(material(position("CARA-P2", spoke(*range(11)), "CARA-P1"), released=released(before)))
    assert values(after)["CARA-P2"] == {"groups": None, "euros": None}


def test_positions_that_share_no_issue_are_told_side_by_side():
    before = assemble(material(position("CARA-P1", spoke(*range(10)))))
    after = assemble(material(position("CARA-P2", spoke(*range(9))), released=released(before)))
    assert values(after)["CARA-P2"]["groups"] == 9


def test_halves_that_leave_one_out_do_not_add_up():
    before = assemble(material(position("CARA-P1", spoke(*range(17)))))
    halves = (position("CARA-P1", spoke(*range(8)), "CARA-P2"), position("CARA-P2", spoke(*range(8, 16)), "CARA-P1"))
    told = values(assemble(material(*halves, released=released(before))))
    assert [told[code]["groups"] for code in CODES[:2]].count(None) == 1
    assert [told[code]["euros"] for code in CODES[:2]].count(None) == 1


def test_a_clean_split_is_told():
    before = assemble(material(position("CARA-P1", spoke(*range(16)))))
    halves = (position("CARA-P1", spoke(*range(8)), "CARA-P2"), position("CARA-P2", spoke(*range(8, 16)), "CARA-P1"))
    told = values(assemble(material(*halves, released=released(before))))
    assert [told[code]["groups"] for code in CODES[:2]] == [8, 8]


def test_a_breakdown_is_not_given_of_what_came_from_another():
    def with_rows(*kin: str) -> int:
        voices = spoke(*range(20))
        made = assemble(material(position("CARA-P2", voices, *kin), members=150, heard=60))
        return len([table for table in made.document.tables if table.about == "CARA-P2"])

    assert (with_rows(), with_rows("CARA-P1")) == (1, 0)


def test_who_stood_behind_it_before_others_became_members_is_not_told():
    """14 prospects beside two members; now all of them are members: 16 in all."""
    outside = tuple(voice(n, organisation=organisation(n, standing=Standing.PROSPECT)) for n in range(14))
    one = assemble(material(position("CARA-P1", (*outside, *spoke(14, 15)))))
    assert values(one)["CARA-P1"]["others"] == 14
    assert values(one)["CARA-P1"]["groups"] is None
    more = assemble(material(position("CARA-P1", spoke(*range(16))), released=released(one)))
    assert values(more)["CARA-P1"].get("groups") != 16


def test_members_of_one_sector_are_not_told_by_a_report_about_two():
    """14 of one sector; with the two of another, 16 in all."""
    both = replace(HEAD, sectors=(*HEAD.sectors, replace(HEAD.sectors[0], code="AUTO")))
    outside = tuple(voice(n, organisation=organisation(n, sectors=frozenset({"AUTO"}))) for n in (14, 15))
    behind = (*spoke(*range(14)), *outside)
    one = assemble(material(position("CARA-P1", behind)))
    assert values(one)["CARA-P1"]["groups"] == 14
    more = assemble(material(position("CARA-P1", behind), head=both, released=released(one)))
    assert values(more)["CARA-P1"].get("groups") != 16


def test_who_was_heard_in_two_sectors_is_not_worked_out_of_three_reports():
    """22 of one sector, 18 of another: 38 of both would tell that two are in both."""
    both = frozenset({"RAIL", "AUTO"})
    sectors = [RAIL if n < 30 else frozenset({"AUTO"}) if n < 58 else both for n in range(60)]
    everybody = [organisation(n, category="sme", sectors=sectors[n]) for n in range(60)]
    heard = tuple(voice(n, organisation=everybody[n], sectors=sectors[n]) for n in (*range(20), *range(30, 46), 58, 59))

    def made(codes: set[str], *before: Assembled) -> Assembled:
        head = replace(HEAD, sectors=tuple(replace(HEAD.sectors[0], code=code) for code in sorted(codes)))
        inside = tuple(one for one in everybody if one.sectors & codes)
        spoke_here = tuple(one for one in heard if one.organisation.sectors & codes)
        return assemble(replace(material(head=head, released=released(*before)), population=inside, heard=spoke_here))

    def whole(one: Assembled) -> object:
        return next(table for table in one.document.tables if table.id == "heard-category").column("total")["total"]

    rail, auto = made({"RAIL"}), made({"AUTO"})
    assert (whole(rail), whole(auto), whole(made({"RAIL", "AUTO"}))) == (22, 18, 38)
    assert whole(made({"RAIL", "AUTO"}, rail, auto)) is None
    assert whole(made({"AUTO"}, rail, made({"RAIL", "AUTO"}, rail))) is None


def test_who_left_the_cluster_is_not_told_by_a_new_line():
    before = assemble(material(position("CARA-P1", spoke(*range(10)))))
    left = voice(9, organisation=organisation(9, standing=Standing.PROSPECT))
    after = assemble(material(position("CARA-P1", (*spoke(*range(9)), left)), released=released(before)))
    assert [figure.id for figure in after.document.positions[0].figures if figure.id != "euros"] == ["groups"]


@pytest.mark.parametrize(("heard", "shown"), [(9, None), (11, None), (12, 8)])
def test_how_many_stand_against_is_not_worked_out_of_who_was_heard(heard, shown):
    voices = (*spoke(*range(8)), voice(8, against=True))
    one = position("CARA-P1", voices)
    made = assemble(material(replace(one, diverging="Some fear delays."), heard=heard))
    assert values(made)["CARA-P1"]["groups"] == shown
    assert values(assemble(material(one, heard=heard)))["CARA-P1"]["groups"] == 8  # nobody is said to stand against it


someone = st.integers(0, 8)
places = st.dictionaries(someone, st.sampled_from(CODES), max_size=9)


@patient
@given(st.lists(places, min_size=2, max_size=3))
@example([
    {0: "CARA-P1", 1: "CARA-P2", 2: "CARA-P3", 3: "CARA-P3", 4: "CARA-P3", 5: "CARA-P1", 6: "CARA-P2", 7: "CARA-P1",
     8: "CARA-P2"},
    {0: "CARA-P2", 1: "CARA-P2", 2: "CARA-P1", 3: "CARA-P1", 4: "CARA-P1"},
    dict.fromkeys(range(7), "CARA-P2"),
])  # fmt: skip
def test_whatever_moves_between_them_no_sums_tell_of_a_few(reports):
    made: list[Assembled] = []
    for where in reports:
        made.append(assemble(moved(where, tuple(made))))
        old = [told(one) for one in made[:-1]]
        for together in sums(told(made[-1])):
            if not all(any(cell in one for one in old) for cell in together):
                assert not any(0 < len(groups(together) ^ groups(other)) < K for one in old for other in sums(one))


def told(made: Assembled) -> set[tuple[str, int | None, frozenset[str]]]:
    """How many stand behind each position, as far as it is shown."""
    shown = (cell for cell in made.cells if cell.value is not None and cell.key.endswith(":groups"))
    return {(cell.key, cell.value, cell.groups) for cell in shown}


def sums(shown: set) -> Iterator[tuple]:
    for n in range(1, len(shown) + 1):
        yield from combinations(sorted(shown, key=str), n)


def groups(together: tuple) -> frozenset[str]:
    return frozenset().union(*(behind for _, _, behind in together))


def moved(where: dict[int, str], before: tuple[Assembled, ...]) -> Material:
    """The positions with who stands behind each, all of one family."""
    voices = {code: spoke(*sorted(n for n, at in where.items() if at == code)) for code in CODES}
    all_of_them = [position(code, some, *(set(CODES) - {code})) for code, some in voices.items() if some]
    return material(*all_of_them, members=9, head=replace(HEAD, threshold=K), released=released(*before))


def test_five_of_six_that_were_sent_leave_for_a_new_position(request_context):
    by = manager()
    report, _ = sent(by)
    position = report.entries[0].position
    stranger = worded(by, factories.issue())
    positions.take_up_again(position, by=by)
    leaving = [link.issue_id for link in position.links][1:]
    made = positions.split_position(position, leaving, title="Once more", by=by)
    made.statement, made.request = position.statement, position.request
    factories.db.session.flush()
    kin = kin_of(report.federation_id, [position.id, made.id, stranger.id])
    assert kin == {position.id: frozenset(), made.id: {position_code(position.id)}, stranger.id: frozenset()}
    told = {
        one.id: {figure.id: figure.value for figure in one.figures} for one in stands(drafted(by)).document.positions
    }
    assert told == {position_code(made.id): {"groups": None}}

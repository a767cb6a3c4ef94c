"""A position over several sectors in a report about one of them."""

from dataclasses import replace

import pytest

from cara_crm.reports.assemble import assemble
from cara_crm.reports.material import Standing, Voice
from tests.reports.raw import material, organisation, voice, wording

ROAD = frozenset({"ROAD"})


def elsewhere(count: int, **changes: object) -> tuple[Voice, ...]:
    """Members of the cluster in another sector only."""
    return tuple(
        voice(n, organisation=organisation(n, sectors=ROAD), sectors=ROAD, **changes) for n in range(100, 100 + count)
    )


def spoken(inside: int, outside: int) -> dict[str, int | None]:
    voices = tuple(voice(n, impacts=(("euros", 1000),)) for n in range(inside))
    both = (*voices, *elsewhere(outside, impacts=(("euros", 70_000),)))
    (position,) = assemble(material(wording(0, voices=both))).document.positions
    return {figure.id: figure.value for figure in position.figures}


@pytest.mark.parametrize("outside", [1, 7])
def test_members_of_another_sector_are_no_strangers_and_their_euros_stay_with_theirs(outside: int):
    assert spoken(8, outside) == {"groups": 8, "euros": 8000}


def test_a_count_of_few_in_the_sector_has_no_sum_of_others_beside_it():
    assert spoken(2, 7) == {"groups": None, "euros": None}


def test_that_others_stand_behind_it_is_said_without_a_number_when_they_are_enough():
    found = [assemble(material(wording(8, voices=(*wording(8).voices, *elsewhere(n))))) for n in (4, 5)]
    few, enough = (" ".join(one.document.positions[0].caveats) for one in found)
    assert "other sectors" not in few
    assert "Members of other sectors stand behind this position too" in enough


def test_members_of_another_sector_are_not_told_as_non_members_that_were_heard():
    raw = material(heard=20)
    strangers = tuple(voice(n, organisation=organisation(n, standing=Standing.PROSPECT)) for n in range(200, 206))
    heard = " ".join(assemble(replace(raw, heard=(*raw.heard, *elsewhere(9), *strangers))).document.heard)
    assert "6 groups that are not members" in heard

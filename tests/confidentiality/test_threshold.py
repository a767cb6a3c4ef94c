import pytest

from cara_crm.confidentiality import threshold
from cara_crm.confidentiality.threshold import Evidence, SumRefusal, decide_sum, distinct_groups, evidence


def test_members_of_one_group_count_once():
    assert len(distinct_groups([1, 2, 3], {1: "north", 2: "north", 3: None})) == 2


def test_a_member_and_a_group_of_the_same_number_stay_two():
    assert len(distinct_groups([7, 8], {7: None, 8: 7})) == 2


def test_a_threshold_under_the_floor_is_refused():
    with pytest.raises(ValueError, match="at least 3"):
        Evidence(frozenset(), k=2)


def test_four_groups_are_fewer_than_five_and_one_is_missing():
    behind = evidence(range(4), {})
    assert (behind.enough, behind.fewer_than_k, behind.missing, behind.shown) == (False, True, 1, None)


def test_five_groups_are_enough_and_said():
    behind = evidence(range(5), {})
    assert (behind.enough, behind.fewer_than_k, behind.missing, behind.shown) == (True, False, 0, 5)


def test_nobody_behind_it_is_not_fewer_than_k():
    assert not evidence([], {}).fewer_than_k


@pytest.mark.parametrize(("before", "after", "passed"), [(4, 5, True), (5, 4, True), (5, 6, False), (0, 4, False)])
def test_crossing_the_threshold_either_way(before, after, passed):
    assert threshold.crosses(before, after) is passed


def test_a_sum_of_few_is_refused_even_beside_those_who_gave_nothing():
    amounts = {"a": 3, "b": 4, "c": 5, "d": 6, "e": 0, "f": 0}
    assert decide_sum(amounts).refusal is SumRefusal.FEW


def test_a_sum_that_one_group_makes_is_refused():
    assert decide_sum({"giant": 861, "b": 35, "c": 35, "d": 35, "e": 34}).refusal is SumRefusal.DOMINATED


def test_exactly_85_percent_may_be_shown():
    assert decide_sum({"big": 850, "b": 50, "c": 50, "d": 25, "e": 25}).publishable


def test_an_empty_sum_has_nobody_to_protect():
    assert decide_sum({}).publishable

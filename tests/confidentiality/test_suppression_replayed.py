"""A reader with the list of members replays the rules: what is withheld of which tables would look just like this?"""

from collections import defaultdict
from itertools import combinations_with_replacement, product

import pytest

from cara_crm.confidentiality.suppression import TOTAL, plain_table, suppress

K = 3


def tables_of(members, most):
    """Every breakdown of so many members, row by row, of whom at most so many spoke."""
    return [counts for counts in product(*[range(n + 1) for n in members]) if sum(counts) <= most]


def shown(members, counts, most, k):
    rows = tuple(f"r{number}" for number in range(len(members)))
    people = {(row, TOTAL): n for row, n in zip(rows, members, strict=True)} | {(TOTAL, TOTAL): most}
    cells = {(row, TOTAL): n for row, n in zip(rows, counts, strict=True)}
    return suppress([plain_table("t", rows, (), cells, population=people)], k)[0].cells


def values_told(members, most, k):
    """The small counts that the reader can exclude, with the table that tells it."""
    alike = defaultdict(list)
    for counts in tables_of(members, most):
        alike[shown(members, counts, most, k)].append(counts)
    return [line for cells, tables in alike.items() for line in excluded(cells, tables, members, k)]


def excluded(cells, tables, members, k):
    """Of tables that look alike: where one may be small, and the small counts that none of them has there."""
    for number, people in enumerate(members):
        small = set(range(1, k)) if people >= k else set(range(people + 1))
        possible = {counts[number] for counts in tables}
        if possible & small and not small <= possible:
            yield cells, number, small - possible


def told_in_two_ways(members, k):
    """The same of a table of two rows and two columns with all its margins."""
    places = list(product(("r1", "r2"), ("c1", "c2")))
    people = plain_table("p", ("r1", "r2"), ("c1", "c2"), dict(zip(places, members, strict=True))).values
    alike = defaultdict(list)
    for counts in tables_of(members, sum(members)):
        table = plain_table("t", ("r1", "r2"), ("c1", "c2"), dict(zip(places, counts, strict=True)), population=people)
        alike[suppress([table], k)[0].cells].append(counts)
    return [line for cells, tables in alike.items() for line in excluded(cells, tables, members, k)]


FEW = [*combinations_with_replacement(range(9), 2), *combinations_with_replacement(range(6), 3)]


@pytest.mark.parametrize("members", FEW, ids=str)
def test_who_knows_the_members_of_each_row_and_the_rules_excludes_no_small_count(members):
    assert values_told(members, sum(members), K) == []


@pytest.mark.parametrize("asked", range(12))
@pytest.mark.parametrize("options", [2, 3])
def test_who_knows_how_many_were_asked_excludes_no_small_count(asked, options):
    assert values_told((asked,) * options, asked, K) == []


@pytest.mark.parametrize("members", [(12, 7), (9, 9), (4, 6, 6)], ids=str)
def test_it_holds_for_a_threshold_of_five(members):
    assert values_told(members, sum(members), 5) == []


@pytest.mark.parametrize("members", [(4, 4, 4, 4), (5, 3, 6, 4), (2, 5, 3, 3), (0, 5, 5, 4)], ids=str)
def test_who_knows_the_members_of_each_cell_of_two_ways_excludes_no_small_count(members):
    assert told_in_two_ways(members, K) == []


def test_a_total_that_everybody_in_one_row_would_explain_is_withheld():
    """12 of 12 and 4 of 7: with 16 beside them, any other pair would have been shown."""
    assert shown((12, 7), (12, 4), 19, 5)[-1] == (None,)


def test_which_row_hides_a_small_one_does_not_depend_on_what_was_counted():
    few, many = shown((20, 30, 40), (2, 6, 30), 90, 5), shown((20, 30, 40), (2, 25, 7), 90, 5)
    assert (few, many) == (((None,), (6,), (None,), (38,)), ((None,), (25,), (None,), (34,)))

import random

import pytest

from cara_crm.confidentiality.suppression import TOTAL, count_table, one_each, plain_table, sum_table, suppress

FOUR = ("ain", "drome", "isere", "loire")


def everywhere(rows, columns, people=50):
    return {(row, column): people for row in (*rows, TOTAL) for column in (*columns, TOTAL)}


def one_way(counts, **options):
    cells = {(row, TOTAL): count for row, count in zip(FOUR, counts, strict=True)}
    return plain_table("one", FOUR, (), cells, population=everywhere(FOUR, ()), **options)


def lines(table):
    return [list(line) for line in table.cells]


def test_a_small_count_is_withheld_with_one_more_so_that_the_total_does_not_give_it_away():
    (safe,) = suppress([one_way((12, 3, 20, 7))])
    assert lines(safe) == [[None], [None], [20], [7], [42]]


def test_a_table_without_small_counts_is_shown_whole():
    (safe,) = suppress([one_way((12, 8, 20, 7))])
    assert safe.withheld == frozenset()


def test_a_zero_is_shown_where_enough_could_have_spoken():
    (safe,) = suppress([one_way((12, 0, 20, 7))])
    assert safe.value("drome", TOTAL) == 0


def test_a_zero_is_withheld_where_the_population_is_small_or_unknown():
    cells = {(row, TOTAL): count for row, count in zip(FOUR, (12, 0, 20, 7), strict=True)}
    (safe,) = suppress([plain_table("one", FOUR, (), cells, population={("drome", TOTAL): 4})])
    assert safe.value("drome", TOTAL) is None


def test_counts_of_the_membership_itself_are_public():
    (safe,) = suppress([one_way((1, 2, 3, 4), public=True)])
    assert (safe.public, safe.withheld) == (True, frozenset())


def test_a_table_in_which_a_group_stands_twice_is_refused():
    cells = {("ain", "micro"): {1, 2, 3, 4, 5, 6}, ("ain", "sme"): {6, 7, 8, 9, 10}}
    with pytest.raises(ValueError, match="each group stands in one"):
        count_table("two", ("ain",), ("micro", "sme"), cells)


def test_a_group_stands_where_most_of_it_is_and_else_in_the_first_of_the_order():
    said = [("a", "sme"), ("a", "sme"), ("a", "micro"), ("b", "sme"), ("b", "micro")]
    assert one_each(said, ("micro", "sme")) == {"a": "sme", "b": "micro"}


def test_the_order_of_rows_and_columns_does_not_matter():
    rows, columns = [f"r{number}" for number in range(8)], [f"c{number}" for number in range(5)]
    source = random.Random(4)
    counts = {(row, column): source.randint(0, 14) for row in rows for column in columns}
    population = everywhere(rows, columns)
    (first,) = suppress([plain_table("t", rows, columns, counts, population=population)])
    (second,) = suppress([plain_table("t", rows[::-1], columns[::-1], counts, population=population)])
    assert first.withheld == second.withheld


def test_a_cell_that_two_tables_share_is_withheld_in_both():
    keys = {(row, TOTAL): ("department", row) for row in (*FOUR, TOTAL)}
    counts = {("ain", "a"): 9, ("ain", "b"): 9, ("drome", "a"): 8, ("drome", "b"): 8, ("isere", "a"): 1}
    counts |= {("isere", "b"): 1, ("loire", "a"): 7, ("loire", "b"): 7}
    wide = plain_table("wide", FOUR, ("a", "b"), counts, population=everywhere(FOUR, ("a", "b")), keys=keys)
    narrow = one_way((18, 16, 2, 14), keys=keys)
    first, second = suppress([narrow, wide])
    assert [first.value(row, TOTAL) for row in FOUR] == [second.value(row, TOTAL) for row in FOUR]


def test_a_sum_that_one_group_dominates_is_withheld():
    amounts = {(row, TOTAL): dict.fromkeys(range(8), 10) for row in FOUR}
    amounts["ain", TOTAL] = {1: 1000} | dict.fromkeys(range(2, 8), 10)
    (safe,) = suppress([sum_table("jobs", FOUR, (), amounts, population=everywhere(FOUR, ()))])
    assert safe.value("ain", TOTAL) is None


def test_a_withheld_sum_cannot_be_had_by_subtraction():
    amounts = {(row, TOTAL): dict.fromkeys(range(8), 10) for row in FOUR}
    amounts["ain", TOTAL] = dict.fromkeys(range(3), 10)
    (safe,) = suppress([sum_table("jobs", FOUR, (), amounts, population=everywhere(FOUR, ()))])
    assert len(safe.withheld) >= 2

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cara_crm.confidentiality.suppression import TOTAL, Published, count_table, plain_table, remember, suppress

SPRING, SUMMER, AUTUMN = date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)
ROWS = ("ain", "drome", "isere")


def table_of(*counts, start=0):
    """Distinct groups for each row; the same count has the same groups, shifted by `start`."""
    cells = {
        (row, TOTAL): {(row, number) for number in range(start, start + count)}
        for row, count in zip(ROWS, counts, strict=True)
    }
    population = {(row, TOTAL): 50 for row in (*ROWS, TOTAL)}
    return count_table("t", ROWS, (), cells, population=population)


def given_in_spring(*counts):
    table = table_of(*counts)
    (safe,) = suppress([table])
    return remember(table, safe, SPRING)


def column(safe):
    return [line[0] for line in safe.cells]


def test_a_figure_over_too_small_a_change_is_repeated_with_its_date():
    (safe,) = suppress([table_of(12, 10, 10)], earlier=[given_in_spring(10, 10, 10)])
    assert (safe.value("ain", TOTAL), safe.dates["ain", TOTAL]) == (10, SPRING)


def test_the_total_is_repeated_too_for_it_would_tell_the_change():
    (safe,) = suppress([table_of(12, 10, 10)], earlier=[given_in_spring(10, 10, 10)])
    assert safe.value(TOTAL, TOTAL) == 30


def test_figures_change_when_k_groups_differ():
    (safe,) = suppress([table_of(16, 17, 18)], earlier=[given_in_spring(10, 10, 10)])
    assert (column(safe), safe.dates) == ([16, 17, 18, 51], {})


def test_as_many_groups_but_others_is_a_change():
    (safe,) = suppress([table_of(10, 10, 10, start=20)], earlier=[given_in_spring(10, 10, 10)])
    assert safe.dates == {}


def test_the_new_figures_do_not_tell_the_one_that_is_repeated():
    """Two rows and the total renewed would give the third by subtraction; so one of them is not given."""
    (safe,) = suppress([table_of(12, 17, 18)], earlier=[given_in_spring(10, 10, 10)])
    assert safe.value("ain", TOTAL) == 10
    assert None in column(safe)


def test_what_was_withheld_stays_so_while_nothing_much_changes():
    last = given_in_spring(3, 9, 20)
    (safe,) = suppress([table_of(5, 9, 20)], earlier=[last])
    assert column(safe)[:3] == column(suppress([table_of(3, 9, 20)])[0])[:3]


def test_small_changes_add_up_until_they_are_k():
    last = given_in_spring(10, 10, 10)
    second = table_of(13, 13, 13)
    (safe,) = suppress([second], earlier=[last])
    last = remember(second, safe, SUMMER, last)
    (third,) = suppress([table_of(16, 16, 16)], earlier=[last])
    assert (safe.dates["ain", TOTAL], column(third)) == (SPRING, [16, 16, 16, 48])


def test_what_was_published_survives_a_column_of_json():
    last = given_in_spring(10, 3, 10)
    assert Published.from_data("t", json.loads(json.dumps(last.to_data()))) == last


def test_a_table_that_was_given_before_must_say_whom_it_counts():
    table = plain_table("t", ROWS, (), {("ain", TOTAL): 10})
    with pytest.raises(ValueError, match="which groups"):
        suppress([table], earlier=[given_in_spring(10, 10, 10)])


def test_what_one_table_gave_before_another_may_say_again():
    last = given_in_spring(10, 10, 10)
    keys = {(TOTAL, TOTAL): "all"}
    first = replace(table_of(10, 10, 10), keys=keys)
    second = plain_table("u", ("a", "b"), (), {("a", TOTAL): 28, ("b", TOTAL): 2}, keys=keys)
    assert [safe.value(TOTAL, TOTAL) for safe in suppress([first, second], earlier=[last])] == [30, 30]


counts = st.tuples(*[st.integers(0, 25)] * 3)


@settings(max_examples=80)
@given(counts, counts)
def test_no_two_reports_differ_by_a_few_groups(before, after):
    last, table = given_in_spring(*before), table_of(*after)
    (safe,) = suppress([table], earlier=[last])
    for place, figure in last.figures.items():
        new = safe.value(*place)
        if figure.shown is not None and new is not None and place not in safe.dates:
            assert len(figure.groups ^ remember(table, safe, AUTUMN).figures[place].groups) >= 5

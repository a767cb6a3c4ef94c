"""Tables that share figures, against brute force over all of them at once."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cara_crm.confidentiality.suppression import TOTAL, plain_table, suppress
from tests.confidentiality.oracle import TooMany, distinct, fitting

K = 3
ROWS = ("r1", "r2", "r3")
patient = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def two_tables(draw):
    """Two breakdowns of the same rows: their total columns are the same figures."""
    rows = ROWS[: draw(st.integers(2, 3))]
    totals = {row: draw(st.integers(1, 9)) for row in rows}
    return [_broken_down(draw, name, rows, totals) for name in ("a", "b")]


def _broken_down(draw, name, rows, totals):
    first = {row: draw(st.integers(0, total)) for row, total in totals.items()}
    cells = {(row, "x"): first[row] for row in rows} | {(row, "y"): totals[row] - first[row] for row in rows}
    population = {(row, column): 9 for row in (*rows, TOTAL) for column in ("x", "y", TOTAL)}
    keys = {(row, TOTAL): row for row in (*rows, TOTAL)}
    return plain_table(name, rows, ("x", "y"), cells, population=population, keys=keys)


def possible_together(tables, safe):
    """For each hidden place of each table the values that it has in pairs of tables with the same shared figures."""
    most = max(tables[0].values.values()) + 2
    try:
        fits = [list(fitting(one.cells, most, distinct)) for one in safe]
    except TooMany:
        assume(False)
    margins = [{tuple(line[-1] for line in cells) for cells in fit} for fit in fits]
    both = margins[0] & margins[1]
    for one, fit in zip(safe, fits, strict=True):
        alive = [cells for cells in fit if tuple(line[-1] for line in cells) in both]
        for row, line in enumerate(one.cells):
            for column in [number for number, cell in enumerate(line) if cell is None]:
                yield {cells[row][column] for cells in alive}


@patient
@given(two_tables())
def test_two_tables_side_by_side_pin_no_withheld_count(tables):
    for values in possible_together(tables, suppress(tables, K)):
        assert set(range(1, K)) <= values


@patient
@given(two_tables())
def test_a_shared_figure_is_withheld_in_all_tables_or_in_none(tables):
    first, second = suppress(tables, K)
    assert [line[-1] for line in first.cells] == [line[-1] for line in second.cells]


@patient
@given(two_tables())
def test_the_order_of_tables_does_not_matter(tables):
    assert suppress(tables, K) == suppress(tables[::-1], K)[::-1]


def test_one_key_for_different_figures_is_refused():
    tables = [
        plain_table(name, ("r",), (), {("r", TOTAL): n}, keys={("r", TOTAL): 1}) for name, n in (("a", 5), ("b", 6))
    ]
    with pytest.raises(ValueError, match="different figures"):
        suppress(tables)


def test_two_tables_of_one_id_are_refused():
    table = plain_table("a", ("r",), (), {("r", TOTAL): 5})
    with pytest.raises(ValueError, match="distinct ids"):
        suppress([table, table])

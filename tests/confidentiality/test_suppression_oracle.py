"""Withheld figures against brute force: every table that fits what is shown is enumerated."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cara_crm.confidentiality.suppression import TOTAL, count_table, one_each, plain_table, suppress
from tests.confidentiality.oracle import TooMany, distinct, possible

K = 3
patient = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
ROWS, COLUMNS = ("r1", "r2", "r3"), ("c1", "c2", "c3")
shapes = st.tuples(st.integers(1, 3), st.integers(1, 2))


@st.composite
def shaped(draw):
    height, width = draw(shapes)
    rows, columns = ROWS[:height], COLUMNS[:width]
    places = [(row, column) for row in (*rows, TOTAL) for column in (*columns, TOTAL)]
    return rows, columns, {place: draw(st.sampled_from((9, 9, 9, 2))) for place in places}


@st.composite
def distinct_tables(draw):
    rows, columns, population = draw(shaped())
    counts = {(row, column): draw(st.integers(0, 6)) for row in rows for column in columns}
    return plain_table("t", rows, columns, counts, population=population)


@st.composite
def counted_tables(draw):
    """Of who speaks in several cells, as the product counts it: in one."""
    rows, columns, population = draw(shaped())
    places = [(row, column) for row in rows for column in columns]
    said = draw(st.lists(st.tuples(st.integers(1, 12), st.sampled_from(places)), max_size=30))
    cells = {place: set() for place in places}
    for group, place in one_each(said, places).items():
        cells[place].add(group)
    return count_table("t", rows, columns, cells, population=population)


def assert_open(safe, most):
    try:
        found = possible(safe.cells, most, distinct)
    except TooMany:
        assume(False)
    for values in found.values():
        assert set(range(1, K)) <= values


@patient
@given(st.one_of(distinct_tables(), counted_tables()))
def test_every_withheld_count_may_be_each_small_value(table):
    (safe,) = suppress([table], K)
    assert_open(safe, max(table.values.values()) + 2)


@patient
@given(counted_tables())
def test_what_is_shown_adds_up_so_that_nothing_is_left_over_to_be_read_off(table):
    (safe,) = suppress([table], K)
    for line in (*safe.cells, *zip(*safe.cells, strict=True)):
        assert None in line or line[-1] == sum(line[:-1])


@patient
@given(distinct_tables())
def test_no_small_count_and_no_zero_of_a_small_population_is_shown(table):
    (safe,) = suppress([table], K)
    for place in table.places():
        shown = safe.value(*place)
        assert shown is None or shown >= K or (shown == 0 and table.population[place] >= K)


@patient
@given(counted_tables(), st.randoms(use_true_random=False))
def test_the_order_of_labels_never_matters(table, source):
    rows, columns = list(table.rows), list(table.columns)
    source.shuffle(rows)
    source.shuffle(columns)
    mixed = plain_table("t", rows, columns, table.values, population=table.population)
    assert suppress([table], K)[0].withheld == suppress([mixed], K)[0].withheld

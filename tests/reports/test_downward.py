"""How relays were received: no count beside another tells what too few did."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cara_crm.reports.assemble import assemble
from cara_crm.reports.material import Reception, Released
from tests.reports.raw import material, wording

K = 5


def of(targeted: int, reached: int, acknowledged: int = 0, first: int = 0) -> Reception:
    groups = [frozenset(f"m{n}" for n in range(first, first + size)) for size in (targeted, reached, acknowledged)]
    return Reception(7, "information", "Appel", date(2026, 8, 3), *groups)


def told(reception: Reception, **kwargs):
    return assemble(replace(material(wording(6), **kwargs), downward=(reception,)))


def counts(reception: Reception, **kwargs):
    one = told(reception, **kwargs).document.downward[0]
    return (one.targeted, one.reached, one.acknowledged)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ((12, 12, 0), (12, 12, None)),
        ((12, 11, 0), (12, None, None)),
        ((12, 7, 6), (12, 7, None)),
        ((20, 15, 10), (20, 15, 10)),
        ((4, 4, 4), (None, None, None)),
        ((12, 11, 6), (12, None, 6)),
    ],
)
def test_what_is_left_over_between_two_counts_is_nobody_or_enough(sizes, shown):
    assert counts(of(*sizes)) == shown


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_no_difference_of_shown_counts_is_small(targeted, reached, acknowledged):
    reached = min(reached, targeted)
    shown = [value for value in counts(of(targeted, reached, min(acknowledged, reached))) if value is not None]
    assert all(value >= K for value in shown)
    assert all(not 0 < before - after < K for before, after in pairwise(shown))


def test_who_read_it_since_the_last_report_is_not_told_one_by_one():
    earlier = Released(10, frozenset(f"m{n}" for n in range(10)), date(2026, 6, 30))
    after = told(of(20, 20, 11), released=(("relay:7:acknowledged", (earlier,)),))
    assert after.document.downward[0].acknowledged == 10
    assert any(caveat.about == "downward" and "Appel" in caveat.text for caveat in after.document.caveats)


def test_five_more_are_told():
    earlier = Released(10, frozenset(f"m{n}" for n in range(10)), date(2026, 6, 30))
    assert counts(of(20, 20, 15), released=(("relay:7:acknowledged", (earlier,)),)) == (20, 20, 15)


def test_the_figures_are_remembered():
    cells = {cell.key: cell.value for cell in told(of(12, 11)).cells if cell.key.startswith("relay:")}
    assert cells == {"relay:7:targeted": 12, "relay:7:reached": None, "relay:7:acknowledged": None}

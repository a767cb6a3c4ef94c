"""Fees and standing, as values: nothing here needs a database."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cara_crm.members.models import MemberCategory as C
from cara_crm.memberships.fees import Proposal, Rate, propose
from cara_crm.memberships.standing import FeeState, grace_ends, is_in_good_standing, state_of

SMALL, LARGE = 1, 2
RATES = [
    Rate(SMALL, C.MICRO, "", 200),
    Rate(SMALL, C.SME, "11", 600),
    Rate(SMALL, C.SME, "21", 1200),
    Rate(LARGE, C.SME, "31", 3000),
    Rate(LARGE, C.LARGE, "32", 8000),
]


@pytest.mark.parametrize(
    ("category", "band", "college", "euros"),
    [
        (C.SME, "11", None, 600),
        (C.SME, "12", None, 600),  # up to the next line
        (C.SME, "22", None, 1200),
        (C.SME, "31", None, 3000),
        (C.SME, "31", SMALL, 1200),  # its own college's lines come first
        (C.MICRO, "", None, 200),
        (C.MICRO, "NN", None, 200),
    ],
)
def test_the_highest_band_reached_says_the_fee(category, band, college, euros):
    found = propose(RATES, category=category, band=band, college_id=college)
    assert found is not None
    assert found.euros == euros


@pytest.mark.parametrize(("category", "band"), [(C.SME, ""), (C.SME, "03"), (C.AUTHORITY, "21")])
def test_where_no_line_fits_nothing_is_proposed(category, band):
    assert propose(RATES, category=category, band=band) is None


def test_the_flat_fee_of_its_college_holds_where_no_line_fits():
    found = propose(RATES, category=C.AUTHORITY, band="", college_id=LARGE, flat={LARGE: 500})
    assert found == Proposal(LARGE, 500)


def year(number=2026, fee=900, called=None, paid=None, undated=False):
    return SimpleNamespace(year=number, fee_euros=fee, called_on=called, paid_on=paid, paid_undated=undated)


DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (year(), FeeState.NOT_CALLED),
        (year(fee=None), FeeState.NOT_CALLED),
        (year(fee=0), FeeState.FREE),
        (year(called=DAY - timedelta(days=30)), FeeState.CALLED),  # the last day to pay
        (year(called=DAY - timedelta(days=31)), FeeState.OVERDUE),
        (year(called=DAY - timedelta(days=90), paid=DAY), FeeState.PAID),
        (year(called=DAY - timedelta(days=90), paid=DAY + timedelta(days=1)), FeeState.OVERDUE),  # as it was that day
        (year(called=DAY + timedelta(days=1)), FeeState.NOT_CALLED),
        (year(called=DAY - timedelta(days=90), undated=True), FeeState.PAID),
    ],
)
def test_where_a_fee_stands_follows_from_days(one, state):
    assert state_of(one, DAY, payment_days=30) is state


def test_last_years_payment_counts_until_the_grace_is_over():
    years = [year(2025, paid=date(2025, 4, 1))]
    assert grace_ends(2026, 90) == date(2026, 3, 31)
    assert is_in_good_standing(years, DAY, 90)
    assert not is_in_good_standing(years, DAY + timedelta(days=1), 90)


def test_this_years_payment_counts_from_its_day():
    years = [year(2026, paid=date(2026, 6, 2))]
    assert not is_in_good_standing(years, date(2026, 6, 1), 90)
    assert is_in_good_standing(years, date(2026, 6, 2), 90)


def test_a_fee_of_nothing_is_settled_and_a_called_one_is_not():
    assert is_in_good_standing([year(2026, fee=0)], DAY, 0)
    assert not is_in_good_standing([year(2026, called=DAY)], DAY, 0)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_who_paid_this_year_stays_in_good_standing_to_its_end(paid, later):
    years = [year(paid.year, paid=paid)]
    if paid <= later <= date(paid.year, 12, 31):
        assert is_in_good_standing(years, later, 0)
    if later < paid:
        assert not is_in_good_standing(years, later, 366)

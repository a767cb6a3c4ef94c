"""Where a year's fee stands, and whether a member is in good standing: pure functions of days."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol


class FeeState(StrEnum):
    """Where a year's fee stands on a day. It follows from days and is stored nowhere."""

    NOT_CALLED = "not_called"
    CALLED = "called"
    OVERDUE = "overdue"
    PAID = "paid"
    FREE = "free"


class Year(Protocol):
    """A year of membership, as far as standing needs to know it."""

    @property
    def year(self) -> int: ...
    @property
    def fee_euros(self) -> int | None: ...
    @property
    def called_on(self) -> date | None: ...
    @property
    def paid_on(self) -> date | None: ...
    @property
    def paid_undated(self) -> bool: ...


def due_on(called_on: date, payment_days: int) -> date:
    """The last day to pay."""
    return called_on + timedelta(days=payment_days)


def is_paid_by(one: Year, on: date) -> bool:
    """Was it paid until the day `on`? Paid on a day that nobody told counts on every day."""
    return one.paid_undated or (one.paid_on is not None and one.paid_on <= on)


def state_of(one: Year, on: date, payment_days: int) -> FeeState:
    """Where it stands on the day `on`; a fee of 0 euros is settled by itself."""
    if is_paid_by(one, on):
        return FeeState.PAID
    if one.fee_euros == 0:
        return FeeState.FREE
    if one.called_on is None or one.called_on > on:
        return FeeState.NOT_CALLED
    return FeeState.OVERDUE if due_on(one.called_on, payment_days) < on else FeeState.CALLED


def grace_ends(year: int, grace_days: int) -> date:
    """The last day of a year on which the payment of the year before still counts."""
    return date(year, 1, 1) + timedelta(days=grace_days - 1)


def is_in_good_standing(years: Iterable[Year], on: date, grace_days: int) -> bool:
    """Is this year's fee settled on the day `on`, or was last year's and the days of grace are not over?"""
    settled = {one.year for one in years if one.fee_euros == 0 or is_paid_by(one, on)}
    return on.year in settled or (on.year - 1 in settled and on <= grace_ends(on.year, grace_days))

"""Filters of the list that later features know: the last contact, the fee of the year, good standing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from flask import g
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.languages import label
from cara_crm.core.permissions import Permission
from cara_crm.interactions.queries import last_spoken, silences, silent_since
from cara_crm.members import queries
from cara_crm.members.queries import Beyond, Filters
from cara_crm.memberships.queries import Terms, fee_of_year, good_standing, standings, terms
from cara_crm.memberships.standing import FeeState

CONTACT, FEE, STANDING = "last_contact", "fee", "standing"
NEVER, NO_YEAR, YES, NO = "never", "none", "yes", "no"
DAYS = (730, 365, 180, 90)
#: How long ago the last contact was, in days; each but the first lasts until the next begins, the last until today.
AGES = (NEVER, "over-730", "365-730", "180-365", "90-180", "0-90")
NEEDS = {CONTACT: Permission.INTERACTION_READ, FEE: Permission.MEMBERSHIP_READ, STANDING: Permission.MEMBERSHIP_READ}
KNOWN = {CONTACT: AGES, FEE: (NO_YEAR, *FeeState), STANDING: (YES, NO)}
#: As addresses that were kept say it: none for so many days.
FORMER = {str(days): AGES[: place + 2] for place, days in enumerate(DAYS)}
MANY = (CONTACT, FEE)  # the other is yes and no
EVER = date(9998, 12, 30)  # a day before which everything is
Choices = list[tuple[str, str, int]]  # value, word, how many members it would show


def asked(actor: Actor, args: MultiDict[str, str]) -> tuple[Beyond, ...]:
    """What an address asks for, of what this person may see."""
    told = {name: tuple(dict.fromkeys(args.getlist(name))) for name, needed in NEEDS.items() if actor.can(needed)}
    return tuple(one for name, values in told.items() if (one := _one(name, values)))


def payment() -> Terms:
    """The rules of fees, read once a request."""
    if "payment_terms" not in g:
        g.payment_terms = terms()
    known: Terms = g.payment_terms
    return known


def _one(name: str, asked: tuple[str, ...]) -> Beyond | None:
    today = clock.today()
    if name == CONTACT:
        asked = tuple(one for value in asked for one in FORMER.get(value, (value,)))
    values = tuple(value for value in KNOWN[name] if value in asked)
    values = values if name in MANY else values[:1]
    match name, values:
        case _, ():
            return None
        case "fee", _:
            state = fee_of_year(payment(), today)
            held = [state.is_(None) if value == NO_YEAR else state == value for value in values]
            return Beyond(name, values, reduce(or_, held))
        case "standing", (value,):
            good = good_standing(payment(), today)
            return Beyond(name, values, good if value == YES else ~good)
        case _:
            return Beyond(name, values, reduce(or_, map(_spoken, _runs([AGES.index(value) for value in values]))))


def is_former(name: str, value: str) -> bool:
    """Is it what addresses said before, understood still?"""
    return name == CONTACT and value in FORMER


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Places in ascending order as (first, last) of those that follow one another."""
    runs: list[tuple[int, int]] = []
    for place in places:
        begun = runs.pop()[0] if runs and runs[-1][1] == place - 1 else place
        runs.append((begun, place))
    return runs


def _spoken(run: tuple[int, int]) -> Any:
    """Those whose last contact is as long ago as one of the ages from the first to the last of a run."""
    first, last = run
    if last == 0:
        return silent_since(None)
    return last_spoken(_ends(first - 1) if first else None, _ends(last), or_never=first == 0)


def _ends(place: int) -> datetime | None:
    """The end of the last day of this age; None for the first, which is never, and for the last, which is now."""
    return clock.moment(clock.today() - timedelta(days=DAYS[place - 1])) if 0 < place <= len(DAYS) else None


def _chosen(filters: Filters, name: str) -> tuple[str, ...]:
    return next((one.values for one in filters.beyond if one.name == name), ())


def choices(actor: Actor, filters: Filters) -> list[tuple[str, str, Choices]]:
    """(name, label, what it offers) of those that this person may use, in two statements."""
    found: list[tuple[str, str, Choices]] = []
    if actor.can(NEEDS[CONTACT]):
        found.append((CONTACT, _("Last contact"), _contacts(actor, filters)))
    if actor.can(NEEDS[FEE]):
        fees, standings = _fees(actor, filters)
        found += [(FEE, _("Fee of the year"), fees), (STANDING, _("In good standing"), standings)]
    return found


def _contacts(actor: Actor, filters: Filters) -> Choices:
    ends = [*(_ends(place) for place in range(len(DAYS) + 1)), clock.moment(EVER)]
    until = silences(queries.narrowed(actor, _without(filters, CONTACT)), ends)
    counts = [n - before for n, before in zip(until, (0, *until), strict=False)]
    words = (
        _("Never"),
        _("More than 2 years ago"),
        _("1 to 2 years ago"),
        _("6 to 12 months ago"),
        _("3 to 6 months ago"),
        _("Less than 3 months ago"),
    )
    return list(zip(AGES, words, counts, strict=True))


def _fees(actor: Actor, filters: Filters) -> tuple[Choices, Choices]:
    rows = standings(queries.narrowed(actor, _without(filters, FEE, STANDING)), payment(), clock.today())
    fee, standing = _chosen(filters, FEE), _chosen(filters, STANDING)
    fees: dict[str, int] = {}
    goods: dict[str, int] = {}
    for state, is_good, n in rows:
        its, good = (state.value if state else NO_YEAR), YES if is_good else NO
        if not standing or good in standing:
            fees[its] = fees.get(its, 0) + n
        if not fee or its in fee:
            goods[good] = goods.get(good, 0) + n
    words = {one.value: label(one) for one in FeeState} | {NO_YEAR: _("No membership this year")}
    return (
        [(value, word, fees.get(value, 0)) for value, word in words.items()],
        [(value, word, goods.get(value, 0)) for value, word in ((YES, _("Yes")), (NO, _("No")))],
    )


def _without(filters: Filters, *names: str) -> Filters:
    return replace(filters, beyond=tuple(one for one in filters.beyond if one.name not in names))

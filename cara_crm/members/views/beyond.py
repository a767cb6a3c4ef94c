"""Filters of the list that later features know: the last contact, the fee of the year, good standing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.languages import label
from cara_crm.core.permissions import Permission
from cara_crm.interactions.queries import silences, silent_since
from cara_crm.members import queries
from cara_crm.members.queries import Beyond, Filters
from cara_crm.memberships.queries import Terms, fee_of_year, good_standing, standings, terms
from cara_crm.memberships.standing import FeeState

CONTACT, FEE, STANDING = "last_contact", "fee", "standing"
NEVER, NO_YEAR, YES, NO = "never", "none", "yes", "no"
DAYS = (90, 180, 365, 730)
NEEDS = {CONTACT: Permission.INTERACTION_READ, FEE: Permission.MEMBERSHIP_READ, STANDING: Permission.MEMBERSHIP_READ}
Choices = list[tuple[str, str]]


def asked(actor: Actor, args: Mapping[str, str]) -> tuple[Beyond, ...]:
    """What an address asks for, of what this person may see."""
    told = {name: args.get(name, "") for name, needed in NEEDS.items() if actor.can(needed)}
    return tuple(one for name, value in told.items() if value and (one := _one(name, value)))


def payment() -> Terms:
    """The rules of fees, read once a request."""
    if "payment_terms" not in g:
        g.payment_terms = terms()
    known: Terms = g.payment_terms
    return known


def _one(name: str, value: str) -> Beyond | None:
    today = clock.today()
    if name == CONTACT and value in (NEVER, *map(str, DAYS)):
        return Beyond(name, value, silent_since(_moment(value)))
    if name == FEE and value in (NO_YEAR, *FeeState):
        state = fee_of_year(payment(), today)
        return Beyond(name, value, state.is_(None) if value == NO_YEAR else state == value)
    if name == STANDING and value in (YES, NO):
        good = good_standing(payment(), today)
        return Beyond(name, value, good if value == YES else ~good)
    return None


def _moment(value: str) -> datetime | None:
    """The end of the last day that counts as long ago; None: ever."""
    if value == NEVER:
        return None
    return datetime.combine(clock.today() - timedelta(days=int(value)), time(), clock.PARIS)


def chosen(filters: Filters, name: str) -> str | None:
    return next((one.value for one in filters.beyond if one.name == name), None)


def choices(actor: Actor, filters: Filters) -> dict[str, Choices]:
    """What each offers to this person, with how many members it would show; two statements."""
    found: dict[str, Choices] = {}
    if actor.can(NEEDS[CONTACT]):
        found[CONTACT] = _contacts(actor, filters)
    if actor.can(NEEDS[FEE]):
        found |= _fees(actor, filters)
    return found


def _contacts(actor: Actor, filters: Filters) -> Choices:
    values = [NEVER, *map(str, DAYS)]
    counts = silences(queries.narrowed(actor, _without(filters, CONTACT)), [_moment(value) for value in values])
    words = [_("Never"), *(ngettext("None for %(num)d day", "None for %(num)d days", days) for days in DAYS)]
    return [(value, f"{word} ({n})") for value, word, n in zip(values, words, counts, strict=True)]


def _fees(actor: Actor, filters: Filters) -> dict[str, Choices]:
    rows = standings(queries.narrowed(actor, _without(filters, FEE, STANDING)), payment(), clock.today())
    fee, standing = chosen(filters, FEE), chosen(filters, STANDING)
    fees: dict[str, int] = {}
    goods: dict[str, int] = {}
    for state, is_good, n in rows:
        its, good = (state.value if state else NO_YEAR), YES if is_good else NO
        if standing in (None, good):
            fees[its] = fees.get(its, 0) + n
        if fee in (None, its):
            goods[good] = goods.get(good, 0) + n
    words = {one.value: label(one) for one in FeeState} | {NO_YEAR: _("No membership this year")}
    return {
        FEE: [(value, f"{word} ({fees.get(value, 0)})") for value, word in words.items()],
        STANDING: [(value, f"{word} ({goods.get(value, 0)})") for value, word in ((YES, _("Yes")), (NO, _("No")))],
    }


def _without(filters: Filters, *names: str) -> Filters:
    return replace(filters, beyond=tuple(one for one in filters.beyond if one.name not in names))

"""Filters of the list that later features know: the last contact, the fee of the year, good standing."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

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
KNOWN = {CONTACT: (NEVER, *map(str, DAYS)), FEE: (NO_YEAR, *FeeState), STANDING: (YES, NO)}
MANY = (FEE,)  # the others include one another, or are yes and no
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
    values = tuple(value for value in asked if value in KNOWN[name])
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
            return Beyond(name, values, silent_since(_moment(values[0])))


def _moment(value: str) -> datetime | None:
    """The end of the last day that counts as long ago; None: ever."""
    if value == NEVER:
        return None
    return datetime.combine(clock.today() - timedelta(days=int(value)), time(), clock.PARIS)


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
    values = KNOWN[CONTACT]
    counts = silences(queries.narrowed(actor, _without(filters, CONTACT)), [_moment(value) for value in values])
    words = [_("Never"), *(ngettext("None for %(num)d day", "None for %(num)d days", days) for days in DAYS)]
    return list(zip(values, words, counts, strict=True))


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

"""Audiences under a name, one's own and those that colleagues share: a saved view whose address is the rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.queries import visible
from cara_crm.core import clock, typed
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.lists.queries import views_of
from cara_crm.members.models import Member
from cara_crm.members.queries import visible as visible_members
from cara_crm.relays.queries.audience import CRITERIA

PLACE = "audiences"
BY_HAND = ("plus_contacts", "except_contacts", "except_members")
KEPT = (*(name for name in CRITERIA if name != "got"), *BY_HAND)
WORDS = ("categories", "statuses", "functions", "bands")


def saved_audiences(actor: Actor) -> list[Any]:
    """Rows (id, name, query, is_shared, user_id, owner): one's own by name, then those that colleagues share."""
    return list(views_of(actor, PLACE))


def as_kept(rule: dict[str, Any]) -> str:
    """A rule as text, with whom somebody added or took out by hand; who got another relay is no part of it."""
    pairs = [(name, value) for name in KEPT for value in rule.get(name, [])]
    return urlencode(pairs)


def rule_of(kept: str) -> dict[str, Any]:
    """The rule that was kept; what makes no sense in it asks nothing."""
    found: dict[str, Any] = {}
    for name, text in parse_qsl(kept):
        value = text if name in WORDS else typed.number(text)
        if name in KEPT and value is not None:
            found.setdefault(name, []).append(value)
    return found


def in_sight(actor: Actor, rule: dict[str, Any]) -> dict[str, Any]:
    """The same without people that were added and whom this manager may not write to: a colleague shared it."""
    added, conditions = rule.get("plus_contacts", []), visible(actor)
    if not added or not conditions:
        return rule
    seen = set(db.session.scalars(sa.select(Contact.id).where(Contact.id.in_(added), *conditions)))
    return {**rule, "plus_contacts": [one for one in added if one in seen]}


@dataclass(frozen=True)
class ByHand:
    """Whom a saved audience adds to its rule and takes out of it: names, and whether the person is still there."""

    added: list[tuple[str, bool]]
    left_out: list[tuple[str, bool]]
    organisations: list[str]


def by_hand(actor: Actor, saved: Iterable[Any]) -> dict[int, ByHand]:
    """Of each saved audience with exceptions, by the id of the view; only people and members that the actor sees."""
    rules = {one.id: rule_of(one.query) for one in saved}
    people = _people({key for rule in rules.values() for name in BY_HAND[:2] for key in rule.get(name, [])}, actor)
    members = _members({key for rule in rules.values() for key in rule.get("except_members", [])}, actor)

    def known(rule: dict[str, Any], name: str, found: dict[int, Any]) -> list[Any]:
        return sorted(found[key] for key in rule.get(name, []) if key in found)

    return {
        key: ByHand(
            known(rule, "plus_contacts", people),
            known(rule, "except_contacts", people),
            known(rule, "except_members", members),
        )
        for key, rule in rules.items()
        if any(rule.get(name) for name in BY_HAND)
    }


def _people(ids: set[int], actor: Actor) -> dict[int, tuple[str, bool]]:
    if not ids:
        return {}
    today, at = clock.today(), Affiliation
    held = (at.member_id.is_not(None), at.from_on <= today, sa.or_(at.until_on.is_(None), at.until_on >= today))
    there = sa.exists().where(at.contact_id == Contact.id, *held)
    rows = db.session.execute(sa.select(Contact, there).where(Contact.id.in_(ids), *visible(actor)))
    return {person.id: (person.name, has_function and not person.archived_on) for person, has_function in rows}


def _members(ids: set[int], actor: Actor) -> dict[int, str]:
    rows = sa.select(Member).where(Member.id.in_(ids), *visible_members(actor))
    return {one.id: one.name for one in db.session.scalars(rows)} if ids else {}

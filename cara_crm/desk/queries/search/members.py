"""Organisations: by any of their names, SIREN, SIRET, number abroad, town, phone; by their e-mail."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.reaching import dialled, figures
from cara_crm.core.search import begins, held, shape, spoken
from cara_crm.desk.queries.search.hits import KEPT, MOST_READ, SHOWN, Hit, Kind, Why, best, in_one
from cara_crm.extensions import db
from cara_crm.members import foreign
from cara_crm.members.models import Member, MemberName, Site
from cara_crm.members.names import searched_as
from cara_crm.members.queries import visible
from cara_crm.members.siren import SIREN_LENGTH, SIRET_LENGTH, spaced
from cara_crm.territory.models import Department

PLAIN = (
    sa.select(Member)
    .where(Member.id.in_(sa.bindparam("ids", expanding=True)))
    .options(
        load_only(
            Member.legal_name,
            Member.usual_name,
            Member.folded,
            Member.siren,
            Member.foreign_number,
            Member.phone,
            Member.email,
        ),
        joinedload(Member.department).load_only(Department.name),
    )
)
WITH_DETAILS = PLAIN.options(
    joinedload(Member.other_names).load_only(MemberName.name),
    joinedload(Member.sites).load_only(Site.name, Site.siret, Site.town, Site.postal_code, Site.is_head),
)


def members(actor: Actor, words: list[str]) -> Iterator[Hit]:
    """Those whose name begins like this first, then those that hold every word; of none, those of the same name to who
    looks for duplicates."""
    siret = _siret(words)
    found = _found(actor, words, siret)
    if not found and (told := searched_as(words)):
        found = _found(actor, told)
    yield from (_hit(member, words) for member in _loaded(found, WITH_DETAILS))


def _found(actor: Actor, words: list[str], siret: str = "") -> list[int]:
    statement = _finding(actor, clock.today(), shape(words), is_siret=bool(siret))
    return best(words, statement, **({"siren": siret[:SIREN_LENGTH]} if siret else {}))


def members_reached(actor: Actor, mail: str) -> Iterator[Hit]:
    """Those whose own e-mail begins like this: words of an address would find half of the register."""
    found = db.session.execute(_by_mail(actor, clock.today()), spoken([mail]))
    for member in _loaded([row.id for row in found], WITH_DETAILS):
        yield Hit(Kind.MEMBER, member.id, member.name, _place(member), Why.EMAIL, member.email)


@lru_cache(maxsize=KEPT)
def _by_mail(actor: Actor, today: date) -> sa.Select[Any]:
    chosen = sa.select(Member.id).where(*visible(actor, today), Member.archived_on.is_(None))
    return chosen.where(begins(Member.email)).order_by(Member.email, Member.id).limit(SHOWN)


def hits_alike(ids: list[int]) -> Iterator[Hit]:
    """Those whose names or places resemble the words."""
    for member in _loaded(ids, PLAIN):
        yield Hit(Kind.MEMBER, member.id, member.name, _department(member), Why.SPELLING)


@lru_cache(maxsize=KEPT)
def _finding(actor: Actor, today: date, short: tuple[bool, ...], *, is_siret: bool) -> sa.CompoundSelect[Any]:
    """Made once for an actor, a day and a number of words: to make it takes longer than to run it.

    `is_siret`: also the company of this SIREN, whose site of this number may not be in the register.
    """
    chosen = sa.select(Member.id, Member.sort_key).where(*visible(actor, today), Member.archived_on.is_(None))
    beginning = chosen.where(begins(Member.sort_key)).order_by(Member.sort_key).limit(SHOWN)
    holding = chosen.where(*(held(Member.folded, n, short=one) for n, one in enumerate(short))).limit(MOST_READ)
    return in_one(beginning, holding, *([chosen.where(Member.siren == sa.bindparam("siren"))] if is_siret else []))


def _siret(words: list[str]) -> str:
    """The SIRET that was typed, or ""."""
    return words[0] if len(words) == 1 and words[0].isdigit() and len(words[0]) == SIRET_LENGTH else ""


def _loaded(ids: list[int], statement: sa.Select[Member]) -> list[Member]:
    """In the order of `ids`."""
    if not ids:
        return []
    known = {one.id: one for one in db.session.scalars(statement, {"ids": ids}).unique()}
    return [known[id] for id in ids]


def _hit(member: Member, words: list[str]) -> Hit:
    why, matched = _why(member, words)
    return Hit(Kind.MEMBER, member.id, member.name, _place(member), why, matched)


def _place(member: Member) -> str:
    town = next((site.town for site in sorted(member.sites, key=lambda s: not s.is_head) if site.town), "")
    return ", ".join(part for part in (town, _department(member)) if part)


def _department(member: Member) -> str:
    return member.department.name if member.department else ""


def _why(member: Member, words: list[str]) -> tuple[Why | None, str]:
    if all(word in fold(member.name) for word in words):
        return None, ""
    if by_number := _numbered(member, words):
        return by_number
    names = (member.legal_name, *(other.name for other in member.other_names))
    if former := next((name for name in names if all(word in fold(name) for word in words)), None):
        return Why.FORMER_NAME, former
    town = next((site.town for site in member.sites if all(word in fold(_where(site)) for word in words)), "")
    if town:
        return Why.PLACE, town
    return (Why.TEXT if all(word in member.folded for word in words) else Why.SPELLING), ""


def _numbered(member: Member, words: list[str]) -> tuple[Why, str] | None:
    """Of a search that is a number: which of the member's it is."""
    if not any(map(str.isdigit, "".join(words))):
        return None
    said = [
        (Why.SIREN, member.siren or "", spaced(member.siren)),
        *((Why.SIRET, site.siret or "", site.siret or "") for site in member.sites),
        (Why.FOREIGN_NUMBER, fold(member.foreign_number or ""), foreign.shown(member.foreign_number)),
        (Why.PHONE, figures(member.phone), dialled(member.phone)),
    ]
    if siret := _siret(words):
        said.append((Why.UNKNOWN_SITE, siret if siret[:SIREN_LENGTH] == member.siren else "", spaced(member.siren)))
    return next(((why, shown) for why, text, shown in said if all(word in text for word in words)), None)


def _where(site: Site) -> str:
    return f"{site.name} {site.town} {site.postal_code}"

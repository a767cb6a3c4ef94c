"""Which organisations are in the register already, asked while one is being entered: by the rules that lists are
compared with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from rapidfuzz import fuzz, process
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.reaching import phone_of
from cara_crm.core.search import nearly
from cara_crm.extensions import db
from cara_crm.members import foreign, siren
from cara_crm.members.marks import domain_of, place_key, town_key
from cara_crm.members.matching import Known, is_shown, only, score
from cara_crm.members.models import Member
from cara_crm.members.names import acronyms, matching_keys, name_key
from cara_crm.members.queries import visible
from cara_crm.merging.queries.sides import department_codes, matching_rules, member_sides
from cara_crm.territory import postal

MOST, COMPARED = 5, 50
CERTAIN = 100


@dataclass(frozen=True)
class Typed:
    """An organisation as far as it is entered, as it is written; empty is not known yet."""

    names: tuple[str, ...]
    siren: str = ""
    foreign_number: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    town: str = ""
    department_id: int | None = None


@dataclass(frozen=True)
class Alike:
    """A member that may be the one which is entered, and why: points of 100, CERTAIN for the same number, 0 for another
    name."""

    member: Member
    points: int
    reasons: tuple[str, ...]


def members_like(actor: Actor, typed: Typed) -> list[Alike]:
    """Members, archived ones too, that the rules of matching put beside this one, the likest first; and whoever has its
    number, its website or its phone; where no place is told, it may be anywhere. A handful of statements."""
    side = _side(typed)
    rows = _candidates(actor, side)
    rules, found = matching_rules(), dict(_sharing(side, rows))
    for known in member_sides(archived=True, ids=_closest(side, rows)):
        one = side if side.towns or side.departments else replace(side, towns=known.towns)
        points, reasons = score(one, known, rules)
        if points and found.get(known.id, (0,))[0] < CERTAIN and is_shown(one, known, points, reasons, rules):
            found[known.id] = points, reasons
    best = sorted(found, key=lambda id: (-found[id][0], id))[:MOST]
    places = (joinedload(Member.department), joinedload(Member.sites))
    members = db.session.scalars(sa.select(Member).where(Member.id.in_(best)).options(*places)).unique()
    known_now = {one.id: one for one in members} if best else {}
    return [Alike(known_now[id], *found[id]) for id in best]


def _side(typed: Typed) -> Known:
    """What is entered as matching sees it; a number that is not whole is not there yet."""
    code = postal.clean(typed.postal_code) or ""
    chosen = department_codes().get(typed.department_id) if typed.department_id else None
    number = _whole(lambda: siren.read(typed.siren).siren)
    return Known(
        0,
        number,
        tuple(filter(None, typed.names)),
        only(chosen or postal.department_of(code, typed.town)),
        domains=frozenset(filter(None, (domain_of(typed.website), domain_of(typed.email)))),
        places=frozenset(filter(None, [place_key(typed.address, code)])),
        phones=frozenset(filter(None, [_whole(lambda: phone_of(typed.phone))])),
        towns=frozenset(filter(None, [town_key(typed.town)])),
        abroad=_whole(lambda: foreign.read(typed.foreign_number)),
    )


def _whole(read: Callable[[], str]) -> str | None:
    try:
        return read() or None
    except (ValueError, DomainError):
        return None


def _candidates(actor: Actor, side: Known) -> list[Any]:
    """Rows of members that share a word, the number, the domain or the phone."""
    asked = [nearly(Member.folded, word) for word in _words(side) if len(word) > 2]
    for domain in side.domains:
        asked += [column.icontains(domain, autoescape=True) for column in (Member.website, Member.email)]
    asked += [Member.phone == phone for phone in side.phones]
    asked += [Member.sort_key.in_(short)] if (short := {one for name in side.names for one in acronyms(name)}) else []
    asked += [Member.siren == side.siren] if side.siren else []
    asked += [Member.foreign_number == side.abroad] if side.abroad else []
    if not asked:
        return []
    columns = (Member.id, Member.folded, Member.sort_key, Member.siren, Member.foreign_number)
    select = sa.select(*columns, Member.website, Member.email, Member.phone).where(sa.or_(*asked), *visible(actor))
    return list(db.session.execute(select.where(Member.merged_into_id.is_(None))))


def _words(side: Known) -> set[str]:
    """By which a member of the same name may be found: as they are written, and in full."""
    keys = {key for name in side.names for key in (name_key(name), *matching_keys(name)) if len(key) > 2}
    return {word for key in keys for word in key.split()}


def _sharing(side: Known, rows: list[Any]) -> Iterator[tuple[int, tuple[int, tuple[str, ...]]]]:
    """Those that have the same number, website or phone, whatever they are called."""
    for row in rows:
        told = [
            ("siren", bool(side.siren) and row.siren == side.siren),
            ("number_abroad", bool(side.abroad) and row.foreign_number == side.abroad),
            ("domain", bool({domain_of(row.website), domain_of(row.email)} & side.domains)),
            ("phone", row.phone in side.phones),
        ]
        if reasons := tuple(reason for reason, holds in told if holds):
            yield row.id, (CERTAIN if {"siren", "number_abroad"} & set(reasons) else 0, reasons)


def _closest(side: Known, rows: list[Any]) -> list[int]:
    """Of many that share a word, those whose search text holds the names best, and those with its initials."""
    short = {one for name in side.names for one in acronyms(name)}
    texts = {row.id: row.folded for row in rows}
    best: dict[int, float] = {row.id: CERTAIN for row in rows if row.sort_key in short}
    for key in filter(None, {key for name in side.names for key in (name_key(name), *matching_keys(name))}):
        for _text, points, id in process.extract(key, texts, scorer=fuzz.token_set_ratio, limit=COMPARED):
            best[id] = max(points, best.get(id, 0))
    return sorted(best, key=lambda id: (-best[id], id))[:COMPARED]

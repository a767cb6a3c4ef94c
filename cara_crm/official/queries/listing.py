"""All members of whom the register says otherwise, and how far the check is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.pages import Page, paginate
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.members.queries.register import KEY, visible
from cara_crm.official.models import Fact, FindingState, OfficialFinding, OfficialLookup
from cara_crm.official.queries.checking import AFTER, checkable
from cara_crm.official.queries.record import KINDS, Record, compared, facts_loaded, findings_of

PAGE = 30


@dataclass(frozen=True)
class Coverage:
    """How far the periodic check is: members with a SIREN, those asked about lately, the oldest answer."""

    members: int
    checked: int
    oldest: datetime | None


def _waiting(facts: Sequence[Fact]) -> sa.ColumnElement[bool]:
    """Has a member a notable difference that nobody has decided?"""
    waits = sa.exists().where(
        OfficialFinding.member_id == Member.id, OfficialFinding.is_notable, OfficialFinding.state == FindingState.OPEN
    )
    return waits.where(OfficialFinding.fact.in_(facts)) if facts else waits


def differing(actor: Actor, *, kind: str = "", cursor: str | None = None) -> tuple[list[Record], Page[Any]]:
    """Members of whom the register says otherwise, by name: all, or those of one of KINDS."""
    wanted = sa.select(Member).where(*visible(actor), Member.archived_on.is_(None), _waiting(KINDS.get(kind, ())))
    page = paginate(db.session, wanted.options(*facts_loaded()), KEY, cursor, PAGE)
    ids = [member.id for member in page.items]
    asked = sa.select(OfficialLookup).where(OfficialLookup.member_id.in_(ids))
    lookups = {one.member_id: one for one in db.session.scalars(asked)} if ids else {}
    findings: dict[int, list[OfficialFinding]] = {}
    for one in findings_of(ids) if ids else []:
        findings.setdefault(one.member_id, []).append(one)
    records = [compared(member, lookups.get(member.id), findings.get(member.id, [])) for member in page.items]
    return records, page


def coverage(actor: Actor) -> Coverage:
    """Of the members in the actor's scope that the check asks about."""
    lately = clock.now() - 2 * AFTER
    select = (
        sa.select(
            sa.func.count(Member.id),
            sa.func.count(sa.case((OfficialLookup.checked_at >= lately, 1))),
            sa.func.min(OfficialLookup.checked_at),
        )
        .select_from(Member)
        .outerjoin(OfficialLookup, OfficialLookup.member_id == Member.id)
        .where(*visible(actor), *checkable())
    )
    row = db.session.execute(select).one()
    return Coverage(row[0], row[1], row[2])

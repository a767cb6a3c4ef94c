"""Members with whom nobody of the team has spoken for long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Bundle

from cara_crm.accounts.models import User
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.pages import Key, Page, paginate
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction, interaction_member
from cara_crm.interactions.queries import bilateral
from cara_crm.members.models import AccountManager, Member, MemberStatus
from cara_crm.members.queries import visible
from cara_crm.sectors.models import Sector

A_YEAR = 365
LONGEST = 3650
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
CHUNK = 2000
COLUMNS = ("name", "siren", "sector", "manager", "last_on", "days")


@dataclass(frozen=True)
class Silence:
    """No bilateral contact for `days`; `manager_id` 0 asks for members that nobody looks after."""

    days: int = A_YEAR
    sector_id: int | None = None
    manager_id: int | None = None

    @property
    def since(self) -> datetime:
        """The end of the last day that counts as long ago."""
        first = clock.today() - timedelta(days=self.days)
        return clock.moment(first).astimezone(UTC)


LAST = (
    sa.select(interaction_member.c.member_id, sa.func.max(Interaction.happened_at).label("at"))
    .join(Interaction, Interaction.id == interaction_member.c.interaction_id)
    .where(bilateral())
    .group_by(interaction_member.c.member_id)
    .subquery()
)
MANAGER_NAME = (
    sa.select(sa.func.min(User.name))
    .join(AccountManager, AccountManager.user_id == User.id)
    .where(AccountManager.member_id == Member.id, AccountManager.until_on.is_(None))
    .correlate(Member)
    .scalar_subquery()
)
SPOKEN_AT = sa.func.coalesce(LAST.c.at, sa.literal(NEVER, Interaction.happened_at.type))
NAME = sa.func.coalesce(sa.func.nullif(Member.usual_name, ""), Member.legal_name)
#: One line of the list; `last_at` is None for a member with whom nobody ever spoke.
LINE: Bundle[Any] = Bundle(
    "line",
    Member.id,
    NAME.label("name"),
    Member.siren,
    Member.sort_key,
    Member.main_sector_id,
    MANAGER_NAME.label("manager"),
    LAST.c.at.label("last_at"),
    single_entity=True,
)
KEY = Key((SPOKEN_AT, Member.sort_key, Member.id), read=lambda one: (one.last_at or NEVER, one.sort_key, one.id))


def silent_members(actor: Actor, asked: Silence, cursor: str | None = None, size: int = 50) -> Page[Any]:
    """One page of LINEs: those with whom nobody ever spoke, then the longest silence first."""
    select = sa.select(LINE).outerjoin(LAST, LAST.c.member_id == Member.id).where(*_conditions(actor, asked))
    return paginate(db.session, select, KEY, cursor, size)


def longest_silent(actor: Actor, asked: Silence, most: int) -> tuple[list[Any], int]:
    """The first rows (id, name, last_at) of the list, and how many it has, in one statement."""
    rows = db.session.execute(
        sa.select(Member.id, NAME.label("name"), LAST.c.at.label("last_at"), sa.func.count().over().label("n"))
        .outerjoin(LAST, LAST.c.member_id == Member.id)
        .where(*_conditions(actor, asked))
        .order_by(*KEY.columns)
        .limit(most)
    ).all()
    return list(rows), rows[0].n if rows else 0


def count_silent(actor: Actor, asked: Silence) -> int:
    count = sa.select(sa.func.count(Member.id)).outerjoin(LAST, LAST.c.member_id == Member.id)
    return db.session.scalar(count.where(*_conditions(actor, asked))) or 0


def exported_silent(actor: Actor, asked: Silence) -> Iterator[dict[str, Any]]:
    """One dict with COLUMNS per member of the list, in its order; days are ISO 8601, None is never."""
    rows = db.session.execute(
        sa.select(NAME, Member.siren, Sector.name_fr, MANAGER_NAME, LAST.c.at)
        .outerjoin(LAST, LAST.c.member_id == Member.id)
        .outerjoin(Sector, Sector.id == Member.main_sector_id)
        .where(*_conditions(actor, asked))
        .order_by(*KEY.columns)
        .execution_options(yield_per=CHUNK)
    )
    today = clock.today()
    for name, siren, sector, manager, at in rows:
        day = at.astimezone(clock.PARIS).date() if at else None
        yield {
            "name": name,
            "siren": siren,
            "sector": sector,
            "manager": manager,
            "last_on": day.isoformat() if day else None,
            "days": (today - day).days if day else None,
        }


def _conditions(actor: Actor, asked: Silence) -> list[sa.ColumnElement[bool]]:
    where = [Member.status == MemberStatus.ACTIVE, Member.archived_on.is_(None), *visible(actor)]
    where.append(sa.or_(LAST.c.at.is_(None), LAST.c.at < asked.since))
    if asked.sector_id is not None:
        where.append(Member.main_sector_id == asked.sector_id)
    if asked.manager_id is not None:
        looks = sa.exists().where(AccountManager.member_id == Member.id, AccountManager.until_on.is_(None))
        where.append(looks.where(AccountManager.user_id == asked.manager_id) if asked.manager_id else ~looks)
    return where

"""Economic groups: whose members count once behind a figure."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.core.pages import Key, Page, paginate
from cara_crm.extensions import db
from cara_crm.members.models import Group, Member
from cara_crm.members.queries.register import visible

GROUP_KEY = Key((Group.folded, Group.id))
MOST_WORDS = 6


@dataclass(frozen=True)
class GroupLine:
    """A group as the list shows it, with how many of its members this reader sees."""

    group: Group
    members: int


def page_of_groups(actor: Actor, q: str, cursor: str | None) -> tuple[Page[Group], list[GroupLine]]:
    """One page of the groups that have a member which this reader sees, by name."""
    words = fold(q).split()[:MOST_WORDS]
    select = sa.select(Group).where(Group.id.in_(_mine(actor)))
    select = select.where(*(Group.folded.contains(word, autoescape=True) for word in words))
    page = paginate(db.session, select, GROUP_KEY, cursor)
    counts = _counts(actor, [one.id for one in page.items])
    return page, [GroupLine(one, counts.get(one.id, 0)) for one in page.items]


def _mine(actor: Actor) -> sa.Select[int | None]:
    return sa.select(Member.group_id).where(Member.group_id.is_not(None), Member.archived_on.is_(None), *visible(actor))


def _counts(actor: Actor, ids: list[int]) -> dict[int, int]:
    counted = sa.select(Member.group_id, sa.func.count()).where(Member.archived_on.is_(None), *visible(actor))
    rows = db.session.execute(counted.where(Member.group_id.in_(ids)).group_by(Member.group_id))
    return {row[0]: row[1] for row in rows if row[0] is not None}


def group_for(actor: Actor, group_id: int) -> tuple[Group, list[Member], int]:
    """(the group, its members that this reader sees by name, how many it does not see). Raises NotVisible."""
    group = db.session.get(Group, group_id)
    inside = sa.select(Member).where(Member.group_id == group_id, Member.archived_on.is_(None))
    seen = inside.where(*visible(actor)).options(joinedload(Member.department))
    members = list(db.session.scalars(seen.order_by(Member.sort_key, Member.id)))
    if group is None or not members:
        raise NotVisible
    every = db.session.scalar(sa.select(sa.func.count()).select_from(inside.subquery())) or 0
    return group, members, every - len(members)

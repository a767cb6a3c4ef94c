"""A member's own page: what the register tells on it, in one statement."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.extensions import db
from cara_crm.members.models import Member, SectorAssignment, Site
from cara_crm.members.queries.details import joined, own_manager, own_names, own_tags
from cara_crm.members.queries.register import visible

LINE = "\n"  # no name and no tag has one


@dataclass(frozen=True)
class MemberPage:
    """A member with its group, network, department, sites, sectors and statuses; of the rest the words.

    `in_group`: how many members its group has; `manager` looks after it, "" for nobody; `more` is what was asked for.
    """

    member: Member
    in_group: int
    tags: list[str]
    other_names: list[str]
    manager: str
    more: tuple[Any, ...]


def page_of_member(actor: Actor, member_id: int, *more: sa.ScalarSelect[Any]) -> MemberPage:
    """What the page shows, and what `more` selects: what later features tell of the member costs no statement then.
    Raises NotVisible.

    Sites, sectors and statuses are few of each, and come as one product; what only has to be read comes as text.
    """
    words = (joined(own_tags(), LINE), joined(own_names(), LINE), joined(own_manager(), ", "))
    found = db.session.execute(
        sa.select(Member, _in_group(), *words, *more)
        .where(Member.id == member_id, *visible(actor))
        .options(
            joinedload(Member.group),
            joinedload(Member.network),
            joinedload(Member.department),
            joinedload(Member.status_periods),
            joinedload(Member.sites).joinedload(Site.department),
            joinedload(Member.assignments).joinedload(SectorAssignment.sector),
            joinedload(Member.assignments).joinedload(SectorAssignment.role),
        )
    )
    row = found.unique().one_or_none()
    if row is None:
        raise NotVisible
    member, in_group, tags, names, manager, *told = row
    return MemberPage(member, in_group or 0, _lines(tags), _lines(names), manager or "", tuple(told))


def _in_group() -> sa.ScalarSelect[int]:
    other = aliased(Member)
    inside = sa.and_(other.group_id == Member.group_id, other.archived_on.is_(None))
    return sa.select(sa.func.count(other.id)).where(inside).scalar_subquery()


def _lines(text: str | None) -> list[str]:
    return text.split(LINE) if text else []

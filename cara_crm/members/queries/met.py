"""Values of the filters that are asked for less often, with how many members each would show."""

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cara_crm.accounts.models import User
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.members.models import AccountManager, Member, SectorAssignment, Tag, member_tag
from cara_crm.members.queries.register import Filters, belonging_now, in_charge_now, narrowed


class Choice(NamedTuple):
    """One more value to filter by; `n` members would be shown."""

    id: int
    name: str
    n: int


@dataclass
class Met:
    """Of the members that the other filters leave: who looks after them, and their tags, by name; `sectors` is
    sector → members that belong to it today, in the main or another place."""

    managers: list[Choice] = field(default_factory=list)
    tags: list[Choice] = field(default_factory=list)
    sectors: dict[int, int] = field(default_factory=dict)


def met(actor: Actor, filters: Filters) -> Met:
    """All three counted in one statement."""
    line, found = aliased(SectorAssignment), Met()  # what is visible asks the table itself
    sectors = sa.select(line.sector_id, sa.literal(""), sa.func.count(line.member_id.distinct())).join(
        Member, Member.id == line.member_id
    )
    sectors = sectors.where(belonging_now(line), *narrowed(actor, replace(filters, within=())))
    parts: list[Any] = [
        _managers(actor, filters).add_columns(sa.literal("managers")),
        _tags(actor, filters).add_columns(sa.literal("tags")),
        sectors.group_by(line.sector_id).add_columns(sa.literal("sectors")),
    ]
    rows = db.session.execute(sa.union_all(*parts)).all()
    for id, name, n, kind in sorted(rows, key=lambda row: (fold(row[1]), row[0])):
        if kind == "sectors":
            found.sectors[id] = n
        else:
            getattr(found, kind).append(Choice(id, name, n))
    return found


def _managers(actor: Actor, filters: Filters) -> Any:
    members = narrowed(actor, replace(filters, managers=()))
    select: Any = sa.select(User.id, User.name, sa.func.count(Member.id.distinct()).label("n"))
    select = select.join(AccountManager, AccountManager.user_id == User.id).join(AccountManager.member)
    return select.where(in_charge_now(), *members).group_by(User.id, User.name)


def _tags(actor: Actor, filters: Filters) -> Any:
    members = narrowed(actor, replace(filters, tags=()))
    select: Any = sa.select(Tag.id, Tag.name, sa.func.count().label("n")).select_from(member_tag)
    select = select.join(Tag, Tag.id == member_tag.c.tag_id).join(Member, Member.id == member_tag.c.member_id)
    return select.where(*members).group_by(Tag.id, Tag.name)

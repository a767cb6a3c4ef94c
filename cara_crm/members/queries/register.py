"""The list of members: what is searched, filtered and counted, and whom an actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.pages import Key, Page, paginate
from cara_crm.core.reaching import searched
from cara_crm.core.search import holds, starts
from cara_crm.extensions import db
from cara_crm.members.bulk import MOST
from cara_crm.members.models import (
    AccountManager,
    Member,
    MemberCategory,
    MemberStatus,
    MemberTally,
    SectorAssignment,
    Site,
    Tag,
)
from cara_crm.members.siren import SIREN_LENGTH, SIRET_LENGTH

KEY = Key((Member.sort_key, Member.id))
KEY_DOWN = Key((Member.sort_key, Member.id), descending=True)
MOST_WORDS = 8


@dataclass(frozen=True)
class Beyond:
    """A filter that a later feature knows: its name and values, any of them, and what they ask of `Member`."""

    name: str
    values: tuple[str, ...]
    condition: sa.ColumnElement[bool] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to: any of the values of each filter, by all filters together; none is everything.

    `sectors` are main sectors, `within` any that it belongs to today; `ids` are names found to be close to what was
    typed.
    """

    q: str = ""
    sectors: tuple[int, ...] = ()
    categories: tuple[MemberCategory, ...] = ()
    departments: tuple[int, ...] = ()
    statuses: tuple[MemberStatus, ...] = ()
    managers: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()
    within: tuple[int, ...] = ()
    beyond: tuple[Beyond, ...] = ()
    to_confirm: bool = False
    archived: bool = False
    ids: tuple[int, ...] | None = None

    @property
    def is_narrowed(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Facets:
    """How many members each value of a filter would show, the other filters standing; `total` under all of them.

    `unplaced` have no department.
    """

    total: int
    unplaced: int
    sectors: dict[int, int]
    categories: dict[MemberCategory, int]
    departments: dict[int, int]
    statuses: dict[MemberStatus, int]


Given = frozenset[tuple[int, bool]]
FACETS = (Member.main_sector_id, Member.category, Member.department_id, Member.status)


def visible(actor: Actor, today: date | None = None) -> Sequence[sa.ColumnElement[bool]]:
    """Conditions on `Member`: the house sees all, a manager of some sectors theirs and the members of none.

    One that was merged gave its sectors away: who sees the one that it is now sees it.
    """
    if actor.sector_ids is None:
        return ()
    line, member_id = SectorAssignment, sa.func.coalesce(Member.merged_into_id, Member.id)
    now = sa.or_(line.until_on.is_(None), line.until_on >= (today or clock.today()))
    in_charge = sa.select(line.member_id).where(now, line.sector_id.in_(actor.sector_ids))
    has_sectors = sa.exists().where(now, line.member_id == member_id)
    return (sa.or_(member_id.in_(in_charge), ~has_sectors),)  # asked of each, SQLite read the sector once a member


def listed(actor: Actor, filters: Filters) -> sa.Select[Any]:
    """Members that the filters leave, for paging."""
    return sa.select(Member).where(*visible(actor), *_conditions(filters))


#: One line of the list: values, not an entity, because fifty entities cost more than everything else on the page.
LINE: tuple[Any, ...] = (
    Member.id,
    Member.legal_name,
    Member.usual_name,
    Member.sort_key,
    Member.siren,
    Member.category,
    Member.status,
    Member.main_sector_id,
    Member.department_id,
    Member.name_to_confirm,
    sa.select(Site.town).where(Site.member_id == Member.id, Site.is_head).limit(1).scalar_subquery().label("town"),
)


def page_of(
    actor: Actor, filters: Filters, cursor: str | None, *, descending: bool = False, size: int = 50
) -> Page[Any]:
    """One page of the list by name; its items have the columns of LINE (one query)."""
    select = sa.select(*LINE).where(*visible(actor), *_conditions(filters))
    return paginate(db.session, select, KEY_DOWN if descending else KEY, cursor, size, lines=True)


def chosen(actor: Actor, filters: Filters) -> list[Member]:
    """Those that the filters leave, one more than MOST at the most, with what a change to many has to know."""
    parts = (selectinload(Member.assignments), selectinload(Member.tags), selectinload(Member.managers))
    select = listed(actor, filters).options(*parts).order_by(*KEY.columns).limit(MOST + 1)
    return list(db.session.scalars(select))


def facets(actor: Actor, filters: Filters) -> Facets:
    """Every count beside the list, from one pass over the members that the words leave."""
    wanted = (filters.sectors, filters.categories, filters.departments, filters.statuses)
    given = frozenset((i, len(values) > 1) for i, values in enumerate(wanted) if values)
    words_only = replace(filters, sectors=(), categories=(), departments=(), statuses=())
    if actor.sector_ids is None and words_only == Filters():
        select = _summed_of_all(given)
    else:
        select = _summed(_counted((*visible(actor), *_conditions(words_only))), given)
    found: list[dict[str, int]] = [{} for _ in FACETS]
    unplaced = 0
    bound = {_wanted(i): list(wanted[i]) if several else wanted[i][0] for i, several in given}
    for facet, value, n in db.session.execute(select, bound):
        if value is not None:
            found[facet][value] = n
        elif FACETS[facet] is Member.department_id:
            unplaced = n
    sectors, categories, departments, statuses = found
    wished = filters.statuses or list(statuses)  # every member has one status
    return Facets(
        total=sum(statuses.get(status, 0) for status in wished),
        unplaced=unplaced,
        sectors={int(value): n for value, n in sectors.items()},
        categories={MemberCategory(value): n for value, n in categories.items()},
        departments={int(value): n for value, n in departments.items()},
        statuses={MemberStatus(value): n for value, n in statuses.items()},
    )


@cache
def _summed_of_all(given: Given) -> sa.CompoundSelect[Any]:
    """The statement of most requests, over what is counted already; to make it takes longer than to run it."""
    cell, n = [getattr(MemberTally, column.key) for column in FACETS], sa.func.sum(MemberTally.n)
    return _summed(sa.select(*cell, n.label("n")).group_by(*cell).having(n > 0), given)


def _counted(conditions: Iterable[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    cell: list[Any] = list(FACETS)
    return sa.select(*cell, sa.func.count().label("n")).where(*conditions).group_by(*cell)


def _summed(cells: sa.Select[Any], given: Given) -> sa.CompoundSelect[Any]:
    """Rows (number of the facet, its value as text, count), each facet under the other facets' filters.

    `given`: the facets that are filtered, and whether by several values; they are bound when it is run. A member has
    one value of each of these facets, so that counts of several add up.
    """
    counted = cells.cte()
    columns = [counted.c[column.key] for column in FACETS]
    held = {i: _held(columns[i], i, several) for i, several in given}
    n = sa.cast(sa.func.sum(counted.c.n), sa.Integer)  # PostgreSQL sums to a decimal
    return sa.union_all(
        *(
            sa.select(sa.literal(i), sa.cast(column, sa.Text), n)
            .where(*(condition for k, condition in held.items() if k != i))
            .group_by(column)
            for i, column in enumerate(columns)
        )
    )


def _held(column: sa.ColumnElement[Any], facet: int, several: bool) -> sa.ColumnElement[bool]:
    wanted: Any = sa.bindparam(_wanted(facet), type_=column.type, expanding=several)
    return column.in_(wanted) if several else column == wanted


def _wanted(facet: int) -> str:
    return f"wanted_{facet}"


def in_charge_now() -> sa.ColumnElement[bool]:
    """A condition on `AccountManager`."""
    today = clock.today()
    ended = sa.or_(AccountManager.until_on.is_(None), AccountManager.until_on >= today)
    return sa.and_(AccountManager.from_on <= today, ended)


def belonging_now(line: Any = SectorAssignment) -> sa.ColumnElement[bool]:
    """A condition on `SectorAssignment` or an alias of it."""
    today = clock.today()
    return sa.and_(line.from_on <= today, sa.or_(line.until_on.is_(None), line.until_on >= today))


def narrowed(actor: Actor, filters: Filters) -> list[sa.ColumnElement[bool]]:
    """Conditions on `Member`: whom this actor sees of those that the filters leave."""
    return [*visible(actor), *_conditions(filters)]


def sites_by_department(actor: Actor, filters: Filters) -> dict[int, int]:
    """How many open sites the members have in each department, the filter of their head office's set aside."""
    members = (*visible(actor), *_conditions(replace(filters, departments=())))
    rows = db.session.execute(
        sa.select(Site.department_id, sa.func.count(Site.id))
        .join(Site.member)
        .where(Site.department_id.is_not(None), Site.closed_on.is_(None), *members)
        .group_by(Site.department_id)
    )
    return {department_id: n for department_id, n in rows if department_id is not None}


def _conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    where: list[Any] = [Member.archived_on.is_not(None) if filters.archived else Member.archived_on.is_(None)]
    for column, values in zip(
        FACETS, (filters.sectors, filters.categories, filters.departments, filters.statuses), strict=True
    ):
        where.extend([_any(column, values)] if values else [])
    if filters.managers:
        where.append(Member.managers.any(sa.and_(_any(AccountManager.user_id, filters.managers), in_charge_now())))
    if filters.tags:
        where.append(Member.tags.any(_any(Tag.id, filters.tags)))
    if filters.within:
        belongs = sa.select(SectorAssignment.member_id).where(_any(SectorAssignment.sector_id, filters.within))
        where.append(Member.id.in_(belongs.where(belonging_now())))
    where.extend(one.condition for one in filters.beyond)
    if filters.to_confirm:
        where.append(Member.name_to_confirm)
    if filters.ids is not None:
        where.append(Member.id.in_(filters.ids))
    elif "@" in filters.q:
        where.append(starts(Member.email, filters.q.strip().lower()))
    else:
        where.extend(_said(word) for word in words_of(filters.q))
    return where


def _said(word: str) -> sa.ColumnElement[bool]:
    """Holds a member the word? A SIRET is also its company's, whose site of that number the register may not have."""
    is_siret = word.isdigit() and len(word) == SIRET_LENGTH
    said = holds(Member.folded, word)
    return sa.or_(said, Member.siren == word[:SIREN_LENGTH]) if is_siret else said


def _any(column: Any, values: Sequence[Any]) -> sa.ColumnElement[bool]:
    """One of these; a single one is asked for as before there were several, so that an index orders the list."""
    found: sa.ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(values)
    return found


def words_of(q: str) -> list[str]:
    """What each searched member must hold: folded words; digits written in groups are one number ("552 032 534")."""
    folded = fold(searched(q))
    if folded.replace(" ", "").isdigit():
        return [folded.replace(" ", "")]
    return folded.split()[:MOST_WORDS]

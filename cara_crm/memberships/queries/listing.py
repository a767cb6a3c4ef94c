"""The memberships of a year: what is listed, counted, summed and exported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.pages import Key, Page, paginate
from cara_crm.core.search import holds
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.members.queries import visible
from cara_crm.memberships.models import College, Membership
from cara_crm.memberships.queries.renewal import without_year
from cara_crm.memberships.queries.terms import Terms
from cara_crm.memberships.standing import FeeState, grace_ends

KEY = Key((Member.sort_key, Membership.id), read=lambda one: (one.member.sort_key, one.id))
MOST_WORDS = 6
CHUNK = 2000
COLUMNS = (
    "name", "siren", "year", "college", "fee", "reason", "state", "called_on", "reminders", "reminded_on", "paid_on",
    "number",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; None is everything. `in_good_standing` speaks of today."""

    year: int
    q: str = ""
    state: FeeState | None = None
    college_id: int | None = None
    sector_id: int | None = None
    in_good_standing: bool | None = None

    @property
    def is_narrowed(self) -> bool:
        return self != Filters(self.year)


@dataclass(frozen=True)
class Sums:
    """Memberships and euros by state, the other filters standing; `missing`: active members not in this year."""

    counts: dict[FeeState, int]
    euros: dict[FeeState, int]
    missing: int

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def expected(self) -> int:
        return sum(self.euros.values())

    @property
    def due(self) -> int:
        """Called and not paid."""
        return self.euros.get(FeeState.CALLED, 0) + self.euros.get(FeeState.OVERDUE, 0)


def state_column(terms: Terms, today: date) -> sa.ColumnElement[str]:
    """`standing.state_of` as SQL."""
    last_in_time = today - timedelta(days=terms.payment_days)
    return sa.case(
        (Membership.is_paid, FeeState.PAID.value),
        (Membership.fee_euros == 0, FeeState.FREE.value),
        (Membership.called_on.is_(None), FeeState.NOT_CALLED.value),
        (Membership.called_on < last_in_time, FeeState.OVERDUE.value),
        else_=FeeState.CALLED.value,
    )


def fee_of_year(terms: Terms, today: date) -> sa.ColumnElement[str]:
    """Where a member's fee of the present year stands (a FeeState), as an expression on `Member`; None: no year yet."""
    own = sa.select(state_column(terms, today)).where(Membership.member_id == Member.id, Membership.year == today.year)
    return own.correlate(Member).scalar_subquery()


def good_standing(terms: Terms, today: date) -> sa.ColumnElement[bool]:
    """`standing.is_in_good_standing` as SQL, a condition on `Member`."""
    other = aliased(Membership)
    counting = [today.year, today.year - 1] if today <= grace_ends(today.year, terms.grace_days) else [today.year]
    settled = sa.or_(other.fee_euros == 0, other.paid_on <= today, other.paid_undated)
    return sa.exists().where(other.member_id == Member.id, other.year.in_(counting), settled)


def standings(
    members: Iterable[sa.ColumnElement[bool]], terms: Terms, today: date
) -> list[tuple[FeeState | None, bool, int]]:
    """(where the fee of the present year stands, in good standing?, how many) of these members, in one statement."""
    state = state_column(terms, today)
    is_good = good_standing(terms, today).label("is_good")
    of_year = sa.and_(Membership.member_id == Member.id, Membership.year == today.year)
    one = sa.select(state.label("state"), is_good).select_from(Member).outerjoin(Membership, of_year)
    each = one.add_columns(Membership.id.label("year_id")).where(*members).subquery()
    known = sa.case((each.c.year_id.is_not(None), each.c.state))
    rows = db.session.execute(sa.select(known, each.c.is_good, sa.func.count()).group_by(known, each.c.is_good))
    return [(FeeState(state) if state else None, bool(good), n) for state, good, n in rows]


def page_of(actor: Actor, filters: Filters, terms: Terms, cursor: str | None) -> Page[Membership]:
    """One page by name, with members and colleges."""
    select = (
        sa.select(Membership)
        .join(Membership.member)
        .where(*_conditions(actor, filters, terms))
        .options(contains_eager(Membership.member), joinedload(Membership.college))
    )
    return paginate(db.session, select, KEY, cursor)


def sums(actor: Actor, filters: Filters, terms: Terms) -> Sums:
    state = state_column(terms, clock.today())
    rows = db.session.execute(
        sa.select(state, sa.func.count(), sa.func.coalesce(sa.func.sum(Membership.fee_euros), 0))
        .join(Membership.member)
        .where(*_conditions(actor, filters, terms, with_state=False))
        .group_by(state)
    ).all()
    missing = sa.select(sa.func.count(Member.id)).where(*without_year(actor, filters.year))
    return Sums(
        counts={FeeState(row[0]): row[1] for row in rows},
        euros={FeeState(row[0]): int(row[2] or 0) for row in rows},
        missing=db.session.scalar(missing) or 0,
    )


def years() -> list[int]:
    """The years that somebody is a member in, newest first."""
    return list(db.session.scalars(sa.select(Membership.year).distinct().order_by(Membership.year.desc())))


def to_call(actor: Actor, year: int) -> list[int]:
    """Ids of a year's memberships that ask for money, were not called and are not paid, by name."""
    waiting = Membership.called_on.is_(None) & ~Membership.is_paid & (Membership.fee_euros > 0)
    select = sa.select(Membership.id).join(Membership.member).where(Membership.year == year, waiting, *visible(actor))
    return list(db.session.scalars(select.order_by(Member.sort_key, Membership.id)))


def exported(actor: Actor, filters: Filters, terms: Terms) -> Iterator[dict[str, Any]]:
    """One dict with COLUMNS per membership of the list, by name; days are ISO 8601."""
    name = sa.func.coalesce(sa.func.nullif(Member.usual_name, ""), Member.legal_name)
    state = state_column(terms, clock.today())
    rows = db.session.execute(
        sa.select(Membership, name, Member.siren, College.name_fr, state)
        .join(Membership.member)
        .outerjoin(Membership.college)
        .where(*_conditions(actor, filters, terms))
        .order_by(*KEY.columns)
        .execution_options(yield_per=CHUNK)
    )
    for one, named, siren, college, stands in rows:
        days = {key: day.isoformat() if (day := getattr(one, key)) else None for key in DAYS}
        yield {
            "name": named,
            "siren": siren,
            "year": one.year,
            "college": college,
            "fee": one.fee_euros,
            "reason": one.fee_reason or None,
            "state": stands,
            "reminders": one.reminders,
            "number": one.number,
            **days,
        }


DAYS = ("called_on", "reminded_on", "paid_on")


def _conditions(
    actor: Actor, filters: Filters, terms: Terms, *, with_state: bool = True
) -> list[sa.ColumnElement[bool]]:
    today = clock.today()
    where: list[sa.ColumnElement[bool]] = [Membership.year == filters.year, *visible(actor)]
    where.extend(holds(Member.folded, word) for word in fold(filters.q).split()[:MOST_WORDS])
    if filters.state is not None and with_state:
        where.append(state_column(terms, today) == filters.state.value)
    if filters.college_id is not None:
        where.append(Membership.college_id == filters.college_id)
    if filters.sector_id is not None:
        where.append(Member.main_sector_id == filters.sector_id)
    if filters.in_good_standing is not None:
        good = good_standing(terms, today)
        where.append(good if filters.in_good_standing else ~good)
    return where

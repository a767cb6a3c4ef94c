"""The managers' inbox: the list with its filters, how many in each state, and what resembles one issue."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.search import holds
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority
from cara_crm.issues.models import Agreement, Issue, IssueHelper, IssueKind, IssueState, Urgency
from cara_crm.issues.queries.one import in_charge
from cara_crm.issues.queries.silence import is_silent, warned_before
from cara_crm.members.models import Member
from cara_crm.sectors.models import Sector
from cara_crm.settings.queries import clocks


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; None and "" mean everything. `view` is a state, "agreement", "urgent" or
    "silent"."""

    view: str = ""
    sector_id: int | None = None
    kind: IssueKind | None = None
    member_id: int | None = None
    helper_id: int | None = None
    text: str = ""

    @property
    def oldest_first(self) -> bool:
        """What waits for a word stands in the order in which it waits."""
        return self.view in (IssueState.SUBMITTED, "agreement", "silent")

    @property
    def is_narrow(self) -> bool:
        return bool(self.view or self.sector_id or self.kind or self.member_id or self.helper_id or self.text)


def inbox(actor: Actor, filters: Filters) -> sa.Select[Issue]:
    """Issues of the actor's sectors, to be paged by (submitted_at, id), newest first but for `oldest_first`."""
    query = sa.select(Issue).where(*in_charge(actor), *_narrow(filters)).options(joinedload(Issue.member))
    for word in fold(filters.text).split():
        named = Issue.member.has(holds(Member.folded, word))
        query = query.where(sa.or_(holds(Issue.folded, word), named))
    return query


def next_in(actor: Actor, filters: Filters, issue: Issue) -> int | None:
    """The id of the issue that stands after this one in the list."""
    at, number = Issue.submitted_at, Issue.id
    later = sa.or_(at > issue.submitted_at, sa.and_(at == issue.submitted_at, number > issue.id))
    earlier = sa.or_(at < issue.submitted_at, sa.and_(at == issue.submitted_at, number < issue.id))
    listed = inbox(actor, filters).with_only_columns(Issue.id).options()
    if filters.oldest_first:
        return db.session.scalar(listed.where(later).order_by(at, number).limit(1))
    return db.session.scalar(listed.where(earlier).order_by(at.desc(), number.desc()).limit(1))


def _narrow(filters: Filters) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if filters.view == "agreement":
        found += [Issue.agreement == Agreement.ASKED, Issue.closed_at.is_(None)]
    elif filters.view == "urgent":
        found += [Issue.urgency == Urgency.HIGH, Issue.closed_at.is_(None)]
    elif filters.view == "silent":
        found.append(is_silent(warned_before(clocks().silence)))
    elif filters.view:
        found.append(Issue.state == IssueState(filters.view))
    if filters.sector_id:
        found.append(Issue.sectors.any(Sector.id == filters.sector_id))
    if filters.kind:
        found.append(Issue.kind == filters.kind)
    if filters.member_id:
        found.append(Issue.member_id == filters.member_id)
    if filters.helper_id:
        with_it = sa.select(IssueHelper.issue_id).where(IssueHelper.member_id == filters.helper_id)
        found.append(Issue.id.in_(with_it))
    return found


def counts_by_state(actor: Actor) -> dict[IssueState, int]:
    """How many issues of the actor's sectors are in each state."""
    query = sa.select(Issue.state, sa.func.count()).where(*in_charge(actor)).group_by(Issue.state)
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {state: found[state] for state in IssueState if state in found}


def open_count(actor: Actor) -> sa.ColumnElement[int]:
    """How many open issues of a member this manager may read, as an expression on `Member`."""
    own = sa.select(sa.func.count(Issue.id)).where(Issue.member_id == Member.id, Issue.closed_at.is_(None))
    return own.where(*in_charge(actor)).correlate(Member).scalar_subquery()


@dataclass(frozen=True)
class Choice:
    """A sector or a priority to file under; `group` is the federation of a priority."""

    id: int
    group: str
    name_fr: str
    name_en: str

    def name_in(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name_fr


def filing_choices() -> tuple[list[Choice], list[Choice]]:
    """(sectors, priorities) that are not retired, in order, with one statement."""
    sectors = sa.select(
        sa.literal(0).label("ordinal"),
        Sector.ordinal.label("place"),
        Sector.id,
        sa.literal("").label("house"),
        Sector.name_fr,
        Sector.name_en,
    ).where(Sector.retired_on.is_(None))
    priorities = (
        sa.select(
            sa.literal(1) + Federation.ordinal,
            Priority.ordinal,
            Priority.id,
            Federation.short_name,
            Priority.name_fr,
            Priority.name_en,
        )
        .join(Federation, Federation.id == Priority.federation_id)
        .where(Priority.retired_on.is_(None), Federation.retired_on.is_(None))
    )
    rows = db.session.execute(sa.union_all(sectors, priorities).order_by("ordinal", "place")).all()
    choices = [(row.ordinal, Choice(row.id, row.house, row.name_fr, row.name_en)) for row in rows]
    return [c for n, c in choices if n == 0], [c for n, c in choices if n > 0]


def sectors_by_ids(ids: list[int]) -> list[Sector]:
    return list(db.session.scalars(sa.select(Sector).where(Sector.id.in_(ids)).order_by(Sector.ordinal)))


def priority_by_id(priority_id: int | None) -> Priority | None:
    return db.session.get(Priority, priority_id) if priority_id else None


def issues_of_member(actor: Actor, member_id: int, most: int = 50) -> list[Issue]:
    """A member's issues that this manager may read, newest first; empty for who may not read raw words."""
    query = (
        sa.select(Issue)
        .where(Issue.member_id == member_id, *in_charge(actor))
        .order_by(Issue.submitted_at.desc(), Issue.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def issues_of_interactions(actor: Actor, interaction_ids: Sequence[int], most: int = 100) -> list[Issue]:
    """What was heard in these conversations, that this manager may read, the latest first."""
    query = sa.select(Issue).where(Issue.interaction_id.in_(interaction_ids), *in_charge(actor))
    newest = query.options(joinedload(Issue.member)).order_by(Issue.created_at.desc(), Issue.id.desc())
    return list(db.session.scalars(newest.limit(most))) if interaction_ids else []


def issues_of_interaction(actor: Actor, interaction_id: int) -> list[Issue]:
    """What was heard in one conversation, that this manager may read."""
    query = sa.select(Issue).where(Issue.interaction_id == interaction_id, *in_charge(actor)).order_by(Issue.id)
    return list(db.session.scalars(query))

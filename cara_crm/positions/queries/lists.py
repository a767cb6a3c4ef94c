"""Which positions there are, and for whom."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.core.search import holds
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority
from cara_crm.issues.likeness import Alike, Candidate, alike
from cara_crm.issues.models import Agreement, Consent, Issue, IssueConsent
from cara_crm.issues.queries import in_charge as issues_in_charge
from cara_crm.issues.queries import in_hand
from cara_crm.positions.models import Position, PositionIssue, PositionState, WordingAgreement
from cara_crm.positions.queries.evidence import UNUSABLE_STATES
from cara_crm.sectors.models import Sector

OPEN_STATES = (PositionState.DRAFT, PositionState.APPROVED, PositionState.RELAYED, PositionState.ANSWERED)


def in_charge(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Positions of the actor's sectors; one without a sector yet is everybody's to see."""
    if actor.sector_ids is None:
        return []
    return [sa.or_(Position.sectors.any(Sector.id.in_(actor.sector_ids)), ~Position.sectors.any())]


def position_for(actor: Actor, position_id: int) -> Position:
    """A position that this manager may read. Raises NotVisible."""
    query = (
        sa.select(Position)
        .where(Position.id == position_id, *in_charge(actor))
        .options(joinedload(Position.federation), joinedload(Position.priority), joinedload(Position.sectors))
    )
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotVisible
    return found


def is_visible(actor: Actor, position_id: int) -> bool:
    """May this manager read that position?"""
    return db.session.scalar(sa.select(Position.id).where(Position.id == position_id, *in_charge(actor))) is not None


def positions_list(
    actor: Actor, *, federation_id: int | None = None, state: PositionState | None = None, text: str = ""
) -> sa.Select[Position]:
    """Positions for the list, to be paged by (updated_at, id), newest first; `text` matches every word, folded."""
    query = (
        sa.select(Position)
        .where(*in_charge(actor))
        .options(joinedload(Position.federation), joinedload(Position.priority), selectinload(Position.sectors))
    )
    if federation_id:
        query = query.where(Position.federation_id == federation_id)
    if state:
        query = query.where(Position.state == state)
    for word in fold(text).split():
        query = query.where(holds(Position.folded, word))
    return query


def federation_for(federation_id: int) -> Federation:
    """A federation by its id. Raises NotVisible."""
    found = db.session.get(Federation, federation_id)
    if found is None:
        raise NotVisible
    return found


def open_positions(actor: Actor, federation_ids: Collection[int]) -> list[Position]:
    """Drafts and approved positions of these federations, to which an issue may be added."""
    query = (
        sa.select(Position)
        .where(Position.federation_id.in_(list(federation_ids)), *in_charge(actor))
        .where(Position.state.in_((PositionState.DRAFT, PositionState.APPROVED)))
        .options(joinedload(Position.federation))
        .order_by(Position.updated_at.desc())
        .limit(500)
    )
    return list(db.session.scalars(query))


def positions_for_report(
    federation_id: int,
    period_from: date,
    period_until: date,
    *,
    states: Collection[PositionState] = OPEN_STATES,
) -> list[Position]:
    """The positions of a federation with an issue submitted in the period (days of Paris, both included).

    Ordered as a report prints them: by national priority, then the oldest first. What was only withdrawn or has no
    usable issue any more is left to the caller (`standing`), which says why it leaves it out.
    """
    begins, ends = clock.moment(period_from), clock.moment(period_until + timedelta(days=1))
    heard = (
        sa.exists()
        .where(PositionIssue.position_id == Position.id, PositionIssue.issue_id == Issue.id)
        .where(Issue.submitted_at >= begins, Issue.submitted_at < ends)
    )
    query = (
        sa.select(Position)
        .outerjoin(Position.priority)
        .where(Position.federation_id == federation_id, Position.state.in_(list(states)), heard)
        .options(joinedload(Position.priority), selectinload(Position.sectors))
        .order_by(sa.func.coalesce(Priority.ordinal, 9999), Position.created_at, Position.id)
    )
    return list(db.session.scalars(query))


def positions_of_issues(issue_ids: Iterable[int], actor: Actor | None = None) -> list[PositionIssue]:
    """The links of some issues with their positions and federations; with an actor, of those that it may read."""
    query = (
        sa.select(PositionIssue)
        .join(PositionIssue.position)
        .where(PositionIssue.issue_id.in_(list(issue_ids)), *(in_charge(actor) if actor else ()))
        .options(joinedload(PositionIssue.position).joinedload(Position.federation))
        .order_by(PositionIssue.added_at)
    )
    return list(db.session.scalars(query))


def wording_agreements(position: Position) -> list[WordingAgreement]:
    """What the authors were asked about the present wording, and what they said."""
    query = (
        sa.select(WordingAgreement)
        .where(WordingAgreement.position_id == position.id, WordingAgreement.wording_hash == position.wording_hash)
        .options(joinedload(WordingAgreement.issue).joinedload(Issue.member))
        .order_by(WordingAgreement.id)
    )
    return list(db.session.scalars(query))


def own_question(actor: Actor, question_id: int) -> WordingAgreement:
    """A question to the actor's own organisation about a wording. Raises NotVisible."""
    question = question_by_id(question_id)
    if question is None or question.issue.member_id != actor.member_id or not in_hand(actor, question.issue):
        raise NotVisible
    return question


def question_by_id(question_id: int) -> WordingAgreement | None:
    """A question for whoever holds a signed link to it."""
    query = (
        sa.select(WordingAgreement)
        .where(WordingAgreement.id == question_id)
        .options(joinedload(WordingAgreement.position).joinedload(Position.federation))
        .options(joinedload(WordingAgreement.issue).joinedload(Issue.member))
    )
    return db.session.scalar(query)


def wording_questions(issue_ids: Iterable[int]) -> list[WordingAgreement]:
    """Wordings about which the authors of these issues were asked, newest first; only those that still stand."""
    query = (
        sa.select(WordingAgreement)
        .where(WordingAgreement.issue_id.in_(list(issue_ids)))
        .options(joinedload(WordingAgreement.position).joinedload(Position.federation))
        .order_by(WordingAgreement.id.desc())
    )
    return [one for one in db.session.scalars(query) if one.wording_hash == one.position.wording_hash]


def priorities_of(federation_id: int) -> list[Priority]:
    """A federation's priorities that are not retired, in order."""
    query = (
        sa.select(Priority)
        .where(Priority.federation_id == federation_id, Priority.retired_on.is_(None))
        .order_by(Priority.ordinal)
    )
    return list(db.session.scalars(query))


def issues_like(actor: Actor, position: Position, most: int = 8) -> list[Alike]:
    """Issues that may be added: agreed, with consent for the federation, in no position of it; the most alike first.

    `record` is the issue with its member.
    """
    placed = sa.exists().where(
        PositionIssue.issue_id == Issue.id, PositionIssue.federation_id == position.federation_id
    )
    allowed = (
        sa.exists()
        .where(IssueConsent.issue_id == Issue.id, IssueConsent.federation_id == position.federation_id)
        .where(IssueConsent.consent != Consent.NONE)
    )
    query = (
        sa.select(Issue)
        .where(Issue.state.not_in(UNUSABLE_STATES), Issue.agreement.in_((Agreement.OWN, Agreement.AGREED)))
        .where(allowed, ~placed, *issues_in_charge(actor))
        .options(joinedload(Issue.member))
        .order_by(Issue.submitted_at.desc(), Issue.id.desc())
        .limit(400)
    )
    found = list(db.session.scalars(query))
    candidates = [Candidate(fold(one.title), one.folded, one) for one in found]
    near = alike(fold(position.title), position.folded, candidates, most=most)
    seen = {one.record.id for one in near}
    rest = [Alike(one, 0, (), False) for one in found if one.id not in seen]
    return (near + rest)[:most]

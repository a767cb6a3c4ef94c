"""The states of a position: approved by a second person, sent, answered; and when an approval lapses."""

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.issues import services as issue_services
from cara_crm.issues.models import Issue
from cara_crm.positions import queries
from cara_crm.positions.models import Outcome, Position, PositionIssue, PositionState, Stance


class NotApprovable(DomainError):
    """Something is missing before a second person can say yes."""


class DivergingViewMissing(NotApprovable):
    """A linked member stands against it: the position has to say so."""

    field = "diverging_view"


class NotPossibleNow(DomainError):
    """The position is in a state that does not allow this."""


def approve_position(position: Position, *, by: Actor) -> None:
    """A second person approves the words as they stand, inside the review of a report.

    Every link remembers the revision of its issue that was seen. Who may review is the review's rule. Raises
    NotApprovable without statement or request, DivergingViewMissing, NotPossibleNow once it was sent.
    """
    if position.state not in (PositionState.DRAFT, PositionState.APPROVED):
        raise NotPossibleNow(_("“%(title)s” was sent already.", title=position.title))
    if not position.statement.strip() or not position.request.strip():
        raise NotApprovable(_("“%(title)s” needs a statement and a request.", title=position.title))
    links = queries.links_of([position.id])
    if any(link.stance is Stance.AGAINST for link in links) and not position.diverging_view.strip():
        raise DivergingViewMissing(
            _("A member stands against “%(title)s”: write the diverging view first.", title=position.title)
        )
    for link in links:
        link.issue_revision = link.issue.content_revision
    position.state, position.approved_at = PositionState.APPROVED, clock.now()
    position.approved_by_id, position.approved_revision = by.user_id, position.content_revision
    audit.record("position.approved", position, by=by, revision=position.content_revision)


def lapse(position: Position, *, reason: str, by: Actor) -> None:
    """An approval that was given is over; `approved_revision` stays, so that the difference can be shown.

    Does nothing to a position that is not approved.
    """
    if position.state is not PositionState.APPROVED:
        return
    position.state, position.approved_at, position.approved_by_id = PositionState.DRAFT, None, None
    audit.record("position.lapsed", position, by=by, reason=reason, approved_revision=position.approved_revision)


def mark_relayed(positions: Iterable[Position], *, at: datetime, by: Actor) -> None:
    """The positions left in a report at `at` (aware, UTC): they, their usable links and issues move.

    An issue is `relayed` at its first sending. Links that may not be used (no consent, not agreed) stay as they are.
    """
    moving = list(positions)
    links = queries.links_of([one.id for one in moving])
    for position in moving:
        position.state, position.relayed_at = PositionState.RELAYED, position.relayed_at or at
        position.answered_at = None
        audit.record("position.relayed", position, by=by)
    for link in links:
        if queries.may_be_used(link):
            link.relayed_at = link.relayed_at or at
            issue_services.mark_relayed(link.issue, by=by)


def mark_answered(position: Position, outcome: Outcome, *, issues: Collection[Issue], at: datetime, by: Actor) -> None:
    """The federation answered at `at` (aware, UTC) what `issues` were sent with; they may be elsewhere by now.

    The outcome is written on the link of each, in whatever position it is. An issue is `answered` when each
    federation that it was sent to has answered. A corrected answer may come again.
    """
    for link in queries.links_with(position.federation_id, [issue.id for issue in issues]):
        link.outcome, link.answered_at = outcome, at
    if position.state is PositionState.RELAYED:
        position.state = PositionState.ANSWERED
    position.answered_at = position.answered_at or at
    audit.record("position.answered", position, by=by, outcome=outcome.value)
    db.session.flush()
    waiting = _still_waiting([issue.id for issue in issues])
    for issue in issues:
        issue_services.heard_of(issue)
        if issue.id not in waiting:
            issue_services.mark_answered(issue, by=by)


def _still_waiting(issue_ids: list[int]) -> set[int]:
    """Issues that another federation has been sent and has not answered."""
    query = sa.select(PositionIssue.issue_id).where(
        PositionIssue.issue_id.in_(issue_ids),
        PositionIssue.relayed_at.is_not(None),
        PositionIssue.answered_at.is_(None),
    )
    return set(db.session.scalars(query))


def close_position(position: Position, *, by: Actor) -> None:
    """Nothing more is asked. Raises NotPossibleNow when it is closed already."""
    if position.state is PositionState.CLOSED:
        raise NotPossibleNow(_("This position is closed already."))
    lapse(position, reason="closed", by=by)
    position.state, position.closed_at = PositionState.CLOSED, clock.now()
    audit.record("position.closed", position, by=by)


def take_up_again(position: Position, *, by: Actor) -> None:
    """Work again on what was sent, answered or closed, for a next report. Raises NotPossibleNow."""
    if position.state in (PositionState.DRAFT, PositionState.APPROVED):
        raise NotPossibleNow(_("This position is being worked on already."))
    position.state, position.closed_at = PositionState.DRAFT, None
    audit.record("position.taken_up", position, by=by)

"""The second person: reads wording, evidence, caveats and marks, and decides item by item in one sitting."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.extensions import db
from cara_crm.positions import services as positions
from cara_crm.positions.models import Position, PositionState
from cara_crm.reports.build import Built
from cara_crm.reports.models import Report, ReportState, Review, ReviewItem, Verdict
from cara_crm.reports.queries.state import waivers_of, with_positions
from cara_crm.reports.queries.writers import writers_of
from cara_crm.reports.services import telling
from cara_crm.reports.verdicts import Decision
from cara_crm.settings.queries import may_review_own_work

SELF_REVIEW_DELAY = timedelta(days=1)


class NotHandedOver(DomainError):
    """There is nothing to review."""


class OwnWork(DomainError):
    """Nobody reviews what he wrote."""


class TooSoon(DomainError):
    """A self-review waits a day."""


class Unfinished(DomainError):
    """Every item needs a verdict, and who sends back says why."""


def items_of(report: Report, built: Built | None = None) -> list[str]:
    """What a review decides on: "report", "position:7", "waiver:3".

    With ``built`` only the positions that the document holds, without it every one that the report would hold.
    """
    ids = built.said if built else [entry.position_id for entry in report.entries]
    said = [f"position:{position_id}" for position_id in ids]
    waivers = [f"waiver:{waiver.id}" for waiver in waivers_of(report).values()]
    return ["report", *said, *waivers]


def review_report(
    report: Report, built: Built, *, fingerprint: str, decisions: Mapping[str, Decision], comment: str, by: Actor
) -> Review:
    """Record one sitting. All approved: report, positions and waivers are; else the report goes back.

    ``fingerprint`` is that of the document that the reviewer saw, ``built`` the report as it stands now. Raises
    NotHandedOver, OwnWork, TooSoon, EditedMeanwhile, Unfinished.
    """
    if report.state is not ReportState.DRAFT or report.handed_over_at is None:
        raise NotHandedOver(_("This report is not waiting for a review."))
    alone = refuse_own_work(report, by=by)
    if fingerprint != built.fingerprint:
        raise EditedMeanwhile(_("The report changed while you were reading. Please look at it again."))
    items = items_of(report, built)
    _refuse_unfinished(items, decisions)
    assert by.user_id
    accepted = all(decisions[item].verdict is Verdict.APPROVED for item in items)
    review = Review(
        report_id=report.id,
        reviewer_id=by.user_id,
        fingerprint=fingerprint,
        is_self_review=alone,
        finished_at=clock.now(),
        verdict=Verdict.APPROVED if accepted else Verdict.SENT_BACK,
        comment=comment,
        document=built.document.to_json().decode(),
        items=_noted(decisions, items),
    )
    _forget_unfinished(report, by)
    db.session.add(review)
    _approve(report, review, built, by) if accepted else _send_back(report)
    audit.record(f"report.{review.verdict}", report, by=by, self_review=alone, items=len(items))
    telling.tell_verdict(report, review, by=by)
    return review


def keep_sitting(
    report: Report, *, fingerprint: str, decisions: Mapping[str, Decision], comment: str, by: Actor
) -> Review:
    """What a reviewer decided so far, for when it goes on later; nothing counts before the sitting is finished.

    Raises NotHandedOver, OwnWork, TooSoon.
    """
    if report.state is not ReportState.DRAFT or report.handed_over_at is None:
        raise NotHandedOver(_("This report is not waiting for a review."))
    alone = refuse_own_work(report, by=by)
    assert by.user_id
    _forget_unfinished(report, by)
    kept = Review(
        report_id=report.id,
        reviewer_id=by.user_id,
        fingerprint=fingerprint,
        is_self_review=alone,
        comment=comment,
        items=_noted(decisions, set(decisions) & set(items_of(report))),
    )
    db.session.add(kept)
    return kept


def _noted(decisions: Mapping[str, Decision], items: Iterable[str]) -> list[ReviewItem]:
    return [ReviewItem(item=item, verdict=decisions[item].verdict, comment=decisions[item].comment) for item in items]


def _forget_unfinished(report: Report, by: Actor) -> None:
    before = sa.select(Review.id).where(
        Review.report_id == report.id, Review.reviewer_id == by.user_id, Review.finished_at.is_(None)
    )
    db.session.execute(sa.delete(ReviewItem).where(ReviewItem.review_id.in_(before)))
    db.session.execute(sa.delete(Review).where(Review.id.in_(before)))


def refuse_own_work(report: Report, *, by: Actor) -> bool:
    """Whether this would be a self-review that is allowed now. Raises OwnWork, TooSoon."""
    if by.user_id not in writers_of(report):
        return False
    if not may_review_own_work():
        raise OwnWork(
            _("You wrote part of this report, or put issues behind its positions: another person reviews it.")
        )
    assert report.handed_over_at
    if clock.now() < report.handed_over_at + SELF_REVIEW_DELAY:
        raise TooSoon(_("Your own work can be reviewed one day after it was handed over."))
    return True


def _refuse_unfinished(items: list[str], decisions: Mapping[str, Decision]) -> None:
    missing = [item for item in items if item not in decisions]
    if missing:
        raise Unfinished(_("%(n)s items have no verdict yet.", n=len(missing)))
    unexplained = [i for i in items if decisions[i].verdict is Verdict.SENT_BACK and not decisions[i].comment.strip()]
    if unexplained:
        raise Unfinished(_("Say why you send an item back."))


def _approve(report: Report, review: Review, built: Built, by: Actor) -> None:
    moment = clock.now()
    report.state = ReportState.APPROVED
    report.approved_at, report.approved_by_id = moment, by.user_id
    report.approved_fingerprint = review.fingerprint
    for waiver in waivers_of(report).values():
        waiver.approved_at, waiver.approved_by_id = moment, by.user_id
    for position in with_positions(report):
        if position.id in built.said:
            _approve_position(position, by)


def _approve_position(position: Position, by: Actor) -> None:
    """The words that stand now, and the issues as they are now, are what was reviewed.

    In a correction the position was sent before: it keeps its state. Raises what `approve_position` does.
    """
    positions.refuse_unheard(position)
    if position.state in (PositionState.DRAFT, PositionState.APPROVED):
        positions.approve_position(position, by=by)
        return
    position.approved_at, position.approved_by_id = clock.now(), by.user_id
    position.approved_revision = position.content_revision
    for link in position.links:
        link.issue_revision = link.issue.content_revision


def _send_back(report: Report) -> None:
    report.handed_over_at = None

"""Who wrote what a second person reads: nobody reviews, or releases, his own words."""

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from cara_crm.audit.queries import acts
from cara_crm.extensions import db
from cara_crm.positions.models import Position, PositionIssue, PositionVersion
from cara_crm.relays.models import Relay
from cara_crm.reports.models import Report, ReportPosition, ReportQuestion, Request, Waiver

#: What is written in the log when somebody changes what stands in a report, a request, its consultation, a reply.
WRITTEN = ("report.drafted", "report.edited", "report.followed_merge", "report.correction_drafted")
CHOSEN = ("request.issues_chosen", "request.members_asked")
ASKED = ("relay.edited", "relay.questions_changed")
WORDED = ("question.reply_worded",)


def writers_of(report: Report) -> frozenset[int]:
    """Accounts of everyone who wrote something in a report; see ``writers``."""
    return writers([report.id])[report.id]


def writers(report_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """By report the accounts of everyone who wrote something in it or in an earlier version: itself, its key messages
    and choice, its positions' words and the issues put behind them, its waivers; of a flash note its question too."""
    found: dict[int, set[int]] = defaultdict(set)
    every = (*_of_reports(), *_of_positions(), *_of_requests())
    told = [one.where(one.selected_columns[0].in_(report_ids)) for one in every]
    for report_id, user_id in db.session.execute(sa.union(*told)):
        if user_id is not None:
            found[report_id].add(user_id)
    return {i: frozenset(found[i]) for i in report_ids}


def _of_reports() -> list[sa.Select[int, int | None]]:
    before, did = aliased(Report), acts(Report, WRITTEN)
    earlier = sa.and_(before.number == Report.number, before.edition <= Report.edition)
    return [
        sa.select(Report.id, before.created_by_id).join(before, earlier),
        sa.select(Report.id, did.c.actor_id).join(before, earlier).join(did, did.c.subject_id == before.id),
        sa.select(Waiver.report_id, Waiver.requested_by_id),
    ]


def _of_positions() -> list[sa.Select[int, int | None]]:
    held = ReportPosition.position_id
    return [
        sa.select(ReportPosition.report_id, Position.created_by_id).join(Position, Position.id == held),
        sa.select(ReportPosition.report_id, PositionVersion.author_id).join(
            PositionVersion, PositionVersion.position_id == held
        ),
        sa.select(ReportPosition.report_id, PositionIssue.added_by_id).join(
            PositionIssue, PositionIssue.position_id == held
        ),
    ]


def _of_requests() -> list[sa.Select[int, int | None]]:
    chose, asked = acts(Request, CHOSEN), acts(Relay, ASKED)
    return [
        sa.select(Report.id, Request.recorded_by_id).join(Request, Request.id == Report.request_id),
        sa.select(Report.id, chose.c.actor_id).join(chose, chose.c.subject_id == Report.request_id),
        sa.select(Report.id, Relay.created_by_id)
        .join(Request, Request.id == Report.request_id)
        .join(Relay, Relay.id == Request.relay_id),
        sa.select(Report.id, asked.c.actor_id)
        .join(Request, Request.id == Report.request_id)
        .join(asked, asked.c.subject_id == Request.relay_id),
    ]


def worded_by(user_id: int | None) -> sa.ColumnElement[bool]:
    """As part of a statement about ReportQuestion: did this account word its reply, now or before a colleague did?"""
    did = acts(ReportQuestion, WORDED)
    mine = sa.select(did.c.subject_id).where(did.c.actor_id == user_id)
    return sa.or_(ReportQuestion.worded_by_id == user_id, ReportQuestion.id.in_(mine))


def has_worded(question: ReportQuestion, user_id: int | None) -> bool:
    """Did this account word the reply, now or before a colleague did?"""
    wanted = sa.select(ReportQuestion.id).where(ReportQuestion.id == question.id, worded_by(user_id))
    return user_id is not None and db.session.scalar(wanted) is not None

"""Questions of federations: for the cluster, which answers them, and for the federation, which reads its replies."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload, undefer

from cara_crm.confidentiality.leaks import Leak, LeakIndex, check_document, in_order, mentioned, quotes
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Permission
from cara_crm.extensions import db
from cara_crm.issues.models import Issue, IssueMessage
from cara_crm.issues.queries.register import leak_index
from cara_crm.positions.queries import is_visible, not_in_charge
from cara_crm.reports.answers.queries import issues_behind
from cara_crm.reports.models import Report, ReportQuestion
from cara_crm.reports.printed import printed_at
from cara_crm.reports.queries.listing import visible
from cara_crm.reports.queries.state import scope_of
from cara_crm.reports.queries.words import said_words
from cara_crm.reports.reading.queries import code_of, document_of


def question_for(actor: Actor, question_id: int) -> ReportQuestion:
    """For who handles answers in its sectors, and for who reviews. Raises NotVisible."""
    if not (actor.can(Permission.REPORT_SEND) or actor.can(Permission.REPORT_REVIEW)):
        raise NotVisible
    readable = visible(actor).with_only_columns(Report.id)
    found = db.session.scalar(
        sa.select(ReportQuestion)
        .where(ReportQuestion.id == question_id, ReportQuestion.report_id.in_(readable))
        .options(
            joinedload(ReportQuestion.report).options(
                joinedload(Report.federation), selectinload(Report.sectors), undefer(Report.document)
            ),
            joinedload(ReportQuestion.report).selectinload(Report.entries),
            joinedload(ReportQuestion.position),
            joinedload(ReportQuestion.contact),
            joinedload(ReportQuestion.worded_by),
            joinedload(ReportQuestion.task),
        )
    )
    if found is None:
        raise NotVisible
    return found


def questions_of(report: Report) -> dict[int, list[ReportQuestion]]:
    """By position, in the order in which they were asked; a reply that is not released is not for the federation."""
    query = sa.select(ReportQuestion).where(ReportQuestion.report_id == report.id)
    found: dict[int, list[ReportQuestion]] = {}
    for question in db.session.scalars(query.order_by(ReportQuestion.asked_at, ReportQuestion.id)):
        found.setdefault(question.position_id, []).append(question)
    return found


def issues_of(question: ReportQuestion) -> list[Issue]:
    """What the report carried in the position, as far as it still stands."""
    return issues_behind(question.report_id, question.position_id)


def handles(actor: Actor, question: ReportQuestion) -> bool:
    """Does this manager answer it? Who reviews reads the replies of every sector, and handles those of its own."""
    return actor.can(Permission.REPORT_SEND) and is_visible(actor, question.position_id)


def answers_of_members(actor: Actor, question: ReportQuestion, issues: Sequence[Issue]) -> list[IssueMessage]:
    """What members wrote about these issues since the question was put to them: raw words, for managers only, and
    about the issues of their sectors."""
    if question.put_at is None:
        return []
    ids = {issue.id for issue in issues}
    since = IssueMessage.issue_id.in_(ids - not_in_charge(actor, ids)), IssueMessage.at >= question.put_at
    query = sa.select(IssueMessage).where(IssueMessage.is_from_member, *since).options(joinedload(IssueMessage.issue))
    return list(db.session.scalars(query.order_by(IssueMessage.at, IssueMessage.id)))


def telling(question: ReportQuestion, text: str, index: LeakIndex | None = None) -> list[Leak]:
    """The places of a reply that could give somebody away: nobody is named in it, whoever agreed to what elsewhere."""
    places = {"reply": text}
    words = said_words(scope_of(question.report))
    index = index or leak_index()
    about = [[sector.code for sector in of.sectors] for of in (question.report, question.position)]
    printed = printed_at(document_of(question.report), code_of(question.position_id))
    found = check_document(places, index, about=about, printed=printed)
    perhaps = mentioned(places, words.all, index, besides=found)
    repeated = quotes(places, words.withheld, words.usable, index.k)
    return sorted((leak for one in (found, perhaps, repeated) for leak in one.get("reply", ())), key=in_order)

"""What a federation sees: its own reports, as they were frozen, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload, undefer

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.permissions import Role
from cara_crm.core.tokens import token_hash
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.positions.queries import ReadWords, names_behind
from cara_crm.reports.document import DocumentPosition, ReportDocument
from cara_crm.reports.models import (
    Answer,
    FileKind,
    ReadingLink,
    Report,
    ReportFile,
    ReportPosition,
    ReportState,
    report_position_issue,
)
from cara_crm.sectors.models import Sector

FROZEN = (ReportState.SENT, ReportState.ACKNOWLEDGED)


def link_of(token: str) -> ReadingLink | None:
    """The reading link of this token, while it is good: neither expired nor revoked, its report still sent."""
    return db.session.scalar(_good_links().where(ReadingLink.token_hash == token_hash(token)))


def link_with_id(link_id: int) -> ReadingLink | None:
    """The same for a browser that has opened it."""
    return db.session.scalar(_good_links().where(ReadingLink.id == link_id))


def _good_links() -> sa.Select[ReadingLink]:
    """Whoever has left the federation, or was archived, reads no more: by then it may work for a company."""
    day = clock.today()
    holds = sa.exists().where(
        Affiliation.contact_id == ReadingLink.contact_id,
        Affiliation.federation_id == Report.federation_id,
        Affiliation.from_on <= day,
        sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= day),
    )
    return (
        sa.select(ReadingLink)
        .join(ReadingLink.report)
        .join(ReadingLink.contact)
        .where(ReadingLink.revoked_at.is_(None), ReadingLink.expires_at > clock.now(), Report.state.in_(FROZEN))
        .where(holds, Contact.archived_on.is_(None))
        .options(joinedload(ReadingLink.report).joinedload(Report.federation), joinedload(ReadingLink.contact))
    )


def link_for(actor: Actor, link_id: int) -> ReadingLink:
    """A link of a report in this manager's sectors. Raises NotVisible."""
    scope = [] if actor.sector_ids is None else [Report.sectors.any(Sector.id.in_(actor.sector_ids))]
    found = db.session.scalar(
        sa.select(ReadingLink)
        .join(ReadingLink.report)
        .where(ReadingLink.id == link_id, *scope)
        .options(
            joinedload(ReadingLink.contact),
            joinedload(ReadingLink.report).joinedload(Report.federation),
            joinedload(ReadingLink.report).selectinload(Report.entries),
            joinedload(ReadingLink.report).selectinload(Report.answers),
        )
    )
    if found is None:
        raise NotVisible
    return found


def reader_by(link: ReadingLink) -> Actor:
    """Who reads by a link: an officer of this federation, for this one report."""
    return Actor(
        user_id=None,
        role=Role.OFFICER,
        name=link.contact.name,
        federation_id=link.report.federation_id,
        contact_id=link.contact_id,
        report_ids=frozenset({link.report_id}),
    )


def visible(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Sent reports of the actor's own federation; by a link, that one report."""
    conditions = [Report.state.in_(FROZEN), Report.federation_id == (actor.federation_id or 0)]
    if actor.report_ids is not None:
        conditions.append(Report.id.in_(actor.report_ids))
    return conditions


def reports_for(actor: Actor) -> list[Report]:
    """The federation's reports, the latest first, with their frozen documents."""
    return list(
        db.session.scalars(
            sa.select(Report)
            .where(*visible(actor))
            .options(joinedload(Report.federation), selectinload(Report.answers), undefer(Report.document))
            .order_by(Report.sent_at.desc(), Report.id.desc())
            .limit(40)
        )
    )


def report_for(actor: Actor, report_id: int) -> Report:
    """One report with document, answers and positions. Raises NotVisible."""
    found = db.session.scalar(
        sa.select(Report)
        .where(Report.id == report_id, *visible(actor))
        .options(
            joinedload(Report.federation),
            selectinload(Report.answers).joinedload(Answer.carried_from),
            selectinload(Report.answers).joinedload(Answer.remit),
            selectinload(Report.entries),
            undefer(Report.document),
        )
    )
    if found is None:
        raise NotVisible
    return found


def file_for(actor: Actor, report_id: int, kind: str) -> ReportFile:
    """One of the files that were sent. Raises NotVisible."""
    found = db.session.scalar(
        sa.select(ReportFile)
        .join(ReportFile.report)
        .where(ReportFile.report_id == report_id, ReportFile.kind.in_([k for k in FileKind if k.value == kind]))
        .where(*visible(actor))
        .options(joinedload(ReportFile.file))
    )
    if found is None:
        raise NotVisible
    return found


def code_of(position_id: int) -> str:
    """A position's stable id in documents and files."""
    return f"CARA-P{position_id}"


def position_in(report: Report, position_id: int) -> ReportPosition:
    """A position of the report. Raises NotVisible."""
    found = next((entry for entry in report.entries if entry.position_id == position_id), None)
    if found is None:
        raise NotVisible
    return found


def document_of(report: Report) -> ReportDocument:
    """The document as it was sent."""
    return ReportDocument.from_json(report.document or "")


@dataclass(frozen=True)
class Sent:
    """How an issue was told to a federation: first `at` a moment; `said` is the position as its last report has it.

    `last_at` is the moment of that one, None where it is the first.
    """

    federation: Federation
    at: datetime
    last_at: datetime | None
    said: ReadWords | None


def sent_with(issue_ids: Sequence[int], *, reader: int) -> dict[int, list[Sent]]:
    """By issue id: of each federation the last report that carried it, whatever became of the position since.

    `reader` is the id of the member who reads it: other members that are named there are masked.
    """
    carried = report_position_issue.c
    rows = db.session.execute(
        sa.select(carried.issue_id, carried.position_id, Report)
        .join(Report, Report.id == carried.report_id)
        .where(carried.issue_id.in_(issue_ids), Report.state.in_(FROZEN))
        .order_by(Report.sent_at, Report.id, carried.position_id)
        .options(undefer(Report.document), joinedload(Report.federation))
    )
    last: dict[tuple[int, int], tuple[Report, int]] = {}
    first: dict[tuple[int, int], Any] = {}
    for issue_id, position_id, report in rows:
        first.setdefault((issue_id, report.federation_id), report)
        last[issue_id, report.federation_id] = (report, position_id)
    documents = {report: document_of(report) for report, _position_id in last.values()}
    names = names_behind({position_id for _report, position_id in last.values()})
    found: dict[int, list[Sent]] = {}
    for (issue_id, federation_id), (report, position_id) in last.items():
        begun = first[issue_id, federation_id]
        said = documents[report].position(code_of(position_id))
        words = names.read(said, position_id, reader) if said else None
        found.setdefault(issue_id, []).append(
            Sent(report.federation, begun.sent_at, report.sent_at if report is not begun else None, words)
        )
    return found


@dataclass(frozen=True)
class Asked:
    """A position as the federation read it, with what it answers."""

    report: Report
    position: DocumentPosition
    answer: Answer | None


def positions_for(actor: Actor) -> list[Asked]:
    """Every position of the federation's reports in the words that were sent last, the latest report first."""
    found: dict[tuple[str, str], Asked] = {}
    for report in reports_for(actor):
        answers = {code_of(answer.position_id): answer for answer in report.answers}
        for one in document_of(report).positions:
            found.setdefault((report.number, one.id), Asked(report, one, answers.get(one.id)))
    return list(found.values())

"""Facts about a report that services and pages decide by."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from cara_crm.contacts.models import Affiliation, Contact, affiliation_sector
from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.positions.models import Position
from cara_crm.reports.document import Period
from cara_crm.reports.models import (
    ReadingLink,
    Report,
    ReportPosition,
    ReportState,
    Request,
    Review,
    Verdict,
    Waiver,
)
from cara_crm.reports.queries.scope import Scope

FROZEN = (ReportState.SENT, ReportState.ACKNOWLEDGED)


def scope_of(report: Report, *, draft: bool = True) -> Scope:
    """What a report is about, as ``gather`` wants it."""
    return Scope(
        federation_id=report.federation_id,
        sector_ids=frozenset(sector.id for sector in report.sectors),
        period=Period(report.period_from, report.period_until),
        language=report.language,
        number=report.number,
        version=report.edition,
        position_ids=tuple(entry.position_id for entry in report.entries),
        key_messages=lines(report.key_messages),
        changes=lines(report.correction_note),
        draft=draft,
        request_id=report.request_id,
        self_reviewed=is_self_reviewed(report),
    )


def is_self_reviewed(report: Report) -> bool:
    """Was it approved by somebody who wrote part of it?"""
    if report.approved_at is None:
        return False
    yes = sa.select(Review.is_self_review).where(Review.report_id == report.id, Review.verdict == Verdict.APPROVED)
    return bool(db.session.scalar(yes.order_by(Review.id.desc()).limit(1)))


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text area, one message each, without numbering or bullets that were typed before them."""
    stripped = (line.strip().lstrip("-•*").strip() for line in text.splitlines())
    return tuple(line for line in stripped if line)


def waivers_of(report: Report, *, approved: bool = False) -> dict[str, Waiver]:
    """The waivers of a report by leak key; only those that a reviewer agreed to when ``approved``."""
    rows = db.session.scalars(sa.select(Waiver).where(Waiver.report_id == report.id).order_by(Waiver.id))
    return {waiver.leak_key: waiver for waiver in rows if waiver.approved_at or not approved}


def next_number(prefix: str) -> str:
    """CARA-2026-3 after CARA-2026-2; every year begins at 1."""
    start = f"{prefix}-{clock.today().year}-"
    taken = db.session.scalars(sa.select(Report.number).where(Report.number.startswith(start, autoescape=True)))
    ranks = [int(number.removeprefix(start)) for number in taken if number.removeprefix(start).isdecimal()]
    return f"{start}{max(ranks, default=0) + 1}"


def addressees(report: Report) -> Sequence[Contact]:
    """Who of the federation receives its reports on these sectors today, who asked what a flash note answers, and who
    received the version that this one corrects."""
    today = clock.today()
    wanted = sa.exists().where(affiliation_sector.c.affiliation_id == Affiliation.id)
    about = affiliation_sector.c.sector_id.in_([sector.id for sector in report.sectors])
    current = sa.select(Affiliation.contact_id).where(
        Affiliation.federation_id == report.federation_id,
        Affiliation.receives_reports.is_(True),
        sa.or_(~wanted, wanted.where(about)),
        Affiliation.from_on <= today,
        sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= today),
    )
    told = sa.select(ReadingLink.contact_id).where(ReadingLink.report_id == report.corrects_id)
    asked = sa.select(Request.contact_id).where(Request.id == report.request_id, Request.contact_id.is_not(None))
    return db.session.scalars(
        sa.select(Contact)
        .where(Contact.id.in_(current.union(told, asked)), Contact.archived_on.is_(None))
        .order_by(Contact.sort_key, Contact.id)
    ).all()


def positions_in_other_drafts(federation_id: int) -> frozenset[int]:
    """Positions that stand in a report of this federation that is not sent yet."""
    return frozenset(
        db.session.scalars(
            sa.select(ReportPosition.position_id)
            .join(Report, Report.id == ReportPosition.report_id)
            .where(Report.federation_id == federation_id, Report.state.not_in(FROZEN))
        )
    )


def with_positions(report: Report) -> list[Position]:
    """The positions of a report in its order, with their issues' links."""
    ids = [entry.position_id for entry in report.entries]
    found = db.session.scalars(sa.select(Position).where(Position.id.in_(ids)).options(selectinload(Position.links)))
    by_id = {position.id: position for position in found}
    return [by_id[i] for i in ids]

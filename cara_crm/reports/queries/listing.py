"""Which reports a person sees, and what has become of one that was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload, undefer

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, NotVisible
from cara_crm.core.pages import Key
from cara_crm.core.permissions import Permission
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Mandate
from cara_crm.federations.queries import federations_in_use
from cara_crm.positions.models import Position, position_sector
from cara_crm.reports.models import (
    Answer,
    AnswerState,
    FileKind,
    ReadingLink,
    Report,
    ReportFile,
    ReportPosition,
    ReportState,
    Review,
    report_sector,
)
from cara_crm.reports.queries.state import FROZEN
from cara_crm.reports.queries.wordings import OPEN
from cara_crm.sectors.models import Sector

NEWEST_FIRST = Key([Report.id], descending=True)


def visible(actor: Actor) -> Any:
    """Reports that a person may see: drafts are for who writes or reviews, sent ones for who reads figures.

    A manager of some sectors sees the reports about one of them.
    """
    wanted = sa.select(Report)
    if not (actor.can(Permission.REPORT_EDIT) or actor.can(Permission.REPORT_REVIEW)):
        wanted = wanted.where(Report.state.in_(FROZEN))
    if actor.sector_ids is not None and not actor.can(Permission.REPORT_REVIEW):
        inside = sa.select(report_sector.c.report_id).where(report_sector.c.sector_id.in_(actor.sector_ids))
        wanted = wanted.where(Report.id.in_(inside))
    return wanted


def reports(actor: Actor, *, federation: int | None = None, state: ReportState | None = None) -> Any:
    """The list, with what its rows show; newest first by ``NEWEST_FIRST``."""
    wanted = visible(actor).options(joinedload(Report.federation), selectinload(Report.sectors))
    if federation:
        wanted = wanted.where(Report.federation_id == federation)
    return wanted.where(Report.state == state) if state else wanted


def report_for(actor: Actor, report_id: int) -> Report:
    """One report with its positions. Raises NotVisible when missing or not for this person."""
    report = db.session.scalar(
        visible(actor)
        .where(Report.id == report_id)
        .options(
            joinedload(Report.federation),
            joinedload(Report.request),
            selectinload(Report.entries).joinedload(ReportPosition.position),
            undefer(Report.document),
        )
        .execution_options(populate_existing=True)
    )
    if report is None:
        raise NotVisible
    return report  # type: ignore[no-any-return]


def file_of(report: Report, kind: FileKind) -> ReportFile:
    """A frozen file of a report. Raises NotVisible when it has none of that kind."""
    found = db.session.scalar(
        sa.select(ReportFile)
        .where(ReportFile.report_id == report.id, ReportFile.kind == kind)
        .options(joinedload(ReportFile.file))
    )
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True, slots=True)
class Followed:
    """How far a report came: answered ``given`` of ``positions``."""

    positions: int
    given: int


def progress(report_ids: Sequence[int]) -> dict[int, Followed]:
    """By report: how many positions it has, and how many of them were answered."""
    counted = sa.select(ReportPosition.report_id, sa.func.count()).where(ReportPosition.report_id.in_(report_ids))
    positions = _pairs(counted.group_by(ReportPosition.report_id))
    answered = sa.select(Answer.report_id, sa.func.count()).where(
        Answer.report_id.in_(report_ids), Answer.state != AnswerState.DRAFT
    )
    given = _pairs(answered.group_by(Answer.report_id))
    return {i: Followed(positions.get(i, 0), given.get(i, 0)) for i in report_ids}


def _pairs(select: Any) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(select)}


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person that a report was sent to: what became of its last message, when it opened the report first.

    `link_id`, `expires_at`, `revoked_at` are of its last link; `again_at`: when it got a further one, with a reminder
    or in the place of one that was lost.
    """

    name: str
    status: DeliveryStatus | None
    opened_at: datetime | None
    expires_at: datetime
    link_id: int
    revoked_at: datetime | None
    again_at: tuple[datetime, ...]


def tracking(report: Report) -> list[Addressee]:
    """Who got it, whether it arrived, and who opened it: one line a person."""
    rows = db.session.execute(
        sa.select(Contact, Delivery.status, ReadingLink)
        .select_from(ReadingLink)
        .join(Contact, Contact.id == ReadingLink.contact_id)
        .outerjoin(Delivery, Delivery.id == ReadingLink.delivery_id)
        .where(ReadingLink.report_id == report.id)
        .order_by(Contact.sort_key, Contact.id, ReadingLink.id)
    )
    by_person: dict[Contact, list[tuple[DeliveryStatus | None, ReadingLink]]] = {}
    for contact, status, link in rows:
        by_person.setdefault(contact, []).append((status, link))
    return [_addressee(contact, messages) for contact, messages in by_person.items()]


def _addressee(contact: Contact, messages: Sequence[tuple[DeliveryStatus | None, ReadingLink]]) -> Addressee:
    (status, last), links = messages[-1], [link for _status, link in messages]
    return Addressee(
        name=contact.name,
        status=status,
        opened_at=min((link.opened_at for link in links if link.opened_at), default=None),
        expires_at=last.expires_at,
        link_id=last.id,
        revoked_at=last.revoked_at,
        again_at=tuple(link.created_at for link in links[1:]),
    )


def answers_by_position(report: Report) -> dict[int, Answer]:
    """The answers that the federation gave, by position id."""
    return {answer.position_id: answer for answer in report.answers if answer.state is not AnswerState.DRAFT}


def reviews_of(report: Report) -> Sequence[Review]:
    """Every sitting, newest first, with its verdicts."""
    wanted = sa.select(Review).where(Review.report_id == report.id, Review.finished_at.is_not(None))
    whole = wanted.options(joinedload(Review.reviewer), joinedload(Review.items)).order_by(Review.id.desc())
    return db.session.scalars(whole).unique().all()


def seen_last(report: Report) -> Review | None:
    """The latest finished sitting with the document that it saw."""
    return db.session.scalar(
        sa.select(Review)
        .where(Review.report_id == report.id, Review.finished_at.is_not(None), Review.document.is_not(None))
        .order_by(Review.id.desc())
        .limit(1)
        .options(undefer(Review.document), joinedload(Review.reviewer))
    )


def unfinished(report: Report, reviewer_id: int | None, fingerprint: str) -> Review | None:
    """What this reviewer decided so far about the report as it stands."""
    return db.session.scalar(
        sa.select(Review)
        .where(Review.report_id == report.id, Review.reviewer_id == reviewer_id, Review.finished_at.is_(None))
        .where(Review.fingerprint == fingerprint)
        .order_by(Review.id.desc())
        .limit(1)
        .options(selectinload(Review.items))
    )


def versions_of(report: Report) -> Sequence[Report]:
    """All versions under the same number, oldest first."""
    return db.session.scalars(sa.select(Report).where(Report.number == report.number).order_by(Report.edition)).all()


def federation_or_first(federation_id: int | None) -> Federation:
    """The one that was asked for while it is in use, else the first that is. Raises DomainError when none is."""
    every = federations_in_use()
    if not every:
        raise DomainError(_("No federation is in use: an administrator adds one in the settings."))
    return next((one for one in every if one.id == federation_id), every[0])


def sectors_to_report(actor: Actor, federation_id: int) -> list[Sector]:
    """Those of the actor's sectors that the cluster represents for a federation today."""
    today = clock.today()
    ids = sa.select(Mandate.sector_id).where(
        Mandate.federation_id == federation_id,
        Mandate.from_on <= today,
        sa.or_(Mandate.until_on.is_(None), Mandate.until_on >= today),
    )
    found = db.session.scalars(sa.select(Sector).where(Sector.id.in_(ids)).order_by(Sector.ordinal, Sector.id))
    return [one for one in found if actor.in_charge_of({one.id})]


def next_start(federation_id: int) -> date:
    """The day after the federation's last report, or three months ago."""
    last = db.session.scalar(
        sa.select(sa.func.max(Report.period_until)).where(
            Report.federation_id == federation_id, Report.state.in_(FROZEN), Report.request_id.is_(None)
        )
    )
    today = clock.today()
    return last + timedelta(days=1) if last and last < today else today - timedelta(days=90)


def other_drafts(actor: Actor, report: Report) -> Sequence[tuple[Report, int]]:
    """Reports under way for the same federation that the actor may see, with how many positions of this one's sectors
    each holds."""
    held = (
        sa.select(ReportPosition.report_id, sa.func.count(sa.distinct(ReportPosition.position_id)).label("n"))
        .join(position_sector, position_sector.c.position_id == ReportPosition.position_id)
        .where(position_sector.c.sector_id.in_([sector.id for sector in report.sectors]))
        .group_by(ReportPosition.report_id)
        .subquery()
    )
    query = visible(actor).add_columns(held.c.n).join(held, held.c.report_id == Report.id)
    under_way = query.where(Report.state.not_in(FROZEN), Report.federation_id == report.federation_id)
    found = db.session.execute(under_way.where(Report.id != report.id).order_by(Report.id)).all()
    return [(other, n) for other, n in found]


def candidates(report: Report) -> Sequence[Position]:
    """Positions that could be added: of this federation and sectors, open, not in the report yet."""
    inside = sa.select(position_sector.c.position_id).where(
        position_sector.c.sector_id.in_([sector.id for sector in report.sectors])
    )
    return db.session.scalars(
        sa.select(Position)
        .where(
            Position.federation_id == report.federation_id,
            Position.state.in_(OPEN),
            Position.id.in_(inside),
            Position.id.not_in([entry.position_id for entry in report.entries]),
        )
        .order_by(Position.id)
    ).all()

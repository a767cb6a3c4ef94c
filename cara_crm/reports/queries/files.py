"""The files of reports that were sent: their hashes, and whose a file is that somebody holds in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cara_crm.extensions import db
from cara_crm.files.models import StoredFile
from cara_crm.reports.models import FileKind, Report, ReportFile
from cara_crm.reports.queries.state import FROZEN


@dataclass(frozen=True, slots=True)
class Known:
    """The file of a report that was sent; ``later``: the version that replaces it, and when that was sent."""

    kind: FileKind
    number: str
    edition: int
    sent_at: datetime | None
    federation: str
    later: int | None
    later_at: datetime | None


def files_of(report: Report) -> Sequence[ReportFile]:
    """The frozen files with name, size and hash; their content is not read."""
    rows = db.session.scalars(
        sa.select(ReportFile).where(ReportFile.report_id == report.id).options(joinedload(ReportFile.file))
    )
    order = list(FileKind)
    return sorted(rows, key=lambda one: order.index(one.kind))


def known_by(sha256: str) -> Known | None:
    """The sent report whose file has this hash. Tells who holds the file no more than what is printed in it."""
    row = db.session.execute(
        sa.select(ReportFile.kind, Report)
        .join(Report, Report.id == ReportFile.report_id)
        .join(StoredFile, StoredFile.id == ReportFile.file_id)
        .where(StoredFile.sha256 == sha256, Report.state.in_(FROZEN))
        .order_by(Report.id)
        .limit(1)
        .options(joinedload(Report.federation))
    ).first()
    if row is None:
        return None
    kind, report = row
    later = db.session.execute(
        sa.select(Report.edition, Report.sent_at)
        .where(Report.number == report.number, Report.edition > report.edition, Report.state.in_(FROZEN))
        .order_by(Report.edition.desc())
        .limit(1)
    ).first()
    return Known(
        kind=kind,
        number=report.number,
        edition=report.edition,
        sent_at=report.sent_at,
        federation=report.federation.short_name,
        later=later.edition if later else None,
        later_at=later.sent_at if later else None,
    )

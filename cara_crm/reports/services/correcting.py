"""A report that was sent stays as it was; a correction is its next version."""

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.reports.models import Report, ReportPosition


class NotSent(DomainError):
    """Only what was sent is corrected."""


class NoNote(DomainError):
    """Who received the version before is told what changes."""

    field = "note"


class CorrectionUnderWay(DomainError):
    """A later version exists."""


def correct_report(report: Report, *, note: str, by: Actor) -> Report:
    """A draft of version n+1 with the same positions; it is reviewed and sent like any report.

    Raises NotSent, NoNote, CorrectionUnderWay.
    """
    if not report.is_frozen:
        raise NotSent(_("This report was not sent: edit it."))
    if not note.strip():
        raise NoNote(_("Say what changes, for those who received the version before."))
    if db.session.scalar(sa.select(Report.id).where(Report.corrects_id == report.id)):
        raise CorrectionUnderWay(_("A later version of this report exists already."))
    version = Report(
        federation_id=report.federation_id,
        number=report.number,
        edition=report.edition + 1,
        corrects_id=report.id,
        request_id=report.request_id,
        reminds=report.reminds,
        period_from=report.period_from,
        period_until=report.period_until,
        language=report.language,
        key_messages=report.key_messages,
        correction_note=note.strip(),
        created_by_id=by.user_id,
        is_demonstration=report.is_demonstration,
    )
    version.sectors = list(report.sectors)
    version.entries = [ReportPosition(position_id=e.position_id, ordinal=e.ordinal) for e in report.entries]
    db.session.add(version)
    audit.record("report.correction_drafted", version, by=by, corrects=report.id)
    return version

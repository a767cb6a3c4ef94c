"""Opening a report by the link in a mail, and saying that it was received."""

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient
from cara_crm.reports.models import ReadingLink, Report, ReportState


def open_link(link: ReadingLink, *, by: Actor) -> None:
    """Somebody pressed the button of the link's page (a scanner that only fetches it does not count)."""
    if link.opened_at is None:
        link.opened_at = clock.now()
    audit.record("report.opened", link, by=by, report=link.report_id)


def revoke_link(link: ReadingLink, *, by: Actor) -> None:
    """The link and every browser that opened it read no more."""
    if link.revoked_at is None:
        link.revoked_at = clock.now()
        audit.record("report.link_revoked", link, by=by, report=link.report_id)


def acknowledge_report(report: Report, *, by: Actor) -> None:
    """The federation says that it has received the report; the first time counts."""
    if report.acknowledged_at is not None:
        return
    report.acknowledged_at, report.acknowledged_by_id = clock.now(), by.contact_id
    report.state = ReportState.ACKNOWLEDGED
    own = sa.and_(Recipient.relay_id == (report.relay_id or 0), Recipient.contact_id == (by.contact_id or 0))
    for recipient in db.session.scalars(sa.select(Recipient).where(own)):
        recipient.acknowledged_at = recipient.acknowledged_at or clock.now()
    audit.record("report.acknowledged", report, by=by)

"""Opening a report by the link in a mail, and saying that it was received."""

import secrets

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.tokens import token_hash
from cara_crm.deliveries import services as deliveries
from cara_crm.extensions import db
from cara_crm.relays.models import Recipient
from cara_crm.reports.models import AnswerState, ReadingLink, Report, ReportState
from cara_crm.reports.services.sending import READABLE_FOR, reading_url


def open_link(link: ReadingLink, *, by: Actor) -> None:
    """Somebody pressed the button of the link's page (a scanner that only fetches it does not count)."""
    if link.opened_at is None:
        link.opened_at = clock.now()
    audit.record("report.opened", link, by=by, report=link.report_id)


def revoke_link(link: ReadingLink, *, by: Actor) -> None:
    """None of this person's links to the report opens it any more, and no browser that opened one reads on."""
    theirs = sa.select(ReadingLink).where(
        ReadingLink.report_id == link.report_id,
        ReadingLink.contact_id == link.contact_id,
        ReadingLink.revoked_at.is_(None),
    )
    for one in db.session.scalars(theirs.order_by(ReadingLink.id)):
        one.revoked_at = clock.now()
        audit.record("report.link_revoked", one, by=by, report=one.report_id)


def renew_link(link: ReadingLink, *, by: Actor) -> ReadingLink:
    """A new link by mail in the place of one that is lost, too old or unanswered; the old one opens nothing more."""
    revoke_link(link, by=by)
    token, report = secrets.token_urlsafe(32), link.report
    renewed = ReadingLink(report=report, contact=link.contact, token_hash=token_hash(token))
    renewed.expires_at = clock.now() + READABLE_FOR
    db.session.add(renewed)
    db.session.flush()
    given = sum(answer.state is not AnswerState.DRAFT for answer in report.answers)
    delivery = deliveries.queue(
        "report_link",
        to=link.contact,
        dedupe_key=f"report-link:{renewed.id}",
        context={
            "number": report.number,
            "waiting": len(report.entries) - given,
            "until": renewed.expires_at,
            "url": reading_url(token),
        },
        holds_token=True,
        by=by,
    )
    renewed.delivery_id = delivery.id
    audit.record("report.link_renewed", renewed, by=by, report=report.id)
    return renewed


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

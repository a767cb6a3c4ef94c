"""Send a report: everything slow is made before, everything that counts happens in one transaction."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.tokens import token_hash
from cara_crm.deliveries.services import queue
from cara_crm.extensions import db
from cara_crm.files.models import StoredFile
from cara_crm.files.services import store
from cara_crm.issues.models import Issue
from cara_crm.members.services.sameness import keep_who_is_who
from cara_crm.positions import services as positions
from cara_crm.positions.models import PositionState
from cara_crm.relays.models import Direction, Recipient, Relay, RelayKind, RelayState
from cara_crm.reports.answers.carrying import carry_answers
from cara_crm.reports.assemble import Assembled
from cara_crm.reports.build import Built, assembled_for, build, file_name, render
from cara_crm.reports.checks import open_marks
from cara_crm.reports.document import ReportDocument, sha256
from cara_crm.reports.models import (
    FileKind,
    ReadingLink,
    ReleasedCell,
    Report,
    ReportFile,
    ReportState,
    RequestState,
    Review,
)
from cara_crm.reports.queries.state import addressees, scope_of, waivers_of, with_positions
from cara_crm.reports.services import telling
from cara_crm.reports.services.drafting import has_lapsed
from cara_crm.settings import services as settings
from cara_crm.settings.queries import CLUSTER_CODE

MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.SUMMARY: "application/pdf",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.JSON: "application/json",
}
READABLE_FOR = timedelta(days=60)
READING_PATH = "/read/"
MOVING = (PositionState.DRAFT, PositionState.APPROVED, PositionState.RELAYED)


class NotApproved(DomainError):
    """Nothing goes up on one person's word."""


class ApprovalLapsed(DomainError):
    """What was approved is not what stands here now."""


class NobodyToSendTo(DomainError):
    """The federation has no addressee."""


class PositionCannotBeSaid(DomainError):
    """Too few groups stand behind every position of the report."""


class WouldLeak(DomainError):
    """A text gives somebody away."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report ready to be frozen: its document, its files, the figures to remember."""

    built: Built
    files: dict[FileKind, bytes]


def prepare(report: Report) -> Prepared:
    """Check and render the final report. To be called inside ``extensions.reading()``: it takes a second or two.

    Raises NotApproved, ApprovalLapsed, PositionCannotBeSaid, WouldLeak, NobodyToSendTo.
    """
    if report.state is not ReportState.APPROVED:
        raise NotApproved(_("This report is not approved: another person reviews it first."))
    if not addressees(report):
        raise NobodyToSendTo(_("Nobody at this federation receives reports. Add a contact with that function first."))
    built = build(scope_of(report, draft=False), frozenset(waivers_of(report, approved=True)))
    refuse_unfit(report, built)
    return Prepared(built, render(built.document))


def refuse_unfit(report: Report, built: Built) -> None:
    """Raises PositionCannotBeSaid, WouldLeak, ApprovalLapsed."""
    if not built.assembled.says_something:
        raise PositionCannotBeSaid(_("Nothing of this report may be said any more: too few groups stand behind."))
    if open_marks(built.marks):
        raise WouldLeak(_("A text of this report would give somebody away. Take the report back and reword it."))
    if has_lapsed(report, built):
        raise ApprovalLapsed(_("The report changed since it was approved. Hand it over for review again."))


def send_report(report: Report, prepared: Prepared, *, by: Actor) -> Relay:
    """Freeze the report, move what it carries, and queue a message to each addressee.

    Raises NotApproved when somebody sent it meanwhile, EditedMeanwhile when the facts changed since ``prepare``.
    """
    if report.state is not ReportState.APPROVED:
        raise NotApproved(_("This report is not waiting to be sent any more."))
    people = addressees(report)
    assembled = assembled_for(scope_of(report, draft=False))
    if assembled.document != prepared.built.assembled.document:
        raise EditedMeanwhile(_("Something changed while the report was being made. Please try again."))
    _keep_what_is_said(report, assembled)
    pdf = _freeze(report, prepared, by)
    carry_answers(report, by=by)
    _remember_figures(report, assembled)
    _forget_what_reviews_saw(report)
    relay = _add_relay(report, prepared.built.document, by)
    _move_what_it_carries(report, by)
    _queue_messages(report, relay, people, pdf, by)
    telling.tell_authors(report, by=by)
    telling.tell_who_replied(report, by=by)
    audit.record("report.sent", report, by=by, addressees=len(people), sha256=report.document_sha256)
    return relay


def _keep_what_is_said(report: Report, assembled: Assembled) -> None:
    """Positions that may not be said yet are free for a later report; the others keep who was behind them."""
    behind = {position_id: set(issue_ids) for position_id, issue_ids in assembled.carried}
    if report.request:
        report.request.issues = [issue for issue in report.request.issues if issue.id in assembled.counted]
        report.request.state, report.request.answered_at = RequestState.ANSWERED, clock.now()
    report.entries = [entry for entry in report.entries if entry.position_id in behind]
    for entry in report.entries:
        entry.issues = [link.issue for link in entry.position.links if link.issue_id in behind[entry.position_id]]


def _freeze(report: Report, prepared: Prepared, by: Actor) -> StoredFile:
    """Store the files; from now on the report is read from its document. Gives back the PDF."""
    document = prepared.built.document
    stored = {
        kind: store(file_name(document, kind), MEDIA_TYPES[kind], content) for kind, content in prepared.files.items()
    }
    report.files = [ReportFile(kind=kind, file=file) for kind, file in stored.items()]
    content = prepared.files[FileKind.JSON]
    report.document, report.document_sha256 = content.decode(), sha256(content)
    settings.set_value(CLUSTER_CODE, document.cluster_code, by=by)  # from now on, whatever the cluster is called
    report.state, report.sent_at, report.sent_by_id = ReportState.SENT, clock.now(), by.user_id
    return stored[FileKind.PDF]


def _forget_what_reviews_saw(report: Report) -> None:
    """What was sent is frozen itself; an earlier draft may hold a name whose consent was taken back."""
    db.session.execute(sa.update(Review).where(Review.report_id == report.id).values(document=None))


def _remember_figures(report: Report, assembled: Assembled) -> None:
    keep_who_is_who()
    db.session.add_all(
        ReleasedCell(
            report_id=report.id,
            federation_id=report.federation_id,
            cell=cell.key,
            value=cell.value,
            group_keys=sorted(cell.groups),
            released_at=clock.moment(cell.on) if cell.on else clock.now(),
        )
        for cell in assembled.cells
    )


def _add_relay(report: Report, document: ReportDocument, by: Actor) -> Relay:
    with force_locale(report.language):
        named = {"number": report.number, "version": report.edition}
        title = _("Flash note %(number)s, version %(version)s", **named) if report.is_note else _report_title(named)
    relay = Relay(
        direction=Direction.UP,
        kind=RelayKind.REPORT,
        state=RelayState.SENT,
        federation_id=report.federation_id,
        title=title,
        body="\n".join(document.key_messages),
        happened_at=clock.now(),
        sent_at=clock.now(),
        created_by_id=by.user_id,
        is_demonstration=report.is_demonstration,
        sectors=list(report.sectors),
        positions=with_positions(report),
        issues=list({issue.id: issue for issue in _carried(report)}.values()),
    )
    db.session.add(relay)
    report.relay = relay
    db.session.flush()
    return relay


def _report_title(named: dict[str, Any]) -> str:
    title: str = _("Report %(number)s, version %(version)s", **named)
    return title


def _carried(report: Report) -> Iterator[Issue]:
    yield from report.request.issues if report.request else ()
    for entry in report.entries:
        yield from entry.issues


def _move_what_it_carries(report: Report, by: Actor) -> None:
    """Positions, their usable links and issues are relayed; a correction does not reopen what was answered."""
    moving = [position for position in with_positions(report) if position.state in MOVING]
    positions.mark_relayed(moving, at=clock.now(), by=by)


def _queue_messages(report: Report, relay: Relay, people: Sequence[Contact], pdf: StoredFile, by: Actor) -> None:
    """One message a person, with the PDF and a reading link of its own."""
    for person in people:
        token = secrets.token_urlsafe(32)
        delivery = queue(
            "report_correction" if report.corrects_id else "flash_note" if report.is_note else "report",
            to=person,
            dedupe_key=f"report:{report.id}:{person.id}",
            context={**_words(report), "url": reading_url(token)},
            attachments=[pdf],
            holds_token=True,
            by=by,
        )
        db.session.add(
            ReadingLink(
                report_id=report.id,
                contact_id=person.id,
                token_hash=token_hash(token),
                delivery_id=delivery.id,
                expires_at=clock.now() + READABLE_FOR,
            )
        )
        db.session.add(Recipient(relay_id=relay.id, contact_id=person.id, delivery_id=delivery.id, reason="addressee"))


def _words(report: Report) -> dict[str, object]:
    return {
        "number": report.number,
        "edition": report.edition,
        "federation": report.federation.short_name,
        "period_from": report.period_from,
        "period_until": report.period_until,
        "positions": len(report.entries),
        "note": report.correction_note,
        "asked_on": report.request.asked_at if report.request else None,
    }


def reading_url(token: str) -> str:
    """Where a reading link leads; opening it asks to confirm before it counts as received (scanners follow links)."""
    return str(current_app.config["BASE_URL"]) + READING_PATH + token

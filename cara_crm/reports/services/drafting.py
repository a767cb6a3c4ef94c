"""Begin a report, choose and order its positions, write its key messages, hand it over."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.languages import quoted
from cara_crm.extensions import db
from cara_crm.positions import services as positions
from cara_crm.positions.models import Position
from cara_crm.reports.build import Built
from cara_crm.reports.checks import open_marks
from cara_crm.reports.document import Period
from cara_crm.reports.models import Report, ReportPosition, ReportState, Waiver
from cara_crm.reports.queries.scope import Scope, represented_sectors
from cara_crm.reports.queries.state import next_number, positions_in_other_drafts, waivers_of
from cara_crm.reports.queries.wordings import positions_of_period
from cara_crm.reports.services import telling
from cara_crm.reports.words import LANGUAGES
from cara_crm.sectors.models import Sector
from cara_crm.settings.queries import CLUSTER_NAME, code_from, is_demonstration, value

ATTEMPTS = 5


class BadPeriod(DomainError):
    """The period ends before it begins, or has not begun."""

    field = "period_until"


class NotRepresented(DomainError):
    """The cluster does not represent this sector for this federation."""

    field = "sectors"


class NotInCharge(DomainError):
    """A manager of some sectors reports about these."""

    field = "sectors"


class UnknownLanguage(DomainError):
    """Reports are written in French or English."""

    field = "language"


class NotADraft(DomainError):
    """It is being reviewed, approved or sent."""


class NothingToSay(DomainError):
    """No position of the report may be said yet."""


class LeaksLeft(DomainError):
    """A text gives somebody away, and nobody said that it is a false alarm."""


class OneSided(DomainError):
    """A member stands against a position that does not say so."""


class NoReason(DomainError):
    """A false alarm is declared with a reason."""

    field = "reason"


class NoSuchMark(DomainError):
    """The leak check does not mark this place any more."""


def draft_report(
    *, federation_id: int, sector_ids: Collection[int], period: Period, language: str, by: Actor
) -> Report:
    """A new draft with the open positions of the period, by national priority.

    Raises BadPeriod, NotRepresented, NotInCharge, UnknownLanguage.
    """
    _check(federation_id, sector_ids, period, language)
    if by.sector_ids is not None and not set(sector_ids) <= by.sector_ids:
        raise NotInCharge(_("You are not in charge of all these sectors."))
    report = Report(
        federation_id=federation_id,
        period_from=period.start,
        period_until=period.end,
        language=language,
        created_by_id=by.user_id,
        is_demonstration=is_demonstration(),
    )
    report.sectors = list(db.session.scalars(sa.select(Sector).where(Sector.id.in_(sector_ids))))
    scope = Scope(federation_id, frozenset(sector_ids), period, language)
    elsewhere = positions_in_other_drafts(federation_id)
    ids = [i for i in positions_of_period(scope) if i not in elsewhere]
    report.entries = [ReportPosition(position_id=i, ordinal=rank) for rank, i in enumerate(ids, 1)]
    number_report(report)
    audit.record("report.drafted", report, by=by, positions=len(ids))
    return report


def number_report(report: Report) -> None:
    """Store a draft under the next number; who began another in the same instant may have taken it: then the next."""
    for attempt in range(1, ATTEMPTS + 1):
        report.number = next_number(number_prefix())
        try:
            with db.session.begin_nested():
                db.session.add(report)
            return
        except IntegrityError:
            if attempt == ATTEMPTS:
                raise


def number_prefix() -> str:
    """The cluster's short name as numbers begin with it: CARA."""
    return code_from(str(value(CLUSTER_NAME, "CARA")))


def _check(federation_id: int, sector_ids: Collection[int], period: Period, language: str) -> None:
    if period.end < period.start:
        raise BadPeriod(_("The period ends before it begins."))
    if period.start > clock.today():
        raise BadPeriod(_("The period has not begun yet."), field="period_from")
    if language not in LANGUAGES:
        raise UnknownLanguage(_("Reports are written in French or in English."))
    if not sector_ids:
        raise NotRepresented(_("Choose at least one sector."))
    if not set(sector_ids) <= set(represented_sectors(federation_id, period)):
        raise NotRepresented(_("The cluster does not represent all these sectors for this federation in this period."))


def edit_report(
    report: Report, *, key_messages: str, position_ids: Sequence[int], language: str, version: int, by: Actor
) -> None:
    """Write the key messages, choose and order the positions. Who changes something is a writer of the report; who
    saves it as it was is none.

    Raises NotADraft, EditedMeanwhile, UnknownLanguage. Positions of other federations are ignored.
    """
    refuse_unless_draft(report)
    if report.version != version:
        raise EditedMeanwhile(_("Somebody else saved this report meanwhile. Both versions are shown below."))
    if language not in LANGUAGES:
        raise UnknownLanguage(_("Reports are written in French or in English."))
    before = report.key_messages, report.language, _order(report)
    report.key_messages, report.language = key_messages, language
    _put_in_order(report, position_ids)
    if before == (report.key_messages, report.language, _order(report)):
        return
    report.updated_at = clock.now()
    audit.record("report.edited", report, by=by, positions=len(report.entries))


def _order(report: Report) -> list[int]:
    return [entry.position_id for entry in report.entries]


def _put_in_order(report: Report, position_ids: Sequence[int]) -> None:
    if report.is_note:
        return
    own = sa.select(Position.id).where(Position.id.in_(position_ids), Position.federation_id == report.federation_id)
    known = set(db.session.scalars(own))
    present = {entry.position_id: entry for entry in report.entries}
    wanted = [i for i in dict.fromkeys(position_ids) if i in known]
    report.entries = [present.get(i) or ReportPosition(position_id=i) for i in wanted]
    for rank, entry in enumerate(report.entries, 1):
        entry.ordinal = rank


def refuse_unless_draft(report: Report) -> None:
    """Raises NotADraft while it is reviewed, and once it is approved or sent."""
    if report.state is not ReportState.DRAFT or report.handed_over_at:
        raise NotADraft(_("This report is not being written any more: take it back first."))


def propose_waiver(report: Report, built: Built, *, key: str, reason: str, by: Actor) -> Waiver:
    """Say why a mark of the leak check is a false alarm; it counts for sending once the review agrees.

    Raises NotADraft, NoReason, NoSuchMark.
    """
    refuse_unless_draft(report)
    if not reason.strip():
        raise NoReason(_("Say why this gives nobody away."))
    mark = next((mark for mark in built.marks if mark.key == key), None)
    if mark is None:
        raise NoSuchMark(_("This place is not marked any more."))
    waiver = waivers_of(report).get(key) or Waiver(report_id=report.id, leak_key=key, place=mark.place)
    waiver.reason, waiver.place, waiver.requested_by_id = reason.strip(), mark.place, by.user_id
    waiver.requested_at, waiver.approved_at, waiver.approved_by_id = clock.now(), None, None
    db.session.add(waiver)
    audit.record("report.waiver_proposed", report, by=by, kind=mark.leak.kind.value, place=mark.place)
    return waiver


def withdraw_waiver(report: Report, *, key: str, by: Actor) -> None:
    """Take a waiver back: the mark stands again. Raises NotADraft."""
    refuse_unless_draft(report)
    if waiver := waivers_of(report).get(key):
        db.session.delete(waiver)
        audit.record("report.waiver_withdrawn", report, by=by, place=waiver.place)


def has_lapsed(report: Report, built: Built) -> bool:
    """Approved, but not what stands here now: its own words or figures, or the review of a position that it says."""
    changed = report.approved_fingerprint != built.fingerprint or bool(built.lapsed)
    return report.state is ReportState.APPROVED and changed


def hand_over(report: Report, built: Built, *, by: Actor) -> int:
    """Give the report to a reviewer; also after an approval that has lapsed. ``built`` is the report as it stands. How
    many may review it today: none where everyone who may has written part of it.

    Raises NotADraft, NothingToSay, OneSided, LeaksLeft, and WindowOpen while somebody may still object.
    """
    if report.is_frozen or (report.handed_over_at and not has_lapsed(report, built)):
        raise NotADraft(_("This report is with the reviewers already."))
    _refuse_empty(report, built)
    if one_sided := [one.position for one in report.entries if one.position_id in built.assembled.one_sided]:
        titles = quoted(one.title for one in one_sided)
        sentence = _("A member stands against %(titles)s: write the diverging view first.", titles=titles)
        raise OneSided(sentence, about=one_sided)
    for entry in report.entries:
        if entry.position_id in built.said:
            positions.refuse_unheard(entry.position)
    if left := len(open_marks(built.marks)):
        raise LeaksLeft(_("%(n)s places would give somebody away. Reword them, or say why not.", n=left))
    report.state, report.handed_over_at = ReportState.DRAFT, clock.now()
    report.approved_at = report.approved_by_id = report.approved_fingerprint = None
    audit.record("report.handed_over", report, by=by)
    return telling.ask_reviewers(report, positions=len(built.document.positions), by=by)


def _refuse_empty(report: Report, built: Built) -> None:
    if built.assembled.says_something:
        return
    if report.is_note:
        raise NothingToSay(_("Too few groups stand behind this note: count more issues, or wait for the consultation."))
    raise NothingToSay(_("No position of this report may be said yet: look at what is withheld and why."))


def take_back(report: Report, *, by: Actor) -> None:
    """Back to writing; an approval that was given is gone. Raises NotADraft once it is sent."""
    if report.is_frozen:
        raise NotADraft(_("This report is sent: correct it by a new version."))
    report.state, report.handed_over_at = ReportState.DRAFT, None
    report.approved_at = report.approved_by_id = report.approved_fingerprint = None
    audit.record("report.taken_back", report, by=by)


def discard(report: Report, *, by: Actor) -> None:
    """Delete a draft that was never sent. Its positions stay. Raises NotADraft."""
    if report.is_frozen:
        raise NotADraft(_("A report that was sent stays."))
    audit.record("report.discarded", report, by=by, number=report.number)
    db.session.delete(report)

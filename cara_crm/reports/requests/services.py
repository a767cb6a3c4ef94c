"""Ask, choose what answers, ask the members, draft the flash note, decline. The note's own way is a report's."""

from collections.abc import Collection
from datetime import date, timedelta
from textwrap import shorten

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.accounts import queries as accounts
from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.links import absolute_url
from cara_crm.deliveries.services import queue
from cara_crm.extensions import db
from cara_crm.issues.services import refuse_leaks
from cara_crm.relays.models import QuestionKind, Relay, RelayKind
from cara_crm.relays.services import Asked, ask, draft_relay, refuse_secrets
from cara_crm.reports.document import Period
from cara_crm.reports.models import Report, Request, RequestState
from cara_crm.reports.queries.scope import represented_sectors
from cara_crm.reports.queries.state import FROZEN
from cara_crm.reports.requests import queries
from cara_crm.reports.services import telling
from cara_crm.reports.services.drafting import NotInCharge, UnknownLanguage, number_report
from cara_crm.reports.words import LANGUAGES
from cara_crm.sectors.models import Sector
from cara_crm.settings.queries import is_demonstration

LONGEST_TITLE = 90


class DuePast(DomainError):
    """It is due on a day that is over."""

    field = "due_on"


class NothingAbout(DomainError):
    """It is about a sector that the cluster represents for this federation."""

    field = "sectors"


class NotOpen(DomainError):
    """It was answered or declined."""


class NoteUnderWay(DomainError):
    """A note of it is with the reviewers, approved or begun."""


class AskedAlready(DomainError):
    """Its consultation exists."""


class NoSource(DomainError):
    """Nothing was chosen that could answer it."""


class NoReason(DomainError):
    """Who asked reads why there is no answer."""

    field = "reason"


def ask_cluster(
    *,
    federation_id: int,
    question: str,
    details: str,
    due_on: date,
    sector_ids: Collection[int],
    submission_key: str | None,
    by: Actor,
) -> Request:
    """A federation's question: of its officer, else recorded by a manager. The same `submission_key` gives back what
    is there. Without sectors it is about all that the cluster represents for it.

    Raises DuePast, AskedByMembersOnly, NothingAbout, NotInCharge.
    """
    if submission_key and (found := db.session.scalar(sa.select(Request).filter_by(submission_key=submission_key))):
        return found
    request = Request(federation_id=federation_id, submission_key=submission_key, author_label=by.name)
    if by.federation_id is None:
        request.recorded_by_id, request.author_label = by.user_id, ""
    request.question, request.details, request.due_on = " ".join(question.split()), details.strip(), due_on
    request.contact_id = by.contact_id
    _refuse(request)
    request.sectors = _sectors(federation_id, sector_ids, by)
    db.session.add(request)
    db.session.flush()
    audit.record("request.asked", request, by=by, due=due_on.isoformat())
    if by.federation_id is not None:
        _tell_managers(request, by)
    return request


def _refuse(request: Request) -> None:
    if request.due_on < clock.today():
        raise DuePast(_("This day is over."))
    refuse_secrets({"question": request.question, "details": request.details})


def _sectors(federation_id: int, sector_ids: Collection[int], by: Actor) -> list[Sector]:
    today = clock.today()
    represented = set(represented_sectors(federation_id, Period(today, today)))
    wanted = set(sector_ids) or represented & (represented if by.sector_ids is None else by.sector_ids)
    if not wanted or not wanted <= represented:
        raise NothingAbout(_("The cluster does not represent all these sectors for this federation."))
    if by.sector_ids is not None and not wanted <= by.sector_ids:
        raise NotInCharge(_("You are not in charge of all these sectors."))
    return list(db.session.scalars(sa.select(Sector).where(Sector.id.in_(wanted)).order_by(Sector.ordinal, Sector.id)))


def _tell_managers(request: Request, by: Actor) -> None:
    context = {
        "federation": request.federation.short_name,
        "due_on": request.due_on,
        "url": absolute_url("reports.request_page", request_id=request.id),
    }
    for person in accounts.managers_of({sector.id for sector in request.sectors}):
        telling.tell(person, "request_asked", f"request_asked:{request.id}:{person.id}", context, by)


def choose_issues(request: Request, issue_ids: Collection[int], *, by: Actor) -> int:
    """What the note counts: these issues and those that colleagues chose and `by` may not read. How many there are.

    Raises NotOpen, NoteUnderWay.
    """
    _refuse_unless_open(request)
    _refuse_decided(request)
    chosen = queries.countable(request, list(issue_ids), by)
    request.issues = [*chosen, *queries.chosen_unread(request, by)]
    request.state = RequestState.TAKEN_UP
    audit.record("request.issues_chosen", request, by=by, issues=len(request.issues))
    return len(request.issues)


def ask_members(request: Request, *, by: Actor) -> Relay:
    """The draft of a consultation of its sectors, open until the day before it is due; its questions are still to be
    written, as those of any consultation are. Raises NotOpen, AskedAlready."""
    _refuse_unless_open(request)
    if request.relay_id is not None:
        raise AskedAlready(_("The members are asked already: the consultation is linked here."))
    title = shorten(request.question, LONGEST_TITLE, placeholder="…")
    relay = draft_relay(
        RelayKind.CONSULTATION,
        title=title,
        body="\n\n".join(filter(None, (request.question, request.details))),
        audience={"sectors": [sector.id for sector in request.sectors], "statuses": ["active"]},
        deadline_on=max(request.due_on - timedelta(days=1), clock.today()),
        federation_id=request.federation_id,
        by=by,
    )
    db.session.flush()
    yes_or_no = ("Oui", "Non"), ("Yes", "No")
    ask(relay, (Asked(QuestionKind.CHOICE, "Êtes-vous concerné ?", "Does it concern you?", *yes_or_no),), by=by)
    request.relay, request.state = relay, RequestState.TAKEN_UP
    audit.record("request.members_asked", request, by=by, relay=relay.id)
    return relay


def draft_note(request: Request, *, language: str, by: Actor) -> Report:
    """The flash note, as a report without positions: reviewed, sent and corrected like any.

    Raises NotOpen, NoSource, NoteUnderWay, NotInCharge, UnknownLanguage.
    """
    _refuse_unless_open(request)
    if by.sector_ids is not None and not {sector.id for sector in request.sectors} <= by.sector_ids:
        raise NotInCharge(_("You are not in charge of all these sectors."))
    if language not in LANGUAGES:
        raise UnknownLanguage(_("Reports are written in French or in English."))
    if not request.issues and (request.relay is None or request.relay.sent_at is None):
        raise NoSource(_("Choose issues that answer it, or ask the members, first."))
    if queries.notes_of([request.id])[request.id]:
        raise NoteUnderWay(_("The flash note is begun already."))
    today = clock.today()
    report = Report(
        federation_id=request.federation_id,
        request_id=request.id,
        period_from=today - queries.YEAR,
        period_until=today,
        language=language,
        created_by_id=by.user_id,
        is_demonstration=is_demonstration(),
        sectors=list(request.sectors),
        reminds=False,
    )
    number_report(report)
    request.state = RequestState.TAKEN_UP
    audit.record("report.drafted", report, by=by, request=request.id)
    return report


def decline(request: Request, *, reason: str, as_it_stands: bool = False, by: Actor) -> None:
    """There will be no note, and why; who asked is told. `as_it_stands`: somebody looked at what could give a member
    away. Raises NotOpen, NoteUnderWay, NoReason, SpeaksOfMembers."""
    _refuse_unless_open(request)
    if queries.notes_of([request.id])[request.id]:
        raise NoteUnderWay(_("A flash note of this request is begun: delete its draft first."))
    if not reason.strip():
        raise NoReason(_("Say why: the federation reads it."))
    if not as_it_stands:
        refuse_leaks(reason, about=[sector.code for sector in request.sectors], field="reason")
    request.state, request.reason, request.answered_at = RequestState.DECLINED, reason.strip(), clock.now()
    audit.record("request.declined", request, by=by, as_it_stands=as_it_stands)
    if request.contact is not None:
        context = {"url": absolute_url("office.request_page", request_id=request.id)}
        queue(
            "request_declined", to=request.contact, dedupe_key=f"request_declined:{request.id}", context=context, by=by
        )


def _refuse_unless_open(request: Request) -> None:
    if not request.is_open:
        raise NotOpen(_("This request is answered or declined."))


def _refuse_decided(request: Request) -> None:
    """What a reviewer looks at does not change under its eyes."""
    notes = queries.notes_of([request.id])[request.id]
    if any(note.handed_over_at is not None or note.state in FROZEN for note in notes):
        raise NoteUnderWay(_("The flash note is with the reviewers or approved: take it back first."))

"""Reminding a federation of what it has not answered; recording that it did not answer."""

import secrets

from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import in_words
from cara_crm.core.tokens import token_hash
from cara_crm.deliveries.services import queue
from cara_crm.extensions import db
from cara_crm.positions.models import Outcome
from cara_crm.reports.models import Answer, AnswerState, ReadingLink, Report, ReportReminder
from cara_crm.reports.queries.state import addressees
from cara_crm.reports.services.sending import READABLE_FOR, reading_url
from cara_crm.reports.silence.queries import MOST_REMINDERS, Open, open_of, silent_from, to_remind
from cara_crm.settings.queries import Clocks, clocks


class NothingOpen(DomainError):
    """Every position is answered."""


class NobodyToRemind(DomainError):
    """The federation has no addressee any more."""


class RemindedToday(DomainError):
    """One message a day is enough, however often one clicks."""


class TooEarly(DomainError):
    """Silence is what remains after reminders, not a first impatience."""


class WordsMissing(DomainError):
    field = "text_members"


def remind_due(*, by: Actor) -> int:
    """Remind of every report that the clock says; how many. Where nobody receives it, there is nobody to remind."""
    decided = clocks()
    due = [report for report in to_remind(decided) if addressees(report)]
    for report in due:
        remind(report, decided, by=by)
    return len(due)


def remind(report: Report, decided: Clocks, *, by: Actor) -> ReportReminder:
    """One message to each addressee of today, with a reading link of its own; earlier links stay good.

    Raises NothingOpen, NobodyToRemind, RemindedToday.
    """
    if report.reminders and report.reminders[-1].at.astimezone(clock.PARIS).date() == clock.today():
        raise RemindedToday(_("The federation was reminded today already."))
    waiting, people = open_of(report), addressees(report)
    if not waiting.total:
        raise NothingOpen(_("Every position of this report is answered."))
    if not people:
        raise NobodyToRemind(_("Nobody at this federation receives reports. Add a contact with that function first."))
    reminder = ReportReminder(people=len(people), sent_by_id=by.user_id, at=clock.now())
    report.reminders.append(reminder)
    db.session.flush()
    context = {
        "number": report.number,
        "sent_on": report.sent_at,
        "waiting": waiting.total,
        "total": len(report.entries),
        "last": len(report.reminders) >= MOST_REMINDERS,
        "silent_from": silent_from(report, decided),
    }
    for person in people:
        token = secrets.token_urlsafe(32)
        link = ReadingLink(report_id=report.id, contact_id=person.id, token_hash=token_hash(token))
        link.expires_at = clock.now() + READABLE_FOR
        key = f"report-reminder:{reminder.id}:{person.id}"
        words = {**context, "url": reading_url(token), "until": link.expires_at}
        delivery = queue("report_reminder", to=person, dedupe_key=key, context=words, holds_token=True, by=by)
        link.delivery_id = delivery.id
        db.session.add(link)
    audit.record("report.reminded", report, by=by, people=len(people), positions=waiting.total)
    return reminder


def set_reminding(report: Report, reminds: bool, *, by: Actor) -> None:
    """Whether the clock reminds of this report: a manager may prefer to call."""
    if report.reminds is not reminds:
        report.reminds = reminds
        audit.record("report.reminding_changed", report, by=by, on=reminds)


def words_of_silence(report: Report) -> str:
    """What the members read unless the manager says it otherwise: that no answer came, and the reminders that were
    sent, in the language of the report."""
    with force_locale(report.language):
        said: str = _("%(federation)s has not answered.", federation=report.federation.short_name)
        if report.reminders:
            days = ", ".join(in_words(one.at) for one in report.reminders)
            said += " " + _("Reminders sent: %(days)s.", days=days)
    return said


def record_silence(report: Report, *, text_members: str, by: Actor) -> Open:
    """Record `no answer` for every position without a word, ready to be passed on; gives back what was open.

    What the federation has begun to write stays with it. It may still answer afterwards. Raises TooEarly, NothingOpen,
    WordsMissing.
    """
    waiting = open_of(report)
    if not waiting.silent:
        raise NothingOpen(_("No position of this report is without a word."))
    if clock.today() < silent_from(report, clocks()):
        raise TooEarly(_("It is too early to call it silence: the federation still has time to answer."))
    if not text_members.strip():
        raise WordsMissing(_("Write a sentence for the members: they read it beside their own words."))
    for entry in waiting.silent:
        answer = Answer(
            position_id=entry.position_id,
            outcome=Outcome.NO_ANSWER,
            text_members=text_members.strip(),
            state=AnswerState.GIVEN,
            given_at=clock.now(),
            recorded_by_id=by.user_id,
        )
        report.answers.append(answer)
        db.session.flush()
        audit.record("answer.silence_recorded", answer, by=by, report=report.id, reminders=len(report.reminders))
    return waiting

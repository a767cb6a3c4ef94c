"""Ask, put to the members behind, word a reply, release it. Nothing goes up on one person's word."""

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.links import absolute_url
from cara_crm.deliveries.services import queue
from cara_crm.extensions import db
from cara_crm.issues.services import pass_question, refuse_names
from cara_crm.positions.queries import names_behind
from cara_crm.relays.services import refuse_secrets
from cara_crm.reports.models import Report, ReportQuestion
from cara_crm.reports.queries.writers import has_worded
from cara_crm.reports.questions.queries import issues_of
from cara_crm.reports.reading.queries import code_of, document_of, position_in
from cara_crm.reports.services import telling
from cara_crm.settings.queries import may_review_own_work
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind


class NothingAsked(DomainError):
    field = "question"


class NothingToPut(DomainError):
    field = "text"


class NobodyBehind(DomainError):
    """Whoever was behind the position has withdrawn."""


class ReplyMissing(DomainError):
    field = "reply"


class AlreadyReleased(DomainError):
    """The federation has read the reply."""


class OwnWords(DomainError):
    """Who worded a reply does not release it."""


class GivesAway(DomainError):
    """A text would give somebody away, and nobody said that it is a false alarm."""

    field = "false_alarm"


def ask_back(report: Report, position_id: int, *, question: str, by: Actor) -> ReportQuestion:
    """A question to those behind a position, through the cluster: the federation never learns who they are. The same
    again, while it waits, is the same question. Raises NothingAsked, AskedByMembersOnly."""
    position = position_in(report, position_id).position
    if not question.strip():
        raise NothingAsked(_("Write your question."))
    refuse_secrets({"question": question})
    same = sa.select(ReportQuestion).filter_by(report_id=report.id, position_id=position_id, text=question.strip())
    if asked_before := db.session.scalar(same.where(ReportQuestion.released_at.is_(None)).limit(1)):
        return asked_before
    task = tasks.add(
        TaskKind.QUESTION,
        title=" ".join(question.split()),
        federation=report.federation.short_name,
        due_on=clock.today(),
        assignee_id=report.created_by_id,
        about=position,
        by=by,
    )
    asked = ReportQuestion(
        report=report,
        position=position,
        text=question.strip(),
        contact_id=by.contact_id,
        author_label=by.name,
        task=task,
    )
    db.session.add(asked)
    db.session.flush()
    audit.record("answer.question_asked", report, by=by, position=position_id)
    _tell_writer(asked, by)
    return asked


def _tell_writer(asked: ReportQuestion, by: Actor) -> None:
    report = asked.report
    words = document_of(report).position(code_of(asked.position_id))
    context = {
        "federation": report.federation.short_name,
        "number": report.number,
        "position": words.title if words else report.number,
        "question": asked.text,
        "url": absolute_url("office.question", question_id=asked.id),
    }
    telling.tell(report.created_by, "question_asked", f"question:{asked.id}", context, by)


def masked(question: ReportQuestion) -> str:
    """What the members read unless the manager words it otherwise, in the language of the report: none is named."""
    report, names = question.report, names_behind([question.position_id])
    said = document_of(report).position(code_of(question.position_id)) or question.position
    with force_locale(report.language):
        asks: str = _(
            "%(federation)s, to which we carried “%(title)s”, asks: %(question)s",
            federation=report.federation.short_name,
            title=names.read(said, question.position_id, None).title,
            question=names.hide(question.text, question.position_id, None),
        )
        rest = _("It does not know who you are, and will not: answer here, and we put the answers together.")
    return f"{asks}\n\n{rest}"


def put(question: ReportQuestion, *, text: str, as_it_stands: bool = False, by: Actor) -> int:
    """Write to the author of each issue behind the position, in its thread; how many issues.

    `as_it_stands`: somebody looked at the places that speak of members. Raises NothingToPut, SpeaksOfMembers,
    NobodyBehind, AlreadyReleased, AskedByMembersOnly.
    """
    if question.released_at is not None:
        raise AlreadyReleased(_("The federation has its reply already."))
    if not text.strip():
        raise NothingToPut(_("Write something first."))
    refuse_secrets({"text": text})
    if not as_it_stands:
        refuse_names(text, field="text")
    issues = issues_of(question)
    if not issues:
        raise NobodyBehind(_("Nobody is behind this position any more."))
    for issue in issues:
        pass_question(issue, text, by=by)
    question.put_at, question.put_to = clock.now(), len(issues)
    audit.record("question.put", question, by=by, issues=len(issues), as_it_stands=as_it_stands)
    return len(issues)


def word_reply(question: ReportQuestion, *, reply: str, version: int, by: Actor) -> None:
    """What the federation is to read, for another person to release. `version` was read. Who keeps a colleague's words
    as they are has not worded them.

    Raises ReplyMissing, AlreadyReleased, EditedMeanwhile.
    """
    if question.released_at is not None:
        raise AlreadyReleased(_("The federation has its reply already."))
    if not reply.strip():
        raise ReplyMissing(_("Write the reply."))
    _refuse_unread(question, version)
    if question.worded_at is not None and question.reply == reply.strip():
        return
    question.reply, question.worded_at, question.worded_by_id = reply.strip(), clock.now(), by.user_id
    audit.record("question.reply_worded", question, by=by)


def may_release(question: ReportQuestion, by: Actor) -> bool:
    """A second person, who worded nothing of it, or the same where the administrator allows it (a team of one)."""
    is_waiting = question.worded_at is not None and question.released_at is None
    return is_waiting and (not has_worded(question, by.user_id) or may_review_own_work())


def _refuse_unread(question: ReportQuestion, version: int) -> None:
    if question.version != version:
        raise EditedMeanwhile(_("Somebody worded the reply or put the question meanwhile. Read it again below."))


def release(question: ReportQuestion, *, marks: int, false_alarm: bool, version: int, by: Actor) -> None:
    """The federation reads it from now on, and who asked is told. `marks`: places that may give somebody away;
    `version`: what this person read, for nobody releases words that he has not seen.

    Raises AlreadyReleased, ReplyMissing, OwnWords, EditedMeanwhile, GivesAway.
    """
    if question.released_at is not None:
        raise AlreadyReleased(_("The federation has its reply already."))
    _refuse_unread(question, version)
    if question.worded_at is None:
        raise ReplyMissing(_("There is no reply to release yet."))
    if not may_release(question, by):
        raise OwnWords(_("Who worded a reply does not release it: nothing goes up on one person’s word."))
    if marks and not false_alarm:
        raise GivesAway(_("Send it back to be reworded, or say that each mark is a false alarm."))
    question.released_at, question.released_by_id = clock.now(), by.user_id
    if question.task is not None and question.task.done_at is None:
        tasks.finish(question.task, by=by)
    audit.record("question.released", question, by=by, marks=marks, self_review=has_worded(question, by.user_id))
    _tell_who_asked(question, by)


def _tell_who_asked(question: ReportQuestion, by: Actor) -> None:
    if question.contact is not None:
        url = absolute_url("office.report", report_id=question.report_id) + f"#answer-{question.position_id}"
        context = {"number": question.report.number, "asked_on": question.asked_at, "url": url}
        queue("question_replied", to=question.contact, dedupe_key=f"reply:{question.id}", context=context, by=by)

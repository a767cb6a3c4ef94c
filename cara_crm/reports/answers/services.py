"""Answering a report position by position, and passing the answers on to the members behind."""

from datetime import date

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.confidentiality.leaks.speaking import without_members
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.issues.queries.register import leak_index
from cara_crm.issues.services import refuse_names
from cara_crm.positions import services as positions
from cara_crm.positions.models import Outcome
from cara_crm.relays import services as relays
from cara_crm.relays.models import Direction, Relay, RelayKind, RelayState
from cara_crm.relays.services import Reach
from cara_crm.reports.answers.queries import (
    Behind,
    behind,
    for_any_member,
    later_version,
    successor_of,
)
from cara_crm.reports.models import Answer, AnswerState, Report
from cara_crm.reports.reading.queries import code_of, document_of, position_in
from cara_crm.reports.services import telling


class OutcomeMissing(DomainError):
    field = "outcome"


class DayMissing(DomainError):
    """Under examination: until when?"""

    field = "until_on"


class TextMissing(DomainError):
    """The members read something, not a bare word."""

    field = "text_members"


class AlreadyPassedOn(DomainError):
    """The members have read it: what was passed on stays."""


class AnsweredInLaterVersion(DomainError):
    """A correction was sent: its positions are answered there."""


class NotGiven(DomainError):
    """Only what the federation has sent is passed on."""


def save_answer(
    report: Report,
    position_id: int,
    *,
    version: int,
    outcome: Outcome | None,
    until_on: date | None,
    text_members: str,
    text_cluster: str,
    own_reference: str = "",
    remit_id: int | None = None,
    by: Actor,
) -> Answer:
    """Write down an answer; a draft is shared among the federation's officers and seen by nobody else.

    `version` is that of the answer that was read (0: there was none). An answer that was carried from an earlier
    version and is changed here is a new one: of this day, by this person, and passed on anew. Raises EditedMeanwhile,
    AlreadyPassedOn, AnsweredInLaterVersion, and NotVisible for a position that is not in the report.
    """
    position_in(report, position_id)
    _must_be_the_last_version(report, position_id)
    answer = _begun(report, position_id, version)
    if not answer.may_change:
        raise AlreadyPassedOn(_("The members have read this answer. Write to the cluster to correct it."))
    until = until_on if outcome is Outcome.UNDER_EXAMINATION else None
    remit = remit_id if outcome is Outcome.NOT_OUR_REMIT and remit_id != report.federation_id else None
    if _says(answer) == (outcome, until, remit, text_members, text_cluster, own_reference.strip()):
        return answer
    answer.outcome, answer.until_on, answer.remit_id = outcome, until, remit
    answer.text_members, answer.text_cluster = text_members, text_cluster
    answer.own_reference = own_reference.strip()
    if answer.carried_from is not None or answer.state is AnswerState.RELAYED:
        _begin_anew(answer)
    _sign(answer, by)
    if answer.state is AnswerState.GIVEN:
        _must_be_whole(answer)
    audit.record("answer.saved", answer, by=by, position=position_id, report=report.id)
    return answer


def _begun(report: Report, position_id: int, version: int) -> Answer:
    """The answer that was read, or a new one. Raises EditedMeanwhile."""
    answer = next((one for one in report.answers if one.position_id == position_id), None)
    if (answer.version if answer else 0) != version:
        raise EditedMeanwhile(
            _("A colleague saved this answer meanwhile. Compare both, then save yours or keep theirs.")
        )
    if answer is None:
        answer = Answer(position_id=position_id, state=AnswerState.DRAFT)
        report.answers.append(answer)
    return answer


def _says(answer: Answer) -> tuple[Outcome | None, date | None, int | None, str, str, str]:
    words = answer.text_members or "", answer.text_cluster or "", answer.own_reference or ""
    return answer.outcome, answer.until_on, answer.remit_id, *words


def _must_be_the_last_version(report: Report, position_id: int) -> None:
    later = later_version(report)
    if later is not None and any(entry.position_id == position_id for entry in later.entries):
        raise AnsweredInLaterVersion(
            _("Version %(n)s of this report replaces this one: answer this position there.", n=later.edition)
        )


def _begin_anew(answer: Answer) -> None:
    """What the members were told (an answer to an earlier version, or silence) stays; this is another from now on."""
    answer.carried_from = answer.relay = answer.contact_id = answer.recorded_by_id = None
    answer.author_label = ""
    if answer.state is not AnswerState.DRAFT:
        answer.state, answer.given_at = AnswerState.GIVEN, clock.now()


def _sign(answer: Answer, by: Actor) -> None:
    """An officer's name stays with the answer; a manager who records it is no author."""
    if by.federation_id is not None:
        answer.author_label, answer.contact_id = by.name, by.contact_id


def give_answer(answer: Answer, *, by: Actor) -> None:
    """Send an answer to the cluster. Raises OutcomeMissing, DayMissing, TextMissing."""
    _must_be_whole(answer)
    if answer.state is AnswerState.DRAFT:
        answer.state, answer.given_at, answer.carried_from = AnswerState.GIVEN, clock.now(), None
        _sign(answer, by)
        audit.record("answer.given", answer, by=by, outcome=answer.outcome.value if answer.outcome else "")
        if by.federation_id is not None:
            report = answer.report
            telling.tell_answers(report, given=sum(one.given_at is not None for one in report.answers), by=by)


def give_all(report: Report, *, by: Actor) -> int:
    """Send every draft that is whole; the others stay drafts. Gives back how many were sent."""
    ready = [a for a in report.answers if a.state is AnswerState.DRAFT and _what_is_missing(a) is None]
    for answer in ready:
        give_answer(answer, by=by)
    return len(ready)


def record_answer(answer: Answer, *, by: Actor) -> None:
    """A manager confirms what came by mail or on paper: it counts as given, and who recorded it is kept."""
    if answer.carried_from is None:
        answer.recorded_by_id = by.user_id
    give_answer(answer, by=by)


def _must_be_whole(answer: Answer) -> None:
    missing = _what_is_missing(answer)
    if missing:
        raise missing


def _what_is_missing(answer: Answer) -> DomainError | None:
    if answer.outcome is None:
        return OutcomeMissing(_("Choose an answer."))
    if answer.outcome is Outcome.UNDER_EXAMINATION and answer.until_on is None:
        return DayMissing(_("Say until which day it is examined."))
    if not answer.text_members.strip() and answer.outcome is not Outcome.NO_ANSWER:
        return TextMissing(_("Write a sentence for the members: they read it beside their own words."))
    return None


WORDING = ("title", "statement", "request")


def draft_answer_relay(
    answer: Answer, found: Behind, *, addition: str = "", as_it_stands: bool = False, by: Actor
) -> Relay:
    """The relay of an answer to the members behind it, ready to send. What was made of their words is frozen in it.

    Its title and the answer are one text for all of them: a member that is named to the federation is not named there,
    nor any other of the register, nor told by what few of the sector share, unless somebody saw that it may be
    (`as_it_stands`). Raises SpeaksOfMembers for the cluster's own addition.
    """
    words = document_of(answer.report).position(code_of(answer.position_id))
    said = words or answer.position
    title, text = for_any_member(answer, said.title, answer.text_members)
    if not as_it_stands:
        refuse_names(addition, field="addition")
        text = without_members(text, leak_index(), document_of(answer.report).sectors)
    relay = Relay(
        direction=Direction.DOWN,
        kind=RelayKind.ANSWER,
        state=RelayState.DRAFT,
        federation_id=answer.report.federation_id,
        title=title,
        body="\n\n".join(part for part in (text.strip(), addition.strip()) if part),
        deadline_on=answer.until_on,
        audience={"wording": {name: getattr(said, name) for name in WORDING} | {"outcome": answer.outcome}},
        created_by_id=by.user_id,
        is_demonstration=answer.report.is_demonstration,
        sectors=list(answer.position.sectors),
        positions=[answer.position],
        issues=found.issues,
    )
    relay.federation = answer.report.federation
    return relay


def pass_on(answer: Answer, *, addition: str = "", as_it_stands: bool = False, by: Actor) -> Reach:
    """Pass an answer on to the members behind the position, and nobody else. The position and its issues move.

    `as_it_stands`: somebody looked at the places that speak of members and leaves them. Raises NotGiven,
    AlreadyPassedOn, AnsweredInLaterVersion, SpeaksOfMembers.
    """
    if answer.state is AnswerState.RELAYED:
        raise AlreadyPassedOn(_("This answer was passed on already."))
    if successor_of(answer) is not None:
        raise AnsweredInLaterVersion(_("Another answer to this position stands in a later version of the report."))
    if answer.state is not AnswerState.GIVEN or answer.outcome is None:
        raise NotGiven(_("The federation has not sent this answer yet."))
    found = behind(answer)
    relay = draft_answer_relay(answer, found, addition=addition, as_it_stands=as_it_stands, by=by)
    at = answer.given_at or clock.now()
    positions.mark_answered(answer.position, answer.outcome, issues=found.issues, at=at, by=by)
    reach = relays.address_answer(relay, found.people, outcome=answer.outcome, by=by)
    answer.state, answer.relay = AnswerState.RELAYED, relay
    audit.record(
        "answer.passed_on", answer, by=by, people=len(reach.people), members=found.members, as_it_stands=as_it_stands
    )
    return reach

"""Fewer than k groups behind a position: wait, ask the sector, be named, or send a signal. Silence is no."""

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.links import absolute_url
from cara_crm.extensions import db
from cara_crm.issues import services as issues
from cara_crm.issues.models import Consent
from cara_crm.positions import queries
from cara_crm.positions.links import wording_token
from cara_crm.positions.models import Position, PositionIssue, Way, WordingAgreement, WordingPurpose
from cara_crm.positions.services.states import NotPossibleNow, lapse

LONGEST_OBJECTION = 2000
PURPOSES = {Way.ASK: WordingPurpose.ASK, Way.NAMED: WordingPurpose.NAMED, Way.SIGNAL: WordingPurpose.SIGNAL}


class WordingMissing(DomainError):
    """Authors can only agree to a statement and a request that are written."""

    field = "statement"


class NobodyBehind(DomainError):
    """No usable issue stands behind the position."""


class WordingChanged(DomainError):
    """The words were changed after the question: the answer would belong to other words."""


def wait(position: Position, *, by: Actor) -> int:
    """Keep the position back until more groups speak; its authors are told. Gives the number of authors told."""
    links = _usable(position)
    position.way = Way.WAIT
    lapse(position, reason="way changed", by=by)
    audit.record("position.way", position, by=by, way=Way.WAIT.value)
    for link in links:
        _tell(link, "position_waiting", key=f"position_waiting:{position.id}:{link.issue_id}", by=by)
    return len(links)


def ask_wording(position: Position, way: Way, *, by: Actor) -> int:
    """Ask each author about exactly the present wording, by mail and in the portal. Gives the number asked now.

    Who was asked about the same words for the same purpose is not asked twice. For `named`, who may be named already
    is not asked. Raises WordingMissing, NobodyBehind.
    """
    if not position.statement.strip() or not position.request.strip():
        raise WordingMissing(_("Write the statement and the request first: authors agree to exactly these words."))
    links, purpose, words = _usable(position), PURPOSES[way], position.wording_hash
    asked = {one.issue_id for one in queries.wording_agreements(position) if one.purpose is purpose}
    if position.way is not way:
        position.way = way
        lapse(position, reason="way changed", by=by)
    new = [link for link in links if link.issue_id not in asked and not _is_named(link, way)]
    for link in new:
        _ask(position, link, purpose, words, by=by)
    audit.record("position.way", position, by=by, way=way.value, asked=len(new))
    return len(new)


def _is_named(link: PositionIssue, way: Way) -> bool:
    return way is Way.NAMED and link.issue.consent_for(link.federation_id) is Consent.NAMED


def _ask(position: Position, link: PositionIssue, purpose: WordingPurpose, words: str, *, by: Actor) -> None:
    question = WordingAgreement(position=position, issue=link.issue, purpose=purpose, wording_hash=words)
    db.session.add(question)
    db.session.flush()
    _tell(
        link,
        "wording_asked",
        key=f"wording_asked:{question.id}",
        by=by,
        url=absolute_url("positions.wording", token=wording_token(question.id)),
        purpose=purpose.value,
    )


class WindowClosed(DomainError):
    """The day until which one could object is over, or objections are not waited for any more."""


def answer_wording(question: WordingAgreement, *, agreed: bool, objection: str = "", by: Actor) -> None:
    """The author's yes or no to exactly the wording that was shown; it may be changed while the words stand.

    A yes to be named is a consent to be named for this federation; a no to words that were shown is an objection.
    Raises WordingChanged, WindowClosed.
    """
    position = question.position
    if question.wording_hash != position.wording_hash:
        raise WordingChanged(_("These words have changed since: you will be asked again about the new ones."))
    if question.purpose is WordingPurpose.OBJECT:
        _refuse_late(position)
        question.objection = "" if agreed else objection.replace("\x00", "").strip()[:LONGEST_OBJECTION]
    question.agreed, question.answered_at = agreed, clock.now()
    audit.record("position.wording_answered", position, by=by, issue=question.issue_id, agreed=agreed)
    if question.purpose is WordingPurpose.NAMED and agreed:
        issues.change_consent(question.issue, position.federation, Consent.NAMED, by=by)
    elif question.purpose is not WordingPurpose.OBJECT or not agreed:
        question.issue.content_revision += 1


def _refuse_late(position: Position) -> None:
    if not position.takes_objections:
        raise WindowClosed(_("The day for objections is over. Write to us: we will see what can still be done."))


def leave_way(position: Position, *, by: Actor) -> None:
    """Enough groups speak, or another way is looked for."""
    if position.way is None:
        raise NotPossibleNow(_("No way was chosen."))
    position.way = None
    lapse(position, reason="way changed", by=by)
    audit.record("position.way", position, by=by, way=None)


def _usable(position: Position) -> list[PositionIssue]:
    links = queries.usable_links(position)
    if not links:
        raise NobodyBehind(_("No issue that may be used stands behind this position."))
    return links


def _tell(link: PositionIssue, kind: str, *, key: str, by: Actor, url: str = "", purpose: str = "") -> None:
    issues.heard_of(link.issue)
    issues.tell(
        kind,
        issues.author_of(link.issue),
        dedupe_key=key,
        holds_token=bool(url),
        by=by,
        url=url or absolute_url("portal.show", issue_id=link.issue_id),
        title=link.issue.title,
        purpose=purpose,
        reminder=False,
    )

"""Sending: the audience becomes recipients, and each person gets one message."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from cara_crm.accounts.models import User
from cara_crm.audit import services as audit
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import current_language
from cara_crm.core.links import absolute_url
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery, Suppression
from cara_crm.extensions import db
from cara_crm.positions.models import Outcome
from cara_crm.relays.models import UNSENT, Recipient, Relay, RelayKind, RelayState
from cara_crm.relays.queries import Matched, Person, audience_of, matched_by, told
from cara_crm.relays.services.attaching import with_the_mail
from cara_crm.relays.services.digest import Checkpoint, uncounted, waits_for_a_digest
from cara_crm.relays.services.setting_right import IN_HAND, counting_on, set_right
from cara_crm.relays.text import as_html

AT_ONCE = 500
INVITATION = "relay_information"


class AlreadySent(DomainError):
    """A relay is sent once."""


class NobodyToReach(DomainError):
    """The audience has nobody in it."""


@dataclass(frozen=True)
class Reach:
    """Whom a relay is for, each with the reason for which no message goes to them (None: it does). `coming`: ids of the
    contacts who count on it and are written to at once."""

    people: list[tuple[Person, Suppression | None]]
    coming: frozenset[int] = frozenset()

    @property
    def reached(self) -> list[Person]:
        return [person for person, reason in self.people if reason is None]

    def in_digests(self, relay: Relay) -> int:
        """How many of those who are reached read it in their next digest."""
        waiting = [person for person in self.reached if person.contact.id not in self.coming]
        return sum(waits_for_a_digest(person.contact, relay) for person in waiting)

    @property
    def not_reached(self) -> list[tuple[Person, Suppression]]:
        return [(person, reason) for person, reason in self.people if reason is not None]


def reach_of(people: Iterable[Person], *, newsletter: bool, news: str = "") -> Reach:
    """Tell whom a message reaches; opting out concerns newsletters, never answers to one's own issues."""
    return Reach([(p, deliveries.why_not(p.contact, newsletter=newsletter, always=False, news=news)) for p in people])


def reach_now(relay: Relay) -> Reach:
    """Whom what has not left would reach at this moment."""
    coming = counting_on(relay)
    why = partial(deliveries.why_not, news=relay.news)
    people = [(one, one.contact.id in coming) for one in audience_of(relay.audience)]
    return Reach([(one, why(one.contact, newsletter=not comes, always=comes)) for one, comes in people], coming)


def send_relay(relay: Relay, *, by: Actor, checkpoint: Checkpoint = uncounted) -> None:
    """Freeze the audience into recipients, then queue one message a person; goes on where it was interrupted.

    `checkpoint(done, total)` is called after each AT_ONCE people and may commit: whoever is left is a recipient
    without a delivery. Raises AlreadySent, and NobodyToReach before anything is changed.
    """
    if relay.state in UNSENT:
        people = audience_of(relay.audience)
        _freeze(relay, people, matched_by(relay.audience, people), by)
        checkpoint(0, 0)
    elif relay.state is not RelayState.SENDING:
        raise AlreadySent(_("This relay was already sent."))
    everybody = list(db.session.scalars(sa.select(Recipient.id).filter_by(relay_id=relay.id).order_by(Recipient.id)))
    for start in range(0, len(everybody), AT_ONCE):
        some = everybody[start : start + AT_ONCE]
        _write_to(relay, some, by)
        checkpoint(start + len(some), len(everybody))
    relay.state = RelayState.SENT
    audit.record("relay.sent", relay, by=by, kind=relay.kind.value, targeted=len(everybody))


def _freeze(relay: Relay, people: Sequence[Person], matched: Mapping[int, Matched], by: Actor) -> None:
    if not people:
        raise NobodyToReach(_("Nobody is in this audience: choose at least one criterion that somebody meets."))
    _leave(relay, RelayState.SENDING)
    rows = [{"relay_id": relay.id, "matched": matched[one.contact.id], **_row(one)} for one in people]
    db.session.execute(sa.insert(Recipient), rows)
    if relay.corrects_id is not None:
        set_right(relay, by=by)


def _leave(relay: Relay, state: RelayState) -> None:
    relay.state, relay.send_at, relay.sent_at, relay.happened_at = state, None, clock.now(), clock.now()
    db.session.add(relay)
    db.session.flush()


def _row(person: Person) -> dict[str, Any]:
    return {"contact_id": person.contact.id, "member_id": person.member_id, "reason": person.reason}


def _write_to(relay: Relay, recipient_ids: Sequence[int], by: Actor) -> None:
    """A message to each of them who has none yet, but for whom a digest waits."""
    waiting = (
        sa.select(Recipient.id, Recipient.reason, Recipient.matched, Contact)
        .join(Recipient.contact)
        .where(Recipient.id.in_(recipient_ids), Recipient.delivery_id.is_(None))
        .where(Recipient.suppressed_reason.is_(None))
        .order_by(Recipient.id)
    )
    rows, coming = db.session.execute(waiting).all(), counting_on(relay)
    others = [row for row in rows if row.Contact.id not in coming]
    _queue(relay, [row for row in others if not _waits(row.Contact, relay)], by)
    _queue(relay, [row for row in rows if row.Contact.id in coming], by, always=True)


def _queue(relay: Relay, rows: Sequence[Any], by: Actor, *, always: bool = False) -> None:
    now = {row.id: row.Contact for row in rows}
    written = deliveries.queue_all(
        INVITATION,
        to=now.values(),
        dedupe_prefix=f"relay:{relay.id}",
        context={},
        in_language=partial(letter_context, relay),
        priority=deliveries.BULK,
        unsubscribe=not always,
        news=relay.news,
        always=always,
        not_before=clock.now() + IN_HAND if relay.corrects_id else None,
        attachments=with_the_mail(relay),
        reasons=reasons_of((row.Contact, row.reason, row.matched) for row in rows),
        about=[relay.id],
        by=by,
    )
    if now:
        held = len(relay.corrections)
        outcomes = [{"id": key, "errata": held, **_outcome(written[contact.id])} for key, contact in now.items()]
        db.session.execute(sa.update(Recipient), outcomes)


def reasons_of(rows: Iterable[tuple[Contact, str, Matched]]) -> dict[int, str]:
    """Why each gets it, by contact id and in its language: its function, and what of it was asked for."""
    known: dict[tuple[str, str], str] = {}
    reasons: dict[int, str] = {}
    for contact, reason, matched in rows:
        key = (contact.language, json.dumps(matched, sort_keys=True))
        if key not in known:
            with force_locale(contact.language):
                known[key] = told(matched, to_team=False)
        reasons[contact.id] = f"{reason} ({known[key]})" if known[key] else reason
    return reasons


def _waits(contact: Contact, relay: Relay) -> bool:
    reachable = deliveries.why_not(contact, newsletter=True, always=False, news=relay.news) is None
    return reachable and waits_for_a_digest(contact, relay)


def _outcome(queued: deliveries.Queued) -> dict[str, Any]:
    return {"delivery_id": queued.id, "suppressed_reason": queued.suppressed_reason}


def address_answer(relay: Relay, people: Iterable[Person], *, outcome: Outcome, by: Actor) -> Reach:
    """The same for an answer, which nobody can unsubscribe from: these people and nobody else, at once."""
    if relay.state is not RelayState.DRAFT:
        raise AlreadySent(_("This answer was already passed on."))
    _leave(relay, RelayState.SENT)
    reach = reach_of(people, newsletter=False)
    written = deliveries.queue_all(
        "answer_passed_on",
        to=[person.contact for person, _reason in reach.people],
        dedupe_prefix=f"relay:{relay.id}",
        context={"outcome": outcome},
        in_language=partial(letter_context, relay),
        reasons={person.contact.id: person.reason for person, _reason in reach.people},
        by=by,
    )
    for person, _reason in reach.people:
        db.session.add(Recipient(relay=relay, **_row(person), **_outcome(written[person.contact.id])))
    targeted, reached = len(reach.people), len(reach.reached)
    audit.record("relay.sent", relay, by=by, kind=relay.kind.value, targeted=targeted, reached=reached)
    return reach


def letter_context(relay: Relay, language: str) -> Mapping[str, Any]:
    """What the mail of a relay is made of. An answer's mail says which position, never in whose words."""
    body = relay.body_in(language)
    return {
        "kind": relay.kind,
        "title": relay.name_in(language),
        "body": body,
        "body_html": as_html(body),
        "deadline_on": relay.deadline_on,
        "questions": len(relay.questions) if relay.kind is RelayKind.CONSULTATION else 0,
        "starts_at": relay.starts_at,
        "ends_at": relay.ends_at,
        "place": relay.place,
        "moved": relay.has_moved,
        "errata": [erratum_words(one, language) for one in relay.corrections],
        "sets_right": relay.corrects,
        "federation": relay.federation.short_name if relay.federation else "",
        "priority": relay.priority,
        "programme": relay.programme,
        "link": relay.link,
        "files": [one.file.name for one in relay.files],
        "files_attached": bool(with_the_mail(relay)),
        "relay_id": relay.id or 0,
        "is_trial": False,
        "url": absolute_url("relays.received", relay_id=relay.id or 0),
    }


def errata_shown(relay: Relay, opens: Collection[int]) -> list[dict[str, Any]]:
    """What sets a relay right, as its page says it; `opens`: the relays that the reader may open."""
    language = current_language()
    return [{**erratum_words(one, language), "id": one.id, "opens": one.id in opens} for one in relay.corrections]


def erratum_words(erratum: Relay, language: str) -> dict[str, Any]:
    """What stands above the words that an erratum sets right: its day, its own title if it has one, its text."""
    body = erratum.body_in(language)
    return {
        "day": erratum.happened_at,
        "title": erratum.own_title_in(language),
        "body": body,
        "body_html": as_html(body),
    }


def send_test(relay: Relay, to: User, *, by: Actor) -> list[Delivery]:
    """The same message to the writer, who is no recipient, in each language that it is written in, marked as a trial;
    each click sends one of each."""
    if relay.kind is RelayKind.ANSWER:
        raise AlreadySent(_("Only what one writes can be tried out."))
    audit.record("relay.tested", relay, by=by)
    page = absolute_url("relays.show", relay_id=relay.id)
    return [
        deliveries.queue(
            INVITATION,
            to=deliveries.Address(to.email, to.name, language),
            dedupe_key=f"relay-test:{relay.id}:{to.id}:{language}:{clock.now().isoformat()}",
            context={**letter_context(relay, language), "reason": "", "is_trial": True, "url": page},
            attachments=with_the_mail(relay),
            by=by,
        )
        for language in languages_of(relay)
    ]


def languages_of(relay: Relay) -> list[str]:
    """In which it is written: French, and English where there are words for it."""
    return ["fr", "en"] if relay.title_en else ["fr"]

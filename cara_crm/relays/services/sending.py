"""Sending: the audience becomes recipients, each person gets one message, all in the caller's transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from cara_crm.accounts.models import User
from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.links import absolute_url
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery, Suppression
from cara_crm.extensions import db
from cara_crm.positions.models import Outcome
from cara_crm.relays.models import Recipient, Relay, RelayKind, RelayState
from cara_crm.relays.queries import Person, audience_of
from cara_crm.relays.services.digest import DIGESTS
from cara_crm.relays.text import as_html


class AlreadySent(DomainError):
    """A relay is sent once."""


class NobodyToReach(DomainError):
    """The audience has nobody in it."""


@dataclass(frozen=True)
class Reach:
    """Whom a relay is for, each with the reason for which no message goes to them (None: it does)."""

    people: list[tuple[Person, Suppression | None]]

    @property
    def reached(self) -> list[Person]:
        return [person for person, reason in self.people if reason is None]

    @property
    def not_reached(self) -> list[tuple[Person, Suppression]]:
        return [(person, reason) for person, reason in self.people if reason is not None]


def reach_of(people: Iterable[Person], *, newsletter: bool) -> Reach:
    """Tell whom a message reaches; opting out concerns newsletters, never answers to one's own issues."""
    return Reach([(p, deliveries.why_not(p.contact, newsletter=newsletter, always=False)) for p in people])


def send_relay(relay: Relay, *, by: Actor) -> Reach:
    """Freeze the audience of a draft into recipients and queue one message a person.

    A second click on what was just sent changes nothing. Raises NobodyToReach.
    """
    if relay.state is not RelayState.DRAFT:
        raise AlreadySent(_("This relay was already sent."))
    people = audience_of(relay.audience)
    if not people:
        raise NobodyToReach(_("Nobody is in this audience: choose at least one criterion that somebody meets."))
    return _address(relay, people, kind="relay_information", newsletter=True, extra={}, by=by)


def address_answer(relay: Relay, people: Iterable[Person], *, outcome: Outcome, by: Actor) -> Reach:
    """The same for an answer, which nobody can unsubscribe from: these people and nobody else."""
    if relay.state is not RelayState.DRAFT:
        raise AlreadySent(_("This answer was already passed on."))
    extra = {"outcome": outcome}
    return _address(relay, people, kind="answer_passed_on", newsletter=False, extra=extra, by=by)


def _address(
    relay: Relay, people: Iterable[Person], *, kind: str, newsletter: bool, extra: Mapping[str, Any], by: Actor
) -> Reach:
    relay.state, relay.sent_at, relay.happened_at = RelayState.SENT, clock.now(), clock.now()
    db.session.add(relay)
    db.session.flush()
    reach = reach_of(people, newsletter=newsletter)
    now = [p.contact for p, reason in reach.people if not (newsletter and _waits_for_a_digest(p, reason))]
    written = deliveries.queue_all(
        kind,
        to=now,
        dedupe_prefix=f"relay:{relay.id}",
        context={**letter_context(relay), **extra},
        priority=deliveries.BULK if newsletter else deliveries.NORMAL,
        unsubscribe=newsletter,
        by=by,
    )
    db.session.add_all(_recipient(relay, person, written.get(person.contact.id)) for person, _reason in reach.people)
    targeted, reached = len(reach.people), len(reach.reached)
    audit.record("relay.sent", relay, by=by, kind=relay.kind.value, targeted=targeted, reached=reached)
    return reach


def _waits_for_a_digest(person: Person, reason: Suppression | None) -> bool:
    return reason is None and person.contact.preference in DIGESTS


def _recipient(relay: Relay, person: Person, delivery: Delivery | None) -> Recipient:
    """Without a delivery, somebody who waits for a digest."""
    return Recipient(
        relay=relay,
        contact=person.contact,
        member_id=person.member_id,
        reason=person.reason,
        delivery=delivery,
        suppressed_reason=delivery.suppressed_reason if delivery else None,
    )


def letter_context(relay: Relay) -> Mapping[str, Any]:
    """What the mail of a relay is made of. An answer's mail says which position, never in whose words."""
    return {
        "kind": relay.kind,
        "title": relay.title,
        "body": relay.body,
        "body_html": as_html(relay.body),
        "deadline_on": relay.deadline_on,
        "federation": relay.federation.short_name if relay.federation else "",
        "link": relay.link,
        "url": absolute_url("relays.received", relay_id=relay.id),
    }


def send_test(relay: Relay, to: User, *, by: Actor) -> Delivery:
    """The same message to the writer, who is no recipient; each click sends one."""
    if relay.kind is RelayKind.ANSWER:
        raise AlreadySent(_("Only what one writes can be tried out."))
    audit.record("relay.tested", relay, by=by)
    return deliveries.queue(
        "relay_information",
        to=deliveries.Address(to.email, to.name, to.language or "fr"),
        dedupe_key=f"relay-test:{relay.id}:{to.id}:{clock.now().isoformat()}",
        context=letter_context(relay),
        by=by,
    )

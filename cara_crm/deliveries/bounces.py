"""What becomes of a message of which the receiving side reports, after it took it, that it did not arrive."""

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import proof, services
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.extensions import db
from cara_crm.mailbox.bounces import Judged, Named
from cara_crm.mailbox.refusals import Fate
from cara_crm.mailbox.told import Whose

AGAIN_AFTER = timedelta(days=1)  # the other side tried for days already
MOST_ATTEMPTS = 3
BELIEVED_FOR = timedelta(days=30)


def returned(mail: Named, arrived_for: Iterable[str]) -> Delivery | None:
    """The message of ours that a report is about, sent lately; None too for a report that does not prove it.

    Proof is the address that the report came to, which only the mail's envelope had, or the mark in what is returned of
    the mail beside its Message-ID. Whoever was answered, or got the mail passed on, has neither.
    """
    claimed = proof.named_in(arrived_for)
    lately = Delivery.created_at > clock.now() - BELIEVED_FOR
    named = sa.or_(Delivery.id.in_(claimed), Delivery.message_id.in_(mail.about))
    found = db.session.scalars(sa.select(Delivery).where(named, lately).order_by(Delivery.id.desc()))
    proven = (one for one in found if proof.is_proven(one.message_id, [claimed.get(one.id, ""), *mail.marks]))
    return next(proven, None)


def answered(arrived_for: Iterable[str], answers: Iterable[str], sender: str) -> Delivery | None:
    """The message of ours, sent lately, to which somebody's mailbox answers by itself: the answer came to the address
    that only that mail's envelope had, or it names the mail and comes from the address that it went to."""
    claimed, named = proof.named_in(arrived_for), set(answers)
    lately = Delivery.created_at > clock.now() - BELIEVED_FOR
    ours = sa.select(Delivery).where(sa.or_(Delivery.id.in_(claimed), Delivery.message_id.in_(named)), lately)
    for one in db.session.scalars(ours.order_by(Delivery.id.desc())):
        is_theirs = one.message_id in named and one.recipient.lower() == sender.lower()
        if is_theirs or proof.is_proven(one.message_id, [claimed.get(one.id, "")]):
            return one
    return None


def is_ours(message_id: str) -> bool:
    """Is it a message that we sent ourselves, come back in a circle? `message_id` without its brackets."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Delivery.message_id == f"<{message_id}>"))))


def note(delivery: Delivery, report: Judged, *, by: Actor) -> None:
    """Write down what a report says. One on what is not sent, or was reported on, changes nothing; nor does one about
    another address: who reads at ours may have the mail.

    What may arrive later, or once what bars us is mended, is sent again after a day, at most twice (with its
    Message-ID), as long as its words are there, and if it surely was ours that failed; then, and where a rule of the
    other side refuses it, somebody of the team looks at it.
    """
    if delivery.status is not DeliveryStatus.SENT or report.fate is Fate.WAITS or report.whose is Whose.ANOTHER:
        return
    if report.fate is Fate.GONE:
        services.mark_bounced(delivery, report.said, by=by)
        return
    delivery.sent_at, delivery.last_error = None, report.said
    is_for_later = report.fate in (Fate.LATER, Fate.BARRED) and report.whose is Whose.OURS
    if is_for_later and delivery.attempts < MOST_ATTEMPTS and delivery.scrubbed_at is None:
        delivery.status, delivery.next_attempt_at = DeliveryStatus.QUEUED, clock.now() + AGAIN_AFTER
        audit.record("delivery.returned", delivery, by=by)
    else:
        services.give_up(delivery, by=by)

"""Information goes down: sent, read, answered with interest; some of it does not arrive."""

from datetime import time, timedelta
from functools import partial
from random import Random
from typing import Any

import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries import services as deliveries
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.demonstration.consulting import consult, plan_answers
from cara_crm.demonstration.reading import plan_reading
from cara_crm.demonstration.stage import Stage
from cara_crm.demonstration.themes import words
from cara_crm.extensions import db
from cara_crm.members.models import MemberStatus
from cara_crm.relays import services as relays
from cara_crm.relays.models import RelayKind
from cara_crm.relays.services.digest import send_digests

FRIDAY = 4
DIGEST_AFTER = 8  # days: the weekly one has gone out by then
UNKNOWN = "550 5.1.1 The email account that you tried to reach does not exist"
SILENT = "451 4.4.1 No answer from host; given up after 8 attempts"
WORKER = Actor.system("worker")


def plan(stage: Stage, seed: int) -> None:
    """Write every relay, who reads it, and the digests into the diary."""
    found, chance = words("relays"), Random(seed)  # noqa: S311
    for told in found["relay"]:
        days = told["days"]
        stage.diary.on(days, partial(_send, stage, told, chance))
        if days > DIGEST_AFTER:
            stage.diary.on(days - DIGEST_AFTER, _send_digests)
    for told in found["draft"]:
        stage.diary.on(1, partial(_propose, stage, told))


def _send_digests() -> None:
    with db.session.no_autoflush:
        send_digests(by=WORKER)


def _send(stage: Stage, told: dict[str, Any], chance: Random) -> None:
    until = told.get("until")
    relay = relays.draft_relay(
        RelayKind(told["kind"]),
        title=told["title"],
        body=told["body"],
        title_en=told.get("title_en", ""),
        body_en=told.get("body_en", ""),
        audience={"sectors": [stage.sectors[told["sector"]].id], "statuses": [MemberStatus.ACTIVE.value]},
        deadline_on=stage.diary.now.date() + timedelta(days=until) if until is not None else None,
        happening=_happening(stage, told),
        by=stage.handler(told["sector"]),
    )
    relay.is_demonstration = True
    db.session.flush()
    if told["kind"] == RelayKind.CONSULTATION:
        consult(relay, told, stage.handler(told["sector"]))
    relays.send_relay(relay, by=stage.handler(told["sector"]))
    db.session.flush()
    plan_reading(stage, relay, told["days"], chance)
    plan_answers(stage, relay, told)


def _happening(stage: Stage, told: dict[str, Any]) -> relays.Happening | None:
    """An event takes a morning of the week, two days or more after one can last register."""
    if told["kind"] != RelayKind.EVENT:
        return None
    day = stage.diary.now.date() + timedelta(days=told["until"] + 2)
    day += timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)
    begins = clock.moment(day, time(9, 30))
    return relays.Happening(begins, begins + timedelta(hours=3), told["place"], told["places"])


def _propose(stage: Stage, told: dict[str, Any]) -> None:
    """The federation shares something: a draft that waits for the manager."""
    relay = relays.propose(
        title=told["title"],
        body=told["body"],
        title_en=told["title_en"],
        body_en=told["body_en"],
        federation_id=stage.federations[told["federation"]].id,
        submission_key=None,
        by=stage.officer(told["federation"]),
    )
    relay.is_demonstration = True


def lose_some(stage: Stage) -> None:
    """One newsletter comes back, another is given up, and an addressee of a report has left; none of it this week.

    Who signs in got everything.
    """
    signed_in = [user.contact_id for user in stage.cast.users.values() if user.contact_id]
    lost = (
        sa.select(Delivery)
        .where(Delivery.status == DeliveryStatus.QUEUED, Delivery.contact_id.not_in(signed_in))
        .where(Delivery.created_at < clock.now() - timedelta(days=8))
        .order_by(Delivery.id.desc())
        .limit(2)
    )
    for kind in ("relay_information", "report"):
        for n, delivery in enumerate(db.session.scalars(lost.where(Delivery.kind == kind)).all()):
            if n == 0:
                delivery.attempts = 1
                deliveries.mark_bounced(delivery, UNKNOWN, by=WORKER)
            elif kind == "relay_information":
                delivery.attempts, delivery.last_error = 9, SILENT
                deliveries.give_up(delivery, by=WORKER)
    db.session.flush()


def settle_the_past() -> None:
    """What was queued on a past day left on that day, its tokens forgotten; nothing of that past is mailed now."""
    hour = clock.now() - timedelta(hours=1)
    past = (Delivery.status == DeliveryStatus.QUEUED) & (Delivery.created_at < hour)
    for delivery in db.session.scalars(sa.select(Delivery).where(past, Delivery.holds_token)):
        deliveries.scrub(delivery)
    sent = {"status": DeliveryStatus.SENT, "sent_at": Delivery.created_at, "attempts": 1}
    db.session.execute(sa.update(Delivery).where(past).values(sent))
    deliveries.scrub_given_up()

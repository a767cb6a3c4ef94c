"""A consultation: three questions, most members answer, and figures come out when it is closed."""

from functools import partial
from random import Random
from typing import Any

import sqlalchemy as sa

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.demonstration.stage import Stage
from cara_crm.extensions import db
from cara_crm.relays import services as relays
from cara_crm.relays.models import Question, QuestionKind, Recipient, Relay

ANSWERED = 0.75  # share of the members
AFTER = (0.3, 1.2, 2.6, 4.4, 8.1)  # days
MOST_CASES = 6
CHOSEN = 5  # days ago
CLOCK = Actor.system("clock")


def consult(relay: Relay, told: dict[str, Any], by: Actor) -> None:
    """Write the questions of a draft."""
    asked = [
        relays.Asked(QuestionKind(one["kind"]), one["words"], options=one.get("options", ()))
        for one in told["questions"]
    ]
    relays.ask(relay, asked, by=by)


def plan_answers(stage: Stage, relay: Relay, told: dict[str, Any]) -> None:
    """Draw which members answer, and what; the figures are worked out on the day after the last."""
    if "questions" not in told:
        return
    chance = Random(relay.title)  # noqa: S311
    asked = db.session.scalars(sa.select(Question).filter_by(relay_id=relay.id).order_by(Question.ordinal)).all()
    rows = db.session.scalars(sa.select(Recipient).filter_by(relay_id=relay.id).order_by(Recipient.id)).all()
    for row in {row.member_id: row for row in reversed(rows)}.values():
        answers, after = chance.random() < ANSWERED, chance.choice(AFTER)
        values = {one.id: _drawn(one, told, chance) for one in asked}
        if answers:
            stage.diary.on(told["days"] - after, partial(_answer, row, values))
    stage.diary.on(-told["until"] - 1, partial(relays.close_consultations, by=CLOCK))
    stage.diary.on(CHOSEN, partial(_stand_behind, stage, relay, told))


def _stand_behind(stage: Stage, relay: Relay, told: dict[str, Any]) -> None:
    """Its figures become evidence of a position."""
    relays.choose_position(relay, stage.positions[told["evidence"]], by=stage.handler(told["sector"]))


def _drawn(question: Question, told: dict[str, Any], chance: Random) -> str | int:
    if question.kind is QuestionKind.CHOICE:
        return chance.randrange(len(question.options))
    if question.kind is QuestionKind.NUMBER:
        return chance.randint(0, MOST_CASES)
    return str(chance.choice(told["wishes"]))


def _answer(row: Recipient, values: dict[int, str | int]) -> None:
    by = Actor(None, Role.MEMBER, row.contact.name, member_id=row.member_id, contact_id=row.contact_id)
    relays.respond(row, values, by=by)

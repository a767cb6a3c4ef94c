"""The worker asks the registers: no page waits for them, and no transaction is open meanwhile."""

import time
from datetime import timedelta
from typing import Any

from flask import current_app

from cara_crm.core.actor import Actor
from cara_crm.extensions import reading
from cara_crm.jobs.registry import Work, every, job
from cara_crm.official import queries, services
from cara_crm.official.asking import Answer, Question, ask
from cara_crm.official.client import Registers
from cara_crm.official.models import LookupState, Trouble

UNHURRIED = 1.0  # seconds between two members of the periodic check
ENDS_THE_ROUND = {Trouble.OFF, Trouble.UNREACHABLE, Trouble.SLOW, Trouble.BUSY, Trouble.BROKEN, Trouble.REFUSED}


@job(services.LOOKUP_JOB)
def look_up(work: Work) -> dict[str, Any]:
    """What a person asked about one member."""
    member_id = int(work.payload["member_id"])
    with reading():
        question, rest = queries.asked_question(member_id), queries.resting_until()
    if question is None:
        return {}
    if rest:
        answer = Answer(LookupState.TROUBLE, trouble=Trouble.BUSY, retry_at=rest)
    else:
        with Registers.of(current_app.config) as registers:
            answer = ask(question, registers)
    return _note(member_id, answer, by=work.by)


@every(timedelta(minutes=30), "official.check")
def begin_check() -> None:
    """Ten members at a time, some four hundred a day."""
    if current_app.config["COMPANIES_URL"]:
        services.begin_check(by=Actor.system("worker"))


@job(services.CHECK_JOB)
def check(work: Work) -> dict[str, Any]:
    """One round of the periodic check; it ends where the register does not answer."""
    member_ids = [int(one) for one in work.payload["member_ids"]]
    with Registers.of(current_app.config) as registers:
        for done, member_id in enumerate(member_ids, start=1):
            question = _question(member_id)
            if question is None:
                continue
            answer = ask(question, registers)
            _note(member_id, answer, by=work.by)
            work.checkpoint(done, len(member_ids))
            if answer.trouble in ENDS_THE_ROUND:
                break
            time.sleep(UNHURRIED if done < len(member_ids) else 0)
    return {}


def _question(member_id: int) -> Question | None:
    """What is asked now: the member may have been archived meanwhile, the register may want to rest."""
    with reading():
        return None if queries.resting_until() else queries.question_of(member_id)


def _note(member_id: int, answer: Answer, *, by: Actor) -> dict[str, Any]:
    member = queries.member_for(Actor.system("worker"), member_id)
    lookup = services.note(member, answer, by=by)
    return {"state": lookup.state.value}

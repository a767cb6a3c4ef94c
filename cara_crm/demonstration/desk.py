"""The team's days: visits and calls, meetings with the federations, and what is to be done."""

from datetime import timedelta
from functools import partial
from typing import Any

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.demonstration import groups, papers
from cara_crm.demonstration.cast import COMPANIES
from cara_crm.demonstration.stage import Stage
from cara_crm.demonstration.themes import words
from cara_crm.demonstration.voices import author_of
from cara_crm.extensions import db
from cara_crm.interactions.models import InteractionKind
from cara_crm.issues import services as issues
from cara_crm.issues.services.hearing import Heard
from cara_crm.members.models import Member, MemberStatus
from cara_crm.relays import services as relays
from cara_crm.relays.models import Direction, RelayKind
from cara_crm.tasks import services as tasks
from cara_crm.tasks.models import TaskKind

A_YEAR, FIRST_VISIT = 360, 2.3  # days
SILENT = 6  # every sixth member was last met before this year began
LAST_MET = 420  # days, and longer
RECENT = 25  # days: follow-ups of older visits are done
FOLLOW_UP_WITHIN, TASK_GIVEN_BEFORE = timedelta(days=21), 14


def plan(stage: Stage) -> None:
    """Write them into the diary."""
    agenda = words("agenda")
    _plan_visits(stage, agenda["visit"])
    for meeting in agenda["meeting"]:
        stage.diary.on(meeting["days"], partial(_record, stage, meeting))
    for task in agenda["task"]:
        stage.diary.on(max(0.1, TASK_GIVEN_BEFORE - task["due"]), partial(_give, stage, task))
    groups.plan(stage, agenda["workgroup"])
    papers.plan(stage, agenda["mail"], agenda["document"])
    for days in range(6, A_YEAR, 7):
        stage.diary.on(days, partial(issues.tell_where_issues_stand, by=Actor.system("clock")))


def _plan_visits(stage: Stage, visits: list[dict[str, Any]]) -> None:
    """All but every sixth member was visited or called within the year, in no order of the alphabet."""
    members = [(code, m) for code, several in stage.cast.members.items() for m in several]
    met = [(code, m) for n, (code, m) in enumerate(members) if m.status is MemberStatus.ACTIVE and n % SILENT]
    met.sort(key=lambda one: one[1].siren[::-1] if one[1].siren else "")
    step = (A_YEAR - FIRST_VISIT) / max(1, len(met))
    for n, (code, member) in enumerate(met):
        days = FIRST_VISIT + n * step
        stage.diary.on(days, partial(_meet, stage, code, member, _fitting(visits, member, n), days))
    for n, (code, member) in enumerate(members[:: 2 * SILENT]):
        days = LAST_MET + 17 * n % LAST_MET
        stage.diary.on(days, partial(_meet, stage, code, member, _fitting(visits, member, n), days))


def _fitting(visits: list[dict[str, Any]], member: Member, n: int) -> dict[str, Any]:
    """What was talked about: not of the workshop where there is none."""
    fitting = visits if member.category in COMPANIES else [visit for visit in visits if visit.get("anywhere")]
    return fitting[n % len(fitting)]


def _meet(stage: Stage, code: str, member: Member, visit: dict[str, Any], days: float) -> None:
    then = visit.get("then", "") if days < RECENT else ""
    heard = Heard(
        kind=InteractionKind(visit["kind"]),
        happened_on=clock.today(),
        minutes=visit["minutes"],
        follow_up=f"{then} ({member.name})" if then else "",
        follow_up_on=clock.today() + FOLLOW_UP_WITHIN if then else None,
    )
    with db.session.no_autoflush:
        issues.record_conversation(heard, member=member, contact=author_of(member), by=stage.handler(code))


def _record(stage: Stage, meeting: dict[str, Any]) -> None:
    federation = stage.federations[meeting["federation"]]
    relay = relays.record_relay(
        RelayKind(meeting["kind"]),
        direction=Direction(meeting["direction"]),
        title=meeting["title"],
        body=meeting["body"],
        happened_on=clock.today(),
        federation_id=federation.id,
        sector_ids=[m.sector_id for m in federation.mandates],
        by=stage.manager,
    )
    relay.is_demonstration = True


def _give(stage: Stage, told: dict[str, Any]) -> None:
    who = stage.cast.users[told["who"]].id if "who" in told else None
    due = stage.diary.now.astimezone(clock.PARIS).date() + timedelta(days=told["due"])
    task = tasks.add(TaskKind.NOTE, title=told["title"], due_on=due, assignee_id=who, by=stage.manager)
    if told.get("done"):
        stage.diary.on(-told["due"] + 1, partial(tasks.finish, task, by=stage.manager))

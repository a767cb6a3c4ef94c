"""Working groups and commissions: made, met, and meeting again."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import partial
from itertools import islice
from typing import Any

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.demonstration.stage import Stage
from cara_crm.demonstration.voices import author_of
from cara_crm.interactions.models import InteractionKind
from cara_crm.issues.services.hearing import Heard, record_meeting
from cara_crm.members.models import Member, MemberStatus
from cara_crm.workgroups import services
from cara_crm.workgroups.models import SeatRole, Workgroup, WorkgroupKind
from cara_crm.workgroups.services import WorkgroupData

MADE_BEFORE, ONE_MISSED = 20, 1  # days before the first meeting; who does not come each time
LASTS = 2  # hours
People = Sequence[tuple[Member, Contact]]


def plan(stage: Stage, told: list[dict[str, Any]]) -> None:
    """Write them into the diary."""
    for one in told:
        stage.diary.on(one["met"][0] + MADE_BEFORE, partial(_make, stage, one))


def _make(stage: Stage, told: dict[str, Any]) -> None:
    """The first people of the sector's members, by their order in the cast; the first of them chairs."""
    by = stage.handler(told["sector"])
    members = (one for one in stage.cast.members[told["sector"]] if one.status is MemberStatus.ACTIVE)
    found = ((member, author_of(member)) for member in members)
    people = list(islice(((member, contact) for member, contact in found if contact), told["people"]))
    workgroup = services.create_workgroup(
        WorkgroupData(
            name=told["name"],
            kind=WorkgroupKind(told["kind"]),
            purpose=told["purpose"],
            convenor_id=by.user_id,
            sector_ids=[stage.sectors[told["sector"]].id],
        ),
        by=by,
    )
    _seat(workgroup, people, stage, told)
    for n, days in enumerate(told["met"]):
        there = people[:n] + people[n + ONE_MISSED :]
        stage.diary.on(days, partial(_meet, stage, told, workgroup, there, told["minutes"][n]))
    stage.diary.on(0, partial(_plan_next, stage, told, workgroup))


def _seat(workgroup: Workgroup, people: People, stage: Stage, told: dict[str, Any]) -> None:
    by, today = stage.handler(told["sector"]), clock.today()
    for role, some in ((SeatRole.CHAIR, people[:1]), (SeatRole.MEMBER, people[1:])):
        services.seat(workgroup, [contact.id for _member, contact in some], role=role, from_on=today, by=by)


def _meet(stage: Stage, told: dict[str, Any], workgroup: Workgroup, there: People, minutes: str) -> None:
    by, today = stage.handler(told["sector"]), clock.today()
    heard = Heard(kind=InteractionKind.MEETING, happened_on=today, minutes=minutes)
    interaction = record_meeting(heard, [], attendees=there, by=by)
    services.hold_meeting(workgroup, interaction, held_on=today, by=by)


def _plan_next(stage: Stage, told: dict[str, Any], workgroup: Workgroup) -> None:
    services.plan_meeting(
        workgroup,
        held_on=_weekday(clock.today() + timedelta(days=told["next"])),
        from_time=time(told["hour"]),
        until_time=time(told["hour"] + LASTS),
        place=told["place"],
        by=stage.handler(told["sector"]),
    )


def _weekday(day: date) -> date:
    """The Monday after a week-end, else the day itself."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

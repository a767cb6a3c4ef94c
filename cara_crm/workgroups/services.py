"""Working groups made, kept and archived; who sits there; when they meet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.interactions.models import Interaction
from cara_crm.sectors.models import Sector
from cara_crm.workgroups.models import Meeting, Seat, SeatRole, Workgroup, WorkgroupKind


class SectorMissing(DomainError):
    """A manager of some sectors makes groups of those sectors."""

    field = "sectors"


class DayImpossible(DomainError):
    field = "on"


class MeetingImpossible(DomainError):
    field = "held_on"


class AlreadyHeld(DomainError):
    """What took place is not called off."""


@dataclass(frozen=True)
class WorkgroupData:
    name: str
    kind: WorkgroupKind = WorkgroupKind.WORKING_GROUP
    purpose: str = ""
    convenor_id: int | None = None
    sector_ids: Sequence[int] = ()


def create_workgroup(data: WorkgroupData, *, by: Actor) -> Workgroup:
    """A new group, flushed. Raises SectorMissing."""
    workgroup = Workgroup(name=data.name)
    _fill(workgroup, data, by)
    db.session.add(workgroup)
    audit.record("workgroup.created", workgroup, by=by, kind=data.kind.value)
    return workgroup


def edit_workgroup(workgroup: Workgroup, data: WorkgroupData, *, version: int, by: Actor) -> None:
    """What the group is now. Raises SectorMissing, and EditedMeanwhile when somebody saved since `version` was read."""
    if workgroup.version != version:
        raise EditedMeanwhile(_("Somebody else saved this group meanwhile. Both versions are shown: nothing is lost."))
    _fill(workgroup, data, by)
    workgroup.updated_at = clock.now()
    audit.record("workgroup.edited", workgroup, by=by)


def _fill(workgroup: Workgroup, data: WorkgroupData, by: Actor) -> None:
    chosen = set(data.sector_ids)
    if by.sector_ids is not None:
        if not chosen & by.sector_ids:
            raise SectorMissing(_("Choose at least one of your sectors."))
        others = {one.id for one in workgroup.sectors} - by.sector_ids
        chosen = (chosen & by.sector_ids) | others  # what others are in charge of stays
    workgroup.sectors = list(
        db.session.scalars(sa.select(Sector).where(Sector.id.in_(chosen)).order_by(Sector.ordinal))
    )
    workgroup.name, workgroup.kind, workgroup.purpose = data.name, data.kind, data.purpose
    workgroup.convenor_id = data.convenor_id
    workgroup.folded = fold(f"{data.name} {data.purpose}")
    workgroup.sort_key = fold(data.name)


def archive_workgroup(workgroup: Workgroup, *, by: Actor) -> None:
    """Out of the lists, the audiences and the calendars; its past stays."""
    if workgroup.archived_on is None:
        workgroup.archived_on = clock.today()
        audit.record("workgroup.archived", workgroup, by=by)


def restore_workgroup(workgroup: Workgroup, *, by: Actor) -> None:
    workgroup.archived_on = None
    audit.record("workgroup.restored", workgroup, by=by)


def seat(workgroup: Workgroup, contact_ids: Iterable[int], *, role: SeatRole, from_on: date, by: Actor) -> int:
    """Give these people a seat from a day on; how many. Who has one in this role keeps it, in another role changes."""
    open_seats = {
        one.contact_id: one
        for one in db.session.scalars(
            sa.select(Seat).where(Seat.workgroup_id == workgroup.id, Seat.until_on.is_(None)).order_by(Seat.id)
        )
    }
    seated = 0
    for contact_id in dict.fromkeys(contact_ids):
        before = open_seats.get(contact_id)
        if before is not None and before.role is role:
            continue
        if before is not None:
            _leave(before, from_on)
        db.session.add(Seat(workgroup_id=workgroup.id, contact_id=contact_id, role=role, from_on=from_on))
        seated += 1
    if seated:
        audit.record("workgroup.seated", workgroup, by=by, people=seated, role=role.value)
    return seated


def _leave(one: Seat, on: date) -> None:
    """The eve of `on` is the last day; a seat of no day at all is none."""
    if one.from_on >= on:
        db.session.delete(one)
    else:
        one.until_on = date.fromordinal(on.toordinal() - 1)


def end_seat(one: Seat, *, on: date, by: Actor) -> None:
    """The last day of somebody in a group. Raises DayImpossible."""
    if on < one.from_on:
        raise DayImpossible(_("It cannot end before it began."))
    one.until_on = on
    audit.record("workgroup.seat_ended", one.workgroup, by=by, contact=one.contact_id, on=on.isoformat())


def plan_meeting(
    workgroup: Workgroup, *, held_on: date, from_time: time | None, until_time: time | None, place: str, by: Actor
) -> Meeting:
    """The next day on which the group meets. Raises MeetingImpossible."""
    if held_on < clock.today():
        raise MeetingImpossible(_("This day has passed: record the meeting instead."))
    if until_time is not None and (from_time is None or until_time <= from_time):
        raise MeetingImpossible(_("It ends after it begins: say from when until when."))
    meeting = Meeting(
        workgroup_id=workgroup.id, held_on=held_on, from_time=from_time, until_time=until_time, place=place
    )
    db.session.add(meeting)
    audit.record("workgroup.meeting_planned", workgroup, by=by, on=held_on.isoformat())
    return meeting


def call_off(meeting: Meeting, *, by: Actor) -> None:
    """It does not take place. Raises AlreadyHeld."""
    if meeting.interaction_id is not None:
        raise AlreadyHeld(_("This meeting was held: it is not called off."))
    audit.record("workgroup.meeting_called_off", meeting.workgroup, by=by, on=meeting.held_on.isoformat())
    db.session.delete(meeting)


def hold_meeting(workgroup: Workgroup, interaction: Interaction, *, held_on: date, by: Actor) -> Meeting:
    """What was recorded is a meeting of this group: the one planned for that day, or one more; twice is once."""
    db.session.flush()
    there = sa.select(Meeting).where(Meeting.workgroup_id == workgroup.id)
    held = db.session.scalar(there.where(Meeting.interaction_id == interaction.id))
    if held is not None:
        return held
    planned = there.where(Meeting.held_on == held_on, Meeting.interaction_id.is_(None)).order_by(Meeting.id)
    meeting = db.session.scalar(planned.limit(1)) or Meeting(workgroup_id=workgroup.id, held_on=held_on)
    meeting.interaction_id = interaction.id
    db.session.add(meeting)
    audit.record("workgroup.met", workgroup, by=by, interaction=interaction.id)
    return meeting

"""What a member was from a day until a day: its status, its sectors, who looks after it."""

from datetime import date, timedelta

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.members.models import AccountManager, Member, MemberStatus, SectorAssignment, StatusPeriod

#: What may follow what; a stakeholder of the territory may become anything.
MOVES: dict[MemberStatus, frozenset[MemberStatus]] = {
    MemberStatus.STAKEHOLDER: frozenset({MemberStatus.PROSPECT, MemberStatus.ACTIVE}),
    MemberStatus.PROSPECT: frozenset({MemberStatus.ACTIVE, MemberStatus.STAKEHOLDER}),
    MemberStatus.ACTIVE: frozenset({MemberStatus.SUSPENDED, MemberStatus.FORMER}),
    MemberStatus.SUSPENDED: frozenset({MemberStatus.ACTIVE, MemberStatus.FORMER}),
    MemberStatus.FORMER: frozenset({MemberStatus.PROSPECT, MemberStatus.ACTIVE, MemberStatus.STAKEHOLDER}),
}


class MoveNotAllowed(DomainError):
    field = "status"


class MoveUnexplained(DomainError):
    field = "reason"


class DayImpossible(DomainError):
    field = "on"


class AlreadyThere(DomainError):
    field = "sector_id"


def move_status(member: Member, to: MemberStatus, *, on: date, reason: str, by: Actor) -> StatusPeriod:
    """The present period ends and another begins on a day. Raises MoveNotAllowed, MoveUnexplained, DayImpossible."""
    if to not in MOVES[member.status]:
        raise MoveNotAllowed(_("This status cannot follow the present one."))
    if not reason.strip():
        raise MoveUnexplained(_("Say why."))
    present = _present_period(member)
    if on > clock.today() or (present is not None and on < present.from_on):
        raise DayImpossible(_("Not before the present status began, and not in the future."))
    if present is not None:
        present.until_on = on if on == present.from_on else on - timedelta(days=1)
    period = StatusPeriod(status=to, from_on=on, reason=reason.strip())
    member.status_periods.append(period)
    before, member.status = member.status, to
    audit.record("member.status_moved", member, by=by, before=before.value, after=to.value, on=on.isoformat())
    return period


def assign_sector(
    member: Member, *, sector_id: int, role_id: int | None, is_main: bool, on: date, by: Actor
) -> SectorAssignment:
    """The member is in a sector from a day on. Raises AlreadyThere."""
    held = current_assignments(member, on)
    if any(one.sector_id == sector_id and one.role_id == role_id for one in held):
        raise AlreadyThere(_("It is in this sector already, in this role."))
    line = SectorAssignment(sector_id=sector_id, role_id=role_id, from_on=on, is_main=is_main or not held)
    if line.is_main:
        _no_other_main(member)
    member.assignments.append(line)
    refresh_main_sector(member)
    audit.record("member.sector_assigned", member, by=by, sector_id=sector_id, on=on.isoformat())
    return line


def end_assignment(member: Member, line: SectorAssignment, *, on: date, by: Actor) -> None:
    """The last day in a sector; the main one passes to the one that is left longest. Raises DayImpossible."""
    if on < line.from_on:
        raise DayImpossible(_("It cannot end before it began."))
    line.until_on, was_main = on, line.is_main
    left = [one for one in current_assignments(member, clock.today()) if one is not line and one.until_on is None]
    if was_main and left:
        line.is_main = False
        min(left, key=lambda one: one.from_on).is_main = True
    refresh_main_sector(member)
    audit.record("member.sector_ended", member, by=by, sector_id=line.sector_id, on=on.isoformat())


def make_main(member: Member, line: SectorAssignment, *, by: Actor) -> None:
    """This sector is the main one from now on."""
    _no_other_main(member)
    line.is_main = True
    refresh_main_sector(member)
    audit.record("member.main_sector", member, by=by, sector_id=line.sector_id)


def refresh_main_sector(member: Member) -> None:
    """`main_sector_id` repeats what today's rows say."""
    held = current_assignments(member, clock.today())
    main = next((one for one in held if one.is_main), None)
    member.main_sector_id = main.sector_id if main else None


def pass_main_on(member: Member) -> None:
    """A main sector that was taken back passes to the one that the member is in longest."""
    held = current_assignments(member, clock.today())
    if held and not any(one.is_main for one in held):
        min(held, key=lambda one: one.from_on).is_main = True
    refresh_main_sector(member)


def current_assignments(member: Member, day: date) -> list[SectorAssignment]:
    return [one for one in member.assignments if one.holds_on(day)]


def entrust(member: Member, user_id: int | None, *, by: Actor) -> None:
    """Who looks after the member from today on; None is nobody. Asking for who does already changes nothing."""
    today = clock.today()
    present = next((one for one in member.managers if one.until_on is None), None)
    if (present.user_id if present else None) == user_id:
        return
    if present is not None:
        present.until_on = today
    if user_id is not None:
        member.managers.append(AccountManager(user_id=user_id, from_on=today))
    audit.record("member.entrusted", member, by=by, user_id=user_id)


def _present_period(member: Member) -> StatusPeriod | None:
    return next((one for one in reversed(member.status_periods) if one.until_on is None), None)


def _no_other_main(member: Member) -> None:
    for one in member.assignments:
        if one.is_main and one.until_on is None:
            one.is_main = False

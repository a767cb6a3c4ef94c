"""Meetings and calls with a federation, or with members on its behalf: recorded by hand, never sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.issues.services import refuse_names
from cara_crm.members.models import SectorAssignment
from cara_crm.merging.moving import in_parts
from cara_crm.positions.models import Position
from cara_crm.relays.models import Concerned, Direction, Relay, RelayKind, RelayState, relay_issue, relay_sector
from cara_crm.sectors.models import Sector


class NotYet(DomainError):
    """A passage is recorded once it has taken place."""

    field = "happened_on"


@dataclass(frozen=True)
class Elsewhere:
    """A relay of a day gone by, from before or outside; `answers` is member → what came back, "" if nobody knows,
    `issue_ids` are the issues that were carried."""

    direction: Direction
    title: str
    body: str
    happened_on: date
    federation_id: int | None
    answers: dict[int, str]
    issue_ids: tuple[int, ...] = ()


def record_relay(
    kind: RelayKind,
    *,
    direction: Direction,
    title: str,
    body: str,
    happened_on: date,
    federation_id: int | None = None,
    sector_ids: Sequence[int] = (),
    position_ids: Sequence[int] = (),
    submission_key: str | None = None,
    as_it_stands: bool = False,
    by: Actor,
) -> Relay:
    """One passage of information that took place on `happened_on` (Paris). Positions carry their sectors along.

    Who reads the journal reads the title, the board's members too; `as_it_stands`: somebody looked at the members that
    it names. Raises NotYet, SpeaksOfMembers.
    """
    if submission_key and (existing := db.session.scalar(sa.select(Relay).filter_by(submission_key=submission_key))):
        return existing
    if happened_on > clock.today():
        raise NotYet(_("Only what has taken place is recorded: this day is still to come."))
    if not as_it_stands:
        refuse_names(title, field="title")
    relay = Relay(
        direction=direction,
        kind=kind,
        state=RelayState.RECORDED,
        title=title,
        body=body,
        federation_id=federation_id,
        happened_at=at_noon(happened_on),
        created_by_id=by.user_id,
        submission_key=submission_key,
    )
    _touch(relay, position_ids, sector_ids)
    db.session.add(relay)
    audit.record("relay.recorded", relay, by=by, kind=kind.value, direction=direction.value, as_it_stands=as_it_stands)
    return relay


def _touch(relay: Relay, position_ids: Sequence[int], sector_ids: Sequence[int]) -> None:
    relay.positions = list(db.session.scalars(sa.select(Position).where(Position.id.in_(position_ids))))
    wanted = {*sector_ids, *(s.id for p in relay.positions for s in p.sectors)}
    relay.sectors = list(db.session.scalars(sa.select(Sector).where(Sector.id.in_(wanted))))


def at_noon(day: date) -> datetime:
    """When something of a day stands in the journal, never later than now."""
    return min(clock.now(), clock.moment(day, time(12)))


def record_elsewhere(told: Sequence[Elsewhere], *, by: Actor) -> list[Relay]:
    """They stand in the journal, flushed, with the members concerned and these members' sectors of today.

    Nobody is written to, nothing waits, no reading is counted: they were relayed outside.
    """
    made = [
        Relay(
            direction=one.direction,
            kind=RelayKind.INFORMATION,
            state=RelayState.RECORDED,
            title=one.title,
            body=one.body,
            federation_id=one.federation_id,
            happened_at=at_noon(one.happened_on),
            created_by_id=by.user_id,
            concerned=[Concerned(member_id=id, answer=answer) for id, answer in sorted(one.answers.items())],
        )
        for one in told
    ]
    db.session.add_all(made)
    db.session.flush()
    _touch_sectors(made)
    carry([(relay.id, id) for relay, one in zip(made, told, strict=True) for id in one.issue_ids])
    audit.record_all(
        "relay.recorded_as_past", "relay", ((one.id, {"members": len(one.concerned)}) for one in made), by=by
    )
    return made


def carry(links: Sequence[tuple[int, int]]) -> None:
    """(relay, issue) that it carried, each once."""
    for part in in_parts(sorted(set(links))):
        pair = sa.tuple_(relay_issue.c.relay_id, relay_issue.c.issue_id)
        there = {tuple(row) for row in db.session.execute(sa.select(relay_issue).where(pair.in_(part)))}
        new = [{"relay_id": relay, "issue_id": issue} for relay, issue in part if (relay, issue) not in there]
        if new:
            db.session.execute(sa.insert(relay_issue), new)


def concern_also(answers: Iterable[tuple[int, int, str]], *, by: Actor) -> list[Concerned]:
    """(relay, member, what came back) of more members of relays that are recorded already; flushed."""
    made = [Concerned(relay_id=relay_id, member_id=id, answer=answer) for relay_id, id, answer in answers]
    db.session.add_all(made)
    db.session.flush()
    audit.record_all("relay.member_added", "relay", ((one.relay_id, {"member": one.member_id}) for one in made), by=by)
    return made


def _touch_sectors(relays: Sequence[Relay]) -> None:
    """The sectors in which the members concerned are now."""
    today = clock.today()
    holds = sa.and_(
        SectorAssignment.member_id == Concerned.member_id,
        SectorAssignment.from_on <= today,
        sa.or_(SectorAssignment.until_on.is_(None), SectorAssignment.until_on >= today),
    )
    touched = sa.select(Concerned.relay_id, SectorAssignment.sector_id).join(SectorAssignment, holds).distinct()
    for part in in_parts([relay.id for relay in relays]):
        these = touched.where(Concerned.relay_id.in_(part))
        db.session.execute(sa.insert(relay_sector).from_select(["relay_id", "sector_id"], these))

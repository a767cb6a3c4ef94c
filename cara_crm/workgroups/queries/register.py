"""Working groups as an actor may see them, and what follows from who sits there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.queries import visible as visible_contacts
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.core.pages import Key, Page, paginate
from cara_crm.core.permissions import GRANTS, Permission
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.sectors.models import Sector
from cara_crm.workgroups.models import Meeting, Seat, SeatRole, Workgroup

KEY = Key((Workgroup.sort_key, Workgroup.id))
MOST_WORDS = 6
RANK = {role: n for n, role in enumerate(SeatRole)}


def visible(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """A manager of some sectors sees the groups that touch them, and those of the whole cluster."""
    if actor.sector_ids is None:
        return []
    return [sa.or_(Workgroup.sectors.any(Sector.id.in_(actor.sector_ids)), ~Workgroup.sectors.any())]


def holds_today(on: date | None = None) -> sa.ColumnElement[bool]:
    """Condition on `Seat`: somebody sits there on this day (today when none is given)."""
    day = on or clock.today()
    return sa.and_(Seat.from_on <= day, sa.or_(Seat.until_on.is_(None), Seat.until_on >= day))


@dataclass(frozen=True)
class Line:
    """A group as the list shows it: how many sit there today, and its next meeting."""

    workgroup: Workgroup
    seats: int
    next_on: date | None


def page_of(
    actor: Actor, q: str, cursor: str | None, *, sector_id: int | None = None, archived: bool = False
) -> tuple[Page[Workgroup], list[Line]]:
    """One page of groups by name."""
    gone = Workgroup.archived_on.is_not(None)
    select = (
        sa.select(Workgroup)
        .where(*visible(actor), gone if archived else ~gone)
        .where(*(Workgroup.folded.contains(word, autoescape=True) for word in fold(q).split()[:MOST_WORDS]))
        .options(selectinload(Workgroup.sectors), joinedload(Workgroup.convenor))
    )
    if sector_id:
        select = select.where(Workgroup.sectors.any(Sector.id == sector_id))
    page = paginate(db.session, select, KEY, cursor)
    return page, _lines(page.items)


def _lines(groups: Sequence[Workgroup]) -> list[Line]:
    ids = [one.id for one in groups]
    sitting = sa.select(Seat.workgroup_id, sa.func.count(sa.distinct(Seat.contact_id))).where(holds_today())
    counts = db.session.execute(sitting.where(Seat.workgroup_id.in_(ids)).group_by(Seat.workgroup_id))
    days = db.session.execute(
        sa.select(Meeting.workgroup_id, sa.func.min(Meeting.held_on))
        .where(Meeting.workgroup_id.in_(ids), is_planned())
        .group_by(Meeting.workgroup_id)
    )
    n, following = {row[0]: row[1] for row in counts}, {row[0]: row[1] for row in days}
    return [Line(one, n.get(one.id, 0), following.get(one.id)) for one in groups]


def is_planned() -> sa.ColumnElement[bool]:
    """Condition on `Meeting`: it is still to come."""
    return sa.and_(Meeting.interaction_id.is_(None), Meeting.held_on >= clock.today())


def workgroup_for(actor: Actor, workgroup_id: int) -> Workgroup:
    """One group with its sectors and convenor. Raises NotVisible."""
    found = db.session.scalar(
        sa.select(Workgroup)
        .where(Workgroup.id == workgroup_id, *visible(actor))
        .options(selectinload(Workgroup.sectors), joinedload(Workgroup.convenor))
    )
    if found is None:
        raise NotVisible
    return found


@dataclass(frozen=True)
class Seats:
    """Who sits or sat there, chairs first, then by name: those whom this reader may see, and those of other sectors."""

    seen: list[Seat]
    others: list[Seat]

    @property
    def unseen_today(self) -> int:
        return len({one.contact_id for one in self.others if one.holds_on(clock.today())})


def seats_of(actor: Actor, workgroup: Workgroup) -> Seats:
    """Everybody's seats with their persons and functions."""
    is_seen = sa.and_(sa.true(), *visible_contacts(actor))
    rows = db.session.execute(
        sa.select(Seat, is_seen)
        .join(Seat.contact)
        .where(Seat.workgroup_id == workgroup.id)
        .options(
            joinedload(Seat.contact)
            .selectinload(Contact.affiliations)
            .options(joinedload(Affiliation.member), joinedload(Affiliation.federation))
        )
        .order_by(Contact.sort_key, Seat.from_on.desc(), Seat.id)
    ).all()
    ranked = sorted(rows, key=lambda row: RANK[row[0].role])
    return Seats([row[0] for row in ranked if row[1]], [row[0] for row in ranked if not row[1]])


def seat_for(actor: Actor, workgroup: Workgroup, seat_id: int) -> Seat:
    """Raises NotVisible."""
    found = db.session.scalar(
        sa.select(Seat)
        .join(Seat.contact)
        .where(Seat.id == seat_id, Seat.workgroup_id == workgroup.id, *visible_contacts(actor))
        .options(joinedload(Seat.contact))
    )
    if found is None:
        raise NotVisible
    return found


def meeting_for(workgroup: Workgroup, meeting_id: int) -> Meeting:
    """Raises NotVisible."""
    found = db.session.get(Meeting, meeting_id)
    if found is None or found.workgroup_id != workgroup.id:
        raise NotVisible
    return found


def expected_at(actor: Actor, workgroup: Workgroup) -> list[str]:
    """A line for each person that sits there today, as the form of a meeting reads it: name, organisation, address."""
    seats, today = seats_of(actor, workgroup).seen, clock.today()
    return list(dict.fromkeys(_line(one.contact, today) for one in seats if one.holds_on(today)))


def _line(contact: Contact, day: date) -> str:
    mail = f"<{contact.email}>" if contact.email else ""
    return " ".join(part for part in (", ".join(filter(None, (contact.name, place_of(contact, day)))), mail) if part)


def place_of(contact: Contact, day: date) -> str:
    """Where a loaded person works on a day."""
    held = (one.member or one.federation for one in contact.affiliations if one.holds_on(day))
    names = (one.name if isinstance(one, Member) else one.short_name for one in held if one)
    return ", ".join(dict.fromkeys(names))


def function_of(contact: Contact, day: date) -> str:
    """What a loaded person is on a day."""
    return ", ".join(dict.fromkeys(one.function for one in contact.affiliations if one.holds_on(day) and one.function))


def groups_of_contact(actor: Actor, contact_id: int) -> list[Seat]:
    """The groups in which a person sits or sat, the present ones first."""
    return _present_first(_seats_in(actor).where(Seat.contact_id == contact_id))


def group_of_interaction(actor: Actor, interaction_id: int) -> Workgroup | None:
    """The group of which a conversation is a meeting, where this actor sees it."""
    met = sa.select(Workgroup).join(Workgroup.meetings).where(Meeting.interaction_id == interaction_id)
    return db.session.scalar(met.where(*visible(actor)))


def groups_of_member(actor: Actor, member_id: int) -> list[Seat]:
    """The groups in which people of a member sit today."""
    return _present_first(_seats_in(actor).where(Seat.contact_id.in_(_people_of(member_id)), holds_today()))


def seats_counted(member_id: int) -> sa.ScalarSelect[int]:
    """In how many seats they are, as part of another statement: most members sit in none."""
    held = sa.select(sa.func.count(Seat.id)).where(Seat.contact_id.in_(_people_of(member_id)), holds_today())
    return held.scalar_subquery()


def _people_of(member_id: int) -> sa.Select[int]:
    today = clock.today()
    return sa.select(Affiliation.contact_id).where(
        Affiliation.member_id == member_id,
        Affiliation.from_on <= today,
        sa.or_(Affiliation.until_on.is_(None), Affiliation.until_on >= today),
    )


def _seats_in(actor: Actor) -> sa.Select[Seat]:
    return (
        sa.select(Seat)
        .join(Seat.workgroup)
        .where(*visible(actor))
        .options(joinedload(Seat.workgroup), joinedload(Seat.contact))
        .order_by(Workgroup.sort_key, Seat.from_on.desc(), Seat.id)
    )


def _present_first(seats: sa.Select[Seat]) -> list[Seat]:
    today = clock.today()
    return sorted(db.session.scalars(seats), key=lambda one: not one.holds_on(today))


def offered(actor: Actor) -> list[Workgroup]:
    """Groups that may be chosen, by name."""
    found = sa.select(Workgroup).where(Workgroup.archived_on.is_(None), *visible(actor))
    return list(db.session.scalars(found.order_by(Workgroup.sort_key, Workgroup.id)))


def convenors() -> list[User]:
    """Who of the team may run a group, by name."""
    roles = [role for role, granted in GRANTS.items() if Permission.WORKGROUP_EDIT in granted]
    team = sa.select(User).where(User.role.in_(roles), User.deactivated_at.is_(None))
    return list(db.session.scalars(team.order_by(User.name, User.id)))


def sectors(actor: Actor) -> list[Sector]:
    """Those in the actor's charge."""
    found = db.session.scalars(sa.select(Sector).where(Sector.retired_on.is_(None)).order_by(Sector.ordinal))
    return [one for one in found if actor.sector_ids is None or one.id in actor.sector_ids]

"""The journal: which relays, in which order, and who may read what of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from cara_crm.accounts.models import User
from cara_crm.contacts.models import Contact
from cara_crm.contacts.queries import visible as visible_contacts
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import NotVisible
from cara_crm.core.fold import fold
from cara_crm.core.pages import Key
from cara_crm.core.permissions import Permission
from cara_crm.core.search import holds
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.issues.models import Issue
from cara_crm.members.models import Member
from cara_crm.members.queries import visible as visible_members
from cara_crm.relays.models import UNSENT, Concerned, Direction, Recipient, Relay, RelayKind, RelayState
from cara_crm.sectors.models import Sector
from cara_crm.workgroups.models import Workgroup

journal_key = Key((Relay.happened_at, Relay.id), descending=True)


@dataclass(frozen=True)
class Filter:
    """What the journal is narrowed to. `member` and `person` are words of a name."""

    sector: int | None = None
    federation: int | None = None
    direction: Direction | None = None
    kind: RelayKind | None = None
    since: date | None = None
    until: date | None = None
    member: str = ""
    person: str = ""

    @property
    def is_narrow(self) -> bool:
        return self != Filter()


def visible(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """A manager of some sectors sees the relays that touch them, and those that belong to no sector."""
    if actor.sector_ids is None:
        return []
    return [sa.or_(Relay.sectors.any(Sector.id.in_(actor.sector_ids)), ~Relay.sectors.any())]


def knows_people(actor: Actor) -> bool:
    """May this reader see who said what, and who was told? The others read the journal without names."""
    return actor.can(Permission.RELAY_READ)


def journal(actor: Actor, narrow: Filter) -> sa.Select[Any]:
    """What passed, without drafts, order or limit; see `journal_key`."""
    return (
        sa.select(Relay)
        .where(Relay.state.not_in(UNSENT), *visible(actor), *_conditions(actor, narrow))
        .options(joinedload(Relay.federation), selectinload(Relay.sectors), *with_errata())
    )


def with_errata() -> list[Any]:
    """What a relay was set right by, and what it sets right: loaded for a list at once."""
    return [selectinload(Relay.errata), joinedload(Relay.corrects)]


def _conditions(actor: Actor, narrow: Filter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if narrow.sector:
        found.append(Relay.sectors.any(Sector.id == narrow.sector))
    if narrow.federation:
        found.append(Relay.federation_id == narrow.federation)
    if narrow.direction:
        found.append(Relay.direction == narrow.direction)
    if narrow.kind:
        found.append(Relay.kind == narrow.kind)
    if narrow.since:
        found.append(Relay.happened_at >= clock.moment(narrow.since))
    if narrow.until:
        found.append(Relay.happened_at < clock.moment(narrow.until + timedelta(days=1)))
    if knows_people(actor):
        found.extend(_about_people(actor, narrow))
    return found


def _about_people(actor: Actor, narrow: Filter) -> list[sa.ColumnElement[bool]]:
    """For who may know: relays behind which a member in its charge stands, or which it or a person got."""
    found: list[sa.ColumnElement[bool]] = []
    if narrow.member:
        members = sa.select(Member.id).where(holds(Member.folded, fold(narrow.member)), *visible_members(actor))
        raised = Relay.issues.any(Issue.member_id.in_(members))
        concerned = Relay.concerned.any(Concerned.member_id.in_(members))
        found.append(sa.or_(raised, concerned, Relay.recipients.any(Recipient.member_id.in_(members))))
    if narrow.person:
        people = sa.select(Contact.id).where(holds(Contact.folded, fold(narrow.person)), *visible_contacts(actor))
        said = Relay.issues.any(Issue.contact_id.in_(people))
        found.append(sa.or_(said, Relay.recipients.any(Recipient.contact_id.in_(people))))
    return found


def count_entries(actor: Actor, narrow: Filter) -> int:
    found = sa.select(Relay.id).where(Relay.state.not_in(UNSENT), *visible(actor), *_conditions(actor, narrow))
    return db.session.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0


def entries(actor: Actor, narrow: Filter) -> list[Relay]:
    """Every entry that the filters leave, newest first: for export and print."""
    return list(db.session.scalars(journal(actor, narrow).order_by(Relay.happened_at.desc(), Relay.id.desc())))


def drafts(actor: Actor) -> list[Relay]:
    """Downward relays that somebody has begun to write, the latest first."""
    return list(
        db.session.scalars(
            sa.select(Relay)
            .where(Relay.state.in_(UNSENT), *visible(actor))
            .options(joinedload(Relay.federation), selectinload(Relay.sectors))
            .order_by(Relay.updated_at.desc(), Relay.id.desc())
            .limit(20)
        )
    )


def proposals_waiting(actor: Actor) -> list[sa.ColumnElement[bool]]:
    """Of relays: what officers would like the members to know, and nobody has sent or discarded."""
    officers = sa.select(User.id).where(User.federation_id.is_not(None))
    return [Relay.state == RelayState.DRAFT, Relay.created_by_id.in_(officers), *visible(actor)]


def proposals(federation_id: int) -> list[Relay]:
    """What a federation's officers have shared, the latest first; whatever the manager made of it since."""
    officers = sa.select(User.id).where(User.federation_id == federation_id)
    return list(
        db.session.scalars(
            sa.select(Relay)
            .where(Relay.federation_id == federation_id, Relay.created_by_id.in_(officers))
            .where(Relay.direction == Direction.DOWN, Relay.kind != RelayKind.ANSWER)
            .order_by(Relay.id.desc())
            .limit(20)
        )
    )


def relay_for(actor: Actor, relay_id: int) -> Relay:
    """One relay with what its page shows. Raises NotVisible; drafts are the managers'."""
    query = (
        sa.select(Relay)
        .where(Relay.id == relay_id, *visible(actor))
        .options(joinedload(Relay.federation), joinedload(Relay.corrects), joinedload(Relay.sectors))
        .options(joinedload(Relay.priority), joinedload(Relay.programme), joinedload(Relay.files))
        .options(joinedload(Relay.positions), joinedload(Relay.errata))
    )
    found = db.session.scalars(query).unique().one_or_none()
    if found is None or (found.state in UNSENT and not knows_people(actor)):
        raise NotVisible
    return found


def choose() -> tuple[list[Sector], list[Federation]]:
    """Sectors and federations, for the journal's filters."""
    sectors = db.session.scalars(sa.select(Sector).order_by(Sector.ordinal, Sector.id)).all()
    federations = db.session.scalars(sa.select(Federation).order_by(Federation.ordinal, Federation.id)).all()
    return list(sectors), list(federations)


def relays_to_workgroup(actor: Actor, workgroup_id: int, most: int = 20) -> list[Relay]:
    """What was sent to those who sit in a working group, the latest first."""
    query = sa.select(Relay).where(Relay.state.not_in(UNSENT), *visible(actor))
    to_it = query.where(Relay.workgroups.any(Workgroup.id == workgroup_id))
    return list(db.session.scalars(to_it.order_by(Relay.happened_at.desc(), Relay.id.desc()).limit(most)))

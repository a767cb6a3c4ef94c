"""A downward relay while it is written: words, deadline, audience, exceptions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.extensions import db
from cara_crm.federations.models import Mandate
from cara_crm.relays.competition import refused_subjects
from cara_crm.relays.models import Direction, Relay, RelayKind, RelayState
from cara_crm.sectors.models import Sector
from cara_crm.workgroups.models import Workgroup

WRITTEN = (RelayKind.INFORMATION, RelayKind.OPPORTUNITY, RelayKind.EVENT, RelayKind.CONSULTATION)
EXCEPTIONS = ("except_contacts", "except_members")


class AskedByMembersOnly(DomainError):
    """Members compete: a consultation does not ask for prices, costs, capacities or customers."""

    field = "body"


class DeadlineMissing(DomainError):
    field = "deadline_on"


class NotADraft(DomainError):
    """What was sent stays as it was sent."""


def draft_relay(
    kind: RelayKind,
    *,
    title: str,
    body: str,
    audience: Mapping[str, Any],
    federation_id: int | None = None,
    deadline_on: date | None = None,
    link: str = "",
    submission_key: str | None = None,
    by: Actor,
) -> Relay:
    """Begin a downward relay; nobody gets anything yet. The same `submission_key` gives back what is there."""
    if existing := _submitted(submission_key):
        return existing
    relay = Relay(direction=Direction.DOWN, kind=kind, title=title, submission_key=submission_key)
    relay.created_by_id = by.user_id
    _fill(relay, kind, title, body, within_charge(audience, by), federation_id, deadline_on, link)
    db.session.add(relay)
    audit.record("relay.drafted", relay, by=by, kind=kind.value)
    return relay


def edit_relay(
    relay: Relay,
    *,
    version: int,
    kind: RelayKind,
    title: str,
    body: str,
    audience: Mapping[str, Any],
    federation_id: int | None = None,
    deadline_on: date | None = None,
    link: str = "",
    by: Actor,
) -> None:
    """Change a draft. Raises NotADraft, and EditedMeanwhile when somebody saved since `version` was read."""
    _must_be_draft(relay)
    if relay.version != version:
        raise EditedMeanwhile(
            _("Somebody else saved this relay meanwhile. Your text is still here; compare it and save again.")
        )
    kept = {name: relay.audience[name] for name in EXCEPTIONS if relay.audience.get(name)}
    _fill(relay, kind, title, body, within_charge({**audience, **kept}, by), federation_id, deadline_on, link)
    audit.record("relay.edited", relay, by=by)


def within_charge(audience: Mapping[str, Any], by: Actor) -> Mapping[str, Any]:
    """A manager of some sectors writes to those sectors: the others' people are neither written to nor shown."""
    if by.sector_ids is None:
        return audience
    chosen = by.sector_ids & set(audience.get("sectors", []))
    return {**audience, "sectors": sorted(chosen or by.sector_ids)}


def propose(
    *, title: str, body: str, federation_id: int, link: str = "", submission_key: str | None, by: Actor
) -> Relay:
    """A federation's information for the members: a draft that a manager reads, addresses and sends."""
    return draft_relay(
        RelayKind.INFORMATION,
        title=title,
        body=body,
        audience={"statuses": ["active"], "sectors": _represented(federation_id)},
        federation_id=federation_id,
        link=link,
        submission_key=submission_key,
        by=by,
    )


def _represented(federation_id: int) -> list[int]:
    """The sectors for which the cluster represents this federation today."""
    today = clock.today()
    return list(
        db.session.scalars(
            sa.select(Mandate.sector_id)
            .where(Mandate.federation_id == federation_id, Mandate.from_on <= today)
            .where(sa.or_(Mandate.until_on.is_(None), Mandate.until_on >= today))
            .order_by(Mandate.sector_id)
        )
    )


def leave_out(relay: Relay, contact_ids: list[int], *, by: Actor) -> None:
    """These people shall not get it."""
    _must_be_draft(relay)
    left = sorted({*relay.audience.get("except_contacts", []), *contact_ids})
    relay.audience = {**relay.audience, "except_contacts": left}
    audit.record("relay.exceptions_changed", relay, by=by, left_out=len(left))


def take_back(relay: Relay, *, by: Actor) -> None:
    """Nobody is left out any more."""
    _must_be_draft(relay)
    relay.audience = {**relay.audience, "except_contacts": []}
    audit.record("relay.exceptions_changed", relay, by=by, left_out=0)


def discard(relay: Relay, *, by: Actor) -> None:
    """Throw a draft away; the audit log keeps that it was."""
    _must_be_draft(relay)
    audit.record("relay.discarded", relay, by=by)
    db.session.delete(relay)


def _must_be_draft(relay: Relay) -> None:
    if relay.state is RelayState.SCHEDULED:
        raise NotADraft(_("This relay is about to leave: call it back first."))
    if relay.state is not RelayState.DRAFT:
        raise NotADraft(_("This relay was sent. What was sent stays as it was sent."))


def _submitted(key: str | None) -> Relay | None:
    return db.session.scalar(sa.select(Relay).where(Relay.submission_key == key)) if key else None


def _fill(
    relay: Relay,
    kind: RelayKind,
    title: str,
    body: str,
    audience: Mapping[str, Any],
    federation_id: int | None,
    deadline_on: date | None,
    link: str,
) -> None:
    if kind is RelayKind.OPPORTUNITY and deadline_on is None:
        raise DeadlineMissing(_("An opportunity needs the day until which it is open."))
    if kind is RelayKind.CONSULTATION and refused_subjects(f"{title}\n{body}"):
        raise AskedByMembersOnly(
            _("Members compete with each other: prices, costs, capacities and customers may not be asked about.")
        )
    relay.kind, relay.title, relay.body, relay.link = kind, title, body, link
    relay.federation_id, relay.deadline_on = federation_id, deadline_on
    relay.audience = {name: list(values) for name, values in audience.items() if values}
    workgroup_ids = relay.audience.get("workgroups", [])
    relay.workgroups = list(db.session.scalars(sa.select(Workgroup).where(Workgroup.id.in_(workgroup_ids))))
    relay.sectors = _sectors(relay)


def _sectors(relay: Relay) -> list[Sector]:
    """Those of the rule; of a rule that names none, those of its working groups when each has some."""
    if sector_ids := relay.audience.get("sectors", []):
        return list(db.session.scalars(sa.select(Sector).where(Sector.id.in_(sector_ids))))
    of_groups = [one.sectors for one in relay.workgroups]
    return list(dict.fromkeys(one for some in of_groups for one in some)) if all(of_groups) else []

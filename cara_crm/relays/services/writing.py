"""A downward relay while it is written: words, deadline, audience, exceptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.extensions import db
from cara_crm.federations.models import Mandate, Priority, Programme
from cara_crm.relays.models import Direction, Relay, RelayKind, RelayState
from cara_crm.relays.services.competing import refuse_secrets
from cara_crm.sectors.models import Sector
from cara_crm.workgroups.models import Workgroup

WRITTEN = (RelayKind.INFORMATION, RelayKind.OPPORTUNITY, RelayKind.EVENT, RelayKind.CONSULTATION)
WORDS = ("title", "body", "title_en", "body_en")
EXCEPTIONS = ("except_contacts", "except_members", "plus_contacts", "plus_by", "got")


class DeadlineMissing(DomainError):
    field = "deadline_on"


class DayMissing(DomainError):
    field = "event_on"


class EndsBeforeItBegins(DomainError):
    field = "until_time"


class WrongFederation(DomainError):
    """A priority or programme is of the federation on whose behalf it is written."""

    field = "federation_id"


class HalfTranslated(DomainError):
    field = "title_en"


@dataclass(frozen=True)
class Happening:
    """Of an event: when, as aware datetimes, where, and for how many people (None: whoever comes)."""

    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    places: int | None = None


class Proposed(TypedDict, total=False):
    """What a proposal may have beside title and text."""

    deadline_on: date | None
    link: str
    happening: Happening | None
    title_en: str
    body_en: str


class More(Proposed, total=False):
    """What a relay may have beside title and text."""

    federation_id: int | None
    priority_id: int | None
    programme_id: int | None


class NotADraft(DomainError):
    """What was sent stays as it was sent."""


def draft_relay(
    kind: RelayKind,
    *,
    title: str,
    body: str,
    audience: Mapping[str, Any],
    submission_key: str | None = None,
    by: Actor,
    **more: Unpack[More],
) -> Relay:
    """Begin a downward relay; nobody gets anything yet. The same `submission_key` gives back what is there.

    Raises AskedByMembersOnly, DeadlineMissing, DayMissing, EndsBeforeItBegins, HalfTranslated, WrongFederation.
    """
    if existing := _submitted(submission_key):
        return existing
    relay = Relay(direction=Direction.DOWN, kind=kind, title=title, submission_key=submission_key)
    relay.created_by_id = by.user_id
    _fill(relay, kind, title, body, within_charge(audience, by), more)
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
    by: Actor,
    **more: Unpack[More],
) -> None:
    """Change a draft; an erratum stays an information to those who got the first. Raises NotADraft, and EditedMeanwhile
    when somebody saved since `version` was read."""
    _must_be_draft(relay)
    if relay.version != version:
        raise EditedMeanwhile(_("Somebody else saved this relay meanwhile. Both versions are shown: nothing is lost."))
    kept = {name: _both(relay.audience, audience, name) for name in EXCEPTIONS}
    if relay.corrects is not None:
        _fill(relay, RelayKind.INFORMATION, title, body, kept, more)
    else:
        _fill(relay, kind, title, body, within_charge({**audience, **kept}, by), more)
    audit.record("relay.edited", relay, by=by)


def _both(before: Mapping[str, Any], audience: Mapping[str, Any], name: str) -> list[Any]:
    """Exceptions stay when the rule is changed; a saved audience brings its own."""
    kept = before.get(name, [])
    return [*kept, *(one for one in audience.get(name, []) if one not in kept)]


def within_charge(audience: Mapping[str, Any], by: Actor) -> Mapping[str, Any]:
    """A manager of some sectors writes to those sectors: the others' people are neither written to nor shown."""
    if by.sector_ids is None:
        return audience
    chosen = by.sector_ids & set(audience.get("sectors", []))
    return {**audience, "sectors": sorted(chosen or by.sector_ids)}


def propose(
    kind: RelayKind = RelayKind.INFORMATION,
    *,
    title: str,
    body: str,
    federation_id: int,
    submission_key: str | None,
    by: Actor,
    **more: Unpack[Proposed],
) -> Relay:
    """What a federation wants the members to know: a draft that a manager reads, addresses and sends.

    Raises DeadlineMissing, DayMissing, EndsBeforeItBegins, HalfTranslated.
    """
    return draft_relay(
        kind,
        title=title,
        body=body,
        audience={"statuses": ["active"], "sectors": _represented(federation_id)},
        federation_id=federation_id,
        submission_key=submission_key,
        by=by,
        **more,
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
    added = [one for one in relay.audience.get("plus_contacts", []) if one not in contact_ids]
    relay.audience = {**relay.audience, "except_contacts": left, "plus_contacts": added}
    audit.record("relay.exceptions_changed", relay, by=by, left_out=len(left))


def add_people(relay: Relay, contact_ids: list[int], *, by: Actor) -> None:
    """These people shall get it whatever the rule says; who was left out is so no longer."""
    _must_be_draft(relay)
    added = sorted({*relay.audience.get("plus_contacts", []), *contact_ids})
    left = [one for one in relay.audience.get("except_contacts", []) if one not in contact_ids]
    known = [pair for pair in relay.audience.get("plus_by", []) if pair[0] not in contact_ids]
    mine = [[one, by.user_id] for one in contact_ids] if by.user_id else []
    relay.audience = {**relay.audience, "plus_contacts": added, "plus_by": [*known, *mine], "except_contacts": left}
    audit.record("relay.people_added", relay, by=by, added=len(added))


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


def _fill(relay: Relay, kind: RelayKind, title: str, body: str, audience: Mapping[str, Any], more: More) -> None:
    relay.kind, relay.title, relay.body, relay.link = kind, title, body, more.get("link", "")
    relay.title_en, relay.body_en = more.get("title_en", ""), more.get("body_en", "")
    relay.deadline_on = more.get("deadline_on")
    _file_under(relay, more)
    happening = more.get("happening") if kind is RelayKind.EVENT else None
    relay.starts_at, relay.ends_at = (happening.starts_at, happening.ends_at) if happening else (None, None)
    relay.place, relay.places = (happening.place, happening.places) if happening else ("", None)
    _refuse(relay)
    relay.audience = {name: list(values) for name, values in audience.items() if values}
    workgroup_ids = relay.audience.get("workgroups", [])
    relay.workgroups = list(db.session.scalars(sa.select(Workgroup).where(Workgroup.id.in_(workgroup_ids))))
    relay.sectors = _sectors(relay)


def _file_under(relay: Relay, more: More) -> None:
    """The federation, and its priority and programme; where none is said, theirs."""
    relay.priority_id, relay.programme_id = more.get("priority_id"), more.get("programme_id")
    chosen = [db.session.get(Priority, relay.priority_id or 0), db.session.get(Programme, relay.programme_id or 0)]
    theirs = {one.federation_id for one in chosen if one} | {more.get("federation_id")} - {None}
    if len(theirs) > 1:
        raise WrongFederation(_("The priority and the programme belong to another federation."))
    relay.federation_id = next(iter(theirs), None)


def _refuse(relay: Relay) -> None:
    """What its kind lacks, and what may not be asked."""
    if relay.kind is RelayKind.OPPORTUNITY and relay.deadline_on is None:
        raise DeadlineMissing(_("An opportunity needs the day until which it is open."))
    if relay.kind is RelayKind.EVENT and relay.starts_at is None:
        raise DayMissing(_("An event needs its day and the hour at which it begins."))
    if relay.starts_at and relay.ends_at and relay.ends_at <= relay.starts_at:
        raise EndsBeforeItBegins(_("It ends before it begins."))
    if bool(relay.title_en) != bool(relay.body_en):
        raise HalfTranslated(_("Write title and text in English, or neither."))
    if relay.news is RelayKind.CONSULTATION:  # an erratum of one stands above its questions
        refuse_secrets({name: getattr(relay, name) for name in WORDS})


def _sectors(relay: Relay) -> list[Sector]:
    """Those of the rule; of a rule that names none, those of its working groups when each has some. An erratum has
    those of the first."""
    if relay.corrects is not None:
        return list(relay.corrects.sectors)
    if sector_ids := relay.audience.get("sectors", []):
        return list(db.session.scalars(sa.select(Sector).where(Sector.id.in_(sector_ids))))
    of_groups = [one.sectors for one in relay.workgroups]
    return list(dict.fromkeys(one for some in of_groups for one in some)) if all(of_groups) else []

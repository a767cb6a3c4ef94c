"""What the registers propose is taken over or turned down, fact by fact, by a person."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.extensions import db
from cara_crm.members import queries as register
from cara_crm.members import services as members
from cara_crm.members.models import Member, MemberCategory, MemberStatus, Site
from cara_crm.official import queries
from cara_crm.official.comparing import CLOSED, Comparison, Verdict
from cara_crm.official.models import Fact, FindingState, OfficialFinding
from cara_crm.official.queries import Record
from cara_crm.official.services.answers import refresh_findings
from cara_crm.tasks import services as tasks

SOURCE = "INSEE"
PLACE = (Fact.ADDRESS, Fact.POSTAL_CODE, Fact.TOWN, Fact.DEPARTMENT)
Official = dict[Fact, Comparison]


class NothingChosen(DomainError):
    field = "facts"


class SiretTaken(DomainError):
    field = "facts"


def accept(record: Record, facts: set[Fact], *, version: int, seen: str, by: Actor) -> list[Fact]:
    """Write the chosen facts into the member as a person would; those that were written.

    `version` and `seen` are the member's version and the record's stamp on the page that was read. Raises
    EditedMeanwhile, NothingChosen, SiretTaken, and as `members.services.edit_member`.
    """
    chosen = _chosen(record, facts, version, seen)
    member = record.member
    said = {one.fact: one for one in record.comparisons if one.verdict not in (Verdict.MASKED, Verdict.UNSURE)}
    taken = {one.fact for one in chosen}
    if Fact.SIRET in taken and _take_siret(member, said):
        taken |= set(PLACE) & set(said)
    _edit(member, {fact: said[fact] for fact in taken}, by=by)
    if Fact.COORDINATES in taken:
        _take_point(member, said[Fact.COORDINATES].official)
    if Fact.STATE in taken:
        _take_state(member, said[Fact.STATE].official, by=by)
    written = [fact for fact in Fact if fact in taken]
    _decide(record, written, FindingState.ACCEPTED, by=by)
    audit.record("official.accepted", member, by=by, fields=[fact.value for fact in written])
    return written


def dismiss(record: Record, facts: set[Fact], *, version: int, seen: str, by: Actor) -> list[Fact]:
    """Keep what is stored; not proposed again until the register says something else. Raises as `accept`."""
    chosen = [one.fact for one in _chosen(record, facts, version, seen)]
    _decide(record, chosen, FindingState.DISMISSED, by=by)
    audit.record("official.dismissed", record.member, by=by, fields=[fact.value for fact in chosen])
    return chosen


def _chosen(record: Record, facts: set[Fact], version: int, seen: str) -> list[Comparison]:
    if record.member.version != version or record.stamp != seen:
        raise EditedMeanwhile(_("The member or its official facts changed meanwhile. Look again: nothing was written."))
    chosen = [one for one in record.proposals if one.fact in facts]
    if not chosen:
        raise NothingChosen(_("Tick what is to be taken over or kept."))
    return chosen


def _edit(member: Member, taken: Official, *, by: Actor) -> None:
    """Through the door of everybody's edits: names that are given up stay searchable, a SIREN is checked."""
    changes: dict[str, Any] = {}
    for fact, one in taken.items():
        changes |= _columns(fact, one)
    if not changes:
        return
    unconfirmed = member.name_to_confirm and Fact.NAME not in taken
    data = replace(members.MemberData(**members.described(member)), **changes)
    members.edit_member(member, data, version=member.version, by=by)
    member.name_to_confirm = unconfirmed


def _columns(fact: Fact, one: Comparison) -> dict[str, Any]:
    """A fact in the words of `MemberData`."""
    value = one.official
    match fact:
        case Fact.NAME:
            return {"legal_name": value}
        case Fact.SIREN | Fact.ADDRESS | Fact.POSTAL_CODE | Fact.TOWN:
            return {fact.value: value}
        case Fact.DEPARTMENT:
            return {"department_id": register.department_ids().get(value)}
        case Fact.ACTIVITY:
            return {"activity_code": value}
        case Fact.CATEGORY:
            return {"category": MemberCategory(value), "category_source": SOURCE, "category_year": one.year}
        case Fact.HEADCOUNT:
            return {"headcount_band": value, "headcount_source": SOURCE, "headcount_year": one.year}
    return {}


def _take_siret(member: Member, said: Official) -> bool:
    """The head office has this number. Is it another place than before? Then the former one stays as a site."""
    head, siret = members.head_site(member), said[Fact.SIRET].official
    owner = register.owner_of_siret(siret)
    if owner is not None and owner.member_id != member.id:
        raise SiretTaken(_("Another member has this SIRET already: perhaps they are the same."))
    if owner is None and (head is None or not head.siret):
        _head(member).siret = siret
        return False
    if head is not None:
        head.is_head = False
    if owner is None:
        member.sites.append(Site(siret=siret, is_head=True))
    else:
        owner.is_head, owner.closed_on = True, None
    return True


def _head(member: Member) -> Site:
    site = members.head_site(member)
    if site is None:
        site = Site(is_head=True, department_id=member.department_id)
        member.sites.append(site)
    return site


def _take_point(member: Member, official: str) -> None:
    head = _head(member)
    latitude, _comma, longitude = official.partition(",")
    head.latitude, head.longitude = float(latitude), float(longitude)


def _take_state(member: Member, official: str, *, by: Actor) -> None:
    """Closed: every site closes that day, and a present member becomes a former one. Open again: its head office is."""
    state, _space, day = official.partition(" ")
    if state != CLOSED:
        _head(member).closed_on = None
        return
    closed_on = date.fromisoformat(day) if day else clock.today()
    for site in [_head(member), *member.sites]:
        site.closed_on = site.closed_on or closed_on
    if MemberStatus.FORMER in members.MOVES[member.status]:
        began = max((one.from_on for one in member.status_periods), default=closed_on)
        on = min(max(closed_on, began), clock.today())
        members.move_status(member, MemberStatus.FORMER, on=on, reason=_("Closed, says the official register"), by=by)


def _decide(record: Record, facts: list[Fact], state: FindingState, *, by: Actor) -> None:
    """Remember the decision; a task that asked for it is done when no notable difference is left."""
    now, member = clock.now(), record.member
    official = {one.fact: one.official for one in record.comparisons}
    for fact in facts:
        finding = record.decisions.get(fact) or OfficialFinding(member_id=member.id, fact=fact, found_at=now)
        finding.value, finding.state = official[fact], state
        finding.decided_at, finding.decided_by_id = now, by.user_id
        db.session.add(finding)
    db.session.flush()
    assert record.lookup is not None
    refresh_findings(member, record.lookup)
    db.session.flush()
    if not queries.summary_of(member.id).waiting:
        for task in queries.open_tasks(member.id):
            tasks.finish(task, by=by)

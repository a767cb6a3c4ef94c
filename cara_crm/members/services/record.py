"""Members made, edited, archived: by people, one at a time (lists go through `members.imports`)."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.fold import fold
from cara_crm.core.reaching import email_of, phone_of
from cara_crm.extensions import db
from cara_crm.members import queries
from cara_crm.members.models import (
    Group,
    Member,
    MemberCategory,
    MemberName,
    MemberStatus,
    Nomenclature,
    Site,
    StatusPeriod,
    Tag,
)
from cara_crm.members.names import spellings
from cara_crm.members.search_text import search_text, sort_text
from cara_crm.members.services import numbers
from cara_crm.members.spreadsheet.values import activity_of
from cara_crm.territory import postal


class ActivityUnknown(DomainError):
    field = "activity_code"


class ReasonMissing(DomainError):
    field = "reason"


class MergedAway(DomainError):
    """It is part of another member now."""


@dataclass(frozen=True)
class MemberData:
    """What people say of a member. Empty text and None mean unknown; `siren` may be a SIRET or have spaces, the other
    number, the phone and the e-mail are in any writing."""

    legal_name: str
    usual_name: str = ""
    other_names: tuple[str, ...] = ()
    siren: str = ""
    foreign_number: str = ""
    category: MemberCategory = MemberCategory.OTHER
    category_source: str = ""
    category_year: int | None = None
    headcount_band: str = ""
    headcount_source: str = ""
    headcount_year: int | None = None
    turnover_euros: int | None = None
    turnover_year: int | None = None
    activity_code: str = ""
    group: str = ""
    network_id: int | None = None
    tags: tuple[str, ...] = ()
    website: str = ""
    phone: str = ""
    email: str = ""
    brands: str = ""
    description: str = ""
    address: str = ""
    postal_code: str = ""
    town: str = ""
    department_id: int | None = None


COPIED = (
    "legal_name", "usual_name", "category", "category_source", "category_year", "headcount_band", "headcount_source",
    "headcount_year", "turnover_euros", "turnover_year", "network_id", "website", "brands",
    "description",
)  # fmt: skip


def create_member(data: MemberData, *, status: MemberStatus = MemberStatus.PROSPECT, by: Actor) -> Member:
    """A new member with its status from today; who resembles it is asked about before (`merging.services.entering`).

    Raises ActivityUnknown, PhoneWrong, EmailWrong, and what `numbers` raises.
    """
    number, abroad = numbers.siren_of(data.siren, None, by), numbers.foreign_of(data.foreign_number, None, by)
    member = Member(legal_name=data.legal_name, siren=number, foreign_number=abroad, status=status)
    member.status_periods.append(StatusPeriod(status=status, from_on=clock.today(), reason=_("Entered by hand")))
    db.session.add(member)
    _fill(member, data)
    audit.record("member.created", member, by=by, status=status.value)
    return member


def edit_member(member: Member, data: MemberData, *, version: int, by: Actor) -> Member:
    """What people say of it now. Raises EditedMeanwhile when `version` is not the present one, and as create_member."""
    if member.version != version:
        raise EditedMeanwhile(_("Somebody else saved this member meanwhile. Both versions are shown: nothing is lost."))
    before = described(member)
    number, abroad = numbers.siren_of(data.siren, member.id, by), numbers.foreign_of(data.foreign_number, member.id, by)
    if data.legal_name != member.legal_name and not member.name_to_confirm:
        _keep_name(member, member.legal_name)
    member.siren, member.foreign_number = number, abroad
    member.name_to_confirm = False
    _fill(member, data)
    member.updated_at = clock.now()
    changed = sorted(key for key, value in described(member).items() if value != before[key])
    audit.record("member.edited", member, by=by, fields=changed)
    return member


def archive_member(member: Member, *, reason: str, by: Actor) -> None:
    """Out of the lists, kept with its history. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(_("Say why."))
    member.archived_on, member.archived_reason = clock.today(), reason.strip()
    audit.record("member.archived", member, by=by)


def restore_member(member: Member, *, by: Actor) -> None:
    """Back into the lists. Raises MergedAway."""
    if member.merged_into_id is not None:
        raise MergedAway(_("%(name)s was merged: undo the merge instead.", name=member.name))
    member.archived_on = member.archived_reason = None
    audit.record("member.restored", member, by=by)


def described(member: Member) -> dict[str, Any]:
    """A member as its form shows it, by the names of MemberData."""
    site = head_site(member)
    return {
        **{name: getattr(member, name) for name in COPIED},
        "other_names": tuple(one.name for one in member.other_names),
        "siren": member.siren or "",
        "foreign_number": member.foreign_number or "",
        "phone": member.phone,
        "email": member.email,
        "activity_code": member.activity_code,
        "group": member.group.name if member.group else "",
        "tags": tuple(tag.name for tag in member.tags),
        "address": site.address if site else "",
        "postal_code": site.postal_code if site else "",
        "town": site.town if site else "",
        "department_id": member.department_id,
    }


def refresh_search(member: Member) -> None:
    """What a member is found and sorted by repeats its names, number and places."""
    places = [word for site in member.sites for word in (site.name, site.town, site.siret or "")]
    names = [
        member.legal_name,
        member.usual_name,
        *(one.name for one in member.other_names),
        *member.brands.splitlines(),
    ]
    member.folded = search_text(names, member.siren, places, abroad=member.foreign_number, phone=member.phone)
    member.sort_key = sort_text(member.usual_name, member.legal_name)


def head_site(member: Member) -> Site | None:
    """The place that stands for the member."""
    return next((site for site in member.sites if site.is_head), None)


def _fill(member: Member, data: MemberData) -> None:
    for name in COPIED:
        setattr(member, name, getattr(data, name))
    member.phone, member.email = phone_of(data.phone), email_of(data.email) if data.email else ""
    _set_activity(member, data.activity_code)
    _set_names(member, data)
    member.group = _group(data.group)
    member.tags = _tags(data.tags)
    _place(member, data)
    refresh_search(member)


def _set_activity(member: Member, written: str) -> None:
    activity = activity_of(written) if written else None
    if written and activity is None:
        raise ActivityUnknown(_("An activity code looks like 29.32Z."))
    member.activity_code = activity.code if activity else ""
    member.activity_nomenclature = Nomenclature(activity.nomenclature) if activity else None


def _set_names(member: Member, data: MemberData) -> None:
    wanted = {fold(name): name for name in spellings(data.other_names) if fold(name)}
    for known in list(member.other_names):
        if known.folded in wanted:
            known.name = wanted.pop(known.folded)
        elif known.source != "renamed":
            member.other_names.remove(known)
    member.other_names.extend(MemberName(name=name, folded=folded) for folded, name in wanted.items())


def _keep_name(member: Member, name: str) -> None:
    """A name that a member gives up stays searchable."""
    if fold(name) not in {one.folded for one in member.other_names}:
        member.other_names.append(MemberName(name=name, folded=fold(name), source="renamed"))


def _group(name: str) -> Group | None:
    if not fold(name):
        return None
    return queries.group_named(fold(name)) or Group(name=name, folded=fold(name))


def _tags(names: tuple[str, ...]) -> list[Tag]:
    wanted = {fold(name): name for name in names if fold(name)}
    known = {tag.folded: tag for tag in queries.tags_named(set(wanted))}
    return [known.get(folded) or Tag(name=name, folded=folded) for folded, name in wanted.items()]


def _place(member: Member, data: MemberData) -> None:
    """Head office and department: chosen, or what the postal code says."""
    site = head_site(member)
    if site is None and (data.address or data.postal_code or data.town):
        site = Site(is_head=True)
        member.sites.append(site)
    derived = postal.department_of(data.postal_code, data.town)
    member.department_id = data.department_id or (queries.department_ids().get(derived) if derived else None)
    if site is not None:
        site.address, site.town = data.address, data.town
        site.postal_code = postal.clean(data.postal_code) or data.postal_code
        site.department_id = member.department_id

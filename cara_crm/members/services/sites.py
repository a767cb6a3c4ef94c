"""The places of a member: several, each with its own address, department and SIRET; one stands for the member."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.members import queries, siren
from cara_crm.members.models import Member, Site
from cara_crm.members.services.record import head_site, refresh_search
from cara_crm.territory import postal


class SiretWrong(DomainError):
    field = "siret"


class SiretTaken(DomainError):
    field = "siret"


class PlaceMissing(DomainError):
    field = "town"


class HeadStays(DomainError):
    """The place that stands for the member is not closed while another one is open."""

    field = "on"


class DayToCome(DomainError):
    field = "on"


@dataclass(frozen=True)
class SiteData:
    """A place as people say it; `siret` may have spaces, without a department the postal code decides."""

    name: str = ""
    siret: str = ""
    address: str = ""
    postal_code: str = ""
    town: str = ""
    department_id: int | None = None
    is_head: bool = False


COPIED = ("name", "address", "town")


def add_site(member: Member, data: SiteData, *, by: Actor) -> Site:
    """One more place. Raises SiretWrong, SiretTaken, PlaceMissing."""
    site = Site(is_head=False)
    _fill(member, site, data, by)
    member.sites.append(site)
    _settle(member, site, wants_head=data.is_head)
    audit.record("site.added", member, by=by, siret=site.siret)
    return site


def edit_site(member: Member, site: Site, data: SiteData, *, by: Actor) -> None:
    """What is known of the place now; what it was stays in the audit log. Raises as add_site."""
    before = _told(site)
    _fill(member, site, data, by)
    _settle(member, site, wants_head=data.is_head)
    was = {name: value for name, value in before.items() if value != _told(site)[name]}
    audit.record("site.edited", member, by=by, site=site.id, was=was)


def close_site(member: Member, site: Site, *, on: date, by: Actor) -> None:
    """The last day of a place: it leaves the counts, and stays on record. Raises HeadStays, DayToCome."""
    if on > clock.today():
        raise DayToCome(_("This day has not come yet."))
    if site.is_head and any(one is not site and one.closed_on is None for one in member.sites):
        raise HeadStays(_("Say first which other site stands for the member."))
    site.closed_on = on
    member.updated_at = clock.now()
    audit.record("site.closed", member, by=by, site=site.id, on=on.isoformat())


def reopen_site(member: Member, site: Site, *, by: Actor) -> None:
    site.closed_on = None
    member.updated_at = clock.now()
    audit.record("site.reopened", member, by=by, site=site.id)


def _told(site: Site) -> dict[str, object]:
    return {name: getattr(site, name) for name in (*COPIED, "siret", "postal_code", "department_id", "is_head")}


def _fill(member: Member, site: Site, data: SiteData, by: Actor) -> None:
    if not (data.address or data.town or data.postal_code):
        raise PlaceMissing(_("Say where it is: a town at least."))
    site.siret = _siret(member, site, data.siret, by)
    for name in COPIED:
        setattr(site, name, getattr(data, name))
    site.postal_code = postal.clean(data.postal_code) or data.postal_code
    derived = postal.department_of(data.postal_code, data.town)
    site.department_id = data.department_id or (queries.department_ids().get(derived) if derived else None)


def _siret(member: Member, site: Site, written: str, by: Actor) -> str | None:
    if not written:
        return None
    try:
        number = siren.read(written)
    except siren.NotANumber as wrong:
        raise SiretWrong(_("This is not a SIRET: it has 14 digits, of which the last checks the others.")) from wrong
    if number.siret is None:
        raise SiretWrong(_("This is a SIREN: the SIRET of a site has five digits more."))
    if member.siren and number.siren != member.siren:
        raise SiretWrong(_("This SIRET is of another company: it does not begin with the SIREN of the member."))
    owner = queries.owner_of_siret(number.siret)
    if owner is not None and owner is not site:
        if not queries.sees(by, owner.member_id):
            raise SiretTaken(_("A member of a sector that is not yours has a site with this SIRET already."))
        raise SiretTaken(_("%(name)s has a site with this SIRET already.", name=owner.member.name))
    return number.siret


def _settle(member: Member, site: Site, *, wants_head: bool) -> None:
    """One stands for the member: the one that was chosen, else the one that did, else the first."""
    head = site if wants_head else head_site(member) or site
    for one in member.sites:
        one.is_head = one is head
    if head.closed_on is not None and head is site:
        head.closed_on = None
    member.department_id = head.department_id
    refresh_search(member)
    member.updated_at = clock.now()

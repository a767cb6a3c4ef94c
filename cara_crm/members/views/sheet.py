"""A member to print: what its page shows, for who may see it."""

from io import BytesIO
from typing import Any

from flask import Response, send_file
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.audit import services as audit
from cara_crm.contacts import queries as contacts
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.fold import fold
from cara_crm.core.languages import euros, in_words, label, named, number, short_day
from cara_crm.core.permissions import Permission, requires
from cara_crm.core.reaching import dialled
from cara_crm.deliveries import letters
from cara_crm.extensions import db
from cara_crm.issues.queries import issues_of_member
from cara_crm.members import foreign, queries
from cara_crm.members.bands import band_label
from cara_crm.members.models import Member
from cara_crm.members.sheet import Part, Sheet, render_sheet
from cara_crm.members.siren import spaced
from cara_crm.members.views import blueprint
from cara_crm.memberships.models import Membership
from cara_crm.memberships.queries import dues_of

MOST = 8  # of a part: the sheet is one page, two where there is much to say


@blueprint.get("/<int:member_id>/sheet.pdf")
@requires(Permission.MEMBER_READ)
def sheet(member_id: int) -> Response:
    actor = current_actor()
    member = queries.whole_member_for(actor, member_id)
    content = render_sheet(_sheet(member, actor))
    name = f"{fold(member.name).replace(' ', '-') or 'member'}.pdf"
    db.session.rollback()  # a transaction that has read may not get SQLite's write lock any more
    audit.record_all("member.sheet_printed", "member", [(member_id, {})], by=actor)
    db.session.commit()
    return send_file(BytesIO(content), "application/pdf", download_name=name)


def _sheet(member: Member, actor: Actor) -> Sheet:
    house = letters.house()
    parts = [_identity(member), _sites(member), _sectors(member)]
    if actor.can(Permission.CONTACT_READ):
        parts.append(_people(member.id))
    if actor.can(Permission.MEMBERSHIP_READ):
        parts.append(_memberships(member.id))
    if actor.can(Permission.ISSUE_READ):
        parts.append(_issues(actor, member.id))
    manager = next((one.user.name for one in member.managers if one.until_on is None), "")
    line = (label(member.status), label(member.category), manager and _("Looked after by %(name)s", name=manager))
    return Sheet(
        name=member.name,
        line=" · ".join(filter(None, line)),
        cluster=str(house["site_name"]),
        dated=clock.today(),
        parts=tuple(parts),
        is_demonstration=bool(house["demonstration"]),
    )


def _part(title: str, rows: Any, head: tuple[str, ...] = (), widths: tuple[float, ...] = ()) -> Part:
    """A part with its first rows, and how many more there are; `widths` are shares of the page."""
    every = [tuple(str(cell) for cell in row) for row in rows]
    more = len(every) - MOST
    left_out = ngettext("and %(num)d more", "and %(num)d more", more) if more > 0 else ""
    return Part(title, tuple(every[:MOST]), head, widths, left_out)


def _identity(member: Member) -> Part:
    turnover = f"{number(member.turnover_euros)} €" if member.turnover_euros is not None else ""
    rows = [
        (_("Legal name"), member.legal_name),
        (_("Other names"), ", ".join(one.name for one in member.other_names)),
        (_("Brands"), ", ".join(member.brands.splitlines())),
        (_("SIREN"), spaced(member.siren)),
        (_("Number abroad"), foreign.shown(member.foreign_number)),
        (_("Activity"), member.activity_code),
        (_("Headcount"), band_label(member.headcount_band) if member.headcount_band else ""),
        (_("Turnover"), " ".join(filter(None, (turnover, str(member.turnover_year or ""))))),
        (_("Group"), member.group.name if member.group else ""),
        (_("Network of origin"), named(member.network)),
        (_("Main phone"), dialled(member.phone)),
        (_("General e-mail"), member.email),
        (_("Website"), member.website),
        (_("What it does"), member.description[:600]),
    ]
    told = tuple(row for row in rows if row[1])
    return Part(_("Identity"), told)  # whole: one line each, and the sheet is read for them


def _sites(member: Member) -> Part:
    head = (_("Site"), _("Address"), _("SIRET"))
    places = sorted(member.sites, key=lambda one: not one.is_head)
    rows = [
        (
            one.name or (_("Head office") if one.is_head else one.town),
            ", ".join(filter(None, (one.address, f"{one.postal_code} {one.town}".strip()))),
            spaced(one.siret) if one.siret else "",
        )
        for one in places
    ]
    return _part(_("Sites"), rows, head, (1, 2, 1))


def _sectors(member: Member) -> Part:
    rows = [
        (named(one.sector) + (f" ({_('main')})" if one.is_main else ""), named(one.role), in_words(one.from_on))
        for one in queries.current_on(member, clock.today())
    ]
    return _part(_("Sectors"), rows, (_("Sector"), _("Role"), _("Since")), (1.5, 1.5, 1))


def _people(member_id: int) -> Part:
    today = clock.today()
    rows = [
        (one.contact.name, one.function, one.contact.email or "", _phones(one.contact))
        for one in contacts.people_of(member_id)
        if one.holds_on(today)
    ]
    return _part(_("Contacts"), rows, (_("Name"), _("Function"), _("E-mail"), _("Phone")), (1.2, 1, 2.5, 1.15))


def _phones(contact: Contact) -> str:
    return ", ".join(map(dialled, filter(None, (contact.phone, contact.second_phone))))


def _paid_day(one: Membership) -> str:
    return str(_("day unknown")) if one.paid_undated else short_day(one.paid_on)


def _memberships(member_id: int) -> Part:
    dues = dues_of(member_id)
    rows = [
        (f"{one.year}", named(one.college), euros(one.fee_euros), label(dues.states[one.id]), _paid_day(one))
        for one in dues.years
    ]
    head = (_("Year"), _("College"), _("Fee"), _("State"), _("Paid on"))
    return _part(_("Memberships"), rows, head, (0.6, 2, 0.8, 1, 1))


def _issues(actor: Actor, member_id: int) -> Part:
    rows = [(one.title, label(one.state), short_day(one.submitted_at)) for one in issues_of_member(actor, member_id)]
    return _part(_("Issues"), rows, (_("Title"), _("State"), _("Received")), (3, 1, 1))

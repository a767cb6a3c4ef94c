"""The journal, the people of a relay and what a member got, to take along: as CSV and as a workbook, safe to open."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from typing import TypeAlias

from flask_babel import gettext as _

from cara_crm.core.languages import capital, current_language, day_and_time, in_words, label, named, short_day
from cara_crm.deliveries.models import DeliveryStatus, Suppression
from cara_crm.members import workbook
from cara_crm.members.export import harmless
from cara_crm.relays.models import Recipient, Relay
from cara_crm.relays.queries import Ledger, Told, told

BYTE_ORDER_MARK = "\ufeff"

Sheet: TypeAlias = tuple[Sequence[str], Iterable[Iterable[object]]]
"""Headings, and a line each."""


def journal_sheet(relays: Iterable[Relay], ledgers: Mapping[int, Ledger | Told]) -> Sheet:
    """One line an entry."""
    heads = (_("Day"), _("Direction"), _("Kind"), _("Federation"), _("Sectors"), _("Title"), _("Targeted"), _("Sent"))
    return (*heads, _("Since then")), (_row(relay, ledgers.get(relay.id)) for relay in relays)


def people_sheet(relay: Relay, recipients: Sequence[Recipient]) -> Sheet:
    """One line a person: why it got it, what became of its message, what it did; of an event, who comes and came."""
    heads = [_("Person"), _("Organisation"), _("E-mail"), _("Why"), _("Rule"), *_heads_of_mail(), _("Read")]
    heads.append(_("Interested"))
    if relay.takes_registrations:
        heads += [_("Registered"), _("Has a place"), _("Came")]
    rules = (told(one.matched, to_team=True) for one in recipients)
    rows = zip(recipients, rules, strict=True)
    return heads, (_person(one, rule, relay.takes_registrations) for one, rule in rows)


def _person(one: Recipient, rule: str, is_event: bool) -> Iterable[object]:
    yield one.contact.name
    yield one.member.name if one.member else ""
    yield one.contact.email or ""
    yield one.reason
    yield rule
    yield from _mail(one)
    yield from map(short_day, (one.acknowledged_at, one.interested_at))
    if is_event:
        yield from map(short_day, (one.registered_at, one.placed_at, one.attended_at))


def got_sheet(rows: Iterable[Recipient]) -> Sheet:
    """What one member received, one line a person and relay."""
    heads = (_("Day"), _("Kind"), _("Federation"), _("Title"), _("Person"), _("E-mail"), _("Why"), *_heads_of_mail())
    done = (_("Read"), _("Interested"), _("Registered"), _("Has a place"), _("Came"))
    return (*heads, *done, _("Since then")), (_got(one) for one in rows)


def _got(one: Recipient) -> Iterable[object]:
    relay = one.relay
    yield from (short_day(relay.happened_at), label(relay.kind))
    yield relay.federation.short_name if relay.federation else ""
    yield from (named(relay), one.contact.name, one.contact.email or "", one.reason, *_mail(one))
    done = (one.acknowledged_at, one.interested_at, one.registered_at, one.placed_at, one.attended_at)
    yield from map(short_day, done)
    yield since_then(relay)


def _heads_of_mail() -> tuple[str, ...]:
    return (_("By mail"), _("Why not"), _("Sent at"), "Message-ID")


def _mail(one: Recipient) -> Iterable[object]:
    """In which of the ledger's five parts it stands, why no mail reached it, when one left, and its lasting name."""
    mail = one.delivery
    if one.why_not_written:
        yield from (label(DeliveryStatus.SUPPRESSED), label(Suppression(one.why_not_written)))
    elif mail is None or mail.status in (DeliveryStatus.QUEUED, DeliveryStatus.SENDING):
        yield from (capital(_("waiting")), "")
    else:
        yield label(mail.status)
        yield (mail.last_error or "") if mail.status is not DeliveryStatus.SENT else ""
    yield day_and_time(mail.sent_at) if mail and mail.sent_at else ""
    yield mail.message_id if mail else ""


def as_csv(sheet: Sheet) -> bytes:
    """Separated by what the language's spreadsheets expect, with a byte order mark for them."""
    text, (heads, rows) = StringIO(), sheet
    writer = csv.writer(text, delimiter=";" if current_language() == "fr" else ",")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(harmless(value) for value in row)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def as_workbook(sheet: Sheet) -> bytes:
    """XLSX; text stays text, whatever it begins with."""
    out, (heads, rows) = BytesIO(), sheet
    workbook.write((tuple(row) for row in rows), heads, out)
    return out.getvalue()


def _row(relay: Relay, ledger: Ledger | Told | None) -> Iterable[object]:
    yield short_day(relay.happened_at)
    yield label(relay.direction)
    yield label(relay.kind)
    yield relay.federation.short_name if relay.federation else ""
    yield ", ".join(named(sector) for sector in relay.sectors)
    yield relay.title
    for count in (ledger.targeted, ledger.sent) if ledger else ("", ""):
        yield _("withheld") if count is None else count
    yield since_then(relay)


def since_then(relay: Relay) -> str:
    """That it was cancelled or set right, and when; of an erratum, what it sets right."""
    said = [_("Cancelled on %(day)s.", day=in_words(relay.cancelled_at))] if relay.cancelled_at else []
    said += [_("Set right by the erratum of %(day)s", day=in_words(one.happened_at)) for one in relay.errata]
    if relay.corrects:
        said.append(f"{_('This sets right:')} {named(relay.corrects)}")
    return " ".join(said)

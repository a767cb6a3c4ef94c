"""The journal, and the people of a relay, as CSV: what is shown, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO

from flask_babel import gettext as _

from cara_crm.core.languages import current_language, label, named, short_day
from cara_crm.deliveries.models import Suppression
from cara_crm.members.export import harmless
from cara_crm.relays.models import Recipient, Relay
from cara_crm.relays.queries import Ledger, Told

BYTE_ORDER_MARK = "\ufeff"


def as_csv(relays: Iterable[Relay], ledgers: Mapping[int, Ledger | Told]) -> str:
    """One line an entry; separated by what the language's spreadsheets expect, with a byte order mark for them."""
    heads = (_("Day"), _("Direction"), _("Kind"), _("Federation"), _("Sectors"), _("Title"), _("Targeted"), _("Sent"))
    return _table(heads, (_row(relay, ledgers.get(relay.id)) for relay in relays))


def people_as_csv(relay: Relay, recipients: Iterable[Recipient]) -> str:
    """One line a person: why it got it, what became of its message, what it did; of an event, who comes and came."""
    heads = [_("Person"), _("Organisation"), _("E-mail"), _("Why"), _("By mail"), _("Read"), _("Interested")]
    if relay.takes_registrations:
        heads += [_("Registered"), _("Has a place"), _("Came")]
    return _table(heads, (_person(one, relay.takes_registrations) for one in recipients))


def _person(one: Recipient, is_event: bool) -> Iterable[object]:
    yield one.contact.name
    yield one.member.name if one.member else ""
    yield one.contact.email or ""
    yield one.reason
    yield _fate(one)
    yield from map(short_day, (one.acknowledged_at, one.interested_at))
    if is_event:
        yield from map(short_day, (one.registered_at, one.placed_at, one.attended_at))


def got_as_csv(rows: Iterable[Recipient]) -> str:
    """What one member received, one line a person and relay."""
    heads = (_("Day"), _("Kind"), _("Federation"), _("Title"), _("Person"), _("E-mail"), _("Why"), _("By mail"))
    done = (_("Read"), _("Interested"), _("Registered"), _("Has a place"), _("Came"))
    return _table((*heads, *done), (_got(one) for one in rows))


def _got(one: Recipient) -> Iterable[object]:
    relay = one.relay
    yield from (short_day(relay.happened_at), label(relay.kind))
    yield relay.federation.short_name if relay.federation else ""
    yield from (named(relay), one.contact.name, one.contact.email or "", one.reason, _fate(one))
    done = (one.acknowledged_at, one.interested_at, one.registered_at, one.placed_at, one.attended_at)
    yield from map(short_day, done)


def _fate(one: Recipient) -> str:
    """What became of its mail."""
    if one.why_not_written:
        return label(Suppression(one.why_not_written))
    return label(one.delivery.status) if one.delivery else _("waiting")


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter=";" if current_language() == "fr" else ",")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(harmless(value) for value in row)
    return BYTE_ORDER_MARK + text.getvalue()


def _row(relay: Relay, ledger: Ledger | Told | None) -> Iterable[object]:
    yield short_day(relay.happened_at)
    yield label(relay.direction)
    yield label(relay.kind)
    yield relay.federation.short_name if relay.federation else ""
    yield ", ".join(named(sector) for sector in relay.sectors)
    yield relay.title
    for count in (ledger.targeted, ledger.sent) if ledger else ("", ""):
        yield _("withheld") if count is None else count

"""The journal as CSV: exactly the entries and columns that are shown, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO

from flask_babel import gettext as _

from cara_crm.core.languages import current_language, label, named, short_day
from cara_crm.members.export import harmless
from cara_crm.relays.models import Relay
from cara_crm.relays.queries import Ledger

BYTE_ORDER_MARK = "\ufeff"


def as_csv(relays: Iterable[Relay], ledgers: Mapping[int, Ledger]) -> str:
    """One line an entry; separated by what the language's spreadsheets expect, with a byte order mark for them."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";" if current_language() == "fr" else ",")
    heads = (_("Day"), _("Direction"), _("Kind"), _("Federation"), _("Sectors"), _("Title"), _("Targeted"), _("Sent"))
    writer.writerow(heads)
    for relay in relays:
        writer.writerow(harmless(value) for value in _row(relay, ledgers.get(relay.id)))
    return BYTE_ORDER_MARK + text.getvalue()


def _row(relay: Relay, ledger: Ledger | None) -> Iterable[object]:
    yield short_day(relay.happened_at)
    yield label(relay.direction)
    yield label(relay.kind)
    yield relay.federation.short_name if relay.federation else ""
    yield ", ".join(named(sector) for sector in relay.sectors)
    yield relay.title
    yield ledger.targeted if ledger else ""
    yield ledger.sent if ledger else ""

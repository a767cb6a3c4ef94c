"""Two contacts become one."""

from collections.abc import Mapping
from typing import Any

from cara_crm.contacts.models import Contact
from cara_crm.contacts.services import refresh_search
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.merging.fields import chosen, columns_taken
from cara_crm.merging.ledger import Ledger
from cara_crm.merging.models import Merge, MergeKind
from cara_crm.merging.services.taking import record, refuse_impossible, refuse_two_accounts, take_all

PHONES = ("phone", "second_phone")
CONTACT = db.metadata.tables[Contact.__tablename__]


def merge_contacts(
    kept: Contact, merged: Contact, *, choices: Mapping[str, str], versions: tuple[int, int], by: Actor
) -> Merge:
    """Everything of `merged` is the kept one's; as `merge_members`. Who left the newsletters in one has left them.

    A phone that was not chosen is the second one, where there is room. Raises NotMergeable, TwoAccounts,
    EditedMeanwhile.
    """
    refuse_impossible(kept, merged, versions=versions)
    refuse_two_accounts(kept.id, merged.id)
    columns = columns_taken(kept, merged, chosen(kept, merged, choices))
    columns |= _second_phone(kept, merged, columns)
    opted_out = min(filter(None, (kept.newsletter_opt_out_at, merged.newsletter_opt_out_at)), default=None)
    ledger = Ledger()
    merge = take_all(MergeKind.CONTACT, kept.id, merged.id, ledger)
    gone: dict[str, Any] = {"merged_into_id": kept.id, "archived_on": merged.archived_on or clock.today()}
    ledger.set(CONTACT, merged.id, **gone, **({"email": None} if columns.get("email") else {}))
    rhythms = {**merged.rhythms, **kept.rhythms}
    ledger.set(CONTACT, kept.id, **columns, newsletter_opt_out_at=opted_out, rhythms=rhythms)
    db.session.expire_all()
    refresh(kept)
    return record(merge, ledger, kept, merged, by=by)


def _second_phone(kept: Contact, merged: Contact, columns: Mapping[str, Any]) -> dict[str, str]:
    phone, second = (columns.get(name, getattr(kept, name)) for name in PHONES)
    others = [getattr(one, name) for one in (kept, merged) for name in PHONES]
    left = [number for number in others if number and number != phone]
    return {"second_phone": left[0]} if left and second in ("", phone) else {}


def refresh(contact: Contact) -> None:
    """Its search text, with the names and addresses of those merged into it. A new version of it."""
    db.session.flush()
    db.session.expire(contact)
    contact.updated_at = clock.now()
    refresh_search(contact)

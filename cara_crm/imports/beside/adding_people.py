"""The contacts and functions of a plan, written."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from cara_crm.audit import services as audit
from cara_crm.contacts.models import Affiliation, Contact, MailPreference
from cara_crm.contacts.search_text import search_text, sort_text
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.extensions import db
from cara_crm.imports.beside.changing import change_row, moved
from cara_crm.imports.beside.people import TOLD
from cara_crm.imports.beside.placed import Placed
from cara_crm.members.imports.ledger import Ledger, in_turn


def write_people(placed: Placed, ledger: Ledger, *, by: Actor) -> None:
    """New contacts, then functions, then what was filled."""
    ids = _create(placed, ledger, by)
    table: Any = Affiliation.__table__
    rows = (
        {
            "contact_id": extra.values.get("contact_id") or ids[extra.key],
            "member_id": member_id,
            "function": extra.values["function"],
            "from_on": clock.today(),
            "receives_reports": False,
            "receives_fee_calls": False,
        }
        for extra, member_id in placed
        if extra.kind == "function" and extra.target_id is None
    )
    for part in in_turn(rows):
        for id, member_id in db.session.execute(sa.insert(table).returning(table.c.id, table.c.member_id), part):
            ledger.noted_beside(member_id, "affiliation", id)
    _fill_in(placed, ledger, by)


def _create(placed: Placed, ledger: Ledger, by: Actor) -> dict[int | None, int]:
    """Key → id. Contacts that are alike in everything may change places."""
    new = ((extra, member_id) for extra, member_id in placed if extra.kind == "contact" and extra.target_id is None)
    table: Any = Contact.__table__
    inserted = sa.insert(table).returning(table.c.id, *(table.c[name] for name in TOLD))
    ids: dict[int | None, int] = {}
    for part in in_turn(new):
        free: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for id, *told in db.session.execute(inserted, [_row(extra.values) for extra, _member_id in part]):
            free[tuple(told)].append(id)
        for extra, member_id in part:
            ids[extra.key] = free[tuple(extra.values[name] for name in TOLD)].pop()
            ledger.noted_beside(member_id, "contact", ids[extra.key])
    audit.record_all("contact.imported", "contact", ((id, {}) for id in ids.values()), by=by)
    return ids


def _row(values: Any) -> dict[str, Any]:
    names = (values["first_name"], values["last_name"])
    return {
        **values,
        "language": "fr",
        "preference": MailPreference.AT_ONCE,
        "folded": search_text(names, values["email"], (values["phone"], values["second_phone"])),
        "sort_key": sort_text(*names),
    }


def _fill_in(placed: Placed, ledger: Ledger, by: Actor) -> None:
    """Few, one by one: a contact is a new version, and is found by what it has now."""
    for extra, member_id in placed:
        if extra.target_id is None or extra.kind not in ("contact", "function"):
            continue
        if extra.kind == "function":
            change_row(Affiliation.__table__, extra, extra.values)
            ledger.noted_columns(member_id, "affiliation", extra.target_id, extra.before, extra.values)
            continue
        contact = db.session.get_one(Contact, extra.target_id)
        if any(getattr(contact, name) != value for name, value in extra.before.items()):
            raise moved()
        for name, value in extra.values.items():
            setattr(contact, name, value)
        contact.updated_at = clock.now()
        phones = (contact.phone, contact.second_phone)
        contact.folded = search_text((contact.folded, contact.first_name), contact.email, phones)
        contact.sort_key = sort_text(contact.first_name, contact.last_name)
        ledger.noted_columns(member_id, "contact", contact.id, extra.before, extra.values)
        audit.record("contact.updated_by_import", contact, by=by, fields=sorted(extra.values))
    db.session.flush()

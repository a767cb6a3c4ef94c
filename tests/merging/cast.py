"""Rows by the metadata, so that a test of every reference needs no list of tables."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.db import UTCDateTime
from cara_crm.extensions import db
from cara_crm.members.models import Member
from cara_crm.merging import services
from cara_crm.merging.models import Merge
from cara_crm.merging.moving import Reference
from tests import factories

Row = dict[str, Any]


def row_for(reference: Reference, id: int) -> Row:
    """The key of a new row that refers to a record by this column; its other needs are filled with anything valid."""
    more = {"member_id": factories.member().id} if reference.name == "affiliation.contact_id" else {}
    return _insert(reference.table, {reference.column.name: id, **more})


def now_at(reference: Reference, key: Row) -> Any:
    """Where such a row leads now; a link is looked for by the rest of its key."""
    rest = {name: value for name, value in key.items() if name != reference.column.name}
    held = [reference.table.c[name] == value for name, value in rest.items()]
    return db.session.scalar(sa.select(reference.column).where(*held))


def _insert(table: sa.Table, given: Row) -> Row:
    needed = [c for c in table.columns if not c.nullable and c.default is None and c.name not in given]
    values = {c.name: _value(c) for c in needed if not (c.primary_key and not c.foreign_keys)}
    key = db.session.execute(sa.insert(table).values(values | given)).inserted_primary_key
    assert key is not None
    return dict(zip((c.name for c in table.primary_key.columns), key, strict=True))


def _value(column: sa.Column[Any]) -> Any:
    for foreign in column.foreign_keys:
        parent = foreign.column
        return db.session.scalar(sa.select(parent).limit(1)) or _insert(parent.table, {})[parent.name]
    if isinstance(column.type, sa.Enum):
        return next(iter(column.type.enum_class))  # type: ignore[arg-type]
    kinds: Row = {sa.Date: date(2024, 1, 1), UTCDateTime: clock.now(), sa.Integer: 2024, sa.JSON: {}}
    return next((v for k, v in kinds.items() if isinstance(column.type, k)), f"x{next(factories.NUMBERS)}")


def merge(kept: Member, other: Member, **choices: str) -> Merge:
    """Two members made one by a manager."""
    db.session.flush()
    versions = (kept.version, other.version)
    return services.merge_members(kept, other, choices=choices, versions=versions, by=factories.actor())


def merge_people(kept: Contact, other: Contact, **choices: str) -> Merge:
    """Two contacts made one by a manager."""
    db.session.flush()
    versions = (kept.version, other.version)
    return services.merge_contacts(kept, other, choices=choices, versions=versions, by=factories.actor())

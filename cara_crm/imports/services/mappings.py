"""Which column is what, remembered: proposed when a list with the same headers comes, by its name to the command."""

import hashlib
from collections.abc import Mapping

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.imports import queries
from cara_crm.imports.models import ColumnMapping
from cara_crm.members.spreadsheet import Listing

LONGEST_NAME = 100


class NameMissing(DomainError):
    field = "name"


class NameTaken(DomainError):
    field = "name"


def signature(listing: Listing) -> str:
    """What lists with the same headers share, whatever their order and spelling."""
    return hashlib.sha256("\n".join(sorted(map(fold, listing.header.cells))).encode()).hexdigest()


def remember(listing: Listing, *, name: str, by: Actor) -> ColumnMapping | None:
    """Keep the columns of a list as they were chosen; None for a list without headers. A name of its own or the old."""
    if listing.header.at is None:
        return None
    key = signature(listing)
    columns = {text: str(listing.mapping.get(index, "")) for index, text in enumerate(listing.header.cells)}
    known = queries.mapping_by_signature(key)
    if known is None:
        free = _free_name(name)
        known = ColumnMapping(name=free, folded=fold(free), signature=key, columns=columns, user_id=by.user_id)
        db.session.add(known)
        audit.record("column_mapping.kept", known, by=by)
    elif known.columns != columns:
        known.columns = columns
        audit.record("column_mapping.changed", known, by=by)
    known.used_at = clock.now()
    return known


def rename(mapping: ColumnMapping, name: str, *, by: Actor) -> None:
    """Another name. Raises NameMissing, NameTaken."""
    if not fold(name):
        raise NameMissing(_("Give it a name."))
    other = queries.mapping_named(name)
    if other is not None and other.id != mapping.id:
        raise NameTaken(_("Another mapping has this name."))
    mapping.name, mapping.folded = name[:LONGEST_NAME], fold(name[:LONGEST_NAME])
    audit.record("column_mapping.renamed", mapping, by=by)


def forget(mapping: ColumnMapping, *, by: Actor) -> None:
    """It is proposed no more; what was imported stays."""
    audit.record("column_mapping.removed", mapping, by=by)
    db.session.delete(mapping)


def fitting(columns: Mapping[str, str], listing: Listing) -> dict[str, str]:
    """The part of a mapping whose headers a list has, in the list's own writing."""
    present = {fold(text): text for text in listing.header.cells}
    return {present[fold(text)]: field for text, field in columns.items() if fold(text) in present}


def _free_name(wanted: str) -> str:
    name = wanted[: LONGEST_NAME - 5] if fold(wanted) else _("List")
    number, free = 1, name
    while queries.mapping_named(free) is not None:
        number += 1
        free = f"{name} ({number})"
    return free

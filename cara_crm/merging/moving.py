"""Every row that refers to a record, found in the metadata: which of them move to another record, and back again.

No table is named by the one who moves: `REFERENCES` says for each foreign key what happens where both records have
such a row. A foreign key that it does not know is moved all the same; a test asks to decide.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from cara_crm.core.db import UTCDateTime
from cara_crm.core.fold import fold
from cara_crm.extensions import db

Row = sa.RowMapping
Rows = Sequence[Row]


@dataclass(frozen=True)
class Reference:
    """One foreign key to `member.id` or `contact.id`."""

    table: sa.Table
    column: sa.Column[Any]

    @property
    def name(self) -> str:
        return f"{self.table.name}.{self.column.name}"

    @property
    def keys(self) -> list[sa.Column[Any]]:
        """What names a row besides the reference itself."""
        return [c for c in self.table.primary_key.columns if c is not self.column]

    @property
    def is_link(self) -> bool:
        """Does a row say nothing but that two records belong together?"""
        return {c.name for c in self.table.columns} == {c.name for c in self.table.primary_key.columns}


def references(target: str) -> list[Reference]:
    """Every foreign key to the ids of a table, those of the table to itself too."""
    tables = sorted(db.metadata.tables.values(), key=lambda table: table.name)
    found = [(table, column) for table in tables for column in table.columns]
    return [Reference(t, c) for t, c in found if any(f.target_fullname == f"{target}.id" for f in c.foreign_keys)]


Stays = Callable[[Row, Rows], bool]
"""(a row of the merged record, the rows of the kept one) → does it stay where it is?"""


def _never(_row: Row, _kept: Rows) -> bool:
    return False


def _always(_row: Row, _kept: Rows) -> bool:
    return True


def covers(one: Row, row: Row) -> bool:
    """Do they overlap, and does the one not end before the row?"""
    end, its_end = one["until_on"] or date.max, row["until_on"] or date.max
    return bool(one["from_on"] <= its_end <= end and row["from_on"] <= end)


def _while_held(*same: str) -> Stays:
    """It stays where the kept record has the same at that time and no less long."""

    def stays(row: Row, kept: Rows) -> bool:
        return any(covers(one, row) and all(row[c] == one[c] for c in same) for one in kept)

    return stays


def _same_place(row: Row, kept: Rows) -> bool:
    """A place without a number of its own that the kept member has already."""

    def where(site: Row) -> tuple[str, ...]:
        return (fold(site["address"]), site["postal_code"], fold(site["town"]))

    return row["siret"] is None and any(where(row) == where(one) for one in kept)


def _has_its_account(row: Row, kept: Rows) -> bool:
    return row["deactivated_at"] is not None and bool(kept)


REFERENCES: dict[str, Stays] = {
    "account_manager.member_id": _while_held(),
    "affiliation.contact_id": _while_held("member_id", "federation_id", "function"),
    "affiliation.member_id": _while_held("contact_id", "function"),
    "answer.contact_id": _never,
    "report_question.contact_id": _never,
    "federation_request.contact_id": _never,
    "contact.merged_into_id": _never,
    "contact_choice.contact_id": _never,
    "delivery.contact_id": _never,
    "document.member_id": _never,
    "interaction_contact.contact_id": _never,
    "interaction_member.member_id": _never,
    "issue.agreement_contact_id": _never,
    "issue.contact_id": _never,
    "issue.member_id": _never,
    "issue_helper.contact_id": _never,
    "issue_helper.member_id": _never,
    "mail_draft.member_id": _never,
    "member.merged_into_id": _never,
    "member_name.member_id": _never,
    "member_tag.member_id": _never,
    "membership.member_id": _never,
    "official_finding.member_id": _never,
    "official_lookup.member_id": _never,
    "reading_link.contact_id": _never,
    "recipient.contact_id": _never,
    "recipient.member_id": _never,
    "relay_member.member_id": _never,
    "relay_response.contact_id": _never,
    "relay_response.member_id": _never,
    "report.acknowledged_by_id": _never,
    "sector_assignment.member_id": _while_held("sector_id"),
    "site.member_id": _same_place,
    "status_period.member_id": _always,
    "user_account.contact_id": _has_its_account,
    "user_account.member_id": _never,
    "workgroup_seat.contact_id": _while_held("workgroup_id", "role"),
}
"""Beside this rule, a row stays where a unique constraint allows one only; a mere link is dropped then."""

LOOSE = (("task", "subject_type", "subject_id"),)
"""References without a foreign key: (table, column of the target's name, column of its id). The audit log stays."""

LISTS = {
    "member": (("relay", "audience", "except_members"),),
    "contact": (("relay", "audience", "except_contacts"), ("relay", "audience", "plus_contacts")),
}
"""Ids in JSON that decide something later: (table, column, key of the list). Who is left out stays left out, and who
was added stays added."""


@dataclass(frozen=True)
class Fate:
    """What becomes of the rows of one reference."""

    reference: Reference
    moves: Rows
    stays: Rows
    drops: Rows


def fates(kind: str, kept_id: int, merged_id: int) -> list[Fate]:
    """What would become of every row that refers to the merged record; references without rows are left out."""
    present = _present(kind, merged_id)
    return [_fate(one, kept_id, merged_id) for one in references(kind) if one.name in present]


def _present(kind: str, merged_id: int) -> set[str]:
    """Names of the references that lead to a record, in one statement."""
    asked = [
        sa.select(sa.literal(one.name)).where(sa.exists().where(one.column == merged_id)) for one in references(kind)
    ]
    return set(db.session.scalars(sa.union_all(*asked)))


def _fate(reference: Reference, kept_id: int, merged_id: int) -> Fate:
    stays_by_rule, keys = REFERENCES.get(reference.name, _never), _unique_with(reference)
    compared = bool(keys) or stays_by_rule is not _never
    mine = _rows(reference, merged_id, whole=compared)
    theirs = _rows(reference, kept_id) if compared else []
    taken = {names: {_values(row, names) for row in theirs} for names in keys}
    moves: list[Row] = []
    stays: list[Row] = []
    drops: list[Row] = []
    for row in mine:
        if stays_by_rule(row, theirs):
            stays.append(row)
        elif any(_values(row, names) in taken[names] for names in taken):
            (drops if reference.is_link else stays).append(row)
        else:
            moves.append(row)
    return Fate(reference, moves, stays, drops)


def _rows(reference: Reference, id: int, *, whole: bool = True) -> Rows:
    """Rows that refer to a record; where nothing is compared their keys are enough."""
    columns = list(reference.table.columns) if whole else [*reference.keys, reference.column]
    select = sa.select(*columns).where(reference.column == id).order_by(*reference.table.primary_key.columns)
    return list(db.session.execute(select).mappings())


def _unique_with(reference: Reference) -> list[tuple[str, ...]]:
    """For each key that the reference is part of, the names of the key's other columns."""
    table = reference.table
    keys: list[list[str]] = [[c.name for c in table.primary_key.columns]]
    keys += [[c.name for c in k.columns] for k in table.constraints if isinstance(k, sa.UniqueConstraint)]
    keys += [[c.name for c in i.columns] for i in table.indexes if i.unique]
    mine = reference.column.name
    return [tuple(name for name in key if name != mine) for key in keys if mine in key]


def _values(row: Row, names: tuple[str, ...]) -> tuple[Any, ...]:
    """What a unique key compares; a NULL is equal to nothing."""
    return tuple(object() if row[name] is None else row[name] for name in names)


def plain(value: Any) -> Any:
    """A column's value as JSON holds it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def typed(column: sa.Column[Any], value: Any) -> Any:
    """A value of JSON as its column takes it."""
    if value is None:
        return None
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    if isinstance(column.type, sa.Enum):
        return column.type.enum_class(value)  # type: ignore[misc]
    return datetime.fromisoformat(value) if isinstance(column.type, UTCDateTime) else value


def key_of(reference: Reference, row: Row) -> list[Any]:
    return [plain(row[c.name]) for c in reference.keys]


def in_parts(keys: list[Any], size: int = 400) -> Iterator[list[Any]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))

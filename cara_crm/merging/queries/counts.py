"""What hangs on a record, and what would become of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from cara_crm.extensions import db
from cara_crm.merging.models import MergeKind
from cara_crm.merging.moving import fates, references

#: What a list of pairs tells of each side, in this order.
TOLD = {
    MergeKind.MEMBER: (
        "affiliation.member_id",
        "issue.member_id",
        "interaction_member.member_id",
        "membership.member_id",
    ),
    MergeKind.CONTACT: ("affiliation.contact_id", "issue.contact_id", "interaction_contact.contact_id"),
}


@dataclass(frozen=True)
class Hanging:
    """How many rows of each reference move, stay with the old record, or are on both sides already."""

    moves: dict[str, int]
    stays: dict[str, int]
    shared: dict[str, int]


def foreseen(kind: MergeKind, kept_id: int, merged_id: int) -> Hanging:
    """What merging would do, by the names of references."""
    found = fates(kind.value, kept_id, merged_id)
    return Hanging(
        {one.reference.name: len(one.moves) for one in found if one.moves},
        {one.reference.name: len(one.stays) for one in found if one.stays},
        {one.reference.name: len(one.drops) for one in found if one.drops},
    )


def hanging(kind: MergeKind, ids: Collection[int]) -> dict[int, dict[str, int]]:
    """id → reference → rows, of what TOLD names; one statement."""
    told = [one for one in references(kind.value) if one.name in TOLD[kind]]
    counts = [
        sa.select(one.column.label("id"), sa.literal(one.name).label("name"), sa.func.count().label("n"))
        .where(one.column.in_(ids))
        .group_by(one.column)
        for one in told
    ]
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for id, name, n in db.session.execute(sa.union_all(*counts)):
        found[id][name] = n
    return {id: {name: one[name] for name in TOLD[kind] if name in one} for id, one in found.items()}

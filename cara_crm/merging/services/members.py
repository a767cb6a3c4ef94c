"""Two members become one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.members.models import Member, MemberName, SectorAssignment, Site, StatusPeriod
from cara_crm.members.services import refresh_main_sector, refresh_search
from cara_crm.memberships.models import Membership
from cara_crm.merging.fields import MERGED, chosen, columns_taken
from cara_crm.merging.ledger import Ledger
from cara_crm.merging.models import Merge, MergeKind
from cara_crm.merging.moving import covers
from cara_crm.merging.services.taking import record, refuse_impossible, take_all

MEMBER, NAME, SITE, LINE, PERIOD, YEAR = (
    db.metadata.tables[model.__tablename__]
    for model in (Member, MemberName, Site, SectorAssignment, StatusPeriod, Membership)
)
NUMBERS = ("siren", "foreign_number")


def merge_members(
    kept: Member, merged: Member, *, choices: Mapping[str, str], versions: tuple[int, int], by: Actor
) -> Merge:
    """Everything of `merged` is the kept one's; it leaves the lists with a pointer, and can come back by `undo`.

    choices: unit of `fields.MEMBER_UNITS` → "kept" or "merged"; what is missing is as proposed.
    versions: (of the kept, of the merged) as the person saw them. Raises NotMergeable, EditedMeanwhile.
    """
    refuse_impossible(kept, merged, versions=versions)
    sides = chosen(kept, merged, choices)
    columns, names = columns_taken(kept, merged, sides), _names(kept, merged)
    ledger = Ledger()
    mains, heads = _main_periods(kept), [site.id for site in kept.sites if site.is_head]
    merge = take_all(MergeKind.MEMBER, kept.id, merged.id, ledger)
    _since_the_earlier(LINE, kept.id, merged.id, "sector_id", ledger)
    _since_the_earlier(PERIOD, kept.id, merged.id, "status", ledger)
    _paid_years(kept.id, merged.id, ledger)
    _one_main(merge, mains, ledger)
    _one_head(merge, heads, theirs=sides.get("place") == MERGED, ledger=ledger)
    _archive(kept, merged, ledger, given=[name for name in NUMBERS if columns.get(name) is not None])
    ledger.set(MEMBER, kept.id, **columns)
    db.session.expire_all()
    _keep_names(kept, names, ledger)
    refresh(kept)
    return record(merge, ledger, kept, merged, by=by)


def refresh(member: Member) -> None:
    """What repeats the rows of a member: its search text, its sort key and its main sector. A new version of it."""
    db.session.flush()
    db.session.expire(member)
    member.updated_at = clock.now()
    refresh_search(member)
    refresh_main_sector(member)


def _names(*members: Member) -> list[str]:
    return [name for one in members for name in (one.legal_name, one.usual_name) if name]


def _keep_names(kept: Member, names: list[str], ledger: Ledger) -> None:
    """Names that are given up stay searchable: "renamed" is what editing does not remove."""
    known = {fold(name) for name in _names(kept)} | {one.folded for one in kept.other_names}
    for folded, name in {fold(name): name for name in names}.items():
        if folded and folded not in known:
            ledger.add(NAME, member_id=kept.id, name=name, folded=folded, source="renamed")


def _archive(kept: Member, merged: Member, ledger: Ledger, *, given: list[str]) -> None:
    """A number is unique: what is `given` to the other is taken away here first."""
    values: dict[str, Any] = {"merged_into_id": kept.id}
    if merged.archived_on is None:
        reason = _("Merged into %(name)s", name=kept.name)
        values |= {"archived_on": clock.today(), "archived_reason": reason}
    ledger.set(MEMBER, merged.id, **values, **dict.fromkeys(given))


def _main_periods(member: Member) -> list[tuple[date, date]]:
    return [(one.from_on, one.until_on or date.max) for one in member.assignments if one.is_main]


def _since_the_earlier(table: sa.Table, kept_id: int, merged_id: int, same: str, ledger: Ledger) -> None:
    """What both had at a time, the kept one has had since the earlier day: the figures of the past stay true."""
    rows = db.session.execute(sa.select(table).where(table.c.member_id.in_([kept_id, merged_id]))).mappings().all()
    mine = sorted((row for row in rows if row["member_id"] == kept_id), key=lambda row: row["from_on"])
    for first in {row[same]: row for row in reversed(mine)}.values():
        days = [
            row["from_on"]
            for row in rows
            if row["member_id"] == merged_id and row[same] == first[same] and covers(first, row)
        ]
        if days and (table is LINE or first is mine[0]):
            ledger.set(table, first["id"], from_on=min(first["from_on"], *days))


def _paid_years(kept_id: int, merged_id: int, ledger: Ledger) -> None:
    """A year that both have and whose fee was paid under the other name is paid."""
    mine, theirs = YEAR.alias(), YEAR.alias()
    same_year = sa.and_(mine.c.member_id == kept_id, theirs.c.member_id == merged_id, mine.c.year == theirs.c.year)
    theirs_tell = sa.or_(theirs.c.paid_on.is_not(None), theirs.c.paid_undated & ~mine.c.paid_undated)
    paid = sa.select(mine.c.id, theirs.c.paid_on).where(same_year, mine.c.paid_on.is_(None), theirs_tell)
    for id, day in db.session.execute(paid).all():
        ledger.set(YEAR, id, paid_on=day, paid_undated=day is None)


def _one_main(merge: Merge, mains: list[tuple[date, date]], ledger: Ledger) -> None:
    """No sector that came over is the main one while the kept member has a main one."""
    ids = [key[0] for key in merge.moved.get("sector_assignment.member_id", [])]
    lines = sa.select(LINE.c.id, LINE.c.from_on, LINE.c.until_on).where(LINE.c.id.in_(ids), LINE.c.is_main)
    for id, begins, ends in db.session.execute(lines).all():
        if any(begins <= end and start <= (ends or date.max) for start, end in mains):
            ledger.set(LINE, id, is_main=False)


def _one_head(merge: Merge, heads: list[int], *, theirs: bool, ledger: Ledger) -> None:
    """One place stands for the member: the other's where its address was chosen and came over."""
    ids = [key[0] for key in merge.moved.get("site.member_id", [])]
    came = list(db.session.scalars(sa.select(SITE.c.id).where(SITE.c.id.in_(ids), SITE.c.is_head)))
    for id in heads if theirs and came else came if heads else []:
        ledger.set(SITE, id, is_head=False)

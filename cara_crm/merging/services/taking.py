"""What every merge does: refuse, move whatever refers to the one record, write down what was done."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.accounts.models import User
from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.extensions import db
from cara_crm.merging.ledger import Ledger, move
from cara_crm.merging.models import Merge, MergeKind
from cara_crm.merging.moving import LISTS, LOOSE, fates


class NotMergeable(DomainError):
    """These two cannot become one."""


class TwoAccounts(DomainError):
    """Both persons sign in: only a person can say which account stays."""


def refuse_impossible(kept: Any, merged: Any, *, versions: tuple[int, int]) -> None:
    """Raises NotMergeable, EditedMeanwhile. Both rows stay locked until the end of the transaction."""
    if kept.id == merged.id:
        raise NotMergeable(_("Choose two different records."))
    kind = type(kept)
    both = sa.select(kind).where(kind.id.in_([kept.id, merged.id])).order_by(kind.id).with_for_update()
    db.session.scalars(both.execution_options(populate_existing=True)).all()
    if kept.merged_into_id or merged.merged_into_id:
        raise NotMergeable(_("One of the two was merged already."))
    if kept.archived_on:
        raise NotMergeable(_("%(name)s is archived: restore it first, or keep the other one.", name=kept.name))
    if (kept.version, merged.version) != versions:
        raise EditedMeanwhile(_("Somebody changed one of the two meanwhile. Look once more, then merge."))


def refuse_two_accounts(kept_id: int, merged_id: int) -> None:
    """Raises TwoAccounts."""
    active = sa.select(User.contact_id).where(User.contact_id.in_([kept_id, merged_id]), User.deactivated_at.is_(None))
    if len(set(db.session.scalars(active))) > 1:
        raise TwoAccounts(
            _("Both have an account. Close the one that is no longer used under Settings, People; then merge.")
        )


def take_all(kind: MergeKind, kept_id: int, merged_id: int, ledger: Ledger) -> Merge:
    """Whatever refers to the merged record refers to the kept one; the merge, not yet in the session."""
    moved, stayed = {}, {}
    for fate in fates(kind.value, kept_id, merged_id):
        if keys := move(fate, kept_id):
            moved[fate.reference.name] = keys
        if fate.stays:
            stayed[fate.reference.name] = len(fate.stays)
        ledger.drop(fate)
    _take_loose(kind, kept_id, merged_id, ledger)
    _take_lists(kind, kept_id, merged_id, ledger)
    return Merge(kind=kind, kept_id=kept_id, merged_id=merged_id, moved=moved, stayed=stayed)


def record(merge: Merge, ledger: Ledger, kept: Any, merged: Any, *, by: Actor) -> Merge:
    """Keep what was done, flushed, and tell the audit log of both records."""
    merge.changes, merge.by_id = ledger.changes, by.user_id
    db.session.add(merge)
    db.session.flush()
    counts = {name: len(keys) for name, keys in merge.moved.items()}
    audit.record(f"{merge.kind.value}.merged", kept, by=by, merge_id=merge.id, merged_id=merged.id, moved=counts)
    audit.record(f"{merge.kind.value}.merged_into", merged, by=by, merge_id=merge.id, kept_id=kept.id)
    return merge


def _take_loose(kind: MergeKind, kept_id: int, merged_id: int, ledger: Ledger) -> None:
    for name, type_column, id_column in LOOSE:
        table = db.metadata.tables[name]
        held = sa.and_(table.c[type_column] == kind.value, table.c[id_column] == merged_id)
        for id in db.session.scalars(sa.select(table.c.id).where(held)).all():
            ledger.set(table, id, **{id_column: kept_id})


def _take_lists(kind: MergeKind, kept_id: int, merged_id: int, ledger: Ledger) -> None:
    for name, column, key in LISTS[kind.value]:
        table = db.metadata.tables[name]
        named = sa.cast(table.c[column], sa.Text).contains(f'"{key}"')
        for id, value in db.session.execute(sa.select(table.c.id, table.c[column]).where(named)).all():
            ids = value.get(key) or []
            if merged_id in ids and kept_id not in ids:
                ledger.set(table, id, **{column: {**value, key: sorted([*ids, kept_id])}})

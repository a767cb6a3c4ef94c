"""A merge taken back: what it moved returns, what was changed since stays and is said."""

from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.merging.ledger import put_back
from cara_crm.merging.models import Merge, MergeKind
from cara_crm.merging.queries import both_of
from cara_crm.merging.services import contacts, members


class UndoRefused(DomainError):
    """It was undone already, or a later merge stands on it."""


def undo(merge: Merge, *, by: Actor) -> None:
    """Two records again. `merge.left` says what could not be put back. Raises UndoRefused."""
    db.session.refresh(merge, with_for_update={"of": Merge})
    kept, merged = both_of(merge)
    if merge.undone_at is not None:
        raise UndoRefused(_("This merge is undone already."))
    if kept.merged_into_id is not None:
        raise UndoRefused(_("%(name)s was merged into another one later: undo that first.", name=kept.name))
    db.session.flush()
    merge.left = put_back(merge)
    merge.undone_at, merge.undone_by_id = clock.now(), by.user_id
    db.session.flush()
    db.session.expire_all()
    refresh = members.refresh if merge.kind is MergeKind.MEMBER else contacts.refresh
    for one in (kept, merged):
        refresh(one)
    left = sum(one["n"] for one in merge.left)
    audit.record(f"{merge.kind.value}.unmerged", kept, by=by, merge_id=merge.id, merged_id=merged.id, left=left)
    audit.record(f"{merge.kind.value}.unmerged", merged, by=by, merge_id=merge.id, kept_id=kept.id, left=left)

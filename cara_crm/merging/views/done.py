"""A merge that was done: what moved, what stayed, and back again."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.merging import ledger, queries, services, words
from cara_crm.merging.models import MergeKind
from cara_crm.merging.views import blueprint


@blueprint.get("/merges/<int:merge_id>")
@requires(Permission.MERGE)
def show(merge_id: int) -> str:
    return _page(merge_id, "")


@blueprint.post("/merges/<int:merge_id>/undo")
@requires(Permission.MERGE)
def undo(merge_id: int) -> Any:
    merge = queries.merge_for(current_actor(), merge_id)
    try:
        services.undo(merge, by=current_actor())
        db.session.commit()
    except DomainError as error:
        db.session.rollback()
        return _page(merge_id, str(error)), 422
    flash(_("They are two records again."), "success")
    return redirect(url_for("merging.show", merge_id=merge_id), 303)


def _page(merge_id: int, refusal: str) -> str:
    merge = queries.merge_for(current_actor(), merge_id)
    kept, merged = queries.both_of(merge)
    return render_template(
        "merging/show.html",
        merge=merge,
        kind=merge.kind.value,
        kept=kept,
        merged=merged,
        refusal=refusal,
        taken=words.taken(merge.changes, table=merge.kind.value, id=merge.kept_id),
        moved=words.counted({name: len(keys) for name, keys in merge.moved.items()}),
        stayed=words.counted(merge.stayed),
        since=[words.not_back(one) for one in (merge.left if merge.undone_at else ledger.since(merge))],
        is_member=merge.kind is MergeKind.MEMBER,
    )

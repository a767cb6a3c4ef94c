"""Likely pairs: look, decide."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core import clock
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members.siren import spaced
from cara_crm.merging import queries, services, words
from cara_crm.merging.models import MergeKind
from cara_crm.merging.views import blueprint

LISTS = {MergeKind.MEMBER: "merging.members", MergeKind.CONTACT: "merging.contacts"}


@blueprint.get("/members/duplicates")
@requires(Permission.MERGE)
def members() -> str:
    return _list(MergeKind.MEMBER)


@blueprint.get("/contacts/duplicates")
@requires(Permission.MERGE)
def contacts() -> str:
    return _list(MergeKind.CONTACT)


@blueprint.post("/duplicates/look")
@requires(Permission.MERGE)
def look() -> Any:
    services.ask_to_look(by=current_actor())
    db.session.commit()
    flash(_("The register is being compared. New pairs appear here in a moment."), "success")
    kind = MergeKind.CONTACT if request.form.get("kind") == "contact" else MergeKind.MEMBER
    return redirect(url_for(LISTS[kind]), 303)


@blueprint.post("/duplicates/<int:pair_id>/distinct")
@requires(Permission.MERGE)
def distinct(pair_id: int) -> Any:
    pair = queries.pair_for(current_actor(), pair_id)
    services.decide_distinct(pair, by=current_actor())
    db.session.commit()
    flash(_("Remembered: they are two. The pair is listed under “Found to be two”."), "success")
    return redirect(url_for(LISTS[pair.kind]), 303)


@blueprint.post("/duplicates/<int:pair_id>/reopen")
@requires(Permission.MERGE)
def reopen(pair_id: int) -> Any:
    pair = queries.pair_for(current_actor(), pair_id)
    services.reopen(pair, by=current_actor())
    db.session.commit()
    flash(_("The pair is back in the list."), "success")
    return redirect(url_for(LISTS[pair.kind], decided=1), 303)


def _list(kind: MergeKind) -> str:
    actor, decided = current_actor(), request.args.get("decided") == "1"
    return render_template(
        "merging/pairs.html",
        kind=kind.value,
        decided=decided,
        page=queries.page_of(actor, kind, request.args.get("after"), decided=decided),
        total=queries.open_count(actor, kind, decided=decided),
        looked=queries.last_look(),
        looking=queries.is_looking(),
        here=LISTS[kind],
        reason=words.reason,
        counted=words.counted,
        spaced=spaced,
        today=clock.today(),
    )

"""Two become one: what differs, what moves, and the one button."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from cara_crm.contacts import queries as contacts
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, EditedMeanwhile, NotVisible
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members import queries as members
from cara_crm.merging import queries, services, words
from cara_crm.merging.fields import KEPT, MERGED, differences
from cara_crm.merging.forms import MergeForm, form_of
from cara_crm.merging.models import MergeKind
from cara_crm.merging.shown import shown
from cara_crm.merging.views import blueprint

READ: dict[MergeKind, Any] = {MergeKind.MEMBER: members.member_with_facts, MergeKind.CONTACT: contacts.contact_for}


@blueprint.get("/members/<int:member_id>/merge")
@requires(Permission.MERGE)
def member(member_id: int) -> Any:
    return _page(MergeKind.MEMBER, member_id)


@blueprint.post("/members/<int:member_id>/merge")
@requires(Permission.MERGE)
def merge_member(member_id: int) -> Any:
    return _merge(MergeKind.MEMBER, member_id)


@blueprint.get("/contacts/<int:contact_id>/merge")
@requires(Permission.MERGE)
def contact(contact_id: int) -> Any:
    return _page(MergeKind.CONTACT, contact_id)


@blueprint.post("/contacts/<int:contact_id>/merge")
@requires(Permission.MERGE)
def merge_contact(contact_id: int) -> Any:
    return _merge(MergeKind.CONTACT, contact_id)


def _page(kind: MergeKind, kept_id: int) -> Any:
    kept = READ[kind](current_actor(), kept_id)
    if "with" not in request.args:
        return _choose(kind, kept)
    other = _other(kind)
    if other.id == kept.id or kept.merged_into_id or other.merged_into_id:
        return _choose(kind, kept)
    return _shown(kind, kept, other, _form(kept, other))


def _merge(kind: MergeKind, kept_id: int) -> Any:
    kept, other = READ[kind](current_actor(), kept_id), _other(kind)
    if other.merged_into_id == kept.id and (done := queries.last_merge_of(kind, other.id)):
        return redirect(url_for("merging.show", merge_id=done.id), 303)  # a double click
    form = _form(kept, other)
    merge_two: Any = services.merge_members if kind is MergeKind.MEMBER else services.merge_contacts
    try:
        merge = merge_two(kept, other, choices=form.choices, versions=form.versions, by=current_actor())
        db.session.commit()
    except (EditedMeanwhile, StaleDataError) as error:
        db.session.rollback()
        kept, other = READ[kind](current_actor(), kept_id), _other(kind)
        form.kept_version.raw_data = form.merged_version.raw_data = None
        form.kept_version.data, form.merged_version.data = str(kept.version), str(other.version)
        form.refuse(error)
        return _shown(kind, kept, other, form), 409
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _shown(kind, kept, other, form), 422
    flash(_("%(name)s is one record now. Nothing is lost, and it can be undone.", name=kept.name), "success")
    return redirect(url_for("merging.show", merge_id=merge.id), 303)


def _other(kind: MergeKind) -> Any:
    """The record that the address names after `with`. Raises NotVisible."""
    text = request.args.get("with", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotVisible
    return READ[kind](current_actor(), int(text))


def _choose(kind: MergeKind, kept: Any) -> str:
    """Which one is the same? Found by its name."""
    q = request.args.get("q", "").replace("\x00", "")[:100].strip()
    actor = current_actor()
    found: list[Any] = []
    if q and kind is MergeKind.MEMBER:
        found = contacts.members_named(actor, q)
    elif q:
        found = contacts.page_of(actor, q, None).items[:20]
    found = [one for one in found if one.id != kept.id]
    return render_template("merging/choose.html", kind=kind.value, kept=kept, q=q, found=found)


def _form(kept: Any, other: Any) -> MergeForm:
    fields = [
        (
            one.unit,
            words.unit(one.unit),
            [(KEPT, shown(kept, one.unit)), (MERGED, shown(other, one.unit))],
            one.proposed,
        )
        for one in differences(kept, other)
        if one.is_free
    ]
    return form_of(fields, kept_version=str(kept.version), merged_version=str(other.version))


def _shown(kind: MergeKind, kept: Any, other: Any, form: MergeForm) -> str:
    found = differences(kept, other)
    return render_template(
        "merging/merge.html",
        kind=kind.value,
        kept=kept,
        other=other,
        form=form,
        filled=[
            (words.unit(d.unit), shown(other if d.proposed == MERGED else kept, d.unit), d.proposed)
            for d in found
            if not d.is_free
        ],
        foreseen=queries.foreseen(kind, kept.id, other.id),
        counted=words.counted,
    )

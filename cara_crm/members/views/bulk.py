"""One change to many members: chosen in the list, seen, made, undone. And the views that are kept of the list."""

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import label
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.lists import queries as lists
from cara_crm.lists import services as views
from cara_crm.lists.columns import FIELD, told
from cara_crm.members import queries, services
from cara_crm.members.bulk import MOST, BulkKind, Wish
from cara_crm.members.forms import BULK_FORMS, ViewForm
from cara_crm.members.models import Member
from cara_crm.members.queries import Filters
from cara_crm.members.views import blueprint, on_map
from cara_crm.members.views.asking import PLACE, as_query, asked_filters
from cara_crm.members.views.columns import named_in_address

SHOWN = 100


@blueprint.get("/bulk")
@requires(Permission.MEMBER_EDIT)
def bulk() -> Any:
    """Choose what to do with the chosen; with values, see what it would change."""
    chosen, members = _chosen(request.args)
    if not members:
        flash(_("Choose at least one organisation."), "warning")
        return redirect(url_for("members.index", **as_query(asked_filters(request.args))), 303)
    kind = _kind(request.args)
    given = BULK_FORMS[kind].ASKS in request.args
    form = BULK_FORMS[kind](formdata=request.args if given else None, meta={"csrf": False})
    shown = form.wish() if given and form.validate() else None
    return _page(chosen, members, kind, form, shown)


@blueprint.post("/bulk")
@requires(Permission.MEMBER_EDIT)
def bulk_now() -> Any:
    chosen, members = _chosen(request.form)
    kind = _kind(request.form)
    form = BULK_FORMS[kind]()
    if not members or not form.validate_on_submit():
        return _page(chosen, members, kind, form, None), 422
    expected = typed.number(request.form.get("expected")) or 0
    try:
        change = services.change_all(members, form.wish(), expected=expected, by=current_actor())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _page(chosen, _chosen(request.form)[1], kind, form, form.wish()), 422
    db.session.commit()
    n = len(change.done)
    flash(ngettext("One organisation is changed.", "%(num)d organisations are changed.", n), "success")
    return redirect(url_for("members.bulk_done", change_id=change.id), 303)


@blueprint.get("/bulk/<int:change_id>")
@requires(Permission.MEMBER_EDIT)
def bulk_done(change_id: int) -> str:
    change = lists.change_of(current_actor(), change_id)
    return render_template("members/bulk_done.html", change=change, what=_said(Wish.of(change.wish)))


@blueprint.post("/bulk/<int:change_id>/undo")
@requires(Permission.MEMBER_EDIT)
def undo_bulk(change_id: int) -> Any:
    change = lists.change_of(current_actor(), change_id)
    n = services.undo_change(change, by=current_actor())
    db.session.commit()
    flash(ngettext("One organisation is as before.", "%(num)d organisations are as before.", n), "success")
    return redirect(url_for("members.bulk_done", change_id=change_id), 303)


@blueprint.post("/views")
@requires(Permission.MEMBER_READ)
def keep_view() -> Any:
    kept = as_query(asked_filters(request.args))
    if names := named_in_address(current_actor()):
        kept[FIELD] = told(names)
    if request.args.get(on_map.FIELD) == on_map.MAP:
        kept[on_map.FIELD] = on_map.MAP
    form = ViewForm()
    if form.validate_on_submit():
        try:
            views.keep_view(
                PLACE, form.name.data, urlencode(kept, doseq=True), is_shared=form.is_shared.data, by=current_actor()
            )
            db.session.commit()
            flash(_("The view “%(name)s” is saved.", name=form.name.data), "success")
        except DomainError as error:
            db.session.rollback()
            flash(str(error), "error")
    else:
        flash(_("Give the view a name of at most 60 letters."), "error")
    return redirect(url_for("members.index", **kept), 303)


@blueprint.post("/views/<int:view_id>/delete")
@requires(Permission.MEMBER_READ)
def forget_view(view_id: int) -> Any:
    view = lists.own_view(current_actor(), view_id)
    views.forget_view(view, by=current_actor())
    db.session.commit()
    flash(_("The view “%(name)s” is deleted.", name=view.name), "success")
    return redirect(url_for("members.index"), 303)


def _chosen(args: MultiDict[str, str]) -> tuple[dict[str, Any], list[Member]]:
    """What the next step is told of the choice, and the members that it means."""
    if args.get("all") == "1":
        filters = asked_filters(args)
        return {"all": "1", **as_query(filters)}, queries.chosen(current_actor(), filters)
    ids = tuple(dict.fromkeys(n for text in args.getlist("ids") if (n := typed.number(text)) is not None))
    return {"ids": ids[:MOST]}, queries.chosen(current_actor(), Filters(ids=ids)) if ids else []


def _kind(args: MultiDict[str, str]) -> BulkKind:
    asked = args.get("kind", "")
    return BulkKind(asked) if asked in set(BulkKind) else BulkKind.SECTOR


def _page(chosen: dict[str, Any], members: list[Member], kind: BulkKind, form: Any, wish: Wish | None) -> str:
    too_many = len(members) > MOST
    todo = [m for m in members if services.would_change(m, wish)] if wish and not too_many else []
    return render_template(
        "members/bulk.html",
        chosen=chosen,
        n=len(members),
        most=MOST,
        too_many=too_many,
        kind=kind,
        ways=[(label(one), url_for("members.bulk", kind=one.value, **chosen), one is kind, None) for one in BulkKind],
        form=form,
        wish=wish,
        todo=todo,
        shown=todo[:SHOWN],
        same=len(members) - len(todo),
        what=_said(wish) if wish else "",
    )


def _said(wish: Wish) -> str:
    """What is done to each, as one sentence."""
    match wish.kind:
        case BulkKind.SECTOR:
            return _("In the sector “%(name)s” from today on", name=queries.sector_named(wish.sector_id))
        case BulkKind.TAG:
            return _("With the tag “%(name)s”", name=wish.tag)
        case BulkKind.MANAGER if wish.user_id is None:
            return _("Looked after by nobody")
        case BulkKind.MANAGER:
            return _("Looked after by %(name)s", name=queries.user_named(wish.user_id))
        case BulkKind.TASK:
            return _("A task for each: %(title)s", title=wish.title)

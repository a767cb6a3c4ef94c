"""Documents in the browser."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError, NotVisible
from cara_crm.core.permissions import Permission, requires
from cara_crm.documents import queries, services
from cara_crm.documents.forms import AboutForm, EditForm, RemoveForm, UploadForm
from cara_crm.documents.models import Document, DocumentKind
from cara_crm.extensions import db, reading
from cara_crm.files.responses import download
from cara_crm.interactions import queries as interactions
from cara_crm.interactions.models import Interaction
from cara_crm.members import queries as members
from cara_crm.members.models import Member

blueprint = Blueprint("documents", __name__)
Place = Member | Interaction


@blueprint.get("/members/<int:member_id>/documents/new")
@requires(Permission.DOCUMENT_EDIT)
def new(member_id: int) -> str:
    return _page(UploadForm(), members.member_for(current_actor(), member_id))


@blueprint.post("/members/<int:member_id>/documents")
@requires(Permission.DOCUMENT_EDIT)
def create(member_id: int) -> Any:
    return _kept(lambda actor: members.member_for(actor, member_id))


@blueprint.get("/interactions/<int:interaction_id>/documents/new")
@requires(Permission.INTERACTION_EDIT)
def new_of_interaction(interaction_id: int) -> str:
    return _page(UploadForm(), interactions.interaction_for(current_actor(), interaction_id))


@blueprint.post("/interactions/<int:interaction_id>/documents")
@requires(Permission.INTERACTION_EDIT)
def create_of_interaction(interaction_id: int) -> Any:
    return _kept(lambda actor: interactions.interaction_for(actor, interaction_id))


def _kept(find: Any) -> Any:
    """The file is looked at before the transaction that writes; the place is found again in it."""
    actor, form = current_actor(), UploadForm()
    if not form.validate_on_submit():
        return _page(form, find(actor)), 422
    try:
        with reading():
            find(actor)
            checked = services.check(form.file.data.filename or "", form.file.data.read())
        place = find(actor)
        document = services.add(checked, _about(form), to=place, by=actor)
    except DomainError as error:
        form.refuse(error)
        return _page(form, find(actor)), 422
    db.session.commit()
    flash(_("“%(title)s” is kept.", title=document.title), "success")
    return redirect(_home(document), 303)


@blueprint.get("/documents/<int:document_id>")
@requires(Permission.DOCUMENT_READ)
def show(document_id: int) -> Response:
    """The file. The reading of a confidential one is noted, in a transaction of its own."""
    actor = current_actor()
    document = queries.document_for(actor, document_id)
    if document.file is None:
        raise NotVisible
    response = download(document.file)
    if document.is_confidential:
        _note_reading(document_id, by=actor)
    return response


def _note_reading(document_id: int, *, by: Actor) -> None:
    db.session.rollback()  # a transaction that has read may not get SQLite's write lock any more
    audit.record_all("document.read", "document", [(document_id, {})], by=by)
    db.session.commit()


@blueprint.route("/documents/<int:document_id>/edit", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_EDIT)
def edit(document_id: int) -> Any:
    actor = current_actor()
    document = queries.document_for(actor, document_id)
    form = EditForm(data=_said(document) if request.method == "GET" else None)
    if form.validate_on_submit() and not form.is_overtaken_by(_said(document)):
        services.edit(document, _about(form), by=actor)
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(_home(document), 303)
    page = render_template("documents/edit.html", form=form, document=document, home=_home(document))
    return page, form.status


@blueprint.route("/documents/<int:document_id>/remove", methods=["GET", "POST"])
@requires(Permission.DOCUMENT_EDIT)
def remove(document_id: int) -> Any:
    actor = current_actor()
    document = queries.document_for(actor, document_id)
    form, home = RemoveForm(), _home(document)
    if form.validate_on_submit():
        services.remove(document, reason=form.reason.data, by=actor)
        db.session.commit()
        flash(_("“%(title)s” is removed.", title=document.title), "success")
        return redirect(home, 303)
    page = render_template("documents/remove.html", form=form, document=document, home=home)
    return page, 422 if form.errors else 200


def _about(form: AboutForm) -> services.About:
    return services.About(
        title=form.title.data or "",
        kind=DocumentKind(form.kind.data),
        dated_on=form.dated_on.data,
        is_confidential=form.is_confidential.data,
    )


def _said(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "kind": document.kind.value,
        "dated_on": document.dated_on,
        "is_confidential": document.is_confidential,
    }


def _home(document: Document) -> str:
    if document.interaction_id:
        return url_for("interactions.show", interaction_id=document.interaction_id)
    return url_for("members.show", member_id=document.member_id)


def _page(form: UploadForm, place: Place) -> str:
    most = current_app.config["MAX_DOCUMENT_MB"]
    return render_template("documents/new.html", form=form, place=place, is_member=isinstance(place, Member), most=most)

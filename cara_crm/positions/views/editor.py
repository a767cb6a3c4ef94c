"""The list of positions, and the editor: their words left, ours right, the evidence beside them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from wtforms.fields.choices import SelectChoice

from cara_crm.core import typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.pages import Key, paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.issues import queries as issues
from cara_crm.positions import queries, services
from cara_crm.positions.differences import change_of, differences
from cara_crm.positions.forms import NewForm, WordingForm
from cara_crm.positions.models import POSITION_WORDS, Position, PositionState
from cara_crm.positions.views import blueprint
from cara_crm.positions.views.leaking import marked_words
from cara_crm.positions.words import words_of
from cara_crm.settings.queries import threshold

SIZE = 50


@blueprint.get("/positions")
@requires(Permission.POSITION_READ)
def index() -> str:
    actor, args = current_actor(), request.args
    state = PositionState(args["state"]) if args.get("state") in set(PositionState) else None
    federation_id = typed.number(args.get("federation"))
    text = args.get("q", "").replace("\x00", "")[:100]
    select = queries.positions_list(actor, federation_id=federation_id, state=state, text=text)
    page = paginate(
        db.session, select, Key([Position.updated_at, Position.id], descending=True), args.get("after"), size=SIZE
    )
    k = threshold()
    links = queries.links_of([one.id for one in page.items])
    return render_template(
        "positions/index.html",
        page=page,
        standings={one.id: queries.sort_links(one, links, k) for one in page.items},
        federations=issues.federations(),
        states=list(PositionState),
        chosen={"state": state, "federation": federation_id, "q": text},
    )


@blueprint.route("/positions/new", methods=["GET", "POST"])
@requires(Permission.POSITION_EDIT)
def new() -> Any:
    form = NewForm()
    form.federation_id.choices = [SelectChoice(one.id, one.short_name) for one in issues.federations()]
    if form.validate_on_submit():
        federation = queries.federation_for(form.federation_id.data)
        position = services.create_position(federation, issues=[], title=form.title.data, by=current_actor())
        db.session.commit()
        return redirect(url_for("positions.edit", position_id=position.id), 303)
    return render_template("positions/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/positions/<int:position_id>")
@requires(Permission.POSITION_READ)
def show(position_id: int) -> Any:
    """The address in mails, tasks and search."""
    return redirect(url_for("positions.edit", position_id=position_id), 303)


@blueprint.get("/positions/<int:position_id>/edit")
@requires(Permission.POSITION_READ)
def edit(position_id: int) -> Any:
    """The editor; the old address of a position that was merged leads on, unless one may not follow."""
    position = queries.position_for(current_actor(), position_id)
    target = queries.merged_into(position.id) if position.state is PositionState.CLOSED else None
    if target is not None and queries.is_visible(current_actor(), target):
        return redirect(url_for("positions.edit", position_id=target, was=position.id), 303)
    return page(position)


@blueprint.post("/positions/<int:position_id>/edit")
@requires(Permission.POSITION_EDIT)
def save(position_id: int) -> Any:
    actor = current_actor()
    position = queries.position_for(actor, position_id)
    form = _form(position)
    if not form.validate():
        return page(position, form), 422
    words = {name: form.data[name] or "" for name in POSITION_WORDS}
    priority = issues.priority_by_id(form.priority_id.data)
    try:
        services.edit_position(position, words, priority=priority, version_read=form.version_read, by=actor)
        db.session.commit()
    except (EditedMeanwhile, StaleDataError):
        db.session.rollback()
        return _conflict(queries.position_for(actor, position_id), form), 409
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return page(queries.position_for(actor, position_id), form), 422
    flash(_("Saved as version %(n)s.", n=position.content_revision), "success")
    return redirect(url_for("positions.edit", position_id=position.id), 303)


def _conflict(position: Position, form: WordingForm) -> str:
    """Both wordings on one page; saving again, now knowingly, keeps what stands in the form."""
    theirs = form.meet(words_of(position) | {"priority_id": position.priority_id or 0}).theirs
    form.read_again(position.version)
    both = {name: text for name, text in words_of(position).items() if name in theirs}
    return page(position, form, theirs=list(differences(both, {name: form.data[name] or "" for name in both})))


def _form(position: Position, **kwargs: Any) -> WordingForm:
    form = WordingForm(**kwargs)
    form.offer(queries.priorities_of(position.federation_id))
    return form


def page(position: Position, form: WordingForm | None = None, theirs: Any = ()) -> str:
    """The editor, with what was typed when it was refused."""
    data = {"priority_id": position.priority_id or 0, "version": str(position.version)}
    k, was, moved = threshold(), typed.number(request.args.get("was")), "moved" in request.args
    standing, agreements = queries.standing(position, k), queries.wording_agreements(position)
    return render_template(
        "positions/edit.html",
        position=position,
        form=form or _form(position, obj=position, data=data),
        theirs=theirs,
        standing=standing,
        evidence=standing.evidence,
        hidden=queries.out_of_charge(current_actor(), (*standing.usable, *standing.against, *standing.unusable)),
        heard=queries.heard_by(standing),
        agreements=agreements,
        window=queries.window_of(position, agreements, (*standing.usable, *standing.against, *standing.unusable)),
        lapsed=queries.lapse_of(position, standing),
        to_add=queries.issues_like(current_actor(), position),
        others=[
            one for one in queries.open_positions(current_actor(), [position.federation_id]) if one is not position
        ],
        moves=queries.moves_of(current_actor(), position) if was or moved else [],
        was=was,
        moved=moved,
        k=k,
    )


@blueprint.get("/positions/<int:position_id>/leaks")
@requires(Permission.POSITION_READ)
def leaks(position_id: int) -> str:
    """The saved words with the places that might give somebody away."""
    position = queries.position_for(current_actor(), position_id)
    return render_template("positions/leaks.html", position=position, found=marked_words(position, words_of(position)))


@blueprint.post("/positions/<int:position_id>/check")
@requires(Permission.POSITION_READ)
def check(position_id: int) -> str:
    """The same for words that are not saved yet; nothing is kept."""
    with reading():
        position = queries.position_for(current_actor(), position_id)
        words = {name: request.form.get(name, "")[:10_000].replace("\x00", "") for name in POSITION_WORDS}
        return render_template("positions/leaks.html", position=position, found=marked_words(position, words))


@blueprint.get("/positions/<int:position_id>/versions")
@requires(Permission.POSITION_READ)
def versions(position_id: int) -> str:
    """Each wording with what it changed, from which issues; first what changed since the approval."""
    actor = current_actor()
    position = queries.position_for(actor, position_id)
    kept = list(position.versions)
    approved = next((one for one in kept if one.number == position.approved_revision), None)
    return render_template(
        "positions/versions.html",
        position=position,
        changes=[change_of(old, new) for old, new in zip([None, *kept], kept, strict=False)][::-1],
        issues={one.id: one for one in issues.issues_for(actor, {i for one in kept for i in one.issue_ids})},
        moves=queries.moves_of(actor, position),
        since=change_of(approved, kept[-1]) if approved and approved is not kept[-1] else None,
    )

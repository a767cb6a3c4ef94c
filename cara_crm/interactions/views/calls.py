"""Record a call on one screen; read again what was said."""

from collections.abc import Set
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.agenda import queries as agenda
from cara_crm.contacts.models import Contact
from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import short_day
from cara_crm.core.pages import Key, paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.documents import queries as documents
from cara_crm.extensions import db
from cara_crm.interactions import queries, services
from cara_crm.interactions.forms import MOST_ISSUES, CallForm, HeardForm, MinutesForm
from cara_crm.interactions.models import Interaction, InteractionKind
from cara_crm.interactions.views import blueprint
from cara_crm.issues import queries as issue_queries
from cara_crm.issues.models import IssueKind, Urgency
from cara_crm.issues.said import Said
from cara_crm.issues.services.hearing import Heard, record_conversation
from cara_crm.members.models import Member
from cara_crm.workgroups import queries as workgroups

SIZE = 50


@blueprint.get("/interactions")
@requires(Permission.INTERACTION_READ)
def index() -> str:
    actor = current_actor()
    member_id = typed.number(request.args.get("member_id", ""))
    key = Key([Interaction.happened_at, Interaction.id], descending=True)
    page = paginate(db.session, queries.interactions(actor, member_id), key, request.args.get("after"), size=SIZE)
    return render_template("interactions/index.html", page=page, member_id=member_id)


@blueprint.get("/interactions/new")
@requires(Permission.INTERACTION_EDIT)
def new() -> str:
    """First the member (a search that works without script; the only one found is meant), then one screen."""
    actor = current_actor()
    text = request.args.get("q", "").replace("\x00", "")[:100]
    member_id = typed.number(request.args.get("member_id", ""))
    member = queries.member_for(actor, member_id) if member_id else None
    if member is None:
        found, as_typed = queries.members_found(actor, text), "HX-Request" in request.headers
        if len(found) != 1 or as_typed:
            by_keys = bool(found) and not as_typed
            return render_template(
                "interactions/new.html", member=None, form=None, q=text, found=found, chosen_by_keys=by_keys
            )
        member = found[0]
    form = CallForm(data={"happened_on": clock.today()})
    return _page(form, member)


@blueprint.post("/interactions/new")
@requires(Permission.INTERACTION_EDIT)
def create() -> Any:
    actor = current_actor()
    member = queries.member_for(actor, typed.number(request.args.get("member_id", "")) or 0)
    form = CallForm()
    people = _offer(form, member)
    if "more" in request.form:
        if len(form.issues.entries) < MOST_ISSUES:
            form.issues.append_entry()
        return _page(form, member, focus=len(form.issues.entries))
    if not form.validate():
        return _page(form, member), 422
    contact = next((one.contact for one in people if one.contact_id == form.contact_id.data), None)
    heard = _heard(form)
    try:
        with db.session.begin_nested():
            interaction = record_conversation(
                heard, member=member, contact=contact, submission_key=form.submission_key.data, by=actor
            )
    except DomainError as error:
        form.refuse(error)
        return _page(form, member), 422
    db.session.commit()
    recorded = _("The conversation with %(member)s is recorded.", member=member.name)
    flash(" ".join([recorded, *what_follows(heard, {contact} if heard.issues and contact else set())]), "success")
    return redirect(url_for("interactions.show", interaction_id=interaction.id), 303)


def what_follows(heard: Heard, speakers: Set[Contact]) -> list[str]:
    """In words, what recording a conversation set off: who is asked by e-mail, and the task."""
    told = []
    if speakers and not heard.orally_agreed:
        names = ", ".join(sorted(one.name for one in speakers))
        told.append(_("Asked by e-mail whether the words are right: %(names)s.", names=names))
    if heard.follow_up and heard.follow_up_on:
        told.append(_("Your task for %(day)s stands in your list.", day=short_day(heard.follow_up_on)))
    elif heard.follow_up:
        told.append(_("Your task stands in your list."))
    return told


def _heard(form: CallForm) -> Heard:
    issues = [said for one in form.issues.entries if (said := said_in(one.form))]
    return Heard(
        kind=InteractionKind(form.kind.data),
        happened_on=form.happened_on.data,
        minutes=form.minutes.data or "",
        issues=issues,
        orally_agreed=form.agreement.data == "oral",
        follow_up=form.follow_up.data or "",
        follow_up_on=form.follow_up_on.data,
    )


def said_in(form: HeardForm) -> Said | None:
    """The issue of two lines, or None where both are empty."""
    if not (form.title.data or form.what_happens.data):
        return None
    return Said(
        title=form.title.data,
        what_happens=form.what_happens.data or form.title.data,
        kind=IssueKind(form.kind.data),
        urgency=Urgency(form.urgency.data),
    )


def _offer(form: CallForm, member: Member) -> Any:
    people = queries.people_of(member.id)
    form.offer([(one.contact_id, f"{one.contact.name}, {one.function}".rstrip(", ")) for one in people])
    return people


def _page(form: CallForm, member: Member, *, focus: int | str = "") -> str:
    """The screen; `focus`: the issue in which one goes on writing (from 1), else where one begins."""
    if form.contact_id.choices is None:
        people = _offer(form, member)
        if len(people) == 1 and not form.contact_id.data:
            form.contact_id.data = people[0].contact_id
    focus = focus or ("" if form.errors else "minutes" if len(form.contact_id.choices or ()) <= 2 else "contact")
    return render_template("interactions/new.html", member=member, form=form, q="", found=[], focus=focus)


@blueprint.route("/interactions/<int:interaction_id>", methods=["GET", "POST"])
@requires(Permission.INTERACTION_READ)
def show(interaction_id: int) -> Any:
    """What was said; whoever may edit corrects the minutes on the same page."""
    actor = current_actor()
    interaction = queries.interaction_for(actor, interaction_id)
    form = MinutesForm(data={"minutes": interaction.minutes, "version": str(interaction.version)})
    if actor.can(Permission.INTERACTION_EDIT) and form.validate_on_submit():
        try:
            services.edit_minutes(interaction, form.minutes.data or "", version_read=form.version_read, by=actor)
        except DomainError as error:
            form.refuse(error)
            form.version.data = str(interaction.version)
        else:
            db.session.commit()
            flash(_("The minutes are saved."), "success")
            return redirect(url_for("interactions.show", interaction_id=interaction.id), 303)
    issues = issue_queries.issues_of_interaction(actor, interaction.id)
    page = render_template(
        "interactions/show.html",
        interaction=interaction,
        issues=issues,
        to_do=agenda.tasks_about_conversation(actor, interaction.id) if actor.can(Permission.TASK_EDIT) else [],
        today=clock.today(),
        documents=documents.of_interaction(actor, interaction.id),
        workgroup=workgroups.group_of_interaction(actor, interaction.id),
        form=form,
    )
    return page, 409 if form.errors else 200

"""A manager's drafts from mail, and the address to which they are sent."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from cara_crm.accounts import services as accounts
from cara_crm.contacts.models import Affiliation
from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, NotVisible
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.correspondence import queries, services
from cara_crm.correspondence.forms import MOST_ISSUES, DraftForm
from cara_crm.correspondence.models import DraftState, JournalAddress, MailDraft
from cara_crm.extensions import db
from cara_crm.files.responses import download
from cara_crm.interactions import queries as interactions
from cara_crm.interactions.models import InteractionKind, MailDirection
from cara_crm.issues.services.hearing import Heard
from cara_crm.members.models import Member

blueprint = Blueprint("correspondence", __name__)
SIZE = 30


@blueprint.get("/mail-drafts")
@requires(Permission.INTERACTION_EDIT)
def index() -> str:
    actor = current_actor()
    page = paginate(db.session, queries.open_drafts(actor), queries.NEWEST_FIRST, request.args.get("after"), size=SIZE)
    is_read = bool(current_app.config["MAILBOX_ADDRESS"])
    return render_template("correspondence/index.html", page=page, is_read=is_read)


@blueprint.get("/mail-drafts/<int:draft_id>")
@requires(Permission.INTERACTION_EDIT)
def show(draft_id: int) -> Any:
    """The mail; first with which member, then everything else on one screen."""
    draft = queries.draft_for(current_actor(), draft_id)
    return _elsewhere(draft) or _page(draft, _member(draft))


@blueprint.post("/mail-drafts/<int:draft_id>/keep")
@requires(Permission.INTERACTION_EDIT)
def keep(draft_id: int) -> Any:
    actor = current_actor()
    draft = queries.draft_for(actor, draft_id)
    if elsewhere := _elsewhere(draft):
        return elsewhere
    member = _member(draft) or abort(404)
    people = _people(draft, member)
    form = _offered(DraftForm(), draft, people)
    if "more" in request.form:
        if len(form.issues.entries) < MOST_ISSUES:
            form.issues.append_entry()
        return _page(draft, member, form)
    if not form.validate():
        return _page(draft, member, form), 422
    try:
        with db.session.begin_nested():
            interaction = services.keep(draft, _heard(form, draft), **_chosen(form, draft, people, member), by=actor)
    except DomainError as error:
        form.refuse(error)
        draft = queries.draft_for(actor, draft_id)
        return _page(draft, member, form), 422
    db.session.commit()
    flash(_("The e-mail is kept as a conversation with %(member)s.", member=member.name), "success")
    return redirect(url_for("interactions.show", interaction_id=interaction.id), 303)


@blueprint.post("/mail-drafts/<int:draft_id>/discard")
@requires(Permission.INTERACTION_EDIT)
def discard(draft_id: int) -> Any:
    actor = current_actor()
    draft = queries.draft_for(actor, draft_id)
    if elsewhere := _elsewhere(draft):
        return elsewhere
    services.discard(draft, by=actor)
    db.session.commit()
    flash(_("The draft is discarded; the e-mail stays in your mail program."), "success")
    return redirect(url_for("correspondence.index"), 303)


@blueprint.get("/mail-drafts/<int:draft_id>/files/<int:file_id>")
@requires(Permission.INTERACTION_EDIT)
def file(draft_id: int, file_id: int) -> Response:
    return download(queries.file_for(current_actor(), draft_id, file_id).file)


@blueprint.post("/account/journal")
@requires(Permission.INTERACTION_EDIT)
def open_address() -> Any:
    """An address for this person's mails; the one that was there takes nothing from now on."""
    accounts.open_address(JournalAddress, current_user.user, by=current_actor())
    db.session.commit()
    flash(_("Your mails have a new address; an earlier one takes nothing from now on."), "success")
    return redirect(url_for("accounts.profile", _anchor="journal"), 303)


@blueprint.post("/account/journal/close")
@requires(Permission.INTERACTION_EDIT)
def close_address() -> Any:
    accounts.close_address(JournalAddress, current_user.user, by=current_actor())
    db.session.commit()
    flash(_("Your mails have no address any more."), "success")
    return redirect(url_for("accounts.profile", _anchor="journal"), 303)


def _elsewhere(draft: MailDraft) -> Any:
    """Where somebody goes who comes back to what was settled: a second click does nothing twice."""
    if draft.state is DraftState.OPEN:
        return None
    if draft.interaction_id:
        return redirect(url_for("interactions.show", interaction_id=draft.interaction_id), 303)
    flash(_("This draft was settled already."))
    return redirect(url_for("correspondence.index"), 303)


def _member(draft: MailDraft) -> Member | None:
    """The member that the address names (0: none yet), else the one that the mail names; one that was merged is what
    it is now."""
    asked = request.args.get("member_id")
    member_id = typed.number(asked) if asked is not None else draft.member_id
    if not member_id:
        return None
    try:
        member = interactions.member_for(current_actor(), member_id)
        merged_into = member.merged_into_id
        return interactions.member_for(current_actor(), merged_into) if merged_into else member
    except NotVisible:
        return abort(404) if asked else None


def _people(draft: MailDraft, member: Member) -> list[Affiliation]:
    """The member's people, those of the mail first, in the order of the mail."""
    place = {address: n for n, address in enumerate(draft.addresses)}
    return sorted(interactions.people_of(member.id), key=lambda one: place.get(one.contact.email or "", len(place)))


def _offered(form: DraftForm, draft: MailDraft, people: list[Affiliation]) -> DraftForm:
    return form.offer(
        people=list({one.contact_id: f"{one.contact.name}, {one.function}".rstrip(", ") for one in people}.items()),
        new_people=[(one["address"], _who(one)) for one in queries.strangers(draft)],
        files=[(one.id, one.file.name) for one in draft.files],
    )


def _who(one: dict[str, str]) -> str:
    return f"{one['name']} <{one['address']}>" if one["name"] else one["address"]


def _heard(form: DraftForm, draft: MailDraft) -> Heard:
    day = form.happened_on.data
    return Heard(
        kind=InteractionKind.EMAIL,
        happened_on=day,
        happened_at=draft.sent_at if day == draft.sent_at.astimezone(clock.PARIS).date() else None,
        direction=MailDirection(form.direction.data),
        minutes=form.minutes.data or "",
        issues=form.said(),
        orally_agreed=form.agreement.data == "oral",
        follow_up=form.follow_up.data or "",
        follow_up_on=form.follow_up_on.data,
    )


def _chosen(form: DraftForm, draft: MailDraft, people: list[Affiliation], member: Member) -> dict[str, Any]:
    return {
        "member": member,
        "contact": next((one.contact for one in people if one.contact_id == form.contact_id.data), None),
        "also": queries.took_part(current_actor(), draft),
        "new_people": form.new_people.data or [],
        "file_ids": frozenset(form.file_ids.data or []),
        "submission_key": form.submission_key.data,
    }


def _page(draft: MailDraft, member: Member | None, form: DraftForm | None = None) -> str:
    actor = current_actor()
    text = request.args.get("q", "").replace("\x00", "")[:100]
    day = draft.sent_at.astimezone(clock.PARIS).date()
    proposals: list[Member] = []
    if member is None:
        named = [one.member for one in queries.functions_of(actor, draft.addresses, day) if one.member]
        proposals = list(dict.fromkeys([*named, *queries.members_at(actor, draft.addresses)]))
    elif form is None:
        form = _filled(draft, member)
    return render_template(
        "correspondence/show.html",
        draft=draft,
        member=member,
        form=form,
        proposals=proposals,
        found=interactions.members_found(actor, text) if member is None else [],
        q=text,
        correspondents=", ".join(_who(one) for one in draft.people),
        most=MOST_ISSUES,
    )


def _filled(draft: MailDraft, member: Member) -> DraftForm:
    """As the mail says it: who, when, what; every file kept."""
    people = _people(draft, member)
    first = next((one for one in people if one.contact.email in draft.addresses), None)
    said = "\n\n".join(filter(None, (draft.subject, draft.text)))
    form = DraftForm(
        data={
            "direction": (draft.direction or MailDirection.RECEIVED).value,
            "happened_on": draft.sent_at.astimezone(clock.PARIS).date(),
            "contact_id": first.contact_id if first else 0,
            "minutes": said,
            "file_ids": [one.id for one in draft.files],
        }
    )
    return _offered(form, draft, people)

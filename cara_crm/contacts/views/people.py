"""People, their functions and where they go."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from cara_crm.contacts import addresses, queries, services
from cara_crm.contacts.forms import ContactForm, EndForm, MoveForm, NewContactForm, whole
from cara_crm.contacts.models import Affiliation, Contact, MailPreference, News, Rhythm
from cara_crm.contacts.views import blueprint, columns, resting
from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.permissions import Permission, requires
from cara_crm.core.reaching import PhoneWrong, dialled, phone_of
from cara_crm.extensions import db, reading
from cara_crm.members import queries as members
from cara_crm.members.models import Member
from cara_crm.merging import queries as merging
from cara_crm.merging.models import MergeKind
from cara_crm.merging.services import ask_about_contact
from cara_crm.relays import services as relays
from cara_crm.workgroups import queries as workgroups


@blueprint.get("")
@requires(Permission.CONTACT_READ)
def index() -> str:
    q = request.args.get("q", "").replace("\x00", "")[:100].strip()
    archived = request.args.get("archived") == "1"
    actor = current_actor()
    page = queries.page_of(actor, q, request.args.get("after"), archived=archived)
    return render_template("contacts/index.html", page=page, q=q, archived=archived, **columns.table(actor, page.items))


@blueprint.get("/<int:contact_id>")
@requires(Permission.CONTACT_READ)
def show(contact_id: int) -> Any:
    actor = current_actor()
    contact = queries.contact_for(actor, contact_id)
    if contact.merged_into_id and "former" not in request.args:
        flash(_("%(name)s was merged into this record.", name=contact.name))
        return redirect(url_for("contacts.show", contact_id=contact.merged_into_id))
    merges = merging.merges_of(MergeKind.CONTACT, contact_id) if actor.can(Permission.MERGE) else []
    groups = workgroups.groups_of_contact(actor, contact_id) if actor.can(Permission.WORKGROUP_READ) else []
    return render_template(
        "contacts/show.html",
        contact=contact,
        missed=relays.missed(actor, contact) if actor.can(Permission.RELAY_EDIT) else [],
        merges=merges,
        groups=groups,
        choices=queries.choices_of(contact_id),
        rhythms=Rhythm,
        news=News,
        today=clock.today(),
    )


@blueprint.get("/new")
@requires(Permission.CONTACT_EDIT)
def new() -> str:
    member = _member(request.args.get("member_id"))
    form = NewContactForm(
        data={"version": "0", "language": "fr", "member_id": member.id if member else "", "from_on": clock.today()}
    )
    return render_template("contacts/new.html", form=form, member=member, twins=[], today=clock.today())


@blueprint.post("/alike")
@requires(Permission.CONTACT_EDIT)
def alike() -> str:
    """For what is typed at this moment: sent in a form's body, as names belong in no address. Writes nothing."""
    form, member = NewContactForm(), _member(request.form.get("member_id"))
    member_id = member.id if member else None
    first, last, email = (typed.line(form[name].data) for name in ("first_name", "last_name", "email"))
    phones = tuple(_whole(typed.line(form[name].data)) for name in ("phone", "second_phone"))
    with reading():
        twins = merging.contacts_like(
            current_actor(),
            first_name=first,
            last_name=last,
            email=email,
            phones=phones,
            member_id=member_id,
        )
        return render_template("contacts/_alike.html", form=form, twins=twins, today=clock.today())


@blueprint.post("")
@requires(Permission.CONTACT_EDIT)
def create() -> Any:
    form = NewContactForm()
    twins: list[Contact] = []
    member = _member(form.member_id.data)
    if form.validate_on_submit():
        try:
            contact = _created(form, member)
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            member, twins = _member(form.member_id.data), getattr(error, "contacts", [])
            form.refuse(error)
        else:
            flash(_("%(name)s is added.", name=contact.name), "success")
            return redirect(url_for("contacts.show", contact_id=contact.id), 303)
    return render_template("contacts/new.html", form=form, member=member, twins=twins, today=clock.today()), 422


@blueprint.get("/<int:contact_id>/edit")
@requires(Permission.CONTACT_EDIT)
def edit(contact_id: int) -> str:
    contact = queries.contact_for(current_actor(), contact_id)
    form = ContactForm(data={**_known(contact), "version": str(contact.version)})
    return render_template("contacts/edit.html", form=form, contact=contact)


@blueprint.post("/<int:contact_id>/edit")
@requires(Permission.CONTACT_EDIT)
def update(contact_id: int) -> Any:
    contact, form = queries.contact_for(current_actor(), contact_id), ContactForm()
    if form.validate_on_submit():
        try:
            again = services.edit_contact(contact, _data(form), version=form.version_read, by=current_actor())
            db.session.commit()
        except (EditedMeanwhile, StaleDataError):
            db.session.rollback()
            contact = queries.contact_for(current_actor(), contact_id)
            form.meet(_known(contact))
            form.read_again(contact.version)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(f"{_('Saved.')} {resting.sent_again(again)}".strip(), "success")
            return redirect(url_for("contacts.show", contact_id=contact_id), 303)
    html = render_template("contacts/edit.html", form=form, contact=contact)
    return html, 409 if form.meanwhile else 422


@blueprint.get("/<int:contact_id>/functions/<int:line_id>/end")
@requires(Permission.CONTACT_EDIT)
def end(contact_id: int, line_id: int) -> str:
    contact = queries.contact_for(current_actor(), contact_id)
    return render_template("contacts/end.html", form=EndForm(), contact=contact, line=_line(contact, line_id))


@blueprint.post("/<int:contact_id>/functions/<int:line_id>/end")
@requires(Permission.CONTACT_EDIT)
def end_now(contact_id: int, line_id: int) -> Any:
    contact, form = queries.contact_for(current_actor(), contact_id), EndForm()
    line = _line(contact, line_id)
    if form.validate_on_submit():
        try:
            services.end_affiliation(line, on=form.on.data, by=current_actor())
            return _done(contact_id, _("The function is ended; its history stays."))
        except DomainError as error:
            form.refuse(error)
    return render_template("contacts/end.html", form=form, contact=contact, line=line), 422


@blueprint.get("/<int:contact_id>/move")
@requires(Permission.CONTACT_EDIT)
def move(contact_id: int) -> str:
    contact = queries.contact_for(current_actor(), contact_id)
    q = request.args.get("q", "")[:100].replace("\x00", "")
    form = MoveForm(data={"q": q, "on": clock.today()}).offer(queries.members_named(current_actor(), q))
    return render_template("contacts/move.html", form=form, contact=contact, q=q)


@blueprint.post("/<int:contact_id>/move")
@requires(Permission.CONTACT_EDIT)
def move_now(contact_id: int) -> Any:
    contact, form = queries.contact_for(current_actor(), contact_id), MoveForm()
    found = queries.members_named(current_actor(), form.q.data or "")
    form.offer(found)
    if form.validate_on_submit():
        try:
            target = form.member_id.data or (found[0].id if len(found) == 1 else None)
            if target is None:
                raise services.WhereMissing(_("Choose the organisation."))
            member = members.member_for(current_actor(), target)
            services.change_employer(
                contact,
                member_id=member.id,
                function=form.function.data or "",
                on=form.on.data,
                email=form.email.data or "",
                by=current_actor(),
            )
            told = _("%(name)s is now at %(member)s.", name=contact.name, member=member.name)
            if contact.email and not form.email.data:
                told += " " + _("Mails still go to %(email)s: is it right?", email=contact.email)
            return _done(contact_id, told)
        except DomainError as error:
            form.refuse(error)
    return render_template("contacts/move.html", form=form, contact=contact, q=form.q.data or ""), 422


@blueprint.post("/<int:contact_id>/archive")
@requires(Permission.CONTACT_EDIT)
def archive(contact_id: int) -> Any:
    services.archive_contact(queries.contact_for(current_actor(), contact_id), by=current_actor())
    return _done(contact_id, _("Archived. Nothing is lost."))


@blueprint.post("/<int:contact_id>/lift-hold")
@requires(Permission.CONTACT_EDIT)
def lift_hold(contact_id: int) -> Any:
    again = addresses.lift(queries.contact_for(current_actor(), contact_id), by=current_actor())
    return _done(contact_id, f"{_('Mail is sent to this address again.')} {resting.sent_again(again)}".strip())


@blueprint.post("/<int:contact_id>/restore")
@requires(Permission.CONTACT_EDIT)
def restore(contact_id: int) -> Any:
    try:
        services.restore_contact(queries.contact_for(current_actor(), contact_id), by=current_actor())
        return _done(contact_id, _("Back in the lists."))
    except services.MergedAway as error:
        flash(str(error), "error")
        return redirect(url_for("contacts.show", contact_id=contact_id), 303)


def _whole(phone: str) -> str:
    """A number that is whole; "" while it is typed."""
    try:
        return phone_of(phone)
    except PhoneWrong:
        return ""


def _created(form: NewContactForm, member: Member | None) -> Contact:
    actor = current_actor()
    data = _data(form)
    if not form.is_another.data:
        ask_about_contact(data, member_id=member.id if member else None, by=actor)
    contact = services.create_contact(data, by=actor)
    federation_id = None if member else form.federation_id.data
    if member is not None or federation_id is not None:
        services.add_affiliation(
            contact,
            member_id=member.id if member else None,
            federation_id=federation_id,
            function=form.function.data or "",
            from_on=form.from_on.data or clock.today(),
            receives_reports=bool(form.receives_reports.data),
            by=actor,
        )
    return contact


def _data(form: ContactForm) -> services.ContactData:
    return services.ContactData(
        last_name=form.last_name.data,
        first_name=form.first_name.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
        second_phone=form.second_phone.data or "",
        language=form.language.data,
        preference=MailPreference(form.preference.data),
    )


def _known(contact: Contact) -> dict[str, str]:
    """A person as its form shows it."""
    return {
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "email": contact.email or "",
        "phone": dialled(contact.phone),
        "second_phone": dialled(contact.second_phone),
        "language": contact.language,
        "preference": contact.preference.value,
    }


def _member(written: Any) -> Member | None:
    member_id = whole(written)
    return members.member_for(current_actor(), member_id) if member_id else None


def _line(contact: Contact, line_id: int) -> Affiliation:
    line = next((one for one in contact.affiliations if one.id == line_id and one.until_on is None), None)
    return line if line is not None else abort(404)


def _done(contact_id: int, sentence: str) -> Any:
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("contacts.show", contact_id=contact_id), 303)

"""One year of one member: its fee, its payment, and whom it is asked of."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError

from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members import queries as members
from cara_crm.memberships import queries, services
from cara_crm.memberships.forms import FeeForm, PaidForm, RecipientForm, YearForm
from cara_crm.memberships.models import Membership
from cara_crm.memberships.standing import due_on, state_of
from cara_crm.memberships.views import blueprint


@blueprint.get("/memberships/<int:membership_id>")
@requires(Permission.MEMBERSHIP_READ)
def show(membership_id: int) -> str:
    return _page(queries.membership_for(current_actor(), membership_id))


def _page(membership: Membership, fee: FeeForm | None = None, paid: PaidForm | None = None) -> str:
    terms, today = queries.terms(), clock.today()
    fee = fee or FeeForm(formdata=None, data={**_set(membership), "version": str(membership.version)})
    called_on = membership.called_on
    return render_template(
        "memberships/show.html",
        one=membership,
        state=state_of(membership, today, terms.payment_days),
        due=due_on(called_on, terms.payment_days) if called_on else None,
        fee=fee.offer(list(queries.colleges()), membership.college),
        paid=paid or _paid(membership),
        recipient=queries.recipient_of(membership.member_id),
        deliveries=queries.deliveries_of(membership),
        has_account=bool(terms.iban),
        may_edit=current_actor().can(Permission.MEMBERSHIP_EDIT),
    )


def _paid(membership: Membership) -> PaidForm:
    """Today is suggested for what is not paid, and not for what was paid on a day that nobody told."""
    suggested = None if membership.is_paid else clock.today()
    return PaidForm(formdata=None, data={"on": membership.paid_on or suggested}).known(membership.paid_on)


def _set(membership: Membership) -> dict[str, Any]:
    """The fee as it is set, in the form's fields."""
    college, euros, reason = membership.college_id or "", membership.fee_euros, membership.fee_reason
    return {"college_id": college, "euros": euros, "reason": reason}


@blueprint.get("/memberships/of/<int:member_id>/new")
@requires(Permission.MEMBERSHIP_EDIT)
def new(member_id: int) -> str:
    member = members.member_for(current_actor(), member_id)
    return render_template("memberships/new.html", member=member, form=YearForm(data={"year": clock.today().year}))


@blueprint.post("/memberships/of/<int:member_id>")
@requires(Permission.MEMBERSHIP_EDIT)
def begin(member_id: int) -> Any:
    member, form = members.member_for(current_actor(), member_id), YearForm()
    if form.validate_on_submit():
        try:
            made = services.begin_year(member, form.year.data, by=current_actor())
            return _done(made.id, _("The year is begun."))
        except DomainError as error:
            form.refuse(error)
    return render_template("memberships/new.html", member=member, form=form), 422


@blueprint.post("/memberships/<int:membership_id>/fee")
@requires(Permission.MEMBERSHIP_EDIT)
def set_fee(membership_id: int) -> Any:
    membership = queries.membership_for(current_actor(), membership_id)
    form = FeeForm().offer(list(queries.colleges()), membership.college)
    if form.validate_on_submit():
        try:
            services.set_fee(
                membership,
                college_id=form.college_id.data,
                euros=form.euros.data,
                reason=form.reason.data or "",
                version=form.version_read,
                by=current_actor(),
            )
            return _done(membership_id, _("Saved."))
        except (EditedMeanwhile, StaleDataError):
            db.session.rollback()
            membership = queries.membership_for(current_actor(), membership_id)
            form.meet(_set(membership))
            form.read_again(membership.version)
        except DomainError as error:
            form.refuse(error)
    return _page(membership, fee=form), 409 if form.meanwhile else 422


@blueprint.post("/memberships/<int:membership_id>/paid")
@requires(Permission.MEMBERSHIP_EDIT)
def pay(membership_id: int) -> Any:
    membership, form = queries.membership_for(current_actor(), membership_id), PaidForm()
    if form.validate_on_submit() and not form.is_overtaken_by({"on": membership.paid_on}):
        try:
            services.record_payment(membership, on=form.on.data, by=current_actor())
            return _done(membership_id, _("Paid: no reminder goes out any more."))
        except DomainError as error:
            form.refuse(error)
    return _page(membership, paid=form), 409 if form.meanwhile else 422


@blueprint.post("/memberships/<int:membership_id>/unpaid")
@requires(Permission.MEMBERSHIP_EDIT)
def take_back_payment(membership_id: int) -> Any:
    services.take_back_payment(queries.membership_for(current_actor(), membership_id), by=current_actor())
    return _done(membership_id, _("The payment is taken back."))


@blueprint.post("/memberships/<int:membership_id>/propose")
@requires(Permission.MEMBERSHIP_EDIT)
def propose_again(membership_id: int) -> Any:
    membership = queries.membership_for(current_actor(), membership_id)
    try:
        services.propose_again(membership, by=current_actor())
    except DomainError as error:
        db.session.rollback()
        flash(str(error), "error")
        return redirect(url_for("memberships.show", membership_id=membership_id), 303)
    return _done(membership_id, _("The fee is what the grid says."))


@blueprint.post("/memberships/<int:membership_id>/remove")
@requires(Permission.MEMBERSHIP_EDIT)
def remove(membership_id: int) -> Any:
    membership = queries.membership_for(current_actor(), membership_id)
    member_id = membership.member_id
    try:
        services.remove_year(membership, by=current_actor())
    except DomainError as error:
        db.session.rollback()
        flash(str(error), "error")
        return redirect(url_for("memberships.show", membership_id=membership_id), 303)
    db.session.commit()
    flash(_("The year is removed."), "success")
    return redirect(url_for("members.show", member_id=member_id), 303)


@blueprint.route("/memberships/of/<int:member_id>/recipient", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_EDIT)
def recipient(member_id: int) -> Any:
    """Whom the calls go to."""
    member = members.member_for(current_actor(), member_id)
    people = queries.recipients(member_id)
    known = {"contact_id": next((a.contact_id for a in queries.affiliations_of(member_id) if a.receives_fee_calls), "")}
    form = RecipientForm(data=known).offer(people)
    if form.validate_on_submit() and not form.is_overtaken_by(known):
        try:
            services.name_recipient(member, typed.number(form.contact_id.data), by=current_actor())
            db.session.commit()
        except DomainError as error:
            db.session.rollback()
            form.refuse(error)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("members.show", member_id=member_id), 303)
    page = render_template("memberships/recipient.html", member=member, form=form, people=people)
    return page, form.status


def _done(membership_id: int, sentence: str) -> Any:
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("memberships.show", membership_id=membership_id), 303)

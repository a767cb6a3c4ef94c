"""A member made and edited."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from wtforms import StringField

from cara_crm.core import clock, typed
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError, EditedMeanwhile
from cara_crm.core.permissions import Permission, requires
from cara_crm.core.reaching import dialled
from cara_crm.extensions import db, reading
from cara_crm.members import foreign, queries, services
from cara_crm.members.forms import MemberForm, NewMemberForm, commas, lines
from cara_crm.members.models import Member, MemberCategory, MemberStatus
from cara_crm.members.siren import spaced
from cara_crm.members.views import blueprint
from cara_crm.merging import queries as merging
from cara_crm.merging.services import PerhapsTheSame, ask_about_member
from cara_crm.merging.words import reason

WRITTEN = ("siren", "foreign_number", "website", "email", "phone", "address", "postal_code", "town")
NOT_DATA = {"version", "read_as", "is_another", "status", "sector_id", "csrf_token"}


@blueprint.get("/new")
@requires(Permission.MEMBER_EDIT)
def new() -> str:
    form = NewMemberForm(data={"version": "0", "category": "other", "status": "prospect"})
    return _new_page(form, [])


@blueprint.post("/alike")
@requires(Permission.MEMBER_EDIT)
def alike() -> str:
    """For what is typed at this moment: sent in a form's body, as names belong in no address. Writes nothing."""
    actor, form = current_actor(), NewMemberForm()
    names = tuple(typed.line(form[name].data) for name in ("legal_name", "usual_name"))
    written = {name: typed.line(form[name].data) for name in WRITTEN}
    with reading():
        found = merging.members_like(actor, merging.Typed(names, department_id=form.department_id.data, **written))
        return render_template("members/_alike.html", form=form, twins=found, reason=reason, spaced=spaced)


@blueprint.post("")
@requires(Permission.MEMBER_EDIT)
def create() -> Any:
    form = NewMemberForm()
    twins: list[merging.Alike] = []
    if form.validate_on_submit():
        try:
            member = _created(form)
        except PerhapsTheSame as error:
            twins = error.found
            form.refuse(error)
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("%(name)s is in the register.", name=member.name), "success")
            return redirect(url_for("members.show", member_id=member.id), 303)
    return _new_page(form, twins), 422


def _new_page(form: NewMemberForm, twins: list[merging.Alike]) -> str:
    return render_template("members/new.html", form=form, twins=twins, reason=reason, spaced=spaced)


@blueprint.get("/<int:member_id>/edit")
@requires(Permission.MEMBER_EDIT)
def edit(member_id: int) -> str:
    member = queries.member_with_facts(current_actor(), member_id)
    form = MemberForm(data={**_shown(member), "version": str(member.version)})
    return render_template("members/edit.html", form=form, member=member)


@blueprint.post("/<int:member_id>/edit", endpoint="update")
@requires(Permission.MEMBER_EDIT)
def update(member_id: int) -> Any:
    member = queries.member_with_facts(current_actor(), member_id)
    form = MemberForm()
    if form.validate_on_submit():
        try:
            services.edit_member(member, _data(form), version=form.version_read, by=current_actor())
            db.session.commit()
        except (EditedMeanwhile, StaleDataError):
            db.session.rollback()
            member = queries.member_with_facts(current_actor(), member_id)
            form.meet(_shown(member))
            form.read_again(member.version)
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("members.show", member_id=member_id), 303)
    html = render_template("members/edit.html", form=form, member=member)
    return html, 409 if form.meanwhile else 422


def _created(form: NewMemberForm) -> Member:
    actor, data = current_actor(), _data(form)
    if not form.is_another.data:
        ask_about_member(data, by=actor)
    member = services.create_member(data, status=MemberStatus(form.status.data), by=actor)
    if form.sector_id.data:
        services.assign_sector(
            member, sector_id=form.sector_id.data, role_id=None, is_main=True, on=clock.today(), by=actor
        )
    return member


def _data(form: MemberForm) -> services.MemberData:
    """The form's fields as plain values."""
    fields = {name: field for name, field in form._fields.items() if name not in NOT_DATA}
    values: dict[str, Any] = {
        name: field.data or "" if isinstance(field, StringField) else field.data for name, field in fields.items()
    }
    values |= {
        "other_names": lines(form.other_names.data),
        "brands": "\n".join(lines(form.brands.data)),
        "tags": commas(form.tags.data),
        "category": MemberCategory(form.category.data),
        "headcount_band": form.headcount_band.data or "",
    }
    return services.MemberData(**values)


def _shown(member: Member) -> dict[str, Any]:
    """A member as its form shows it."""
    values = services.described(member)
    return values | {
        "foreign_number": foreign.shown(member.foreign_number),
        "phone": dialled(member.phone),
        "other_names": "\n".join(values["other_names"]),
        "tags": ", ".join(values["tags"]),
        "category": values["category"].value,
    }

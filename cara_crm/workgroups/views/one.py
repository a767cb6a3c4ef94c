"""One group: its people, its meetings, what was heard there and what became of it."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import in_words
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db, reading
from cara_crm.interactions.attendance import lines_of
from cara_crm.interactions.queries import people_meant
from cara_crm.issues import queries as issues
from cara_crm.members import export as files
from cara_crm.positions import queries as positions
from cara_crm.positions.models import Position
from cara_crm.relays import queries as relays
from cara_crm.workgroups import attendance, queries, services
from cara_crm.workgroups.forms import EndSeatForm, MeetingForm, SeatForm
from cara_crm.workgroups.models import Workgroup
from cara_crm.workgroups.views import blueprint


@blueprint.get("/<int:workgroup_id>")
@requires(Permission.WORKGROUP_READ)
def show(workgroup_id: int) -> str:
    return _page(queries.workgroup_for(current_actor(), workgroup_id))


def _page(workgroup: Workgroup, seat_form: SeatForm | None = None, meeting_form: MeetingForm | None = None) -> str:
    actor, today = current_actor(), clock.today()
    seats = queries.seats_of(actor, workgroup)
    planned, past = queries.meetings_of(actor, workgroup, seats)
    held = [one.meeting.interaction_id for one in past if one.is_readable and one.meeting.interaction_id]
    heard = issues.issues_of_interactions(actor, held) if actor.can(Permission.ISSUE_READ) else []
    return render_template(
        "workgroups/show.html",
        workgroup=workgroup,
        present=[one for one in seats.seen if one.holds_on(today)],
        past_seats=[one for one in seats.seen if not one.holds_on(today)],
        unseen=seats.unseen_today,
        planned=planned,
        past=past,
        issues=heard,
        positions=_positions(actor, [one.id for one in heard]),
        relays=relays.relays_to_workgroup(actor, workgroup.id) if actor.can(Permission.RELAY_READ) else [],
        seat_form=seat_form or SeatForm(formdata=None),
        meeting_form=meeting_form or MeetingForm(formdata=None),
        place_of=queries.place_of,
        function_of=queries.function_of,
        today=today,
    )


def _positions(actor: Actor, issue_ids: list[int]) -> list[Position]:
    """What became of the issues heard there, each once."""
    if not issue_ids or not actor.can(Permission.POSITION_READ):
        return []
    return list(dict.fromkeys(link.position for link in positions.positions_of_issues(issue_ids, actor)))


@blueprint.post("/<int:workgroup_id>/people")
@requires(Permission.WORKGROUP_EDIT)
def seat(workgroup_id: int) -> Any:
    """Whoever is meant without doubt sits there at once; the other lines stay in the form, with the reason."""
    actor, form = current_actor(), SeatForm()
    workgroup = queries.workgroup_for(actor, workgroup_id)
    if not form.validate():
        return _page(workgroup, seat_form=form), 422
    found, unclear = _meant(actor, form.people.data)
    seated = services.seat(workgroup, found, role=form.role.data, from_on=form.from_on.data, by=actor)
    db.session.commit()
    if seated:
        flash(ngettext("%(num)d person sits there now.", "%(num)d people sit there now.", seated), "success")
    if not unclear:
        return redirect(url_for("workgroups.show", workgroup_id=workgroup_id), 303)
    form.people.errors = [_("Nobody in the register, or several: add the e-mail address or the organisation.")]
    form.people.data = "\n".join(unclear)
    return _page(queries.workgroup_for(actor, workgroup_id), seat_form=form), 422


def _meant(actor: Actor, text: str) -> tuple[list[int], list[str]]:
    """(contacts that are meant without doubt, the lines that mean nobody or several)."""
    found: list[int] = []
    unclear: list[str] = []
    for line, functions in people_meant(actor, lines_of(text), clock.today()):
        people = {one.contact_id for one in functions}
        if len(people) == 1:
            found += people
        else:
            unclear.append(line.text)
    return found, unclear


@blueprint.route("/<int:workgroup_id>/people/<int:seat_id>/end", methods=["GET", "POST"])
@requires(Permission.WORKGROUP_EDIT)
def end_seat(workgroup_id: int, seat_id: int) -> Any:
    actor, form = current_actor(), EndSeatForm()
    workgroup = queries.workgroup_for(actor, workgroup_id)
    one = queries.seat_for(actor, workgroup, seat_id)
    if form.validate_on_submit():
        try:
            services.end_seat(one, on=form.on.data, by=actor)
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("%(name)s sits there until %(day)s.", name=one.contact.name, day=in_words(form.on.data)), "success")
            return redirect(url_for("workgroups.show", workgroup_id=workgroup_id), 303)
    page = render_template("workgroups/end_seat.html", form=form, workgroup=workgroup, seat=one)
    return page, 422 if form.errors else 200


@blueprint.post("/<int:workgroup_id>/meetings")
@requires(Permission.WORKGROUP_EDIT)
def plan(workgroup_id: int) -> Any:
    actor, form = current_actor(), MeetingForm()
    workgroup = queries.workgroup_for(actor, workgroup_id)
    if form.validate():
        try:
            services.plan_meeting(
                workgroup,
                held_on=form.held_on.data,
                from_time=form.from_time.data,
                until_time=form.until_time.data,
                place=form.place.data or "",
                by=actor,
            )
        except DomainError as error:
            form.refuse(error)
        else:
            db.session.commit()
            flash(_("The meeting is planned; it stands in the calendars."), "success")
            return redirect(url_for("workgroups.show", workgroup_id=workgroup_id), 303)
    return _page(workgroup, meeting_form=form), 422


@blueprint.post("/<int:workgroup_id>/meetings/<int:meeting_id>/call-off")
@requires(Permission.WORKGROUP_EDIT)
def call_off(workgroup_id: int, meeting_id: int) -> Any:
    workgroup = queries.workgroup_for(current_actor(), workgroup_id)
    services.call_off(queries.meeting_for(workgroup, meeting_id), by=current_actor())
    db.session.commit()
    flash(_("The meeting is called off; it leaves the calendars. Tell those who were to come."), "success")
    return redirect(url_for("workgroups.show", workgroup_id=workgroup_id), 303)


@blueprint.get("/<int:workgroup_id>/attendance.<kind>")
@requires(Permission.WORKGROUP_READ)
def export(workgroup_id: int, kind: str) -> Response:
    """Who came to which meeting."""
    actor = current_actor()
    workgroup = queries.workgroup_for(actor, workgroup_id)
    if kind not in files.MEDIA or not actor.can(Permission.MEMBER_EXPORT):
        abort(404)
    key = workgroup.id
    with reading():
        rows, headers = attendance.rows_of(actor, queries.workgroup_for(actor, key))
        content = files.made(kind, files.in_order(rows, headers), headers)
    audit.record("workgroup.attendance_exported", "workgroup", by=actor, workgroup=key, kind=kind)
    db.session.commit()
    name = f"{_('attendance')}-{key}-{clock.today().isoformat()}.{kind}"
    return Response(
        content, mimetype=files.MEDIA[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )

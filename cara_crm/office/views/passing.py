"""The manager's side: recording an answer that came by mail, and passing answers on to the members behind."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.confidentiality.leaks.speaking import speaking_of_members
from cara_crm.core.actor import current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.issues.queries.register import leak_index
from cara_crm.office.boxes import Box, answer_to, others_than, prefix_of, refused, stored
from cara_crm.office.forms import AnswerForm, PassOnForm
from cara_crm.office.views import blueprint
from cara_crm.positions.marks import marked
from cara_crm.positions.models import Outcome
from cara_crm.relays.services import Reach, reach_of
from cara_crm.reports.answers import queries, services
from cara_crm.reports.answers.forwarding import forward as forward_answer
from cara_crm.reports.answers.forwarding import onward
from cara_crm.reports.labels import KINDS
from cara_crm.reports.models import AnswerState
from cara_crm.reports.reading.queries import code_of, document_of, link_for, position_in
from cara_crm.reports.reading.services import renew_link
from cara_crm.reports.reading.services import revoke_link as revoke


@blueprint.get("/answers")
@requires(Permission.REPORT_SEND)
def answers() -> str:
    """What the federations answered and the members have not read yet."""
    return render_template("office/answers.html", answers=queries.unpassed(current_actor()))


@blueprint.route("/answers/<int:answer_id>/pass-on", methods=["GET", "POST"])
@requires(Permission.REPORT_SEND)
def pass_on(answer_id: int) -> Any:
    """Who gets it and what they read; one button passes it on. An answer to a later version stands in its place."""
    actor, form = current_actor(), PassOnForm()
    answer = queries.answer_for(actor, answer_id)
    instead = queries.successor_of(answer) if answer.state is AnswerState.GIVEN else None
    if instead is not None:
        return redirect(url_for("office.pass_on", answer_id=instead.id), 303)
    if form.validate_on_submit():
        try:
            reach = services.pass_on(
                answer, addition=form.addition.data or "", as_it_stands=form.as_it_stands.data is True, by=actor
            )
        except services.AlreadyPassedOn as refusal:
            flash(str(refusal), "info")
            return redirect(url_for("office.pass_on", answer_id=answer_id), 303)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            db.session.commit()
            flash(_passed(reach), "success")
            return redirect(url_for("relays.show", relay_id=answer.relay_id), 303)
    found = queries.behind(answer)
    words = document_of(answer.report).position(code_of(answer.position_id)) or answer.position
    read = queries.for_any_member(answer, words.statement, words.request, answer.text_members)
    text = read[2] if answer.relay is None else answer.relay.body
    about = document_of(answer.report).sectors
    places = speaking_of_members(text, leak_index(), about=about) if answer.relay is None else ()
    page = render_template(
        "office/pass_on.html",
        answer=answer,
        told=marked("text_members", text, places),
        kinds=KINDS,
        behind=found,
        reach=reach_of(found.people, newsletter=False),
        words=words,
        read=read,
        form=form,
        onward=onward(answer),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/answers/<int:answer_id>/forward")
@requires(Permission.POSITION_EDIT)
def forward(answer_id: int) -> Any:
    """“Not our remit”: the same position for the federation whose remit it is."""
    actor = current_actor()
    answer = queries.answer_for(actor, answer_id)
    try:
        position = forward_answer(answer, by=actor)
    except DomainError as refusal:
        db.session.rollback()
        flash(str(refusal), "info")
        return redirect(url_for("office.pass_on", answer_id=answer_id), 303)
    db.session.commit()
    flash(
        _(
            "The position is drafted for %(name)s: read its words, then put it in a report.",
            name=position.federation.short_name,
        ),
        "success",
    )
    return redirect(url_for("positions.edit", position_id=position.id), 303)


def _passed(reach: Reach) -> str:
    people = ngettext("Passed on to %(num)d person.", "Passed on to %(num)d people.", len(reach.people))
    missed = len(reach.not_reached)
    if not missed:
        return people
    rest = ngettext("%(num)d finds it in the portal only.", "%(num)d find it in the portal only.", missed)
    return f"{people} {rest}"


@blueprint.post("/reading-links/<int:link_id>/revoke")
@requires(Permission.REPORT_SEND)
def revoke_link(link_id: int) -> Any:
    """End a reading link, and every browser that opened it."""
    actor = current_actor()
    link = link_for(actor, link_id)
    revoke(link, by=actor)
    db.session.commit()
    flash(_("The link opens nothing any more."), "success")
    return redirect(url_for("reports.show", report_id=link.report_id), 303)


@blueprint.post("/reading-links/<int:link_id>/renew")
@requires(Permission.REPORT_SEND)
def send_new_link(link_id: int) -> Any:
    """A new link by mail, which is also a reminder of what waits for an answer."""
    actor = current_actor()
    link = link_for(actor, link_id)
    renew_link(link, by=actor)
    db.session.commit()
    flash(_("A new link is on its way to %(name)s.", name=link.contact.name), "success")
    return redirect(url_for("reports.show", report_id=link.report_id), 303)


@blueprint.route("/reports/<int:report_id>/positions/<int:position_id>/answer", methods=["GET", "POST"])
@requires(Permission.REPORT_SEND)
def record(report_id: int, position_id: int) -> Any:
    """An answer that came by mail or on paper, confirmed by the manager."""
    actor, outcomes = current_actor(), tuple(Outcome)
    report = queries.report_to_answer(actor, report_id)
    position_in(report, position_id)
    box = stored(report, position_id, outcomes)
    if request.method == "POST":
        form = AnswerForm(prefix=prefix_of(position_id))
        form.offer(others_than(report), outcomes)
        box = Box(position_id, form, answer_to(report, position_id))
        if form.validate():
            try:
                answer = services.save_answer(report, position_id, **form.words, by=actor)
                services.record_answer(answer, by=actor)
            except DomainError as refusal:
                db.session.rollback()
                box = refused(queries.report_to_answer(actor, report_id), position_id, form, refusal)
            else:
                db.session.commit()
                flash(_("The answer is recorded. Pass it on when you are ready."), "success")
                return redirect(url_for("office.pass_on", answer_id=answer.id), 303)
    words = document_of(report).position(code_of(position_id))
    page = render_template("office/record.html", report=report, box=box, form=box.form, words=words)
    return page, 422 if box.form.errors else 200

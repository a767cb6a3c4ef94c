"""The member's side: the information that concerns it, and what it does with it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.forms import Form
from cara_crm.core.languages import current_language
from cara_crm.core.pages import paginate
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.relays import calendar, queries, services
from cara_crm.relays.forms import response_form
from cara_crm.relays.models import Recipient, Relay, RelayKind
from cara_crm.relays.text import as_html
from cara_crm.relays.views import blueprint
from cara_crm.reports.layout import laid_out
from cara_crm.reports.requests.queries import outcome_of

LONGEST_WORD = 100
RECEIVED = (
    RelayKind.INFORMATION,
    RelayKind.OPPORTUNITY,
    RelayKind.EVENT,
    RelayKind.CONSULTATION,
    RelayKind.ANSWER,
)


@blueprint.get("/information")
@requires(Permission.PORTAL_READ)
def information() -> str:
    sought = queries.Sought(q=request.args.get("q", "")[:LONGEST_WORD], kind=_kind())
    found = queries.archive(current_actor(), sought)
    page = paginate(db.session, found, queries.information_key, request.args.get("after"))
    return render_template("relays/information.html", page=page, sought=sought, kinds=RECEIVED)


def _kind() -> RelayKind | None:
    said = request.args.get("kind", "")
    return RelayKind(said) if said in RECEIVED else None


@blueprint.get("/information/<int:relay_id>")
@requires(Permission.PORTAL_READ)
def received(relay_id: int) -> str:
    actor = current_actor()
    recipient = queries.own_recipient(actor, relay_id)
    is_asked = recipient.member_id == actor.member_id
    return received_page(actor, recipient, form=_questions(actor, recipient.relay) if is_asked else None)


def received_page(actor: Actor, recipient: Recipient, *, form: Form | None) -> str:
    """What a member got, with what it can do about it; `form` asks the questions of a consultation."""
    relay = recipient.relay
    is_answer = relay.kind is RelayKind.ANSWER
    asked = queries.questions_of(relay) if form else []
    outcome = outcome_of(relay) if relay.kind is RelayKind.CONSULTATION else None
    opens = queries.opens(actor, relay.related_ids)
    return render_template(
        "relays/received.html",
        opens=opens,
        errata=services.errata_shown(relay, opens),
        recipient=recipient,
        relay=relay,
        text=as_html(relay.body_in(current_language())),
        answers=queries.received(relay, actor) if is_answer else [],
        why=queries.told(recipient.matched, to_team=False),
        can_interest=relay.takes_interest,
        is_mine=recipient.contact_id == actor.contact_id,
        has_a_day=calendar.has_a_day(relay) and not is_answer,
        form=form,
        outcome=outcome,
        outcome_document=laid_out(outcome.document) if outcome else None,
        questions=asked,
        results=queries.results_of(relay, asked),
        response=queries.response_of(relay, actor.member_id) if form else None,
    )


def _questions(actor: Actor, relay: Relay) -> Form | None:
    """With what the organisation answered before."""
    asked = queries.questions_of(relay) if relay.kind is RelayKind.CONSULTATION else []
    if not asked:
        return None
    given = queries.response_of(relay, actor.member_id)
    return response_form(asked, current_language(), given.values if given else {})


@blueprint.post("/information/<int:relay_id>/acknowledge")
@requires(Permission.PORTAL_READ)
def acknowledge(relay_id: int) -> Any:
    actor = current_actor()
    services.acknowledge(queries.own_recipient(actor, relay_id), by=actor)
    db.session.commit()
    flash(_("Thank you: the cluster sees that you have read it."), "success")
    return redirect(url_for("relays.received", relay_id=relay_id), 303)


@blueprint.post("/information/<int:relay_id>/interested")
@requires(Permission.PORTAL_READ)
def interested(relay_id: int) -> Any:
    actor = current_actor()
    try:
        services.show_interest(queries.own_recipient(actor, relay_id), by=actor)
    except DomainError as refusal:
        flash(str(refusal), "info")
    else:
        db.session.commit()
        flash(_("Noted: the cluster will come back to you."), "success")
    return redirect(url_for("relays.received", relay_id=relay_id), 303)

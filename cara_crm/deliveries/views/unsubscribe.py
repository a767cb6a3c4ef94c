"""Leaving the newsletters with one click, and coming back, signed in or not (RFC 8058)."""

from typing import Any

from flask import abort, render_template, request

from cara_crm.contacts import newsletters
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import public
from cara_crm.deliveries import links
from cara_crm.deliveries.views import blueprint
from cara_crm.extensions import csrf, db

ONE_CLICK = ("List-Unsubscribe", "One-Click")


def contact_id(token: str) -> int:
    found = links.contact_of_token(token)
    if found is None:
        abort(404)
    return found


@blueprint.get("/unsubscribe/<token>")
@public
def unsubscribe(token: str) -> str:
    """Mail scanners open links: looking changes nothing."""
    contact_id(token)
    return render_template("deliveries/unsubscribe.html", token=token, done=False, again=False, says=dict([ONE_CLICK]))


@blueprint.post("/unsubscribe/<token>")
@csrf.exempt  # the mail program posts, without cookies; the signed token is the proof
@public
def unsubscribe_now(token: str) -> Any:
    """A mail program and the page's button say what they want (RFC 8058, 3.2); whatever else posts is asked."""
    contact_id(token)
    if request.form.get(ONE_CLICK[0], "").strip().lower() != ONE_CLICK[1].lower():
        return unsubscribe(token), 400
    newsletters.opt_out(contact_id(token), by=Actor.system("unsubscribe"))
    db.session.commit()
    return render_template("deliveries/unsubscribe.html", token=token, done=True, again=False)


@blueprint.post("/unsubscribe/<token>/undo")
@public
def subscribe_again(token: str) -> str:
    """A slip of the finger, put right on the page that tells of it."""
    newsletters.opt_in(contact_id(token), by=Actor.system("unsubscribe"))
    db.session.commit()
    return render_template("deliveries/unsubscribe.html", token=token, done=False, again=True)

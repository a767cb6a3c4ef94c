"""Addresses that rest because mail came back from them, writing to them again; links of mails that are closed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cara_crm.contacts import addresses, links, queries
from cara_crm.contacts.views import blueprint
from cara_crm.core.actor import current_actor
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db


def _words(values: Any) -> str:
    return str(values.get("q", "")).replace("\x00", "")[:100].strip()


@blueprint.get("/on-hold")
@requires(Permission.CONTACT_READ)
def on_hold() -> str:
    q, actor = _words(request.args), current_actor()
    page = queries.page_on_hold(actor, q, request.args.get("after"))
    return render_template("contacts/on_hold.html", page=page, q=q, count=queries.count_on_hold(actor, q))


@blueprint.post("/on-hold/lift")
@requires(Permission.CONTACT_EDIT)
def lift_holds() -> Any:
    """All of whose refusal holds these words: one cause that is mended."""
    q, actor = _words(request.form), current_actor()
    resting = queries.all_on_hold(actor, q)
    again = addresses.lift_all(resting, by=actor)
    db.session.commit()
    told = ngettext("%(num)d address is written to again.", "%(num)d addresses are written to again.", len(resting))
    flash(f"{told} {sent_again(again)}".strip(), "success")
    return redirect(url_for("contacts.on_hold"), 303)


@blueprint.post("/<int:contact_id>/links/close")
@requires(Permission.CONTACT_EDIT)
def close_links(contact_id: int) -> Any:
    """A mail went where it should not: what its links opened is shut."""
    links.close_links(queries.contact_for(current_actor(), contact_id), by=current_actor())
    db.session.commit()
    flash(_("The links of all mails so far are closed; the next mail has new ones."), "success")
    return redirect(url_for("contacts.show", contact_id=contact_id), 303)


def sent_again(count: int) -> str:
    """The sentence on it; "" for none."""
    if not count:
        return ""
    return ngettext(
        "%(num)d message that came back lately is sent again.",
        "%(num)d messages that came back lately are sent again.",
        count,
    )

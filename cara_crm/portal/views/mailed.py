"""By the link of a mail, without an account: read what that mail is about, say what one makes of it, choose how to be
written to.

A mail may be forwarded, and programs follow its links. So a GET changes nothing; a page shows what the mail says and
nothing about its reader (not what it chose, nor whether it has read, registered or is interested); and what is
decided here is told by mail to the person itself, whatever the page was opened by.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cara_crm.accounts import services as accounts
from cara_crm.accounts.services import limits
from cara_crm.contacts import preferences
from cara_crm.contacts.links import close_links, contact_behind
from cara_crm.contacts.models import Contact
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.errors import DomainError
from cara_crm.core.languages import current_language
from cara_crm.core.permissions import Permission, Role, public
from cara_crm.deliveries.links import read_mail_token
from cara_crm.extensions import db
from cara_crm.files.responses import download
from cara_crm.portal.forms import MailedPreferencesForm
from cara_crm.portal.views import blueprint
from cara_crm.relays import calendar, services
from cara_crm.relays.models import Recipient
from cara_crm.relays.queries import mailed_to, told_by
from cara_crm.relays.text import as_html


class Opened(NamedTuple):
    """Whom a mail was for, and the relays that it was about."""

    contact: Contact
    about: tuple[int, ...]

    @property
    def is_signed_in(self) -> bool:
        actor = current_actor()
        return actor.contact_id == self.contact.id and actor.can(Permission.PORTAL_READ)

    def by(self, row: Recipient | None = None) -> Actor:
        return Actor(
            None,
            Role.MEMBER,
            self.contact.name,
            member_id=row.member_id if row else None,
            contact_id=self.contact.id,
        )


def _opened(token: str) -> Opened | None:
    """None when the link is over or was closed; what we did not make is 404."""
    link = read_mail_token(token)
    if link is None:
        abort(404)
    contact = contact_behind(link)
    return Opened(contact, link.about) if contact else None


def _row(opened: Opened | None, relay_id: int) -> Recipient | None:
    """Its row of one relay of that mail; of another one 404."""
    if opened is None:
        return None
    if relay_id not in told_by(opened.about):
        abort(404)
    return next(iter(mailed_to(opened.contact, [relay_id])), None)


def _closed() -> Any:
    return render_template("portal/mailed_closed.html"), 410


@blueprint.get("/mail/<token>")
@public
def mailed(token: str) -> Any:
    """What a digest is about; of a mail about one relay, that one."""
    opened = _opened(token)
    if opened is None:
        return _closed()
    if opened.is_signed_in:
        return redirect(url_for("relays.information"), 303)
    rows = mailed_to(opened.contact, opened.about)
    if len(rows) == 1:
        return redirect(url_for("portal.mailed_relay", token=token, relay_id=rows[0].relay_id), 303)
    return render_template("portal/mailed_list.html", token=token, rows=rows) if rows else _closed()


@blueprint.get("/mail/<token>/<int:relay_id>")
@public
def mailed_relay(token: str, relay_id: int) -> Any:
    opened = _opened(token)
    row = _row(opened, relay_id)
    if opened is None or row is None:
        return _closed()
    if opened.is_signed_in:
        return redirect(url_for("relays.received", relay_id=relay_id), 303)
    relay = row.relay
    opens = {one.relay_id for one in mailed_to(opened.contact, relay.related_ids)}
    return render_template(
        "portal/mailed.html",
        token=token,
        relay=relay,
        text=as_html(relay.body_in(current_language())),
        has_a_day=calendar.has_a_day(relay) and relay.is_open,
        errata=services.errata_shown(relay, opens),
        opens=opens,
    )


@blueprint.post("/mail/<token>/<int:relay_id>")
@public
def say_mailed(token: str, relay_id: int) -> Any:
    """“Read”, “interested”, “I come”, “I do not come”: a second click changes nothing."""
    opened = _opened(token)
    row, said = _row(opened, relay_id), SAID.get(request.form.get("say", ""))
    if opened is None or row is None:
        return _closed()
    if said is None:
        abort(404)
    if _counted(opened.contact):
        try:
            said(row, opened.by(row))
        except DomainError as refusal:
            flash(str(refusal), "info")
        else:
            db.session.commit()
            flash(_told(request.form["say"]), "success")
    return redirect(url_for("portal.mailed_relay", token=token, relay_id=relay_id), 303)


SAID: dict[str, Callable[[Recipient, Actor], None]] = {
    "read": lambda row, by: services.acknowledge(row, by=by),
    "interested": lambda row, by: services.show_interest(row, by=by),
    "come": lambda row, by: services.register(row, by=by),
    "not": lambda row, by: services.unregister(row, tell=True, by=by),
}


def _told(said: str) -> str:
    """What follows, the same whatever was so before: whoever holds the mail learns nothing by trying."""
    if said == "read":
        return str(_("Thank you: the cluster sees that it was read."))
    if said == "interested":
        return str(_("Noted: the cluster will come back to you."))
    return str(_("Noted. What holds now goes by mail to the person to whom this was sent."))


def _counted(contact: Contact) -> bool:
    """Within the limit; what is decided here writes mails to somebody."""
    try:
        accounts.count_attempt(limits.BY_MAILS_LINK, str(contact.id))
    except DomainError as refusal:
        db.session.commit()
        flash(str(refusal), "error")
        return False
    db.session.commit()
    return True


@blueprint.get("/mail/<token>/<int:relay_id>/files/<int:file_id>")
@public
def mailed_file(token: str, relay_id: int, file_id: int) -> Any:
    """What came with the mail, or would have but for its size."""
    row = _row(_opened(token), relay_id)
    if row is None:
        return _closed()
    found = next((one.file for one in row.relay.files if one.file_id == file_id), None)
    return download(found) if found else abort(404)


@blueprint.get("/mail/<token>/<int:relay_id>/event.ics")
@public
def mailed_day(token: str, relay_id: int) -> Any:
    row = _row(_opened(token), relay_id)
    if row is None:
        return _closed()
    if not calendar.has_a_day(row.relay):
        abort(404)
    disposition = {"Content-Disposition": f'attachment; filename="{calendar.FILE}"'}
    return Response(calendar.written(row.relay, current_language()), mimetype=calendar.MEDIA, headers=disposition)


@blueprint.route("/mail/<token>/preferences", methods=["GET", "POST"])
@public
def mailed_preferences(token: str) -> Any:
    """How one is written to. Nothing is filled in: what somebody chose is told by mail, to that person."""
    opened = _opened(token)
    if opened is None:
        return _closed()
    if opened.is_signed_in:
        return redirect(url_for("portal.preferences"), 303)
    form = MailedPreferencesForm()
    if form.validate_on_submit() and _counted(opened.contact):
        preferences.change_by_mail(opened.contact, preferences.Changes(**form.changes), by=opened.by())
        db.session.commit()
        flash(_("Saved. What holds now goes by mail to the person to whom this was sent."), "success")
        return redirect(url_for("portal.mailed_preferences", token=token), 303)
    page = render_template("portal/mailed_preferences.html", token=token, form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/mail/<token>/close")
@public
def close_mailed(token: str) -> Any:
    """A mail went where it should not: the links of all mails so far open nothing any more."""
    opened = _opened(token)
    if opened is not None:
        close_links(opened.contact, by=opened.by())
        db.session.commit()
    return _closed()

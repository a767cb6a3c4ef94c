"""What somebody received, for a news reader elsewhere that has no session; its address is opened and closed here."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, flash, g, redirect, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from cara_crm.accounts import services as accounts
from cara_crm.accounts.guards import reader_of_address
from cara_crm.accounts.models import User
from cara_crm.accounts.services import limits
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.languages import in_words, label, span
from cara_crm.core.links import absolute_url
from cara_crm.core.permissions import Permission, public, requires
from cara_crm.extensions import db
from cara_crm.relays import atom, queries
from cara_crm.relays.models import NewsFeed, Recipient, Relay, RelayKind
from cara_crm.relays.text import as_html
from cara_crm.relays.views import blueprint


@blueprint.get("/information/<token>.atom")
@public
def feed(token: str) -> Any:
    """Whoever has the address reads it."""
    accounts.count_reading(NewsFeed, token, request.remote_addr or "", of=limits.NEWS)
    db.session.commit()
    user, actor = reader_of_address(NewsFeed, token, needs=Permission.PORTAL_READ)
    with force_locale(user.language or "fr"):
        content = _written(user, actor)
    response = Response(content, mimetype=atom.MEDIA, headers={"Cache-Control": "private, no-cache"})
    response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    return response.make_conditional(request)


def _written(user: User, actor: Actor) -> bytes:
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    address = queries.news_feed_of(user.id)
    assert address is not None
    cluster = g.get("site_name") or "CARA"
    source = atom.Source(
        key=f"tag:{host},{address.made_at:%Y}:information/{user.id}",
        title=_("%(cluster)s: what concerns you", cluster=cluster),
        author=cluster,
        url=absolute_url("relays.information"),
        language=user.language or "fr",
        made_at=address.made_at,
    )
    return atom.written(source, [_item(one, host, source.language) for one in queries.latest_information(actor)])


def _item(row: Recipient, host: str, language: str) -> atom.Item:
    relay = row.relay
    answered = relay.kind is RelayKind.ANSWER
    title = _("An answer to what you raised") if answered else relay.name_in(language)
    return atom.Item(
        key=f"tag:{host},{relay.happened_at:%Y}:relay/{relay.id}",
        title=_("Cancelled: %(title)s", title=title) if relay.cancelled_at else title,
        kind=label(relay.kind),
        at=relay.happened_at,
        url=absolute_url("relays.received", relay_id=relay.id),
        html="" if answered else _words(relay, language),
        changed_at=relay.changed_at,
    )


def _words(relay: Relay, language: str) -> str:
    """With when and where it is and what was set right since above them, or what it sets right."""
    above = [Markup("<p><strong>{}</strong></p>").format(line) for line in _when(relay)]
    above += [
        Markup('<p><a href="{}"><strong>{}</strong></a> {}</p>{}').format(
            absolute_url("relays.received", relay_id=one.id),
            _("Erratum of %(day)s:", day=in_words(one.happened_at)),
            one.own_title_in(language),
            as_html(one.body_in(language)),
        )
        for one in relay.corrections
    ]
    if relay.corrects:
        first = absolute_url("relays.received", relay_id=relay.corrects.id)
        title = relay.corrects.name_in(language)
        above.append(Markup('<p>{} <a href="{}">{}</a></p>').format(_("This sets right:"), first, title))
    return str(Markup("").join([*above, as_html(relay.body_in(language))]))


def _when(relay: Relay) -> Iterator[str]:
    if relay.starts_at is not None:
        moved = _("This event is moved. It is now:") if relay.has_moved and not relay.cancelled_at else ""
        where = " · ".join(filter(None, (span(relay.starts_at, relay.ends_at), relay.place)))
        yield " ".join(filter(None, (moved, where)))
    if relay.cancelled_reason:
        yield relay.cancelled_reason
    if relay.deadline_on is not None:
        yield _("Open until %(day)s", day=in_words(relay.deadline_on))


@blueprint.post("/information/feed")
@requires(Permission.PORTAL_READ)
def open_feed() -> Any:
    """An address for this person's news reader; the one that was there is worth nothing from now on."""
    accounts.open_address(NewsFeed, current_user.user, by=current_actor())
    db.session.commit()
    flash(_("Your feed has a new address; an earlier one is worth nothing from now on."), "success")
    return redirect(url_for("portal.preferences", _anchor="feed"), 303)


@blueprint.post("/information/feed/close")
@requires(Permission.PORTAL_READ)
def close_feed() -> Any:
    accounts.close_address(NewsFeed, current_user.user, by=current_actor())
    db.session.commit()
    flash(_("Your feed has no address any more: who read it finds nothing there."), "success")
    return redirect(url_for("portal.preferences", _anchor="feed"), 303)

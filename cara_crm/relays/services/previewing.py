"""How a relay would read, before it is kept."""

from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from cara_crm.deliveries import letters
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority, Programme
from cara_crm.relays.models import Direction, Relay
from cara_crm.relays.services.sending import languages_of, letter_context
from cara_crm.relays.text import as_html


@dataclass(frozen=True)
class Preview:
    """In one language: the mail's subject and plain text, and the words as the page shows them."""

    language: str
    subject: str
    title: str
    html: Markup
    text: str


def previews(**words: Any) -> list[Preview]:
    """In each language that it is written in; `words` are columns of a relay that is not there yet."""
    with db.session.no_autoflush:
        relay = Relay(direction=Direction.DOWN, **words)
        relay.federation = db.session.get(Federation, relay.federation_id or 0)
        relay.priority = db.session.get(Priority, relay.priority_id or 0)
        relay.programme = db.session.get(Programme, relay.programme_id or 0)
        return [_preview(relay, language) for language in languages_of(relay)]


def _preview(relay: Relay, language: str) -> Preview:
    with force_locale(language):
        example = {"recipient_name": "", "unsubscribe_url": "", "reason": _("function, organisation")}
    letter = letters.write("relay_information", language, {**letter_context(relay, language), **example})
    title, body = relay.name_in(language), relay.body_in(language)
    return Preview(language, letter.subject, title, as_html(body), letter.text)

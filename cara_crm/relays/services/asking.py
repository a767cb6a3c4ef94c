"""“Does this concern you?”: a position too few stand behind becomes a consultation of its sectors, in agreed words."""

from datetime import timedelta
from textwrap import shorten

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.positions import queries as positions
from cara_crm.positions.models import Position, Way, WordingPurpose
from cara_crm.relays.models import UNSENT, QuestionKind, Relay, RelayKind, RelayState
from cara_crm.relays.services.competing import refuse_secrets
from cara_crm.relays.services.consulting import Asked, ask
from cara_crm.relays.services.writing import draft_relay

OPEN_FOR = timedelta(days=21)
LONGEST_TITLE = 90
QUESTIONS = (
    Asked(
        QuestionKind.CHOICE,
        "Cela vous concerne-t-il ?",
        "Does this concern you?",
        ("Oui, aujourd’hui", "Oui, bientôt", "Non"),
        ("Yes, today", "Yes, soon", "No"),
    ),
    Asked(QuestionKind.TEXT, "Qu’est-ce que cela change pour vous ?", "What does it change for you?"),
)
"""In both languages: it is asked in the reader's, whoever prepares it."""


class NotAgreedYet(DomainError):
    """An author has not said yes to the present words; silence is no."""


def ask_sector(position: Position, *, by: Actor) -> Relay:
    """The draft of a consultation about a position, ready to be looked at and sent; the one that waits already, if any,
    with the words of today. It says what the authors agreed to and no more: they never saw the position's title.

    Raises NotAgreedYet, and AskedByMembersOnly for words that may not go into a consultation.
    """
    if position.way is not Way.ASK or not _everybody_agreed(position):
        raise NotAgreedYet(_("Each author has to agree to exactly these words first; silence is no."))
    title, body = _words(position)
    waiting = sa.select(Relay).where(Relay.positions.any(Position.id == position.id), Relay.state.in_(UNSENT))
    if found := db.session.scalar(waiting.where(Relay.kind == RelayKind.CONSULTATION).order_by(Relay.id).limit(1)):
        if found.state is RelayState.DRAFT and not _says(found, position):
            refuse_secrets({"title": title, "body": body})
            found.title, found.body, found.title_en, found.body_en = title, body, "", ""
        return found
    relay = draft_relay(
        RelayKind.CONSULTATION,
        title=title,
        body=body,
        audience={"sectors": [sector.id for sector in position.sectors], "statuses": ["active"]},
        deadline_on=clock.today() + OPEN_FOR,
        by=by,
    )
    relay.positions = [position]
    db.session.flush()
    ask(relay, QUESTIONS, by=by)
    audit.record("position.sector_asked", position, by=by, relay=relay.id)
    return relay


def refuse_unagreed(relay: Relay) -> None:
    """A consultation about a position leaves in the words to which each author says yes at that moment, and so does an
    erratum of it, which may give it another day. Raises NotAgreedYet.
    """
    first = relay.corrects or relay
    asked = first.positions if first.kind is RelayKind.CONSULTATION else []
    if all(_everybody_agreed(one) and _says(relay, one) for one in asked):
        return
    if relay is not first:
        raise NotAgreedYet(
            _("An erratum says what the authors of the position agree to, and nothing else: it may give another day.")
        )
    raise NotAgreedYet(
        _("The authors of the position agreed to other words, or no longer agree: prepare it again from there.")
    )


def _words(position: Position) -> tuple[str, str]:
    title = shorten(" ".join(position.statement.split()), LONGEST_TITLE, placeholder="…")
    return title, f"{position.statement}\n\n{position.request}"


def _says(relay: Relay, position: Position) -> bool:
    """The agreed words in French, whatever the spaces; a translation is the manager's. An erratum adds no title."""
    title, body = _words(position)
    titled = relay.own_title_in("fr") == "" if relay.corrects else relay.title.split() == title.split()
    return titled and relay.body.split() == body.split()


def _everybody_agreed(position: Position) -> bool:
    behind = {link.issue_id for link in positions.usable_links(position)}
    asked = [one for one in positions.wording_agreements(position) if one.purpose is WordingPurpose.ASK]
    return bool(behind) and behind <= {one.issue_id for one in asked if one.agreed}

"""An erratum: what was sent stays as it was sent; those who got it get the words that are right."""

import sqlalchemy as sa
from flask_babel import gettext as _

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.extensions import db
from cara_crm.relays.models import UNSENT, Relay, RelayKind
from cara_crm.relays.services.writing import draft_relay


class NothingToCorrect(DomainError):
    """Only what went down, in words of ours, can be set right."""


def correct(relay: Relay, *, by: Actor) -> Relay:
    """The draft of an erratum to exactly those whom the first was for; the one that waits already, if any.

    It is an information, whatever the first was: nobody registers or answers a second time. What it says stands above
    the words of the first from the moment that it leaves, and the day until which it is open becomes that of the first.
    Of an erratum it is one more of the first. Raises NothingToCorrect.
    """
    if not relay.is_corrigible:
        raise NothingToCorrect(_("Only what was sent to members can be set right."))
    first = relay.corrects or relay
    if not _is_in_charge(first, by):
        raise NothingToCorrect(
            _("It went to members of other sectors too: who is in charge of all of them sets it right.")
        )
    waiting = sa.select(Relay).where(Relay.corrects_id == first.id, Relay.state.in_(UNSENT))
    if found := db.session.scalar(waiting.order_by(Relay.id).limit(1)):
        return found
    erratum = draft_relay(
        RelayKind.INFORMATION,
        title=f"Erratum : {first.title}",
        body=first.body,
        audience={"got": [first.id]},
        federation_id=first.federation_id,
        priority_id=first.priority_id,
        programme_id=first.programme_id,
        link=first.link,
        by=by,
        deadline_on=first.deadline_on if first.is_open else None,
        title_en=f"Erratum: {first.title_en}" if first.title_en else "",
        body_en=first.body_en,
    )
    erratum.corrects, erratum.sectors, erratum.audience = first, list(first.sectors), {"got": [first.id]}
    db.session.flush()
    audit.record("relay.erratum_begun", erratum, by=by, corrects=first.id)
    return erratum


def _is_in_charge(relay: Relay, by: Actor) -> bool:
    """Of all whom it went to: nobody of them is left out of what sets it right."""
    sectors = {one.id for one in relay.sectors}
    return by.sector_ids is None or (bool(sectors) and sectors <= by.sector_ids)

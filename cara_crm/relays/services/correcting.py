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

    It is an information, whatever the first was: nobody registers or answers a second time. Raises NothingToCorrect.
    """
    if not relay.is_corrigible:
        raise NothingToCorrect(_("Only what was sent to members can be set right."))
    waiting = sa.select(Relay).where(Relay.corrects_id == relay.id, Relay.state.in_(UNSENT))
    if found := db.session.scalar(waiting.order_by(Relay.id).limit(1)):
        return found
    erratum = draft_relay(
        RelayKind.INFORMATION,
        title=f"Erratum : {relay.title}",
        body=relay.body,
        audience={"got": [relay.id]},
        federation_id=relay.federation_id,
        priority_id=relay.priority_id,
        programme_id=relay.programme_id,
        link=relay.link,
        by=by,
        title_en=f"Erratum: {relay.title_en}" if relay.title_en else "",
        body_en=relay.body_en,
    )
    erratum.corrects_id, erratum.sectors = relay.id, list(relay.sectors)
    db.session.flush()
    audit.record("relay.erratum_begun", erratum, by=by, corrects=relay.id)
    return erratum

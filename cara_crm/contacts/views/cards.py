"""People for an address book."""

from typing import Any

from flask import Response, url_for

from cara_crm.audit import services as audit
from cara_crm.contacts import queries
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.contacts.vcard import MEDIA_TYPE, Card, vcards
from cara_crm.contacts.views import blueprint
from cara_crm.core import clock
from cara_crm.core.actor import Actor, current_actor
from cara_crm.core.fold import fold
from cara_crm.core.languages import named
from cara_crm.core.permissions import Permission, requires
from cara_crm.extensions import db
from cara_crm.members import queries as members


@blueprint.get("/<int:contact_id>/card.vcf")
@requires(Permission.CONTACT_READ)
def card(contact_id: int) -> Response:
    actor = current_actor()
    contact = queries.contact_for(actor, contact_id)
    line = next(iter(queries.current(contact, clock.today())), None)
    place = (line.member.name if line.member else named(line.federation)) if line else ""
    response = _file([_card(contact, line, place)], contact.name)
    _record("contact.card_taken", "contact", contact_id, by=actor)
    return response


@blueprint.get("/of/<int:member_id>/cards.vcf")
@requires(Permission.MEMBER_EXPORT)
def cards(member_id: int) -> Response:
    """Everybody who has a function at a member today."""
    actor, today = current_actor(), clock.today()
    member = members.member_for(actor, member_id)
    people = {one.contact_id: one for one in queries.people_of(member_id) if one.holds_on(today)}
    made = [_card(one.contact, one, member.name) for one in people.values()]
    response = _file(made, member.name)
    _record("member.cards_taken", "member", member_id, by=actor, n=len(made))
    return response


def _record(action: str, kind: str, key: int, *, by: Actor, **details: Any) -> None:
    """In a transaction of its own: one that has read may not get SQLite's write lock any more."""
    db.session.rollback()
    audit.record_all(action, kind, [(key, details)], by=by)
    db.session.commit()


def _card(contact: Contact, line: Affiliation | None, place: str) -> Card:
    return Card(
        address=url_for("contacts.show", contact_id=contact.id, _external=True),
        last_name=contact.last_name,
        first_name=contact.first_name,
        email=contact.email or "",
        phones=tuple(filter(None, (contact.phone, contact.second_phone))),
        organisation=place,
        function=line.function if line else "",
        language=contact.language,
    )


def _file(made: list[Card], name: str) -> Response:
    file_name = f"{fold(name).replace(' ', '-') or 'contacts'}.vcf"
    return Response(
        vcards(made), content_type=MEDIA_TYPE, headers={"Content-Disposition": f'attachment; filename="{file_name}"'}
    )

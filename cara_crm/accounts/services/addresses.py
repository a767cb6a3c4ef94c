"""Secret addresses of a person, of whatever kind: opened, renewed, closed by their owner."""

import secrets
from typing import TypeVar

from cara_crm.accounts.models import SecretAddress, User
from cara_crm.accounts.services.limits import keyed_hash
from cara_crm.audit import services as audit
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.tokens import token_hash
from cara_crm.extensions import db

A = TypeVar("A", bound=SecretAddress)


def open_address(kind: type[A], user: User, *, by: Actor) -> A:
    """A new address of this kind for this person; the one before it stops working with the commit."""
    db.session.get_one(User, user.id, with_for_update=True)  # two clicks at once follow each other
    known = db.session.get(kind, user.id, populate_existing=True)
    address = known or kind(user_id=user.id)
    address.salt, address.made_at = secrets.token_hex(16), clock.now()
    address.token_hash = token_hash(secret_part(address))
    db.session.add(address)
    audit.record(f"{kind.AUDITED}.renewed" if known else f"{kind.AUDITED}.opened", user, by=by)
    return address


def close_address(kind: type[SecretAddress], user: User, *, by: Actor) -> None:
    """No address of this kind any more; closing twice changes nothing."""
    address = db.session.get(kind, user.id)
    if address is not None:
        db.session.delete(address)
        audit.record(f"{kind.AUDITED}.closed", user, by=by)


def secret_part(address: SecretAddress) -> str:
    """What only its owner is shown, made anew from the salt and the secret key."""
    return keyed_hash(f"{address.PURPOSE}:{address.salt}")[: address.DIGITS]

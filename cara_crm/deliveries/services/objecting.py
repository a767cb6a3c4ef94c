"""Addresses whose owner asked to be forgotten: kept as fingerprints, so that nothing is written to them again."""

import hashlib
import hmac
from collections.abc import Collection

import sqlalchemy as sa
from flask import current_app

from cara_crm.audit import services as audit
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Objection
from cara_crm.extensions import db

FEW = 100  # of a long list no address is hashed while nobody objects


def fingerprint(email: str) -> str:
    """The address as 64 hexadecimal digits (HMAC-SHA-256 with the house's secret key): nobody reads it back."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, b"objection " + email.strip().lower().encode(), hashlib.sha256).hexdigest()


def object_to(email: str) -> None:
    """Nothing is written to this address from now on."""
    db.session.merge(Objection(fingerprint=fingerprint(email)))


def objected(emails: Collection[str]) -> set[str]:
    """Those of the addresses, as they were given, whose owner asked to be forgotten."""
    kept = sa.select(Objection.fingerprint)
    if len(emails) <= FEW:
        kept = kept.where(Objection.fingerprint.in_([fingerprint(one) for one in emails]))
    known = set(db.session.scalars(kept))
    return {one for one in emails if fingerprint(one) in known} if known else set()


def lift(email: str, *, by: Actor) -> bool:
    """The person came back of its own will: its address may be written to again. Was it refused before?"""
    gone = sa.delete(Objection).where(Objection.fingerprint == fingerprint(email)).returning(Objection.fingerprint)
    if db.session.scalar(gone) is None:
        return False
    audit.record("objection.lifted", "objection", by=by)
    return True

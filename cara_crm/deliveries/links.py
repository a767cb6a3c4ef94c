"""The signed address in a newsletter by which it is ended with one click (RFC 8058)."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from cara_crm.core.links import absolute_url


def unsubscribe_url(contact_id: int) -> str:
    """The address in a newsletter that ends it for this contact; works as long as the secret key lives."""
    return absolute_url("deliveries.unsubscribe", token=_unsubscriptions().dumps(contact_id))


def contact_of_token(token: str) -> int | None:
    """The contact of an unsubscription's token, or None when we did not make it."""
    try:
        found = _unsubscriptions().loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def _unsubscriptions() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsubscribe")

"""What waits, what was sent, what failed; the demonstration's outbox; unsubscription; signs of health."""

from flask import Blueprint

blueprint = Blueprint("deliveries", __name__)

from cara_crm.deliveries.views import health, ledger, outbox, probes, unsubscribe  # noqa: E402, F401

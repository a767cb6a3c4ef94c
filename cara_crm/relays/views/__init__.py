"""The journal, what goes down, and what members read of it."""

from flask import Blueprint

blueprint = Blueprint("relays", __name__)

from cara_crm.relays.views import audience, chain, consultation, event, journal, reading, record, send, write  # noqa: E402, F401

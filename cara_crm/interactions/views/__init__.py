"""Conversations written down in the browser."""

from flask import Blueprint

blueprint = Blueprint("interactions", __name__)

from cara_crm.interactions.views import calls, meetings  # noqa: E402

__all__ = ["blueprint", "calls", "meetings"]

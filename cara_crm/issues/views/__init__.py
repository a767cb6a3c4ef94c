"""The managers' inbox and what is done with an issue; and the page on which somebody agrees to recorded words."""

from flask import Blueprint

blueprint = Blueprint("issues", __name__)

from cara_crm.issues.views import agreeing, handling, inbox  # noqa: E402

__all__ = ["agreeing", "blueprint", "handling", "inbox"]

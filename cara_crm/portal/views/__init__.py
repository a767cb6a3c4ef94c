"""The member's side: its own issues, its organisation, its preferences. Never another member's anything."""

from flask import Blueprint

blueprint = Blueprint("portal", __name__, url_prefix="/my")

from cara_crm.portal.views import answering, bymail, house, issues, joining, keeping, mailed, raising, voice  # noqa: E402

__all__ = ["answering", "blueprint", "bymail", "house", "issues", "joining", "keeping", "mailed", "raising", "voice"]

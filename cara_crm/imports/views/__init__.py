"""From a file to the register."""

from flask import Blueprint

blueprint = Blueprint("imports", __name__, url_prefix="/members")

from cara_crm.imports.views import choosing, mappings, past, wizard  # noqa: E402

__all__ = ["blueprint", "choosing", "mappings", "past", "wizard"]

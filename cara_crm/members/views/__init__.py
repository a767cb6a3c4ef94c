"""The register in the browser."""

from flask import Blueprint

from cara_crm.members import foreign

blueprint = Blueprint("members", __name__, url_prefix="/members")
blueprint.add_app_template_filter(foreign.shown, "abroad")

from cara_crm.members.views import archive, bulk, choosing, edit, groups, history, register, sheet, show, sites  # noqa: E402

__all__ = [
    "archive",
    "blueprint",
    "bulk",
    "choosing",
    "edit",
    "groups",
    "history",
    "register",
    "sheet",
    "show",
    "sites",
]

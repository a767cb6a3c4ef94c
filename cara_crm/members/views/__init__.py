"""The register in the browser."""

from flask import Blueprint

blueprint = Blueprint("members", __name__, url_prefix="/members")

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

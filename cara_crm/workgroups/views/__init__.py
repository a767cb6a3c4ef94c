"""Working groups and commissions in the browser."""

from flask import Blueprint

blueprint = Blueprint("workgroups", __name__, url_prefix="/working-groups")

from cara_crm.workgroups.views import one, register  # noqa: E402

__all__ = ["blueprint", "one", "register"]

"""Reports on the manager's and the reviewer's side. The federation's side is the office."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

from cara_crm.reports.views import (  # noqa: E402  (add the routes)
    drafting,  # noqa: F401
    files,  # noqa: F401
    lists,  # noqa: F401
    planning,  # noqa: F401
    requests,  # noqa: F401
    reviewing,  # noqa: F401
    sending,  # noqa: F401
    verifying,  # noqa: F401
    voice,  # noqa: F401
)

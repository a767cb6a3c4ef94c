"""Reports on the manager's and the reviewer's side. The federation's side is the office."""

from flask import Blueprint

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

from cara_crm.reports.views import drafting, lists, reviewing, sending, verifying  # noqa: E402, F401  (add the routes)

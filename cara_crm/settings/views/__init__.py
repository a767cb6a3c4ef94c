"""Settings, for the administrator. Each change leaves a line in the audit log."""

from flask import Blueprint

blueprint = Blueprint("settings", __name__)

from cara_crm.settings.views import house, values  # noqa: E402, F401  (the routes of this blueprint)

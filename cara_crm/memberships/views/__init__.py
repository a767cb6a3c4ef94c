"""Memberships in the browser."""

from flask import Blueprint

blueprint = Blueprint("memberships", __name__)

from cara_crm.memberships.views import calling, grid, listing, one, renewing  # noqa: E402, F401  (the routes)

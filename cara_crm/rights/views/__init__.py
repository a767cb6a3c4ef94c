"""A person's rights over its data, in the browser."""

from flask import Blueprint

blueprint = Blueprint("rights", __name__)

from cara_crm.rights.views import copies, erasing, notice, silent  # noqa: E402, F401  (the routes of this blueprint)

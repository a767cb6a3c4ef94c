"""People in the browser."""

from flask import Blueprint

blueprint = Blueprint("contacts", __name__, url_prefix="/contacts")

from cara_crm.contacts.views import (  # noqa: E402, F401  (the routes of this blueprint)
    addressees,
    cards,
    choosing,
    columns,
    leaving,
    people,
    resting,
)

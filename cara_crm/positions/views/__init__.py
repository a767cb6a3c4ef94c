"""The position editor, its versions and ways, and the page on which an author answers about a wording."""

from flask import Blueprint

blueprint = Blueprint("positions", __name__)

from cara_crm.positions.views import changing, editor, evidencing, moving, objecting, wordings  # noqa: E402

__all__ = ["blueprint", "changing", "editor", "evidencing", "moving", "objecting", "wordings"]

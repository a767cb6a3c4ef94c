"""A person's tasks, and the calendar that is read elsewhere."""

from flask import Blueprint

blueprint = Blueprint("agenda", __name__)

from cara_crm.agenda.views import feed, tasks  # noqa: E402

__all__ = ["blueprint", "feed", "tasks"]

"""The figures that everybody in the house sees, and the mail that takes them to the board."""

from cara_crm.insights.services.publishing import publish
from cara_crm.insights.services.summary import send_summaries

__all__ = ["publish", "send_summaries"]

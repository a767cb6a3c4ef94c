"""The managers' inbox and what is done with an issue; and the pages on which an author without an account
agrees to recorded words, or says whether an answer helps."""

from flask import Blueprint

blueprint = Blueprint("issues", __name__)

from cara_crm.issues.views import agreeing, handling, inbox, judging, together  # noqa: E402

__all__ = ["agreeing", "blueprint", "handling", "inbox", "judging", "together"]

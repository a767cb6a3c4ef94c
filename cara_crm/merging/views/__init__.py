"""Duplicates in the browser: the list of pairs, merging two, and what came of it."""

from flask import Blueprint

blueprint = Blueprint("merging", __name__)

from cara_crm.merging.views import done, merge, pairs, rules, stale  # noqa: E402

__all__ = ["blueprint", "done", "merge", "pairs", "rules", "stale"]

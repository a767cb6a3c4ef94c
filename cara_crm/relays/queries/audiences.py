"""Audiences under a name, one's own and those that colleagues share: a saved view whose address is the rule."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from cara_crm.core import typed
from cara_crm.core.actor import Actor
from cara_crm.lists.queries import views_of
from cara_crm.relays.queries.audience import CRITERIA

PLACE = "audiences"
WORDS = ("categories", "statuses", "functions", "bands")


def saved_audiences(actor: Actor) -> list[Any]:
    """Rows (id, name, query, is_shared, user_id, owner): one's own by name, then those that colleagues share."""
    return list(views_of(actor, PLACE))


def as_kept(rule: dict[str, Any]) -> str:
    """A rule as text; the people that somebody chose by hand, and who got another relay, are not part of it."""
    pairs = [(name, value) for name in CRITERIA if name != "got" for value in rule.get(name, [])]
    return urlencode(pairs)


def rule_of(kept: str) -> dict[str, Any]:
    """The rule that was kept; what makes no sense in it asks nothing."""
    found: dict[str, Any] = {}
    for name, text in parse_qsl(kept):
        value = text if name in WORDS else typed.number(text)
        if name in CRITERIA and value is not None:
            found.setdefault(name, []).append(value)
    return found

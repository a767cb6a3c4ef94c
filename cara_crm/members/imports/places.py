"""A place of the register beside one of a list. Pure."""

from typing import Any

from cara_crm.core.fold import fold
from cara_crm.members.spreadsheet.folding import SiteDraft

ADDRESS = ("address", "postal_code", "town")


def differing(known: Any, site: SiteDraft, *, is_asked: bool) -> dict[str, str]:
    """What the list says otherwise than the register; where somebody is asked about it, not what only the writing
    makes another."""
    told = {"name": site.name, **{part: getattr(site, part) for part in ADDRESS}}
    differs = {part: text for part, text in told.items() if text and text != getattr(known, part)}
    return {part: text for part, text in differs.items() if not (is_asked and _same(part, getattr(known, part), text))}


def same_town(one: str, other: str) -> bool:
    """Whatever their CEDEX says."""
    return _town(one) == _town(other)


def _same(part: str, one: str, other: str) -> bool:
    return same_town(one, other) if part == "town" else fold(one) == fold(other)


def _town(name: str) -> str:
    return " ".join(word for word in fold(name).split() if word != "cedex" and not word.isdigit())

"""A place of the register beside one of a list. Pure."""

from typing import Any

from cara_crm.core.fold import fold
from cara_crm.members.marks import town_key
from cara_crm.members.spreadsheet.folding import SiteDraft

ADDRESS = ("address", "postal_code", "town")


def differing(known: Any, site: SiteDraft, *, is_asked: bool) -> dict[str, str]:
    """What the list says otherwise than the register; where somebody is asked about it, not what only the writing
    makes another."""
    told = {"name": site.name, **{part: getattr(site, part) for part in ADDRESS}}
    differs = {part: text for part, text in told.items() if text and text != getattr(known, part)}
    if not site.postal_code and known.town and same_town(known.town, site.town):
        differs.pop("town", None)  # its writing only goes with its postal code
    return {part: text for part, text in differs.items() if not (is_asked and _same(part, getattr(known, part), text))}


def same_town(one: str, other: str) -> bool:
    """Whatever their CEDEX, district and writing say."""
    return town_key(one) == town_key(other)


def is_half(known: Any, site: SiteDraft) -> bool:
    """Does the list tell another town without its code or street? Beside the register's that is no address."""
    is_elsewhere = bool(known.town and site.town) and not same_town(known.town, site.town)
    return is_elsewhere and (not site.postal_code or bool(known.address and not site.address))


def _same(part: str, one: str, other: str) -> bool:
    return same_town(one, other) if part == "town" else fold(one) == fold(other)

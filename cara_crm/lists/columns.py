"""Which columns a list shows and in which order: as its address says, else as its reader chose, else as usual."""

from collections.abc import Sequence
from urllib.parse import parse_qs

FIELD = "columns"


def arranged(asked: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """The known names in "town,siren", each once, in that order."""
    names = dict.fromkeys((asked or "").split(","))
    return tuple(name for name in names if name in known)


def told(names: Sequence[str]) -> str:
    """The same for an address."""
    return ",".join(names)


def of_query(query: str) -> str:
    """What a kept view says of its columns; "" for nothing."""
    return parse_qs(query).get(FIELD, [""])[0]


def moved(names: Sequence[str], name: str, *, up: bool) -> tuple[str, ...]:
    """The names with one of them a place further to the front or the back; at the end nothing moves."""
    order = list(names)
    if name in order:
        at = order.index(name)
        to = min(max(at + (-1 if up else 1), 0), len(order) - 1)
        order.insert(to, order.pop(at))
    return tuple(order)


def chosen(ticked: Sequence[str], move: str, known: Sequence[str]) -> tuple[str, ...]:
    """The known ones that were ticked, in their order, after the move of one of them ("up:town", "" for none)."""
    way, _sign, name = move.partition(":")
    names = arranged(told(ticked), known)
    return moved(names, name, up=way == "up") if name else names

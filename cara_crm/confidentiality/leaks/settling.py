"""From everything that was found to what is a leak."""

from collections.abc import Hashable, Iterable, Iterator

from cara_crm.confidentiality.leaks.index import stable_key
from cara_crm.confidentiality.leaks.matching import Hit
from cara_crm.confidentiality.leaks.register import Leak, LeakKind


def settle(text: str, hits: Iterable[Hit], allowed: frozenset[Hashable]) -> list[Leak]:
    """Keep the longest of what lies inside one another, drop what is allowed, and give each its key.

    A word inside a longer name belongs to the longer name: "Dupré" in the name of a member that agreed is no leak of
    another Dupré. For what has no owner nobody agreed.
    """
    leaks = [
        Leak(
            hit.start,
            hit.end,
            hit.kind,
            text[hit.start : hit.end],
            stable_key(hit.kind, hit.what, hit.owners),
            hit.owners - _agreed(hit, allowed),
        )
        for hit in _outermost(hits)
        if not hit.owners or not hit.owners <= _agreed(hit, allowed)
    ]
    return sorted(leaks, key=in_order)


def in_order(leak: Leak) -> tuple[int, int, LeakKind, str]:
    """The order of the text, and one that never varies where places are the same."""
    return leak.start, leak.end, leak.kind, leak.key


def _agreed(hit: Hit, allowed: frozenset[Hashable]) -> frozenset[Hashable]:
    """Who may be named by this; nobody agrees for a customer or supplier."""
    return frozenset() if hit.kind is LeakKind.THIRD_PARTY else allowed


def _outermost(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits that do not lie inside a longer one; of the same place every kind, each term once."""
    outer: Hit | None = None
    for hit in sorted(set(hits), key=lambda hit: (hit.start, -hit.end, hit.kind, hit.what)):
        if outer is None or hit.end > outer.end:
            outer = hit
        if (hit.start, hit.end) == (outer.start, outer.end):
            yield hit

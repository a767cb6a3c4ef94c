"""From everything that was found to what is a leak."""

from collections.abc import Hashable, Iterable, Iterator, Sequence

from cara_crm.confidentiality.leaks.folding import tokens
from cara_crm.confidentiality.leaks.index import stable_key
from cara_crm.confidentiality.leaks.matching import Hit
from cara_crm.confidentiality.leaks.register import Leak, LeakKind
from cara_crm.confidentiality.leaks.vocabulary import TITLES

#: What an organisation is called, and so what it agreed to; not who works there, what it makes or where it is found.
_ITS_NAME = frozenset({LeakKind.NAME, LeakKind.ACRONYM})
_MAY_BE_ITS_NAME = frozenset({LeakKind.BRAND, LeakKind.GROUP, LeakKind.PERSON, LeakKind.DOMAIN, LeakKind.TOWN})


def settle(text: str, hits: Iterable[Hit], allowed: frozenset[Hashable]) -> list[Leak]:
    """Keep the longest of what lies inside one another, drop the names of who is allowed, and give each its key.

    A word inside a longer name belongs to the longer name: "Dupré" in the name of a member that agreed is no leak of
    another Dupré. For what has no owner nobody agreed.
    """
    outer = list(_outermost(hits))
    agreed = {hit: _agreed(text, hit, outer, allowed) for hit in outer}
    leaks = [
        Leak(
            hit.start,
            hit.end,
            hit.kind,
            text[hit.start : hit.end],
            stable_key(hit.kind, hit.what, hit.owners),
            hit.owners - agreed[hit],
        )
        for hit in outer
        if not hit.owners or not hit.owners <= agreed[hit]
    ]
    return sorted(leaks, key=in_order)


def in_order(leak: Leak) -> tuple[int, int, LeakKind, str]:
    """The order of the text, and one that never varies where places are the same."""
    return leak.start, leak.end, leak.kind, leak.key


def _agreed(text: str, hit: Hit, outer: Sequence[Hit], allowed: frozenset[Hashable]) -> frozenset[Hashable]:
    """Who may be named by this: an organisation by its name, or by what is spelt like its name ("Dupré", its founder's,
    but not "M. Dupré"). Nobody agrees for a customer or supplier."""
    if hit.kind in _ITS_NAME or not allowed:
        return allowed
    if hit.kind not in _MAY_BE_ITS_NAME or (hit.kind is LeakKind.PERSON and _follows_a_title(text, hit.start)):
        return frozenset()
    names = (one.owners for one in outer if one.kind in _ITS_NAME and (one.start, one.end) == (hit.start, hit.end))
    return allowed.intersection(frozenset[Hashable]().union(*names))


def _follows_a_title(text: str, start: int) -> bool:
    before = tokens(text[:start])
    return bool(before) and before[-1].text in TITLES


def _outermost(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Hits that do not lie inside a longer one; of the same place every kind, each term once."""
    outer: Hit | None = None
    for hit in sorted(set(hits), key=lambda hit: (hit.start, -hit.end, hit.kind, hit.what)):
        if outer is None or hit.end > outer.end:
            outer = hit
        if (hit.start, hit.end) == (outer.start, outer.end):
            yield hit

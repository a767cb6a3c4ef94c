"""Check one text, or all texts of a report."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from itertools import pairwise

from cara_crm.confidentiality.leaks.combinations import Said
from cara_crm.confidentiality.leaks.contact_details import contact_details
from cara_crm.confidentiality.leaks.folding import tokens
from cara_crm.confidentiality.leaks.index import LeakIndex, stable_key
from cara_crm.confidentiality.leaks.matching import find_hits
from cara_crm.confidentiality.leaks.register import Leak, LeakKind
from cara_crm.confidentiality.leaks.settling import in_order, settle
from cara_crm.confidentiality.leaks.small_counts import small_counts

_SEAM = "\n"
_REACH = 120


def find_leaks(text: str, index: LeakIndex, allowed: Collection[Hashable] = ()) -> tuple[Leak, ...]:
    """The places of `text` that give somebody away, in the order of the text.

    `allowed` are the ids of members that agreed to be named to whoever will read the text: their legal, usual, former
    and other names are no leak, nor a role and a place that only they share. Their people, addresses, numbers, brands,
    groups and products are, third parties are, and a word that is also another member's stays one.
    """
    agreed = frozenset(allowed)
    leaks = [*_written(text, index, agreed), *_combined(text, index, agreed), *small_counts(text, index.k)]
    return tuple(sorted(leaks, key=in_order))


def _written(text: str, index: LeakIndex, allowed: frozenset[Hashable]) -> list[Leak]:
    """What the register knows, and every address and number that it does not know."""
    known = find_hits(text, index)
    strange = contact_details(text, tokens(text), known)
    return [*settle(text, known, allowed), *settle(text, strange, allowed)]


def _combined(text: str, index: LeakIndex, allowed: frozenset[Hashable]) -> Iterator[Leak]:
    if not index.attributes.longest:
        return
    places = index.attributes.mentions(text, tokens(text))
    for together, owners in index.attributes.telling(places):
        agreed = allowed if index.attributes.tells_its_name(together) else frozenset[Hashable]()
        if owners <= agreed:
            continue
        start = min(places[said][0] for said in together)
        end = max(places[said][1] for said in together)
        key = stable_key(LeakKind.COMBINATION, _named(together), owners)
        yield Leak(start, end, LeakKind.COMBINATION, text[start:end], key, owners - agreed)


def _named(together: Iterable[Said]) -> str:
    return "\x1e".join(f"{kind}={phrase}" for kind, phrase in together)


def check_document(
    texts: Mapping[str, str], index: LeakIndex, allowed: Collection[Hashable] = ()
) -> dict[str, tuple[Leak, ...]]:
    """Check every text of a report: place id -> its leaks, places without any left out.

    Place ids read like paths ("position/12/statement"). Texts are read in the order given. What begins at the end of
    one text and ends at the beginning of the next is found too and told at the first; attributes are put together
    over all texts that share all but the last part of their id, and told at the first of them.
    """
    found = {place: list(find_leaks(text, index, allowed)) for place, text in texts.items()}
    for (place, text), (_, after) in pairwise(texts.items()):
        found[place] += _across(text, after, index, frozenset(allowed))
    for places in _siblings(texts):
        _add_shared(places, texts, index, frozenset(allowed), found)
    return {place: tuple(leaks) for place, leaks in found.items() if leaks}


def _across(text: str, after: str, index: LeakIndex, allowed: frozenset[Hashable]) -> list[Leak]:
    tail = text[-_REACH:]
    joined, seam = tail + _SEAM + after[:_REACH], len(tail)
    offset = len(text) - len(tail)
    leaks = _written(joined, index, allowed)
    return [
        Leak(leak.start + offset, len(text), leak.kind, leak.text, leak.key, leak.owners)
        for leak in leaks
        if leak.start < seam < leak.end
    ]


def _siblings(texts: Mapping[str, str]) -> list[list[str]]:
    families: dict[str, list[str]] = {}
    for place in texts:
        families.setdefault(place.rpartition("/")[0] if "/" in place else place, []).append(place)
    return [places for places in families.values() if len(places) > 1]


def _add_shared(
    places: list[str],
    texts: Mapping[str, str],
    index: LeakIndex,
    allowed: frozenset[Hashable],
    found: dict[str, list[Leak]],
) -> None:
    known = {leak.key for place in places for leak in found[place]}
    for leak in _combined(_SEAM.join(texts[place] for place in places), index, allowed):
        if leak.key not in known:
            first = places[0]
            found[first].append(Leak(0, len(texts[first]), leak.kind, leak.text, leak.key, leak.owners))


def unwaived(leaks: Iterable[Leak], waived: Collection[str]) -> tuple[Leak, ...]:
    """The leaks whose keys no reviewer has waived."""
    return tuple(leak for leak in leaks if leak.key not in waived)

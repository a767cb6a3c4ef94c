"""Check one text, or all texts of a report."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from itertools import pairwise

from cara_crm.confidentiality.leaks.contact_details import contact_details
from cara_crm.confidentiality.leaks.folding import tokens
from cara_crm.confidentiality.leaks.index import LeakIndex, stable_key
from cara_crm.confidentiality.leaks.matching import find_hits
from cara_crm.confidentiality.leaks.register import NOTHING_PRINTED, Leak, LeakKind, Printed
from cara_crm.confidentiality.leaks.settling import in_order, settle
from cara_crm.confidentiality.leaks.small_counts import small_counts

_SEAM = "\n"
_REACH = 120

About = tuple[Collection[str], ...]
"""The sectors of a text, in one or more readings."""


def find_leaks(
    text: str,
    index: LeakIndex,
    allowed: Collection[Hashable] = (),
    about: Iterable[Collection[str]] = (),
    printed: Printed = NOTHING_PRINTED,
) -> tuple[Leak, ...]:
    """The places of `text` that give somebody away, in the order of the text.

    `allowed` are the ids of members that agreed to be named to whoever will read the text: their legal, usual, former
    and other names are no leak, nor a role and a place that only they share. Their people, addresses, numbers, brands,
    groups and products are, third parties are, and a word that is also another member's stays one. `about`: the codes
    of the sectors that the text is about, as its reader knows, in one or more readings. `printed`: what the
    document prints beside it, and so is no leak.
    """
    agreed = frozenset(allowed)
    combined = _combined(text, index, agreed, tuple(about), printed)
    leaks = [*_written(text, index, agreed), *combined, *small_counts(text, index.k, printed)]
    return tuple(sorted(leaks, key=in_order))


def _written(text: str, index: LeakIndex, allowed: frozenset[Hashable]) -> list[Leak]:
    """What the register knows, and every address and number that it does not know."""
    known = find_hits(text, index)
    strange = contact_details(text, tokens(text), known)
    return [*settle(text, known, allowed), *settle(text, strange, allowed)]


def _combined(
    text: str, index: LeakIndex, allowed: frozenset[Hashable], about: About, printed: Printed
) -> Iterator[Leak]:
    """A member that agreed to be named may be recognised by what it is and where, not by what it makes."""
    attributes = index.attributes
    for told in attributes.telling(text, attributes.mentions(text, tokens(text), printed), about):
        agreed = frozenset[Hashable]() if told.tells_products else allowed
        if told.owners <= agreed:
            continue
        start = min(one.start for one in told.together)
        end = max(one.end for one in told.together)
        key = stable_key(LeakKind.COMBINATION, told.what, told.owners)
        yield Leak(start, end, LeakKind.COMBINATION, text[start:end], key, told.owners - agreed)


def check_document(
    texts: Mapping[str, str],
    index: LeakIndex,
    allowed: Collection[Hashable] = (),
    about: Iterable[Collection[str]] = (),
    printed: Printed = NOTHING_PRINTED,
) -> dict[str, tuple[Leak, ...]]:
    """Check every text of a report: place id -> its leaks, places without any left out.

    Place ids read like paths ("position/12/statement"). Texts are read in the order given. What begins at the end of
    one text and ends at the beginning of the next is found too and told at the first; attributes are put together
    over all texts that share all but the last part of their id, and told at the first of them. `about`: see find_leaks;
    `printed`: what the document prints beside these texts.
    """
    sectors = tuple(about)
    found = {place: list(find_leaks(text, index, allowed, sectors, printed)) for place, text in texts.items()}
    for (place, text), (_, after) in pairwise(texts.items()):
        found[place] += _across(text, after, index, frozenset(allowed))
    for places in _siblings(texts):
        _add_shared(places, texts, index, (frozenset(allowed), sectors, printed), found)
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
    known_to_readers: tuple[frozenset[Hashable], About, Printed],
    found: dict[str, list[Leak]],
) -> None:
    known = {leak.key for place in places for leak in found[place]}
    for leak in _combined(_SEAM.join(texts[place] for place in places), index, *known_to_readers):
        if leak.key not in known:
            first = places[0]
            found[first].append(Leak(0, len(texts[first]), leak.kind, leak.text, leak.key, leak.owners))


def unwaived(leaks: Iterable[Leak], waived: Collection[str]) -> tuple[Leak, ...]:
    """The leaks whose keys no reviewer has waived."""
    return tuple(leak for leak in leaks if leak.key not in waived)

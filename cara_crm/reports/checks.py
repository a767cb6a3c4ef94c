"""What must be right before a report leaves: no leak, nobody under the threshold, no review that has lapsed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from cara_crm.confidentiality.leaks import Leak, LeakIndex, LeakKind, Printed, check_document, mentioned, quotes
from cara_crm.reports.assemble import Assembled, CheckedText
from cara_crm.reports.printed import printed_at
from cara_crm.reports.queries.wordings import position_code
from cara_crm.reports.queries.words import SaidWords


@dataclass(frozen=True, slots=True)
class Mark:
    """One leak at one place of the report; ``waived`` once its false alarm was proposed with a reason."""

    place: str
    leak: Leak
    waived: bool = False

    @property
    def key(self) -> str:
        """What a waiver refers to."""
        return self.leak.key

    @property
    def position_id(self) -> int | None:
        """The position whose words it stands in, None for the report's own."""
        parts = self.place.split("/")
        return int(parts[1]) if parts[0] == "position" else None


def marks(assembled: Assembled, index: LeakIndex, words: SaidWords, waived: Collection[str] = ()) -> tuple[Mark, ...]:
    """Every leak of the report's texts, and every quotation of withheld words; those with a waiver are said to be.

    Texts of one position are read together, with the names that may be said there; so are those of one earlier
    request, the key messages and the downward relays.
    """
    found = []
    everywhere = printed_at(assembled.document)
    for texts in _families(assembled.texts):
        allowed = frozenset[int]().union(*(text.allowed for text in texts))
        about = {frozenset(assembled.document.sectors), *(text.sectors for text in texts if text.sectors)}
        printed = _printed(assembled, texts[0].place, everywhere)
        by_place = {text.place: text.text for text in texts}
        leaks = check_document(by_place, index, allowed, sorted(about, key=sorted), printed)
        found += [Mark(place, leak, leak.key in waived) for place, several in leaks.items() for leak in several]
    places = {text.place: text.text for text in assembled.texts}
    known = {place: [mark.leak for mark in found if mark.place == place] for place in places}
    for more in (
        mentioned(places, words.all, index, besides=known),
        _quoted(assembled, places, words),
    ):
        found += [Mark(place, leak, leak.key in waived) for place, several in more.items() for leak in several]
    return tuple(found)


def _printed(assembled: Assembled, place: str, everywhere: Printed) -> Printed:
    """The figures beside a text: those of its position, or all of the document."""
    parts = place.split("/")
    return printed_at(assembled.document, position_code(int(parts[1]))) if parts[0] == "position" else everywhere


def _quoted(assembled: Assembled, places: Mapping[str, str], words: SaidWords) -> dict[str, list[Leak]]:
    """Members' own words, but where each author agreed to exactly that statement and request."""
    said = assembled.document.positions
    exactly_so = {one.id for one in said if one.signal or (one.named and not one.figures)}
    agreed = {
        f"position/{position_id}/{field}"
        for position_id, _ in assembled.carried
        if position_code(position_id) in exactly_so
        for field in ("title", "statement", "request")
    }
    found = quotes(places, words.withheld, words.usable, assembled.document.threshold)
    kept = {
        place: [leak for leak in leaks if place not in agreed or leak.kind is not LeakKind.VERBATIM]
        for place, leaks in found.items()
    }
    return {place: leaks for place, leaks in kept.items() if leaks}


def _families(texts: Collection[CheckedText]) -> list[list[CheckedText]]:
    """Those of one position, or of another part of the document where the same may be named."""
    families: dict[tuple[object, ...], list[CheckedText]] = {}
    for text in texts:
        parts = text.place.split("/")
        family = tuple(parts[:2]) if parts[0] == "position" else (parts[0], text.allowed)
        families.setdefault(family, []).append(text)
    return list(families.values())


def open_marks(found: Collection[Mark]) -> tuple[Mark, ...]:
    """The leaks without a waiver."""
    return tuple(mark for mark in found if not mark.waived)


QUESTION = "q"  # of a figure that says the sum of what members answered to one


def fingerprint(assembled: Assembled) -> str:
    """The SHA-256 of what a review looks at: words, names, what is said how. Figures may be refreshed without it."""
    document = assembled.document
    parts = [document.language, document.federation, *document.sectors, str(document.period), *document.key_messages]
    parts += assembled.note
    parts += [document.question, *(table.id for table in document.tables)]
    for position in document.positions:
        parts += [position.id, position.priority, position.title, position.statement, position.why, position.request]
        parts += [*position.examples, position.diverging, *position.named, str(position.signal)]
        parts += [figure.label for figure in position.figures if figure.id.startswith(QUESTION)]
    return sha256("\x1e".join(parts).encode()).hexdigest()

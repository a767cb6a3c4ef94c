"""What could give somebody away in the words of a position, for whoever writes them."""

from collections.abc import Collection, Mapping

from cara_crm.confidentiality.leaks import Leak, LeakKind, Printed, check_document, in_order, mentioned, quotes
from cara_crm.issues.models import Consent
from cara_crm.issues.queries.register import leak_index
from cara_crm.issues.said import words_of as said
from cara_crm.positions import queries
from cara_crm.positions.marks import Marked, marked
from cara_crm.positions.models import Position, PositionIssue, Stance
from cara_crm.positions.words import words_of

CLUES = {
    LeakKind.TOWN,
    LeakKind.COMBINATION,
    LeakKind.MENTIONED,
    LeakKind.SMALL_COUNT,
    LeakKind.WORDS,
    LeakKind.VERBATIM,
}


def names_somebody(position: Position, *, to_members: bool = False) -> bool:
    """Do the saved words name a member, a person or a third party? A mere clue may be a false alarm.

    Who agreed to be named agreed for the federation: to other members its name is not said either.
    """
    found = marked_words(position, words_of(position), to_members=to_members)
    return any(mark.leak.kind not in CLUES for one in found for mark in one.marks)


def marked_words(position: Position, words: Mapping[str, str], *, to_members: bool = False) -> list[Marked]:
    """The words, by field, that hold such places; marks are numbered through. The name of who agreed to be named in
    all that it said here is no leak."""
    links = queries.links_of([position.id])
    named = {link.issue.member_id for link in links if _may_be_named(link)}
    named -= {link.issue.member_id for link in links if not _may_be_named(link)}
    texts = {f"position/{name}": text for name, text in words.items() if text}
    about = [sector.code for sector in position.sectors]
    by_place = _leaks(texts, links, set() if to_members else named, about)
    found: list[Marked] = []
    number = 1
    for place, text in texts.items():
        one = marked(place.rpartition("/")[2], text, sorted(by_place.get(place, ()), key=in_order), number)
        number += len(one.marks)
        if one.marks:
            found.append(one)
    return found


def _may_be_named(link: PositionIssue) -> bool:
    consent = link.issue.consent_for(link.federation_id)
    return link.stance is Stance.FOR and queries.may_be_used(link) and consent is Consent.NAMED


def _leaks(
    texts: Mapping[str, str], links: Collection[PositionIssue], named: Collection[int], about: Collection[str]
) -> Mapping[str, Collection[Leak]]:
    """What the register knows, what the authors behind it mention, and their exact words."""
    index = leak_index()
    withheld = [text for link in links if not queries.may_be_used(link) for text in said(link.issue).values()]
    usable = [
        (link.issue.member.group_key, text)
        for link in links
        if queries.may_be_used(link)
        for text in said(link.issue).values()
    ]
    groups = len({group for group, _ in usable})
    told = frozenset({groups} if groups >= index.k else ())
    marks = check_document(texts, index, named, [about], Printed(told, told))
    found = {place: list(leaks) for place, leaks in marks.items()}
    perhaps = mentioned(texts, [*withheld, *(text for _, text in usable)], index, besides=found)
    for more in (perhaps, quotes(texts, withheld, usable, index.k)):
        for place, leaks in more.items():
            found.setdefault(place, []).extend(leaks)
    return found

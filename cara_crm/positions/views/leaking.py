"""What could give somebody away in the words of a position, for whoever writes them."""

from collections.abc import Mapping

from cara_crm.confidentiality.leaks import LeakKind, check_document
from cara_crm.issues.models import Consent
from cara_crm.positions import queries
from cara_crm.positions.marks import Marked, marked
from cara_crm.positions.models import Position
from cara_crm.positions.words import words_of
from cara_crm.reports.queries.register import leak_index

CLUES = {LeakKind.TOWN, LeakKind.COMBINATION}


def names_somebody(position: Position, *, to_members: bool = False) -> bool:
    """Do the saved words name a member, a person or a third party? A mere clue may be a false alarm.

    Who agreed to be named agreed for the federation: to other members its name is not said either.
    """
    found = marked_words(position, words_of(position), to_members=to_members)
    return any(mark.leak.kind not in CLUES for one in found for mark in one.marks)


def marked_words(position: Position, words: Mapping[str, str], *, to_members: bool = False) -> list[Marked]:
    """The words, by field, that hold such places; marks are numbered through. Who may be named is no leak."""
    links = [] if to_members else queries.usable_links(position)
    named = {x.issue.member_id for x in links if x.issue.consent_for(position.federation_id) is Consent.NAMED}
    texts = {f"position/{name}": text for name, text in words.items() if text}
    by_place = check_document(texts, leak_index(), named)
    found: list[Marked] = []
    number = 1
    for place, text in texts.items():
        one = marked(place.rpartition("/")[2], text, by_place.get(place, ()), number)
        number += len(one.marks)
        if one.marks:
            found.append(one)
    return found

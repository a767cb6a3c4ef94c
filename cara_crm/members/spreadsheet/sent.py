"""Past relays as columns: the header is what was relayed, and when; a cell says that it was. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from cara_crm.core.fold import fold
from cara_crm.members.spreadsheet import values
from cara_crm.members.spreadsheet.answers import is_no, is_yes

SENT = re.compile(r"(envoye|transmis|diffuse|relaye|communique|adresse|informe|fait|sent|relayed|passed on|done)e?s?")
INFORMATION = re.compile(
    r"\b(notes?|flash|newsletters?|lettres?|circulaires?|aap|ami|appels? (a|d)|webinaires?|webinars?|guides?|enquetes?"
    r"|infos?|informations?|alertes?|bulletins?|mailings?|communiques?|surveys?|calls? for|brochures?|veille)\b"
)
LONGEST = 4  # words of a day: "le 12 mars 2025"


def says_sent(text: str) -> bool:
    """Does a cell say only that something was sent?"""
    return is_yes(text) or bool(SENT.fullmatch(fold(text)))


def is_header_told(header: str, text: str) -> bool:
    """Is what was relayed the header's words, as the cell says only that, or when?"""
    named = INFORMATION.search(fold(header)) is not None
    return (named and says_sent(text)) or (day_in(header) is not None and _tells(text))


def when_sent(header: str, text: str) -> tuple[date, str] | None:
    """The day of the cell, else the header's."""
    day = values.day_of(text)
    return (day, "") if day else day_in(header)


def day_in(header: str) -> tuple[date, str] | None:
    """(day, its words where they name no day) that a header names: "Note flash 12/2025", "AAP du 15/01/2025"."""
    for words in _parts(re.sub(r"(?i)\bn\s?[°ºo]\.?\s*\d+|[()]", " ", header).split()):
        if day := values.day_of(words):
            return day, ""
        if (first := values.first_day_of(words)) and not words.isdigit():
            return first, words
    return None


def _parts(words: Sequence[str]) -> Iterator[str]:
    """The longest first."""
    for length in range(min(LONGEST, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])


def is_of_relay(header: str, cells: Sequence[str]) -> bool:
    """Is a column what was relayed on the day of its header, to whom a cell says so?"""
    is_told = any(map(_tells, cells)) and all(_tells(cell) or is_no(cell) for cell in cells)
    return is_told and bool(INFORMATION.search(fold(header))) and day_in(header) is not None


def _tells(cell: str) -> bool:
    return says_sent(cell) or values.day_of(cell) is not None

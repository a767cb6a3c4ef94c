"""What is held on a person, and what would become of it."""

from cara_crm.rights.queries.held import Reader, held_on
from cara_crm.rights.queries.person import accounts_of, contact_of, same_person, words_of
from cara_crm.rights.queries.preview import Preview, preview
from cara_crm.rights.queries.retention import YEARS, page_of_silent, silent_among

__all__ = [
    "YEARS",
    "Preview",
    "Reader",
    "accounts_of",
    "contact_of",
    "held_on",
    "page_of_silent",
    "preview",
    "same_person",
    "silent_among",
    "words_of",
]

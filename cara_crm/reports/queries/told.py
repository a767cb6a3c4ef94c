"""What a federation writes for members: it may speak of one without knowing what it gives away to its competitors."""

from collections.abc import Collection

from cara_crm.confidentiality.leaks import Leak, LeakIndex, LeakKind, find_leaks
from cara_crm.confidentiality.leaks.masking import hidden

NAMING = frozenset(
    {
        LeakKind.NAME,
        LeakKind.BRAND,
        LeakKind.GROUP,
        LeakKind.ACRONYM,
        LeakKind.PERSON,
        LeakKind.SIREN,
        LeakKind.EMAIL,
        LeakKind.DOMAIN,
        LeakKind.PHONE,
    }
)


def speaking_of_members(text: str, index: LeakIndex) -> tuple[Leak, ...]:
    """The places that name an organisation of the register or its people, or say how to reach them.

    An address or a number that the register does not know is the federation's own, as a rule.
    """
    return tuple(leak for leak in find_leaks(text, index) if leak.owners and leak.kind in NAMING)


def without_members(text: str, index: LeakIndex) -> str:
    """The text with a mask for each of these places."""
    return hidden(text, speaking_of_members(text, index))


def in_words(leaks: Collection[Leak]) -> str:
    """What stands at these places, each once, for a message."""
    return ", ".join(dict.fromkeys(f"“{leak.text}”" for leak in leaks))

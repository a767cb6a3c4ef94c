"""What is written for members: a federation, or the cluster, may name one to its competitors without meaning to."""

import re
from collections.abc import Collection, Hashable
from dataclasses import replace

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
#: By which somebody is recognised without being named, in a text about a sector.
_TELLING = frozenset({LeakKind.TOWN, LeakKind.COMBINATION})
_NAMES = frozenset({LeakKind.NAME, LeakKind.BRAND, LeakKind.GROUP})
_SENTENCE_ENDS = re.compile(r"[.!?…;\n]")
#: Words with a capital up to here that do not begin a sentence.
_CALLED = re.compile(r"(?<=[^.?!…:\s]\s)(?:[A-ZÀ-ÖØ-Þ][\w’'-]*\s+)+$")


def speaking_of_members(
    text: str,
    index: LeakIndex,
    own: Collection[Hashable] = (),
    named: Collection[Hashable] = (),
    about: Collection[str] = (),
) -> tuple[Leak, ...]:
    """The places that name an organisation of the register or its people, or say how to reach them.

    An address or a number that the register does not know is the writer's own, as a rule; a name that one of the
    readers bears (`own`: their ids) is the reader's, even if others bear it too. Of those that agreed to be `named` to
    the readers the name passes, and nothing else. `about`: the sectors (codes) of readers who would recognise each
    other by a town, a size or what few of them share, too, which is then marked where one sentence tells it.
    """
    sectors = [about] if about else ()
    found = (leak for leak in find_leaks(text, index, named, sectors) if leak.owners and _tells(leak, about))
    return tuple(leak for leak in found if leak.owners.isdisjoint(own))


def _tells(leak: Leak, about: Collection[str]) -> bool:
    is_recognised = bool(about) and leak.kind in _TELLING and not _SENTENCE_ENDS.search(leak.text)
    return leak.kind in NAMING or is_recognised


def without_members(text: str, index: LeakIndex, about: Collection[str] = ()) -> str:
    """The text with a mask for each of these places."""
    return hidden(text, speaking_of_members(text, index, about=about))


def pointing_at_somebody(text: str, index: LeakIndex, about: Collection[str] = ()) -> tuple[Leak, ...]:
    """The same for what a third party wrote about others: addresses and numbers of anybody, and of a name that the
    register knows in part the words with a capital that stand before it ("its neighbour Bennes Rulvo")."""
    found = (leak for leak in find_leaks(text, index, about=[about] if about else ()) if _tells(leak, about))
    return tuple(_whole(text, leak) if leak.kind in _NAMES else leak for leak in found)


def _whole(text: str, leak: Leak) -> Leak:
    before = _CALLED.search(text[: leak.start])
    start = before.start() if before else leak.start
    return replace(leak, start=start, text=text[start : leak.end])


def in_words(leaks: Collection[Leak]) -> str:
    """What stands at these places, each once, for a message."""
    return ", ".join(dict.fromkeys(leak.text for leak in leaks))

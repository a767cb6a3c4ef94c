"""A text for somebody who may not learn whom it names."""

from collections.abc import Iterable

from cara_crm.confidentiality.leaks.check import find_leaks
from cara_crm.confidentiality.leaks.index import LeakIndex
from cara_crm.confidentiality.leaks.register import Leak, LeakKind, RegisterEntry

MASK = "[…]"
_NAMING = {LeakKind.NAME, LeakKind.ACRONYM, LeakKind.SIREN, LeakKind.DOMAIN, LeakKind.EMAIL}


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with a mask for each of these names, however it is written there.

    An ordinary word stays one: where "Avenir" is a name, "à l'avenir" is read.
    """
    known = tuple(dict.fromkeys(name for name in names if name))
    if not known or not text:
        return text
    index = LeakIndex([RegisterEntry(id=number, names=(name,)) for number, name in enumerate(known)])
    return hidden(text, [leak for leak in find_leaks(text, index) if leak.owners and leak.kind in _NAMING])


def hidden(text: str, leaks: Iterable[Leak]) -> str:
    """The text with a mask for each of its leaks, which come in its order; one for those that overlap."""
    at = 0
    said: list[str] = []
    for leak in leaks:
        if leak.start >= at:
            said += [text[at : leak.start], MASK]
        at = max(at, leak.end)
    return "".join([*said, text[at:]])

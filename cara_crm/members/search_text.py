"""What the register is searched and sorted by: one folded column, the same for people's edits and for imports."""

from collections.abc import Iterable

from cara_crm.core.fold import fold
from cara_crm.core.reaching import figures
from cara_crm.members.names import known_as


def search_text(
    names: Iterable[str], siren: str | None, places: Iterable[str] = (), *, abroad: str | None = None, phone: str = ""
) -> str:
    """Every word by which a member may be looked for, folded and each once: names, also as others write them
    (`names.known_as`), numbers, sites' names and towns.

    `abroad` and `phone` as they are kept. The e-mail is not among them: "contact" would find half of the register.
    """
    names = list(names)
    words = fold(" ".join([*names, siren or "", *places, abroad or "", figures(phone)])).split()
    return " ".join(dict.fromkeys([*words, *(word for name in names for word in known_as(name))]))


def sort_text(usual_name: str, legal_name: str) -> str:
    """The folded name that people call it by."""
    return fold(usual_name or legal_name)

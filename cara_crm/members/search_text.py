"""What the register is searched and sorted by: one folded column, the same for people's edits and for imports."""

from collections.abc import Iterable

from cara_crm.core.fold import fold


def search_text(names: Iterable[str], siren: str | None, places: Iterable[str] = ()) -> str:
    """Every word by which a member may be looked for, folded and each once: names, SIREN, sites' names and towns."""
    words = fold(" ".join([*names, siren or "", *places])).split()
    return " ".join(dict.fromkeys(words))


def sort_text(usual_name: str, legal_name: str) -> str:
    """The folded name that people call it by."""
    return fold(usual_name or legal_name)

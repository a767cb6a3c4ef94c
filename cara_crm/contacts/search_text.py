"""What people are searched and sorted by, the same for people's edits and for imports."""

from collections.abc import Iterable

from cara_crm.core.fold import fold
from cara_crm.core.reaching import figures


def search_text(names: Iterable[str], email: str | None, phones: Iterable[str]) -> str:
    """Every word by which a person may be looked for, folded and each once: names, e-mail, phones as they are kept."""
    words = fold(" ".join([*names, email or "", *map(figures, phones)])).split()
    return " ".join(dict.fromkeys(words))


def sort_text(first_name: str, last_name: str) -> str:
    return fold(f"{last_name} {first_name}")

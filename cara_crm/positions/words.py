"""The words of a position as a mapping, for search, and line by line."""

from collections.abc import Mapping

from cara_crm.core.fold import fold
from cara_crm.positions.models import POSITION_WORDS, Position


def words_of(position: Position) -> dict[str, str]:
    """The position's present words, by the names of POSITION_WORDS."""
    return {name: str(getattr(position, name)) for name in POSITION_WORDS}


def searchable(words: Mapping[str, str]) -> str:
    """What the folded search column holds."""
    return fold(" ".join(words.values()))


def example_lines(examples: str) -> list[str]:
    """One example a line, without empty lines."""
    return [line.strip() for line in examples.splitlines() if line.strip()]

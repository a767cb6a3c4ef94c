"""What stands in an address or a form, as a value that Python and both databases can hold; None when it is none."""

from collections.abc import Iterable, Set
from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 9998  # beyond, moving a day into another time zone has no result
MOST_DIGITS = 9  # of a record's number: always below 2**31


def number(text: object) -> int | None:
    """A whole number in plain figures ("²" and "٣" are digits for Python, and the first is no number)."""
    said = "" if text is None else str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else None


def numbers(texts: Iterable[object]) -> set[int]:
    """Those that are one."""
    return {found for text in texts if (found := number(text)) is not None}


def ticked(present: Set[int], shown: Set[int], chosen: Set[int]) -> set[int]:
    """Boxes of a list that several people tick: what this person changed of what was shown is changed, the rest is as
    it is at `present`."""
    return (set(present) | (chosen - shown)) - (shown - chosen)


def line(text: object, most: int = 200) -> str:
    """One line of what is typed at this moment: without NUL, at most so many characters."""
    return " ".join(str(text or "").replace("\x00", "").split())[:most]


def day(text: str | None) -> date | None:
    """A day in ISO 8601, with a day before and after it in every time zone."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if is_near(found) else None


def is_near(found: date) -> bool:
    """Is it a day that can be computed with?"""
    return FIRST_YEAR <= found.year <= LAST_YEAR

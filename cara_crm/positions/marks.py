"""A text with the places that might give somebody away, cut into runs for the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from cara_crm.confidentiality.leaks import Leak


@dataclass(frozen=True)
class Run:
    """A piece of text; `number` is that of the mark it carries, None for plain text."""

    text: str
    number: int | None = None


@dataclass(frozen=True)
class Mark:
    number: int
    leak: Leak


@dataclass(frozen=True)
class Marked:
    """One field's text in runs, and what each mark is about."""

    field: str
    runs: tuple[Run, ...]
    marks: tuple[Mark, ...]


def marked(field: str, text: str, leaks: Iterable[Leak], first: int = 1) -> Marked:
    """Cut a text at its leaks, numbered from `first`; a leak inside another is listed but not cut again."""
    runs: list[Run] = []
    marks: list[Mark] = []
    at = 0
    for number, leak in enumerate(leaks, first):
        marks.append(Mark(number, leak))
        if leak.start < at:
            continue
        runs += [Run(text[at : leak.start]), Run(text[leak.start : leak.end], number)]
        at = leak.end
    return Marked(field, (*runs, Run(text[at:])), tuple(marks))

"""Refusals. Each carries a sentence for the person at the screen; the view shows it on the same page with 422."""

from collections.abc import Sequence
from typing import Any


class DomainError(Exception):
    """A rule of the product refuses what was asked. `str(error)` is a translated sentence for the person; `about` the
    records where it is mended, when these are others than the one that was acted on."""

    field: str | None = None

    def __init__(self, sentence: str, *, field: str | None = None, about: Sequence[Any] = ()) -> None:
        super().__init__(sentence)
        self.field = field or type(self).field
        self.about = tuple(about)


class NotVisible(Exception):
    """Missing or forbidden: a stranger cannot tell which. Becomes 404."""


class EditedMeanwhile(DomainError):
    """Somebody else saved first; nothing of either is lost: the page shows both versions."""

"""Refusals. Each carries a sentence for the person at the screen; the view shows it on the same page with 422."""


class DomainError(Exception):
    """A rule of the product refuses what was asked. `str(error)` is a translated sentence for the person."""

    field: str | None = None

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field or type(self).field


class NotVisible(Exception):
    """Missing or forbidden: a stranger cannot tell which. Becomes 404."""


class EditedMeanwhile(DomainError):
    """Somebody else saved first; nothing of either is lost: the page shows both versions."""

"""What can be done to many members at once."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

MOST = 2000  # members at once, in one transaction


class BulkKind(StrEnum):
    SECTOR = "sector"
    TAG = "tag"
    MANAGER = "manager"
    TASK = "task"


@dataclass(frozen=True)
class Wish:
    """What is to be done to each: of `kind`'s values, those that it needs. `user_id` None is nobody."""

    kind: BulkKind
    sector_id: int | None = None
    tag: str = ""
    user_id: int | None = None
    title: str = ""
    due_on: date | None = None

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Wish":
        """As it was kept with the change."""
        due = date.fromisoformat(kept["due_on"]) if kept["due_on"] else None
        return cls(**{**kept, "kind": BulkKind(kept["kind"]), "due_on": due})

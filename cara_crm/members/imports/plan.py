"""What an import would do, decided before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cara_crm.members.spreadsheet import Draft, Listing, Problem
from cara_crm.members.spreadsheet.folding import SiteDraft


@dataclass(frozen=True)
class Change:
    """One field of a member before and after, as text for people."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Update:
    """A known member that the list changes. `columns` are values of `Member`; `version` is the one compared with,
    `before` and `sites_before` are what the columns held then."""

    member_id: int
    version: int
    name: str
    rows: tuple[int, ...]
    columns: Mapping[str, Any]
    changes: tuple[Change, ...]
    names: tuple[str, ...] = ()
    new_sites: tuple[SiteDraft, ...] = ()
    site_columns: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    head_site: SiteDraft | None = None
    sectors: tuple[int, ...] = ()
    has_main_sector: bool = False
    tags: tuple[str, ...] = ()
    group: str = ""
    status: str | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    sites_before: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Twin:
    """One of two that may be the same: of the register (`member_id`) or of the list (`rows`)."""

    name: str
    siren: str | None
    department: str
    member_id: int | None = None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Everything an import decided: what it creates and updates, what it leaves, asks and refuses."""

    listing: Listing
    rows: int
    creations: tuple[Draft, ...]
    updates: tuple[Update, ...]
    unchanged: int
    duplicates: tuple[tuple[Twin, Twin, int], ...]
    refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    source: str

    def as_dict(self) -> dict[str, Any]:
        """Counts and problems as `members import --json` prints them."""
        return {
            "rows": self.rows,
            "created": len(self.creations),
            "updated": len(self.updates),
            "unchanged": self.unchanged,
            "possible_duplicates": len(self.duplicates),
            "refused": [problem.as_dict() for problem in self.refused],
            "warnings": [problem.as_dict() for problem in self.warnings],
        }

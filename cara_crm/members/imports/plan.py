"""What an import would do, decided before anything is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from cara_crm.members.spreadsheet import Draft, Listing, Problem
from cara_crm.members.spreadsheet.folding import SiteDraft
from cara_crm.members.spreadsheet.people import Person

NO_COLUMNS: Mapping[str, Any] = MappingProxyType({})
#: What new extras are counted as.
BROUGHT = {
    "contact": "contacts",
    "function": "functions",
    "membership": "memberships",
    "issue": "issues",
    "relay": "relays",
    "relay_member": "relayed",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a member before and after, as text for people."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Since:
    """The day from which a known member is one: the beginning of its period `period_id`, that `was` another day, or
    of a period of its own."""

    on: date
    period_id: int | None = None
    was: date | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """A known member that the list changes. `columns` are values of `Member`; `version` is the one compared with,
    `before` and `sites_before` are what the columns held then; `sectors` are (sector, role) that it gets, `roles` (line
    of a sector, role before, role after)."""

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
    sectors: tuple[tuple[int, int | None], ...] = ()
    roles: tuple[tuple[int, int | None, int], ...] = ()
    has_main_sector: bool = False
    tags: tuple[str, ...] = ()
    group: str = ""
    status: str | None = None
    since: Since | None = None
    manager_id: int | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    sites_before: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A known member of which the list says something else, that stays as the register has it."""

    member_id: int
    name: str
    rows: tuple[int, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """One of two that may be the same: of the register (`member_id`) or of the list (`rows`)."""

    name: str
    siren: str | None
    department: str
    member_id: int | None = None
    rows: tuple[int, ...] = ()
    place: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A row of the list beside a member or another row. `is_taken`: it is taken for that member; `decided`: what
    a person said of the row, as `Decisions.rows` keeps it."""

    left: Twin
    right: Twin
    alike: int
    reasons: tuple[str, ...]
    is_taken: bool
    decided: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """A row that waits for a decision: it may be one of `candidates`, of the register or of the list."""

    twin: Twin
    candidates: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """One thing that a list brings beside its members, of the draft that begins at `row`.

    `kind`: one of `BROUGHT`. `target_id` is what it changes, None for what is new; `values` are columns, `before` what
    those held. A function of a new contact and a member of a new relay have its `key`.
    """

    kind: str
    row: int
    member_id: int | None
    values: Mapping[str, Any]
    target_id: int | None = None
    before: Mapping[str, Any] = field(default_factory=lambda: NO_COLUMNS)
    key: int | None = None


@dataclass(frozen=True)
class Plan:
    """Everything an import decided: what it creates and updates, what it leaves, asks and refuses."""

    listing: Listing
    rows: int
    creations: tuple[Draft, ...]
    updates: tuple[Update, ...]
    unchanged: int
    likenesses: tuple[Likeness, ...]
    refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    source: str
    kept: tuple[Kept, ...] = ()
    matched: tuple[tuple[Draft, int], ...] = ()
    extras: tuple[Extra, ...] = ()
    held: tuple[Held, ...] = ()
    as_of: tuple[int, int] | None = None  # what the register was when it was compared with

    @property
    def duplicates(self) -> list[Likeness]:
        """Who goes in as a member of its own and may be another, or waits for it: nobody decided yet."""
        taken = {one.left.rows for one in self.likenesses if one.is_taken}
        open_ones = (one for one in self.likenesses if not one.is_taken and one.decided is None)
        return [one for one in open_ones if one.left.rows not in taken]

    @property
    def folded(self) -> int:
        """Rows that say more of a company of another row."""
        drafts = (*self.creations, *(draft for draft, _id in self.matched))
        return sum(len(draft.rows) - 1 for draft in drafts)

    @property
    def people(self) -> list[tuple[Draft, Person]]:
        """Everybody whom the list was understood to name, in its order, those that the register has too."""
        drafts = sorted((*self.creations, *(draft for draft, _id in self.matched)), key=lambda draft: draft.rows[0])
        return [(draft, person) for draft in drafts for person in draft.beside.people]

    def as_dict(self) -> dict[str, Any]:
        """Counts and problems as `members import --json` prints them."""
        return {
            "rows": self.rows,
            "created": len(self.creations),
            "updated": len(self.updates),
            "unchanged": self.unchanged,
            "further_rows": self.folded,
            "possible_duplicates": len(self.duplicates),
            "held": len(self.held),
            **{BROUGHT[kind]: n for kind, n in Counter(e.kind for e in self.extras if e.target_id is None).items()},
            "refused": [problem.as_dict() for problem in self.refused],
            "warnings": [problem.as_dict() for problem in self.warnings],
        }

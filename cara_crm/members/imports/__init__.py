"""Importing a list of organisations: `check` decides, `write.carry_out` writes.

Checking reads the file and the register and may take seconds: run it inside `extensions.reading()`, before the write
transaction. Carrying out is bulk statements only, and refuses when the register moved in between.
"""

from collections.abc import Sequence
from dataclasses import replace

from cara_crm.core import clock
from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.members.imports.chain import roles_without_sector, unknown_roles, whole
from cara_crm.members.imports.compare import compare
from cara_crm.members.imports.decisions import Decisions
from cara_crm.members.imports.match import doubtful, match
from cara_crm.members.imports.plan import Kept, Plan, Update
from cara_crm.members.imports.references import References, load_references
from cara_crm.members.imports.since import unplaced
from cara_crm.members.imports.snapshot import add_managers, add_periods, known_members, records, site_owners
from cara_crm.members.matching import DEFAULT, Known, Register, Rules
from cara_crm.members.spreadsheet import Column, Draft, Listing, Options, Problem, read_list

__all__ = ["Column", "Decisions", "Plan", "check"]

UNDECIDED = Decisions()
NOBODY: frozenset[int] = frozenset()


def check(
    data: bytes,
    *,
    options: Options | None = None,
    source: str = "",
    decisions: Decisions = UNDECIDED,
    known: Sequence[Known] | None = None,
    rules: Rules = DEFAULT,
    foreign: frozenset[int] = NOBODY,
) -> Plan:
    """What importing this file would do now. Raises Unreadable.

    `source` is what the facts' origin is called; `known` the register as who calls sees it, when that is more than
    members and sites tell; `rules` weigh what is alike; `foreign` are members that who imports may not change.
    """
    references = load_references()
    options = replace(options or Options(), sectors=references.sectors)
    listing, parsed, drafts = read_list(data, references.department_codes, options, spend=True, decided=decisions.rows)
    drafts = [whole(draft, references) for draft in drafts]
    listing = replace(listing, grid=replace(listing.grid, rows=[]))
    register = Register(known_members(references.department_of) if known is None else known, rules)
    matches = match(drafts, register, decisions, foreign)
    updates, kept, warnings = _compare_all(matches.found, references, source, decisions)
    creations = tuple(draft for draft, member in matches.found if member is None)
    doubts, told = doubtful(parsed.doubts, drafts, rules)
    told += [*parsed.warnings, *matches.told, *warnings, *_without_place(creations, drafts, references, listing)]
    return Plan(
        listing=listing,
        rows=parsed.count,
        creations=creations,
        updates=tuple(updates),
        unchanged=len(matches.taken) - len(updates),
        likenesses=(*matches.likenesses, *doubts),
        refused=tuple(sorted((*parsed.refused, *matches.refused), key=lambda problem: problem.row)),
        warnings=tuple(sorted(told, key=lambda problem: problem.row)),
        source=source,
        kept=tuple(kept),
        matched=tuple((draft, member.id) for draft, member in matches.found if member is not None),
        held=tuple(matches.held),
    )


def _compare_all(
    matches: Sequence[tuple[Draft, Known | None]], references: References, source: str, decisions: Decisions
) -> tuple[list[Update], list[Kept], list[Problem]]:
    today = clock.today()
    present = records((known.id for _draft, known in matches if known), today)
    if any(draft.member_since for draft, _known in matches):
        add_periods(present)
    if any(draft.account_manager for draft, _known in matches):
        add_managers(present)
    owners = site_owners(site.siret for draft, _known in matches for site in draft.sites if site.siret)
    updates: list[Update] = []
    kept: list[Kept] = []
    warnings: list[Problem] = []
    for draft, known in matches:
        if known is None:
            continue
        record = present[known.id]
        update, stays, told = compare(
            draft, record, references, owners, this_year=today.year, source=source, decisions=decisions
        )
        updates.extend([update] if update else [])
        kept.extend([stays] if stays else [])
        warnings.extend(told)
        if record.archived_on is not None:
            warnings.append(Problem(draft.rows[0], None, _("This member is archived and stays so.")))
    return updates, kept, warnings


def _without_place(
    creations: Sequence[Draft], drafts: Sequence[Draft], references: References, listing: Listing
) -> list[Problem]:
    """What a list says of new members that has no place there, and words that the settings do not have."""
    since, role = _header(listing, Column.MEMBER_SINCE), _header(listing, Column.ROLE)
    unknown = _unknown_words(drafts, references, listing)
    return [*unplaced(creations, since), *roles_without_sector(creations, role), *unknown]


def _unknown_words(drafts: Sequence[Draft], references: References, listing: Listing) -> list[Problem]:
    """Sectors, networks and people that the settings do not have; they are left out, not invented."""
    in_sectors, in_network = _header(listing, Column.SECTORS), _header(listing, Column.NETWORK)
    in_manager = _header(listing, Column.ACCOUNT_MANAGER)
    told: dict[str, Problem] = {}
    for draft in drafts:
        for word in draft.sectors:
            if fold(word) not in references.sectors:
                told.setdefault(
                    word,
                    Problem(draft.rows[0], in_sectors, _("There is no sector “%(name)s”.", name=word)),
                )
        if draft.network and fold(draft.network) not in references.networks:
            reason = _("There is no network “%(name)s”.", name=draft.network)
            told.setdefault(f"network {draft.network}", Problem(draft.rows[0], in_network, reason))
        if draft.account_manager and references.team.is_unknown(draft.account_manager):
            reason = _("Nobody of the team is called “%(name)s”, or several are.", name=draft.account_manager[:80])
            told.setdefault(f"manager {draft.account_manager}", Problem(draft.rows[0], in_manager, reason))
    return [*told.values(), *unknown_roles(drafts, references, _header(listing, Column.ROLE))]


def _header(listing: Listing, column: Column) -> str | None:
    return next((listing.header.cells[i] for i, found in listing.mapping.items() if found is column), None)

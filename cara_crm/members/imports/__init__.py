"""Importing a list of organisations: `check` decides, `write.carry_out` writes.

Checking reads the file and the register and may take seconds: run it inside `extensions.reading()`, before the write
transaction. Carrying out is bulk statements only, and refuses when the register moved in between.
"""

from collections.abc import Sequence

from flask_babel import gettext as _

from cara_crm.core import clock
from cara_crm.core.fold import fold
from cara_crm.members.imports.compare import compare
from cara_crm.members.imports.plan import Plan, Twin, Update
from cara_crm.members.imports.references import References, load_references
from cara_crm.members.imports.snapshot import known_members, records, site_owners
from cara_crm.members.matching import Ambiguous, Known, Register, pairs
from cara_crm.members.spreadsheet import Column, Draft, Options, Problem, read_list

__all__ = ["Column", "Plan", "check"]

NOWHERE: frozenset[str] = frozenset()


def check(data: bytes, *, options: Options | None = None, source: str = "") -> Plan:
    """What importing this file would do now. `source` is what the facts' origin is called. Raises Unreadable."""
    references = load_references()
    listing, parsed, drafts = read_list(data, references.department_codes, options)
    register = Register(known_members(references.department_of))
    matches, refused = _match(drafts, register)
    updates, warnings = _compare_all(matches, references, source)
    fresh = [draft for draft, known in matches if known is None]
    matched = sum(known is not None for _draft, known in matches)
    return Plan(
        listing=listing,
        rows=parsed.count,
        creations=tuple(fresh),
        updates=tuple(updates),
        unchanged=matched - len(updates),
        duplicates=tuple(_duplicates(fresh, register.known)),
        refused=tuple(sorted((*parsed.refused, *refused), key=lambda problem: problem.row)),
        warnings=tuple(sorted((*parsed.warnings, *warnings, *_unknown_words(drafts, references)), key=lambda p: p.row)),
        source=source,
    )


def _match(drafts: Sequence[Draft], register: Register) -> tuple[list[tuple[Draft, Known | None]], list[Problem]]:
    """Each draft with the member it speaks of; a draft of none must bring a name."""
    matches: list[tuple[Draft, Known | None]] = []
    refused: list[Problem] = []
    taken: dict[int, Draft] = {}
    for draft in drafts:
        names = () if draft.name_to_confirm else (draft.name, *draft.other_names)
        try:
            known = register.find(draft.siren, names, draft.department)
        except Ambiguous as several:
            reason = _("%(n)s members bear this name: give the SIREN.", n=len(several.members))
            refused.extend(Problem(row, None, reason) for row in draft.rows)
            continue
        if known is None and not draft.name:
            refused.extend(Problem(row, None, _("Not in the register yet, and no name.")) for row in draft.rows)
            continue
        if known is not None and known.id in taken:
            reason = _("Speaks of the same member as row %(row)s.", row=taken[known.id].rows[0])
            refused.extend(Problem(row, None, reason) for row in draft.rows)
            continue
        if known is not None:
            taken[known.id] = draft
        matches.append((draft, known))
    return matches, refused


def _compare_all(
    matches: Sequence[tuple[Draft, Known | None]], references: References, source: str
) -> tuple[list[Update], list[Problem]]:
    today = clock.today()
    present = records((known.id for _draft, known in matches if known), today)
    owners = site_owners(site.siret for draft, _known in matches for site in draft.sites if site.siret)
    updates: list[Update] = []
    warnings: list[Problem] = []
    for draft, known in matches:
        if known is None:
            continue
        record = present[known.id]
        update, told = compare(draft, record, references, owners, this_year=today.year, source=source)
        updates.extend([update] if update else [])
        warnings.extend(told)
        if record.archived_on is not None:
            warnings.append(Problem(draft.rows[0], None, _("This member is archived and stays so.")))
    return updates, warnings


def _unknown_words(drafts: Sequence[Draft], references: References) -> list[Problem]:
    """Sectors and networks that the settings do not have; they are left out, not invented."""
    told: dict[str, Problem] = {}
    for draft in drafts:
        for word in draft.sectors:
            if fold(word) not in references.sectors:
                told.setdefault(word, Problem(draft.rows[0], None, _("There is no sector “%(name)s”.", name=word)))
        if draft.network and fold(draft.network) not in references.networks:
            reason = _("There is no network “%(name)s”.", name=draft.network)
            told.setdefault(f"network {draft.network}", Problem(draft.rows[0], None, reason))
    return list(told.values())


def _duplicates(fresh: Sequence[Draft], known: Sequence[Known]) -> list[tuple[Twin, Twin, int]]:
    """Pairs of a new member with another new one or a known one; ids of new ones are negative meanwhile."""
    new = [
        Known(
            -index - 1,
            draft.siren,
            () if draft.name_to_confirm else (draft.name, *draft.other_names),
            frozenset({draft.department}) if draft.department else NOWHERE,
        )
        for index, draft in enumerate(fresh)
    ]
    by_id = {one.id: one for one in known}

    def twin(id: int) -> Twin:
        if id < 0:
            draft = fresh[-id - 1]
            return Twin(draft.name, draft.siren, draft.department or "", rows=draft.rows)
        one = by_id[id]
        return Twin(one.names[0], one.siren, ", ".join(sorted(one.departments)), member_id=id)

    return [(twin(pair.left), twin(pair.right), pair.alike) for pair in pairs(new, known)]

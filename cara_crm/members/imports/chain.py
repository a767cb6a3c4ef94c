"""Sectors of a list with the role in their value chain: of one role in each of them, of several in turn."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.members.imports.comparison import Comparison
from cara_crm.members.imports.decisions import FILE
from cara_crm.members.imports.plan import Change
from cara_crm.members.imports.references import References
from cara_crm.members.spreadsheet import Draft, Problem

Line = tuple[int, int | None]  # sector and role
COMMAS = 4  # in the name of one sector or role, at most


def whole(draft: Draft, references: References) -> Draft:
    """The draft with the names that hold a comma put together again, which a cell of several is split at."""
    if len(draft.sectors) < 2 and len(draft.roles) < 2:
        return draft
    sectors, roles = _whole(draft.sectors, references.sectors), _whole(draft.roles, references.roles)
    return replace(draft, sectors=sectors, roles=roles)


def _whole(words: Sequence[str], known: Container[str]) -> tuple[str, ...]:
    found: list[str] = []
    left = list(words)
    while left:
        ends = (end for end in range(COMMAS + 1, 1, -1) if end <= len(left) and fold(", ".join(left[:end])) in known)
        end = next(ends, 1)
        found.append(", ".join(left[:end]))
        left = left[end:]
    return tuple(found)


def lines(draft: Draft, references: References, otherwise: int | None = None) -> list[Line]:
    """The sectors that the list names and the register has, each with its role; `otherwise` is the sector of a role
    of which the list does not say the sector."""
    sectors = [references.sectors.get(fold(name)) for name in draft.sectors] or [otherwise]
    found = ((id, _role(word, id, references)) for id, word in _pairs(sectors, draft.roles) if id)
    told = dict.fromkeys(found)
    with_role = {sector for sector, role in told if role}
    return [line for line in told if line[1] or line[0] not in with_role]


def _pairs(sectors: Sequence[int | None], roles: Sequence[str]) -> list[tuple[int | None, str]]:
    if len(roles) == len(sectors):
        return list(zip(sectors, roles, strict=True))
    if len(roles) == 1 or len(sectors) == 1:
        return [(sector, role) for sector in sectors for role in roles or ("",)]
    return [(sector, "") for sector in sectors]


def _role(word: str, sector_id: int | None, references: References) -> int | None:
    found = references.roles.get(fold(word), ())
    own = next((id for id, only in found if only == sector_id), None)
    return own or next((id for id, only in found if only is None), None)


def unknown_roles(drafts: Iterable[Draft], references: References, header: str | None) -> list[Problem]:
    """Roles that the settings do not have, or not in these sectors, or of which nobody can say in which; each once."""
    told: dict[str, Problem] = {}
    for draft in (one for one in drafts if one.roles):
        sectors = [references.sectors.get(fold(name)) for name in draft.sectors]
        if len(draft.roles) > 1 and len(sectors) > 1 and len(draft.roles) != len(sectors):
            reason = _("Which role is that of which sector is not said: as many of both, or one.")
            told.setdefault(f"row {draft.rows[0]}", Problem(draft.rows[0], header, reason))
            continue
        for word in draft.roles:
            if fold(word) not in references.roles:
                reason = _("There is no role “%(name)s” in the value chain.", name=word[:80])
                told.setdefault(word, Problem(draft.rows[0], header, reason))
        for sector_id, word in _pairs(sectors, draft.roles):
            if sector_id and fold(word) in references.roles and not _role(word, sector_id, references):
                reason = _("The role “%(name)s” is one of another sector.", name=word[:80])
                told.setdefault(f"{word} {sector_id}", Problem(draft.rows[0], header, reason))
    return list(told.values())


def roles_without_sector(drafts: Iterable[Draft], header: str | None) -> list[Problem]:
    """New members of which the list says a role and no sector."""
    return [
        Problem(one.rows[0], header, _("A role without its sector: it was left out."))
        for one in drafts
        if one.roles and not one.sectors
    ]


def compare_roles(c: Comparison) -> tuple[tuple[int, int | None, int], ...]:
    """(line, role before, role after) of sectors that the member is in; a role that it has stays unless decided."""
    changed: dict[int, tuple[int, int | None, int]] = {}
    names, wanted = c.references.role_names, c.decisions.side(c.record.id, "role")
    for sector_id, role_id in lines(c.draft, c.references, c.record.main_sector_id):
        held = [one for one in c.record.assignments if one.sector_id == sector_id]
        if role_id is None or not held or any(one.role_id == role_id for one in held):
            continue
        one = held[0]
        if len(held) > 1 or one.id in changed:
            reason = _("It has several roles in this sector: “%(name)s” was left out.", name=names[role_id])
            c.warnings.append(Problem(c.draft.rows[0], None, reason))
            continue
        is_taken = wanted == FILE or (wanted is None and one.role_id is None)
        (c.changes if is_taken else c.kept).append(Change("role", names.get(one.role_id, ""), names[role_id]))
        if is_taken:
            changed[one.id] = (one.id, one.role_id, role_id)
    return tuple(changed.values())

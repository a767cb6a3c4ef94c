"""The reference values that a list names, by every way of naming them."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from cara_crm.core.fold import fold
from cara_crm.extensions import db
from cara_crm.members.imports.team import Team, load_team
from cara_crm.members.models import Group, Network, Tag
from cara_crm.sectors.models import Sector, ValueChainRole
from cara_crm.territory.models import Department


@dataclass(frozen=True)
class References:
    """`department_codes`: folded name → code; the others: code or folded name → id."""

    department_codes: dict[str, str]
    departments: dict[str, int]
    sectors: dict[str, int]
    networks: dict[str, int]
    network_names: dict[int, str]
    groups: dict[str, int]
    group_names: dict[int | None, str]
    tags: dict[str, int]
    team: Team
    roles: dict[str, list[tuple[int, int | None]]]
    role_names: dict[int | None, str]

    @property
    def department_of(self) -> dict[int, str]:
        """id → code."""
        return {id: code for code, id in self.departments.items()}


def load_references() -> References:
    """All of them, one query each."""
    places = db.session.execute(sa.select(Department.id, Department.code, Department.name)).all()
    groups = db.session.execute(sa.select(Group.id, Group.folded, Group.name)).all()
    return References(
        department_codes={fold(name): code for _id, code, name in places},
        departments={code: id for id, code, _name in places},
        sectors=_by_words(Sector),
        networks=_by_words(Network),
        network_names={one.id: one.name_fr for one in db.session.execute(sa.select(Network.id, Network.name_fr))},
        groups={folded: id for id, folded, _name in groups},
        group_names={id: name for id, _folded, name in groups},
        tags={folded: id for id, folded in db.session.execute(sa.select(Tag.id, Tag.folded))},
        team=load_team(),
        roles=_roles(),
        role_names={
            one.id: one.name_fr for one in db.session.execute(sa.select(ValueChainRole.id, ValueChainRole.name_fr))
        },
    )


def sector_words() -> frozenset[str]:
    """Every way of naming a sector, folded."""
    return frozenset(_by_words(Sector))


def _roles() -> dict[str, list[tuple[int, int | None]]]:
    """Folded word → the roles that are called so, with the only sector in which they exist."""
    kind, found = ValueChainRole, defaultdict(list)
    rows = sa.select(kind.id, kind.sector_id, kind.code, kind.name_fr, kind.name_en)
    for id, sector_id, *words in db.session.execute(rows.where(kind.retired_on.is_(None)).order_by(kind.id)):
        for word in {fold(word) for word in words if word}:
            found[word].append((id, sector_id))
    return dict(found)


def _by_words(kind: Any) -> dict[str, int]:
    """Code and both names, folded → id, of the values that are not retired."""
    values = db.session.execute(
        sa.select(kind.id, kind.code, kind.name_fr, kind.name_en).where(kind.retired_on.is_(None))
    )
    return {fold(word): id for id, *words in values for word in words if word}

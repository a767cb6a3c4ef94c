"""Who of the team a list names: by e-mail, or by name in either order and any case."""

import re
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Role
from cara_crm.extensions import db

TITLE = re.compile(r"^(m|mr|mme|mlle|ms|mrs|dr|monsieur|madame) (?=\w+ )")
#: Cells that name nobody, folded.
NOBODY = frozenset(
    {"", "nobody", "none", "personne", "aucun", "aucune", "neant", "na", "n a", "nc", "a definir", "non"}
)


@dataclass(frozen=True)
class Team:
    """`ids`: folded e-mail, or sorted words of a name → who is called so; `names`: id → name, of everybody."""

    ids: dict[str, set[int]]
    names: dict[int, str]

    def one(self, text: str) -> int | None:
        """The only one who may look after members and is called so."""
        found = self.ids.get(fold(text)) or self.ids.get(_key(text)) or set()
        return next(iter(found)) if len(found) == 1 else None

    def is_unknown(self, text: str) -> bool:
        """Does the cell name somebody who is not of the team, or may be two of it?"""
        return fold(text) not in NOBODY and self.one(text) is None


def load_team() -> Team:
    """One query."""
    may = {Role.MANAGER, Role.ADMINISTRATOR, Role.DIRECTOR}
    ids: dict[str, set[int]] = defaultdict(set)
    names: dict[int, str] = {}
    for one in db.session.execute(sa.select(User.id, User.name, User.email, User.role, User.deactivated_at)):
        names[one.id] = one.name
        if one.role in may and one.deactivated_at is None:
            ids[fold(one.email)].add(one.id)
            ids[_key(one.name)].add(one.id)
    return Team(dict(ids), names)


def _key(name: str) -> str:
    return " ".join(sorted(TITLE.sub("", fold(name)).split()))

"""What people paste to invite many: one person a line, `address; name; role`, or just the address."""

import re
from dataclasses import dataclass

from cara_crm.core.fold import fold
from cara_crm.core.permissions import Role

ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")
WRITTEN = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]+)>$")
MOST = 200
ROLES = {
    "administrator": Role.ADMINISTRATOR, "administration": Role.ADMINISTRATOR, "administrateur": Role.ADMINISTRATOR,
    "administratrice": Role.ADMINISTRATOR, "manager": Role.MANAGER, "animateur": Role.MANAGER,
    "animatrice": Role.MANAGER, "reviewer": Role.REVIEWER, "relecteur": Role.REVIEWER, "relectrice": Role.REVIEWER,
    "director": Role.DIRECTOR, "direction": Role.DIRECTOR, "directeur": Role.DIRECTOR, "directrice": Role.DIRECTOR,
    "observer": Role.OBSERVER, "observateur": Role.OBSERVER, "observatrice": Role.OBSERVER,
    "officer": Role.OFFICER, "federation": Role.OFFICER,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One person to invite."""

    email: str
    name: str
    role: Role


def is_address(text: str) -> bool:
    """Does this look like one e-mail address of at most 254 characters (RFC 5321)?"""
    return len(text) <= 254 and ADDRESS.fullmatch(text) is not None


def read(text: str, *, role: Role) -> tuple[list[Line], list[tuple[int, str]]]:
    """(people, faults): a fault is a line's number from 1 and what stands there. `role` is for lines without one.

    Separators are `;`, tabulations or commas; `Name <address>` is read too; a repeated address counts once.
    """
    people: dict[str, Line] = {}
    faults: list[tuple[int, str]] = []
    for n, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        line = _line(raw.strip(), role)
        if line is None or len(people) >= MOST:
            faults.append((n, raw.strip()[:80]))
        else:
            people.setdefault(line.email, line)
    return list(people.values()), faults


def _line(text: str, role: Role) -> Line | None:
    parts = [part.strip() for part in re.split(r"[;\t,]", text)]
    if written := WRITTEN.match(parts[0]):
        parts = [written["email"].strip(), written["name"].strip(' "'), *filter(None, parts[1:])]
    email, name, said = (*parts, "", "")[:3]
    given = ROLES.get(fold(said)) if said else role
    if not is_address(email) or given is None or len(parts) > 3 or len(name) > 200:
        return None
    return Line(email.lower(), name, given)

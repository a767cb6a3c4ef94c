"""A fixed cast, plainly invented. Each function adds one record, whole and valid, and gives it back flushed.

Reference data (sectors, federations, regions…) is in every database by migration: `sector("RAIL")` finds it.
"""

from datetime import date, timedelta
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa

from cara_crm.accounts.models import User, UserSector
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.db import Base
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.federations.models import Federation, Priority
from cara_crm.issues.models import Consent, Issue, IssueConsent, IssueState
from cara_crm.members.models import Group, Member, MemberCategory, MemberStatus, SectorAssignment, Site, StatusPeriod
from cara_crm.memberships.models import College, Membership
from cara_crm.positions.models import Position, PositionIssue
from cara_crm.sectors.models import Sector
from cara_crm.territory.models import Department

R = TypeVar("R", bound=Base)
NUMBERS = count(1)
LONG_AGO = date(2020, 1, 1)


def add(record: R) -> R:
    db.session.add(record)
    db.session.flush()
    return record


def _one(kind: type[R], code: str) -> R:
    return db.session.scalars(sa.select(kind).where(kind.code == code)).one()  # type: ignore[attr-defined]


def sector(code: str = "RAIL") -> Sector:
    return _one(Sector, code)


def federation(code: str = "FIF") -> Federation:
    return _one(Federation, code)


def department(code: str = "69") -> Department:
    return _one(Department, code)


def priority(code: str = "FIF") -> Priority:
    """The first priority of a federation."""
    return db.session.scalars(sa.select(Priority).join(Priority.federation).where(Federation.code == code)).first()  # type: ignore[return-value]


def siren(n: int) -> str:
    """A SIREN of nobody: prefix 000, right check digit (Luhn)."""
    body = f"000{n:05d}"
    total = sum(sum(divmod(int(d) * (2 if i % 2 else 1), 10)) for i, d in enumerate(body))
    return body + str(-total % 10)


def user(role: Role = Role.MANAGER, *, sectors: list[Sector] | None = None, **kwargs: Any) -> User:
    n = next(NUMBERS)
    values = {"email": f"person{n}@cluster.example", "name": f"Person {n}", "role": role} | kwargs
    account = add(User(**values, all_sectors=sectors is None))
    for one in sectors or []:
        add(UserSector(user_id=account.id, sector_id=one.id))
    return account


def actor(role: Role = Role.MANAGER, **kwargs: Any) -> Actor:
    """Who acts in a service test, with an account behind it."""
    account = user(role)
    return Actor(user_id=account.id, role=role, name=account.name, **kwargs)


def group(name: str = "Groupe Inventé") -> Group:
    return add(Group(name=name, folded=fold(name)))


def member(
    name: str = "Atelier Fictif",
    *,
    in_sector: str = "RAIL",
    status: MemberStatus = MemberStatus.ACTIVE,
    at: str = "69",
    **kwargs: Any,
) -> Member:
    """An active small company of the rail sector in the Rhône, unless said otherwise."""
    n, place, line = next(NUMBERS), department(at), sector(in_sector)
    values = {"siren": siren(n), "category": MemberCategory.SME, "folded": fold(name), "sort_key": fold(name)} | kwargs
    made = Member(legal_name=name, status=status, department_id=place.id, main_sector_id=line.id, **values)
    made.status_periods.append(StatusPeriod(status=status, from_on=LONG_AGO))
    made.assignments.append(SectorAssignment(sector=line, is_main=True, from_on=LONG_AGO))
    made.sites.append(Site(town="Villefictive", postal_code=f"{at}000", department=place, is_head=True))
    return add(made)


def contact(
    at: Member | None = None, *, of: Federation | None = None, receives_reports: bool = False, **kwargs: Any
) -> Contact:
    """A person with a function at a member or a federation."""
    n = next(NUMBERS)
    values = {"first_name": "Camille", "last_name": f"Exemple{n}", "email": f"camille{n}@atelier.example"} | kwargs
    made = add(
        Contact(
            **values,
            folded=fold(f"{values['last_name']} {values['first_name']}"),
            sort_key=fold(str(values["last_name"])),
        )
    )
    if at is not None or of is not None:
        add(
            Affiliation(
                contact_id=made.id,
                member_id=at.id if at else None,
                federation_id=of.id if of else None,
                function="Direction",
                from_on=LONG_AGO,
                receives_reports=receives_reports,
            )
        )
    return made


def issue(
    of: Member | None = None,
    *,
    state: IssueState = IssueState.QUALIFIED,
    consent: Consent = Consent.ANONYMOUS,
    to: str = "FIF",
    **kwargs: Any,
) -> Issue:
    """An agreed issue of a member, with consent for one federation."""
    author = of or member()
    words = {"title": "Certification lente", "what_happens": "La certification prend des mois.", "asked": "Un délai."}
    moment = clock.now() - timedelta(days=10)
    said = {"submitted_at": None if state is IssueState.DRAFT else moment}
    made = Issue(member=author, state=state, **(words | said | kwargs))
    made.sectors.append(sector("RAIL"))
    made.consents.append(IssueConsent(federation_id=federation(to).id, consent=consent))
    made.folded = fold(f"{made.title} {made.what_happens}")
    return add(made)


def position(*issues: Issue, to: str = "FIF", **kwargs: Any) -> Position:
    """A worded draft for a federation, with these issues behind it."""
    words = {
        "title": "Certification",
        "statement": "La certification prend trop de temps.",
        "request": "Un délai maximal.",
    }
    body = federation(to)
    made = add(Position(federation_id=body.id, priority_id=priority(to).id, **(words | kwargs)))
    made.sectors.append(sector("RAIL"))
    for one in issues:
        made.links.append(PositionIssue(issue_id=one.id, federation_id=body.id, issue_revision=one.content_revision))
    db.session.flush()
    return made


def college(code: str = "SME") -> College:
    return _one(College, code)


def membership(of: Member | None = None, *, year: int = 2026, fee: int | None = 900, **kwargs: Any) -> Membership:
    """A year of a member, in the small companies' college, not called yet."""
    one = of or member()
    values = {"college_id": college().id, "proposed_euros": fee} | kwargs
    return add(Membership(member=one, year=year, fee_euros=fee, **values))

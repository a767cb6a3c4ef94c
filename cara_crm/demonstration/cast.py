"""Who plays: members with their sites and sectors, contacts, and the accounts of the first page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from cara_crm.accounts.models import User, UserSector
from cara_crm.contacts.models import Affiliation, Contact, MailPreference
from cara_crm.core import clock
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Role
from cara_crm.demonstration import names
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.members.models import (
    AccountManager,
    Group,
    Member,
    MemberCategory,
    Membership,
    MemberStatus,
    Network,
    SectorAssignment,
    Site,
    StatusPeriod,
)
from cara_crm.sectors.models import Sector, ValueChainRole
from cara_crm.territory.models import Department

SHARES = {"AUTO": 0.28, "VI": 0.2, "RAIL": 0.24, "VELO": 0.2, "CABLE": 0.04, "FLUV": 0.04}
SIZES = {
    MemberCategory.MICRO: ("1-9", 0.25),
    MemberCategory.SME: ("10-249", 0.5),
    MemberCategory.MIDCAP: ("250-4999", 0.08),
    MemberCategory.LARGE: ("5000+", 0.04),
    MemberCategory.LABORATORY: ("10-49", 0.05),
    MemberCategory.EDUCATION: ("50-99", 0.04),
    MemberCategory.AUTHORITY: ("100-249", 0.04),
}
STATUSES = {
    MemberStatus.ACTIVE: 0.86,
    MemberStatus.PROSPECT: 0.08,
    MemberStatus.FORMER: 0.04,
    MemberStatus.STAKEHOLDER: 0.02,
}
ACTIVITIES = {"AUTO": "29.32Z", "VI": "29.20Z", "RAIL": "30.20Z", "VELO": "30.92Z", "CABLE": "28.22Z", "FLUV": "30.11Z"}


@dataclass(frozen=True)
class Cast:
    """Members by sector code, and the accounts by what they are called in the story."""

    members: dict[str, list[Member]]
    users: dict[str, User]


def by_code(kind: Any) -> dict[str, Any]:
    """The reference values of one kind, by their code."""
    return {row.code: row for row in db.session.scalars(sa.select(kind))}


def _pick(chance: Random, shares: dict[Any, Any]) -> Any:
    return chance.choices(list(shares), [v[1] if isinstance(v, tuple) else v for v in shares.values()])[0]


def _sector_of(n: int, total: int) -> str:
    """Sectors in fixed shares, so that fewer or more members keep the proportions."""
    edge = 0.0
    for code, share in SHARES.items():
        edge += share
        if n < edge * total:
            return code
    return "AUTO"


class Members:
    """Makes members one by one; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311
        self.sectors = by_code(Sector)
        self.roles = list(by_code(ValueChainRole).values())
        self.departments = by_code(Department)
        self.networks = list(by_code(Network).values())
        self.today = clock.today()

    def make(self, n: int, code: str, place: int) -> Member:
        name, chance = names.company(code, place), self.chance
        category = _pick(chance, SIZES)
        status = MemberStatus.ACTIVE if place < 20 else _pick(chance, STATUSES)
        where = chance.choice(list(names.TOWNS))
        member = Member(
            legal_name=f"{name} SAS", usual_name=name, siren=names.siren(n + 1), category=category, status=status,
            category_source="Démonstration", category_year=self.today.year - 1, headcount_band=SIZES[category][0],
            headcount_source="Démonstration", headcount_year=self.today.year - 1, activity_code=ACTIVITIES[code],
            activity_nomenclature="naf_rev_2", network=chance.choice(self.networks), is_demonstration=True,
            description="Entreprise inventée pour la démonstration.", main_sector=self.sectors[code],
            department=self.departments[where], sort_key=fold(name),
        )  # fmt: skip
        self._history(member, status, code)
        self._place(member, where, n)
        member.folded = fold(f"{member.legal_name} {member.siren} {names.TOWNS[where][1]}")
        return member

    def _history(self, member: Member, status: MemberStatus, code: str) -> None:
        since = self.today - timedelta(days=self.chance.randint(400, 4000))
        if status is MemberStatus.FORMER:
            until = self.today - timedelta(days=self.chance.randint(30, 300))
            member.status_periods.append(StatusPeriod(status=MemberStatus.ACTIVE, from_on=since, until_on=until))
            since = until + timedelta(days=1)
        member.status_periods.append(StatusPeriod(status=status, from_on=since))
        started = min(since, self.today - timedelta(days=400))
        member.assignments.append(
            SectorAssignment(
                sector=self.sectors[code], role=self.chance.choice(self.roles), is_main=True, from_on=started
            )
        )
        if status is MemberStatus.ACTIVE:
            for year in (self.today.year - 1, self.today.year):
                paid = date(year, 3, 1) if self.chance.random() < 0.9 else None
                member.memberships.append(Membership(year=year, called_on=date(year, 1, 15), paid_on=paid))

    def _place(self, member: Member, where: str, n: int) -> None:
        code, town = names.TOWNS[where]
        member.sites.append(
            Site(name="Siège", address=f"{n % 90 + 1} rue de l’Invention", postal_code=code, town=town,
                 department=self.departments[where], is_head=True)
        )  # fmt: skip


def people_of(members: list[Member], seed: int) -> Iterator[Contact]:
    """Two persons a member: one leads it, one runs the workshop."""
    chance = Random(seed)  # noqa: S311
    since = clock.today() - timedelta(days=900)
    preferences = [MailPreference.AT_ONCE] * 6 + [
        MailPreference.DAILY,
        MailPreference.WEEKLY,
        MailPreference.PORTAL_ONLY,
    ]
    for n, member in enumerate(members):
        for k, function in enumerate(("Direction", "Atelier")):
            first, last = (
                names.FIRST[(n * 3 + k * 7) % len(names.FIRST)],
                names.LAST[(n * 7 + k * 11) % len(names.LAST)],
            )
            contact = Contact(
                first_name=first, last_name=last, email=names.address(first, last, f"{member.usual_name} {n}"),
                phone=f"+33 4 99 {n % 100:02d} {k:02d} 00", language="en" if chance.random() < 0.06 else "fr",
                preference=chance.choice(preferences), folded=fold(f"{first} {last}"), sort_key=fold(f"{last} {first}"),
            )  # fmt: skip
            contact.affiliations.append(Affiliation(member=member, function=function, from_on=since))
            yield contact


def make_members(count: int, seed: int) -> list[Member]:
    """`count` members with two contacts each, in the proportions of SHARES."""
    maker, places = Members(seed), dict.fromkeys(SHARES, 0)
    members = []
    for n in range(count):
        code = _sector_of(n, count)
        members.append(maker.make(n, code, places[code]))
        places[code] += 1
    _group(members)
    db.session.add_all(members)
    db.session.add_all(people_of(members, seed))
    db.session.flush()
    return members


def _group(members: list[Member]) -> None:
    """Every fifteenth company belongs to a group with the next of its sector."""
    for n in range(30, len(members) - 1, 15):
        name = f"Groupe {names.PLAYFUL[n % len(names.PLAYFUL)]} {n}"
        group = Group(name=name, folded=fold(name))
        members[n].group = members[n + 1].group = group


def make_users(members: list[Member], star: Member) -> dict[str, User]:
    """One account for each way of using the product, `star` being the member's; the first page signs in as them."""
    sectors, federations = by_code(Sector), by_code(Federation)
    users = {
        "manager": _user("Maëlle Farandole", Role.MANAGER),
        "second": _user("Noé Lampion", Role.MANAGER, is_reviewer=True, all_sectors=False),
        "member": _contact_user(star, Role.MEMBER),
        "officer": _officer(federations["PFA"], "Ariane Girouette"),
        "administrator": _user("Inès Quignon", Role.ADMINISTRATOR),
        "director": _user("Bastien Ocarina", Role.DIRECTOR),
        "observer": _user("Lise Jonquillet", Role.OBSERVER),
        "officer_fif": _officer(federations["FIF"], "Ulysse Virevolte"),
        "officer_velo": _officer(federations["FRANCE_VELO"], "Rosalie Zigzag"),
    }
    db.session.add_all(users.values())
    db.session.flush()
    db.session.add_all(UserSector(user=users["second"], sector_id=sectors[c].id) for c in ("RAIL", "VELO", "VI"))
    since = clock.today() - timedelta(days=500)
    for n, member in enumerate(members):
        keeper = users["second"] if n % 3 == 0 else users["manager"]
        db.session.add(AccountManager(member=member, user=keeper, from_on=since))
    db.session.flush()
    return users


def _user(name: str, role: Role, **more: object) -> User:
    first, last = name.split(" ", 1)
    return User(email=f"{fold(first)}.{fold(last)}@cara.example", name=name, role=role, is_demonstration=True, **more)


def _contact_user(member: Member, role: Role) -> User:
    contact = member.affiliations[0].contact
    return User(
        email=contact.email, name=contact.name, role=role, member_id=member.id, contact_id=contact.id,
        is_demonstration=True,
    )  # fmt: skip


def _officer(federation: Federation, name: str) -> User:
    first, last = name.split(" ", 1)
    email = f"{fold(first)}.{fold(last)}@{fold(federation.code).replace(' ', '-')}.invalid"
    contact = Contact(
        first_name=first, last_name=last, email=email, folded=fold(name), sort_key=fold(f"{last} {first}")
    )
    since = clock.today() - timedelta(days=700)
    contact.affiliations.append(
        Affiliation(federation=federation, function="Chargée de mission", from_on=since, receives_reports=True)
    )
    db.session.add(contact)
    db.session.flush()
    return User(
        email=email,
        name=name,
        role=Role.OFFICER,
        federation_id=federation.id,
        contact_id=contact.id,
        is_demonstration=True,
    )

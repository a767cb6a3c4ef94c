"""Who plays: members with their sites, sectors and memberships, and their people."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation, Contact, MailPreference
from cara_crm.contacts.search_text import search_text as contact_text
from cara_crm.core import clock
from cara_crm.core.fold import fold
from cara_crm.demonstration import names
from cara_crm.extensions import db
from cara_crm.members.models import (
    Group,
    Member,
    MemberCategory,
    MemberStatus,
    Network,
    SectorAssignment,
    Site,
    StatusPeriod,
)
from cara_crm.members.search_text import search_text
from cara_crm.memberships.models import College, Membership
from cara_crm.sectors.models import Sector, ValueChainRole
from cara_crm.territory.models import Department

SHARES = {"AUTO": 0.27, "VI": 0.2, "RAIL": 0.23, "VELO": 0.2, "CABLE": 0.05, "FLUV": 0.05}
C = MemberCategory
CATEGORIES = (  # of twenty members in a row
    C.SME, C.MICRO, C.MIDCAP, C.SME, C.MICRO, C.SME, C.LARGE, C.SME, C.MICRO, C.MIDCAP,
    C.SME, C.SME, C.MICRO, C.LABORATORY, C.MIDCAP, C.MICRO, C.SME, C.EDUCATION, C.LARGE, C.AUTHORITY,
)  # fmt: skip
BANDS = {  # INSEE's codes, with a number of employees inside each
    C.MICRO: (("01", 2), ("02", 4), ("03", 8)),
    C.SME: (("11", 14), ("12", 35), ("12", 42), ("21", 70), ("22", 150)),
    C.MIDCAP: (("32", 320), ("41", 700), ("42", 1400)),
    C.LARGE: (("52", 6200), ("53", 11000)),
    C.LABORATORY: (("11", 18), ("12", 40)),
    C.EDUCATION: (("21", 80),),
    C.AUTHORITY: (("22", 160), ("31", 230)),
}
COMPANIES = (C.MICRO, C.SME, C.MIDCAP, C.LARGE)
COLLEGES = {
    C.LARGE: "LARGE",
    C.MIDCAP: "LARGE",
    C.LABORATORY: "ACADEMIC",
    C.EDUCATION: "ACADEMIC",
    C.AUTHORITY: "PUBLIC",
}
FEES = {"LARGE": 6_500, "SME": 850, "ACADEMIC": 400, "PUBLIC": 2_000}  # euros a year, invented
STATUSES = {
    MemberStatus.ACTIVE: 0.84,
    MemberStatus.PROSPECT: 0.1,
    MemberStatus.FORMER: 0.04,
    MemberStatus.STAKEHOLDER: 0.02,
}
SURE = 20  # so many members of a sector are certainly members
INVENTED = "INSEE (demo)"
SECOND_PEOPLE: dict[str, tuple[str, ...]] = {
    "fr": ("Production", "Bureau d’études", "Qualité", "Achats", "Ressources humaines", "Maintenance"),
    "en": ("Operations", "Engineering", "Quality", "Purchasing", "Human resources", "After-sales"),
}
FIRST_PEOPLE: dict[str, tuple[str, ...]] = {
    "fr": ("Direction générale", "Gérance", "Présidence"),
    "en": ("Managing director", "Chief executive"),
}
ELSEWHERE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # at schools, laboratories, authorities
    "fr": (("Direction",), ("Partenariats", "Innovation", "Mobilités")),
    "en": (("Director",), ("Partnerships", "Innovation")),
}
PREFERENCES = [MailPreference.AT_ONCE] * 6 + [MailPreference.DAILY, MailPreference.WEEKLY, MailPreference.PORTAL_ONLY]


def by_code(kind: Any) -> dict[str, Any]:
    """The reference values of one kind, by their code."""
    return {row.code: row for row in db.session.scalars(sa.select(kind))}


def speaks(place: int) -> str:
    """The language of who leads the member at this place of its sector: every third writes in English."""
    return "en" if place % 3 == 2 else "fr"


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
        self.roles = by_code(ValueChainRole)
        self.departments = by_code(Department)
        self.colleges = by_code(College)
        self.networks = list(by_code(Network).values())
        self.named = names.Named()
        self.today = clock.today()

    def make(self, n: int, code: str, place: int) -> Member:
        category, chance = CATEGORIES[place % len(CATEGORIES)], self.chance
        trade = names.trade_of(code, category.value, place)
        name = self.named.name(trade, code, place)
        status = MemberStatus.ACTIVE if place < SURE else chance.choices(list(STATUSES), list(STATUSES.values()))[0]
        where = chance.choices(list(names.CROWDS), list(names.CROWDS.values()))[0]
        band, employees = chance.choice(BANDS[category])
        company = category in COMPANIES
        member = Member(
            legal_name=f"{name} {chance.choice(names.FORMS)}" if company else name, usual_name=name,
            siren=names.siren(n + 1), category=category, status=status, category_source=INVENTED,
            category_year=self.today.year - 1, headcount_band=band, headcount_source=INVENTED,
            headcount_year=self.today.year - 1, activity_code=trade.activity, activity_nomenclature="naf_rev_2",
            turnover_euros=employees * chance.randint(110, 190) * 1_000 if company else None,
            turnover_year=self.today.year - 1 if company else None, network=chance.choice(self.networks),
            website=f"https://{names.domain(name)}" if place % 3 else "", is_demonstration=True,
            phone=f"+33 4 99 {n % 100:02d} 90 {n // 100 % 100:02d}" if place % 2 == 0 else "",
            email=f"contact@{names.domain(name)}" if place % 3 == 1 else "",
            description=trade.description, main_sector=self.sectors[code], department=self.departments[where],
            sort_key=fold(name),
        )  # fmt: skip
        self._history(member, status, code, self.roles[trade.role])
        self._place(member, where, n)
        member.folded = search_text((member.legal_name,), member.siren, (names.TOWNS[where][1],), phone=member.phone)
        return member

    def _history(self, member: Member, status: MemberStatus, code: str, role: ValueChainRole) -> None:
        since = self.today - timedelta(days=self.chance.randint(500, 4000))
        started = since
        if status is MemberStatus.FORMER:
            until = self.today - timedelta(days=self.chance.randint(30, 300))
            member.status_periods.append(StatusPeriod(status=MemberStatus.ACTIVE, from_on=since, until_on=until))
            since = until + timedelta(days=1)
        member.status_periods.append(StatusPeriod(status=status, from_on=since))
        member.assignments.append(SectorAssignment(sector=self.sectors[code], role=role, is_main=True, from_on=started))
        if status is MemberStatus.ACTIVE:
            for year in (self.today.year - 1, self.today.year):
                self._membership(member, year)

    def _membership(self, member: Member, year: int) -> None:
        """Called in January; most pay within some weeks, some not at all."""
        called = date(year, 1, 15)
        if called > self.today:
            return
        paid = called + timedelta(days=self.chance.randint(5, 90)) if self.chance.random() < 0.9 else None
        college = COLLEGES.get(member.category, "SME")
        member.memberships.append(
            Membership(
                year=year,
                college=self.colleges[college],
                fee_euros=FEES[college],
                called_on=called,
                paid_on=paid if paid and paid <= self.today else None,
            )
        )

    def _place(self, member: Member, where: str, n: int) -> None:
        code, town = names.TOWNS[where]
        places = ("Siège", "Atelier") if n % 9 == 4 else ("Siège",)
        for rank, name in enumerate(places, 1):
            member.sites.append(
                Site(name=name, address=f"{n % 90 + rank} rue de l’Invention", postal_code=code, town=town,
                     siret=names.siret(member.siren or "", rank), department=self.departments[where], is_head=rank == 1)
            )  # fmt: skip


def people_of(members: list[Member], seed: int) -> Iterator[Contact]:
    """Two persons a member: one leads it, one runs part of it."""
    chance = Random(seed)  # noqa: S311
    since = clock.today() - timedelta(days=900)
    people = iter(names.people(chance, 2 * len(members)))
    places: dict[str, int] = {}
    for n, member in enumerate(members):
        sector = member.assignments[0].sector.code
        place = places[sector] = places.get(sector, -1) + 1
        for k, choice in enumerate((FIRST_PEOPLE, SECOND_PEOPLE)):
            first, last = next(people)
            language = speaks(place) if k == 0 else "fr"
            functions = choice[language] if member.category in COMPANIES else ELSEWHERE[language][k]
            email = names.address(first, last, member.usual_name)
            phone = f"+33 4 99 {n % 100:02d} {k:02d} {n // 100 % 100:02d}"
            mobile = f"+33 6 39 98 {n // 100 % 100:02d} {n % 100:02d}" if k == 0 and n % 4 == 0 else ""
            contact = Contact(
                first_name=first, last_name=last, email=email,
                phone=phone, second_phone=mobile, language=language, preference=chance.choice(PREFERENCES),
                folded=contact_text((first, last), email, (phone, mobile)),
                sort_key=fold(f"{last} {first}"),
            )  # fmt: skip
            function = functions[n % len(functions)]
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
    """Every fifteenth organisation belongs to a group with the next one."""
    for n in range(30, len(members) - 1, 15):
        name = f"Groupe {names.PLAYFUL[n % len(names.PLAYFUL)]} {n}"
        group = Group(name=name, folded=fold(name))
        members[n].group = members[n + 1].group = group

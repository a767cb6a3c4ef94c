"""Who signs in: the team, a member's director, and the officers of the federations with their colleagues."""

from dataclasses import dataclass
from datetime import timedelta

from cara_crm.accounts.models import User, UserSector
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.fold import fold
from cara_crm.core.permissions import Role
from cara_crm.demonstration.cast import by_code
from cara_crm.extensions import db
from cara_crm.federations.models import Federation
from cara_crm.members.models import AccountManager, Member
from cara_crm.sectors.models import Sector

OFFICES = {  # the first of each signs in; all receive reports
    "PFA": ("fr", (
        ("Ariane Girouette", "Chargée de mission, régions"),
        ("Clovis Tourniquet", "Responsable réglementation"),
        ("Lucienne Portemine", "Transition écologique"),
    )),
    "FIF": ("fr", (
        ("Ulysse Virevolte", "Délégué, relations avec les régions"),
        ("Mathilde Aiguillage", "Normalisation"),
        ("Firmin Bouvreuil", "Formation et compétences"),
    )),
    "FRANCE_VELO": ("en", (
        ("Rosalie Zigzag", "Head of European affairs"),
        ("Anselme Dérailleur", "Industry"),
    )),
}  # fmt: skip
SECOND_MANAGER = ("RAIL", "VELO", "VI")  # what the second manager is in charge of
LOOKED_AFTER = ("RAIL", "VELO")  # and whose members are the second manager's


@dataclass(frozen=True)
class Cast:
    """Members by sector code, the accounts by what they are called in the story, addressees by federation code."""

    members: dict[str, list[Member]]
    users: dict[str, User]

    @property
    def star(self) -> Member:
        """The member as whose director the first page signs in."""
        return self.members["VI"][0]


def acting(user: User) -> Actor:
    """The account as the one who acts."""
    return Actor(
        user_id=user.id,
        role=user.role,
        name=user.name,
        sector_ids=user.sector_ids,
        member_id=user.member_id,
        federation_id=user.federation_id,
        contact_id=user.contact_id,
        is_reviewer=user.is_reviewer,
        is_member_director=user.is_member_director,
    )


def make_users(members: dict[str, list[Member]]) -> dict[str, User]:
    """One account for each way of using the product; the first page signs in as them."""
    sectors = by_code(Sector)
    users = {
        "manager": _user("Maëlle Farandole", Role.MANAGER),
        "second": _user("Noé Lampion", Role.MANAGER, is_reviewer=True, all_sectors=False),
        "member": _contact_user(members["VI"][0]),
        "administrator": _user("Inès Quignon", Role.ADMINISTRATOR),
        "director": _user("Bastien Ocarina", Role.DIRECTOR),
        "observer": _user("Lise Jonquillet", Role.OBSERVER),
    } | _officers()
    db.session.add_all(users.values())
    db.session.flush()
    db.session.add_all(UserSector(user=users["second"], sector_id=sectors[code].id) for code in SECOND_MANAGER)
    since = clock.today() - timedelta(days=500)
    for code, several in members.items():
        keeper = users["second" if code in LOOKED_AFTER else "manager"]
        db.session.add_all(AccountManager(member=member, user=keeper, from_on=since) for member in several)
    db.session.flush()
    return users


def _user(name: str, role: Role, **more: object) -> User:
    first, last = name.split(" ", 1)
    return User(email=f"{fold(first)}.{fold(last)}@cara.example", name=name, role=role, is_demonstration=True, **more)


def _contact_user(member: Member) -> User:
    contact = member.affiliations[0].contact
    return User(
        email=contact.email, name=contact.name, role=Role.MEMBER, member_id=member.id, contact_id=contact.id,
        is_member_director=True, is_demonstration=True,
    )  # fmt: skip


def _officers() -> dict[str, User]:
    federations = by_code(Federation)
    users = {}
    for code, (language, people) in OFFICES.items():
        contacts = [_addressee(federations[code], name, function, language) for name, function in people]
        db.session.add_all(contacts)
        db.session.flush()
        first = contacts[0]
        users[code] = User(
            email=first.email, name=first.name, role=Role.OFFICER, federation_id=federations[code].id,
            contact_id=first.id, is_demonstration=True,
        )  # fmt: skip
    return users


def _addressee(federation: Federation, name: str, function: str, language: str) -> Contact:
    first, last = name.split(" ", 1)
    email = f"{fold(first)}.{fold(last)}@{fold(federation.code).replace(' ', '-')}.invalid"
    contact = Contact(
        first_name=first,
        last_name=last,
        email=email,
        language=language,
        folded=fold(f"{name} {email}"),
        sort_key=fold(f"{last} {first}"),
    )
    since = clock.today() - timedelta(days=700)
    contact.affiliations.append(
        Affiliation(federation=federation, function=function, from_on=since, receives_reports=True)
    )
    return contact

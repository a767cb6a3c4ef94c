"""What a list says and the register does not take is shown or told, never dropped without a word."""

from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core.actor import Actor
from cara_crm.imports import services
from cara_crm.members.imports.decisions import Decisions
from cara_crm.members.imports.plan import Plan
from cara_crm.members.models import Member, MemberStatus, Site
from cara_crm.members.spreadsheet import Options
from tests import factories
from tests.members.lists import A, B

OWN = (Member.legal_name, Member.phone, Member.email)
BY = Actor.system("test")
ADDRESS = f"Nom;SIREN;Adresse;CP;Ville\nForge;{A};99 avenue Neuve;69003;Lyon\n"


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Warnings are sentences in a language."""


def bring(text: str, fields: dict[str, str] | None = None) -> Plan:
    data, decisions = text.encode(), Decisions(fields or {})
    plan = services.check(data, options=Options(), source="liste", decisions=decisions, by=BY)
    entry = services.receive("liste.csv", data, source="liste", status=MemberStatus.PROSPECT, by=BY)
    services.commit_import(entry, plan, by=BY)
    return plan


def told(plan: Plan) -> str:
    return "\n".join(f"{one.row} {one.reason}" for one in plan.warnings)


def head(db: Any) -> tuple[str, str, str]:
    db.session.expire_all()
    site = db.session.scalars(sa.select(Site)).one()
    return site.address, site.postal_code, site.town


def test_another_address_than_that_of_the_numbered_head_office_is_shown_and_may_be_chosen(db: Any) -> None:
    forge = factories.member("Forge", siren=A)
    here = {"address": "1 rue du Four", "postal_code": "42000", "town": "SAINT-ETIENNE"}
    db.session.execute(sa.delete(Site))
    db.session.add(Site(member_id=forge.id, siret=f"{A}00077", is_head=True, **here))
    db.session.flush()
    plan = bring(ADDRESS)
    assert [c.field for c in plan.kept[0].changes] == ["site_address", "site_postal_code", "site_town"]
    assert head(db) == ("1 rue du Four", "42000", "SAINT-ETIENNE")
    bring(ADDRESS, {"site_address": "file", "site_postal_code": "file", "site_town": "file"})
    assert head(db) == ("99 avenue Neuve", "69003", "Lyon")


@pytest.mark.parametrize(
    ("town", "address", "after"),
    [("LYON CEDEX 03", "99, Avenue Neuve", "99, Avenue Neuve"), ("LYON", "", "99 avenue Neuve"), ("ROANNE", "", "")],
)
def test_only_the_writing_is_no_difference_and_half_an_address_is_not_taken(
    db: Any, town: str, address: str, after: str
) -> None:
    forge = factories.member("Forge", siren=A)
    here = {"address": address, "postal_code": "69003", "town": town}
    db.session.execute(sa.delete(Site))
    db.session.add(Site(member_id=forge.id, siret=f"{A}00077", is_head=True, **here))
    db.session.flush()
    plan = bring(ADDRESS)
    assert head(db) == (after, "69003", town)
    assert bool(plan.kept) == (town == "ROANNE")


def test_a_contact_found_by_its_address_under_another_name_is_told(db: Any) -> None:
    forge = factories.member("Forge", siren=A)
    factories.contact(forge, first_name="Anne", last_name="DUPONT", email="contact@forge.example", phone="")
    plan = bring(f"Nom;SIREN;Contact;E-mail\nForge;{A};Anne DUPOND;contact@forge.example\n")
    assert "Anne DUPONT" in told(plan)
    assert "DUPOND" in told(plan)
    again = bring(f"Nom;SIREN;Contact;E-mail\nForge;{A};DUPONT Anne;contact@forge.example\n")
    assert told(again) == ""


def test_a_name_guessed_from_the_address_is_no_other_name(db: Any) -> None:
    forge = factories.member("Forge", siren=A)
    factories.contact(forge, first_name="Anne-Marie", last_name="Dupont-Neuf", email="anne.dupont@forge.example")
    assert told(bring(f"Nom;SIREN;E-mail\nForge;{A};anne.dupont@forge.example\n")) == ""


def test_a_second_address_of_a_person_in_another_row_is_told(db: Any) -> None:
    plan = bring(
        "Nom;SIREN;Contact;E-mail;Téléphone;Fonction\n"
        f"Forge;{A};Paul Émery;paul.emery@forge.example;0476000001;\n"
        f"Forge;{A};Paul EMERY;p.emery@forge.example;;Gérant\n"
    )
    assert told(plan).startswith("3 ")
    assert "paul.emery@forge.example" in told(plan)
    one = db.session.scalars(sa.select(Contact)).one()
    assert (one.email, one.phone) == ("p.emery@forge.example", "+33 4 76 00 00 01")
    assert db.session.scalars(sa.select(Affiliation.function)).all() == ["Gérant"]


def test_a_second_address_of_a_known_person_is_told(db: Any) -> None:
    forge = factories.member("Forge", siren=A)
    factories.contact(forge, first_name="Paul", last_name="Émery", email=None, phone="")
    plan = bring(
        "Nom;SIREN;Contact;E-mail\n"
        f"Forge;{A};Paul Émery;paul.emery@forge.example\nForge;{A};Paul Émery;p.emery@forge.example\n"
    )
    assert "paul.emery@forge.example" in told(plan)
    assert db.session.scalars(sa.select(Contact.email)).one() == "paul.emery@forge.example"


def test_two_names_with_one_address_are_told(db: Any) -> None:
    plan = bring(
        f"Nom;SIREN;Contact;E-mail\nForge;{A};Anne Fictive;bureau@f.example\nCâbles;{B};Jean Rond;bureau@f.example\n"
    )
    assert "Anne Fictive" in told(plan)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contact)) == 1


def test_a_phone_and_an_address_of_nobody_are_the_organisations_own(db: Any) -> None:
    plan = bring(
        "Nom;SIREN;Contact;E-mail;Téléphone\n"
        f"Forge;{A};;;+33 4 77 00 00 00\nCâbles;{B};Anne Fictive;a.fictive@c.example / compta@c.example;\n"
    )
    assert told(plan) == ""
    found = {name: (phone, mail) for name, phone, mail in db.session.execute(sa.select(*OWN))}
    assert found == {"Forge": ("+33 4 77 00 00 00", ""), "Câbles": ("", "compta@c.example")}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Contact)) == 1


def test_a_second_one_of_nobody_is_told(db: Any) -> None:
    plan = bring(
        "Nom;SIREN;E-mail;E-mail 2;Tél. standard;Fixe\n"
        f"Forge;{A};contact@forge.example;info@forge.example;04 77 00 00 00;04 77 00 00 01\n"
    )
    assert ["info@forge.example" in told(plan), "04 77 00 00 01" in told(plan)] == [True, True]
    assert db.session.execute(sa.select(*OWN)).one() == ("Forge", "+33 4 77 00 00 00", "contact@forge.example")

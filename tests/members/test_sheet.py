"""A member on paper."""

import io
from datetime import date

import pikepdf
import pytest

from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.members.models import Site
from cara_crm.members.sheet import Part, Sheet, render_sheet
from cara_crm.members.views import sheet as view
from tests import factories

pytestmark = pytest.mark.usefixtures("request_context")
SHEET = Sheet(
    name="Forge Fictive",
    line="PME",
    cluster="CARA",
    dated=date(2026, 11, 22),
    parts=(
        Part("Identité", (("SIREN", "000 000 000"), ("Ce qu’elle fait", "*Forge* #let x = 1 $y$"))),
        Part("Contacts", (("Ana", "Achats"),), ("Nom", "Fonction"), (1, 1), "et 3 autres"),
        Part("Rien", ()),
    ),
)


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def test_the_sheet_is_tagged_and_fits_its_page():
    pdf = opened(render_sheet(SHEET))
    assert bool(pdf.Root.MarkInfo.Marked)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()
    assert len(pdf.pages) == 1


def test_much_to_say_takes_two_pages_and_says_how_much_more_there_is():
    much = factories.member("Forge Fictive de la Grande Vallée", description="Forge et traite l’acier. " * 40)
    for n in range(20):
        factories.add(Site(member=much, name=f"Atelier {n}", address="12 chemin de l’Invention", town="Villefictive"))
        factories.contact(much, first_name="Marie-Antoinette", last_name=f"Des Sources de la Vallée {n}")
        factories.issue(much, title="Les délais de certification des bogies dépassent onze mois depuis deux ans")
        factories.membership(much, year=2000 + n, paid_on=date(2000 + n, 3, 1))
    sheet = view._sheet(much, factories.actor())
    assert [part.left_out for part in sheet.parts if part.left_out] == ["and 13 more", *["and 12 more"] * 3]
    assert len(opened(render_sheet(sheet)).pages) == 2


def test_nothing_of_the_identity_is_left_out():
    said = {"brands": "Forgea", "activity_code": "25.50A", "turnover_euros": 2_000_000, "foreign_number": "DE1"}
    ways = {"phone": "+33 4 77 00 00 00", "email": "accueil@forge.example", "website": "https://forge.example"}
    member = factories.member("Forge Fictive", headcount_band="12", description="Forge l’acier.", **said, **ways)
    identity = view._sheet(member, factories.actor()).parts[0]
    assert {"accueil@forge.example", "https://forge.example", "Forge l’acier."} <= {
        value for _term, value in identity.rows
    }
    assert identity.left_out == ""


@pytest.fixture
def forge():
    made = factories.member("Forge Fictive")
    factories.contact(made, last_name="Sorbier")
    factories.issue(made, title="Délais de certification")
    factories.membership(made)
    return made


def titles(forge, role):
    sheet = view._sheet(forge, factories.actor(role))
    return {part.title: str(part.rows) for part in sheet.parts}


def test_who_may_read_everything_prints_everything(forge):
    parts = titles(forge, Role.MANAGER)
    assert "Délais de certification" in parts["Issues"]
    assert "Sorbier" in parts["Contacts"]
    assert "€900" in parts["Memberships"]


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        (Role.ADMINISTRATOR, {"Issues"}),
        (Role.DIRECTOR, {"Issues", "Contacts"}),
        (Role.OBSERVER, {"Issues", "Contacts", "Memberships"}),
    ],
)
def test_nobody_prints_what_the_page_does_not_show(forge, role, hidden):
    assert not hidden & set(titles(forge, role))


def test_the_sheet_comes_as_a_file_and_not_for_other_sectors(sign_in, client, forge):
    sign_in(factories.user(Role.OBSERVER))
    answer = client.get(f"/members/{forge.id}/sheet.pdf")
    assert (answer.mimetype, "forge-fictive.pdf" in answer.headers["Content-Disposition"]) == ("application/pdf", True)
    bike = factories.member(in_sector="VELO")
    sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("RAIL")]))
    db.session.commit()
    assert client.get(f"/members/{bike.id}/sheet.pdf").status_code == 404


def test_the_page_leads_to_the_sheet_and_the_cards(sign_in, browse, forge):
    sign_in(factories.user(Role.MANAGER))
    html = browse(f"/members/{forge.id}")
    assert f"/members/{forge.id}/sheet.pdf" in html
    assert f"/contacts/of/{forge.id}/cards.vcf" in html

"""A member on paper."""

import io
from datetime import date

import pikepdf
import pytest

from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.members.sheet import Part, Sheet, render_sheet
from cara_crm.members.views import sheet as view
from cara_crm.members.views.sheet import MOST
from tests import factories

pytestmark = pytest.mark.usefixtures("request_context")
SHEET = Sheet(
    name="Forge Fictive",
    line="PME",
    cluster="CARA",
    dated=date(2026, 11, 22),
    parts=(
        Part("Identité", (("SIREN", "000 000 000"), ("Ce qu’elle fait", "*Forge* #let x = 1 $y$"))),
        Part("Contacts", (("Ana", "Achats"),), ("Nom", "Fonction"), "et 3 autres"),
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


def test_much_to_say_takes_two_pages():
    row = ("Un nom assez long pour une colonne de papier", "Direction générale", "a@b.example", "+33 4 00 00 00 00")
    part = Part("Contacts", (row,) * MOST, ("Nom", "Fonction", "Courriel", "Téléphone"))
    assert len(opened(render_sheet(Sheet("F", "", "C", date(2026, 1, 1), (part,) * 5))).pages) <= 2


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

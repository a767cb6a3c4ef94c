"""The call as a document, and its mails."""

import io
import json
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from flask_babel import force_locale

from cara_crm.memberships.call import FeeCall, laid_out, render_call, spaced_iban
from tests import mails

CALL = FeeCall(
    number="2027-00042",
    year=2027,
    dated=date(2027, 1, 4),
    due_on=date(2027, 2, 3),
    cluster="Cluster Inventé",
    address=("1 rue de l’Invention", "69000 Villefictive"),
    registration="SIRET 000 000 000 00000",
    to=("Forge Fictive SAS", "Ana Lopès", "2 rue du Marteau", "42000 Ville"),
    college="PME",
    amount=1500,
    iban="FR7630006000011234567890189",
    bic="AGRIFRPP",
    text="Premier alinéa.\n\nSecond alinéa.",
    language="fr",
)


def words(call):
    """Every word that the page gets, in the call's language; the page itself is made too."""
    assert render_call(call).startswith(b"%PDF")
    with force_locale(call.language):
        return json.dumps(laid_out(call), ensure_ascii=False)


def test_the_page_says_who_owes_what_until_when_and_where_to():
    text = words(CALL)
    for part in (
        "Cotisation 2027",
        "2027-00042",
        "Forge Fictive SAS",
        "1\u202f500\u00a0€",
        "3 février 2027",
        "FR76 3000 6000",
    ):
        assert part in text
    assert "TVA" not in text


def test_an_english_call_is_english():
    text = words(replace(CALL, language="en", text=""))
    assert "Membership fee 2027" in text
    assert "€1,500" in text
    assert "Cotisation" not in text


def test_without_an_account_it_says_to_ask():
    assert "Demandez-nous" in words(replace(CALL, iban=""))


@pytest.mark.parametrize("said", ["*alinéa* #set page()", "$x$ @a <b>", "l’œuvre 🙂", "= Titre\n- point"])
def test_what_people_wrote_is_no_markup(said):
    assert render_call(replace(CALL, text=said, to=(said,))).startswith(b"%PDF")


@pytest.mark.parametrize("mark", ["is_preview", "is_demonstration"])
def test_a_preview_and_a_demonstration_are_marked(mark):
    assert render_call(replace(CALL, **{mark: True})) != render_call(CALL)


def test_the_file_is_tagged_with_its_fonts_and_in_its_language():
    pdf = pikepdf.open(io.BytesIO(render_call(CALL)))
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "fr-FR"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()
    dictionaries = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
    fonts = [one for one in dictionaries if one.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_the_same_call_is_the_same_file():
    assert render_call(CALL) == render_call(CALL)


def test_an_iban_stands_in_groups_of_four():
    assert spaced_iban("FR7630006000011234567890189") == "FR76 3000 6000 0112 3456 7890 189"


TOLD = {
    "member": "Forge Fictive",
    "year": 2027,
    "number": "2027-00042",
    "amount": 1500,
    "called_on": date(2027, 1, 4),
    "due_on": date(2027, 2, 3),
}


@pytest.mark.parametrize("kind", ["fee_call", "fee_reminder"])
def test_the_mails_read_as_agreed(kind):
    mails.check(kind, TOLD)

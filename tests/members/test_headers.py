"""What columns of lists are called, and which rows are of one company."""

import pytest

from cara_crm.members.spreadsheet import Draft, Unreadable, read_list, recognise_list
from tests.members.lists import A, B


def named(header: str, row: str) -> dict[str, str]:
    """Header → what it is taken for; a column that is left out does not stand there."""
    listing = recognise_list(f"{header}\n{row}\n".encode())
    return {listing.header.cells[i]: column.value for i, column in listing.mapping.items()}


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Société;Référent CARA", "Forge;Odile Fictive", {"Société": "name"}),
        ("Société;Référent", "Forge;Odile Fictive", {"Société": "name", "Référent": "contact"}),
        (
            "Company name;VAT number;Company registration number",
            f"Forge;FR00{A};{A}",
            {"Company name": "name", "Company registration number": "siren"},
        ),
        ("Company name;VAT number", f"Forge;FR00{A}", {"Company name": "name", "VAT number": "siren"}),
        (
            "Company name;Company Domain Name",
            "Forge;forge.example",
            {"Company name": "name", "Company Domain Name": "website"},
        ),
        (
            "Société;Sujet;Description;Date;Statut",
            "Forge;Gaz;Le prix a doublé;03/02/2025;Transmis",
            {"Société": "name", "Sujet": "issue", "Description": "issue_more", "Date": "issue_on"},
        ),
        (
            "Société;Description;Date;Statut",
            "Forge;Des pièces;03/02/2025;Actif",
            {"Société": "name", "Description": "description", "Statut": "status"},
        ),
    ],
)
def test_what_a_header_says_depends_on_those_beside_it(header: str, row: str, expected: dict[str, str]) -> None:
    assert named(header, row) == expected


def test_a_list_of_relays_has_no_members() -> None:
    with pytest.raises(Unreadable):
        read_list("Date d'envoi;Fédération;Objet;Texte\n04/03/2025;PFA;Appel;Ouvert\n".encode(), {})


def drafts(text: str) -> list[Draft]:
    return read_list(text.encode(), {})[2]


def test_an_address_in_several_columns_is_put_together() -> None:
    header = "siret;denominationUniteLegale;numeroVoieEtablissement;typeVoieEtablissement;libelleVoieEtablissement"
    [forge] = drafts(f"{header};codePostalEtablissement\n{A}00077;FORGE;95;RUE;DES LILAS;42000\n")
    assert forge.sites[0].address == "95 RUE DES LILAS"
    [forge] = drafts("Nom;Adresse 1;Adresse 2;CP\nForge;12 rue du Four;BP 8;42000\n")
    assert forge.sites[0].address == "12 rue du Four BP 8"
    [forge] = drafts("Nom;Adresse siège;Adresse facturation;CP\nForge;12 rue du Four;BP 8;42000\n")
    assert forge.sites[0].address == "12 rue du Four"


FORGE = f"Forge;{A};42000"


@pytest.mark.parametrize(
    ("rows", "members"),
    [
        ([FORGE, f"Câbles;{B};38000", "FORGE;;"], [(2, 4), (3,)]),
        (["Forge;;", f"Câbles;{B};38000", FORGE], [(2, 4), (3,)]),
        ([FORGE, "Forge;;42100"], [(2, 3)]),
        ([FORGE, "Forge;;38000", "Forge;;"], [(2,), (3,), (4,)]),
        (["Forge;;42000", "Forge;;"], [(2, 3)]),
        ([FORGE, f"Forge;{B};38000", "Forge;;"], [(2,), (3,), (4,)]),
        ([FORGE, f"Forge;{B};38000", "Forge;;38100"], [(2,), (3, 4)]),
    ],
)
def test_a_further_row_of_a_company_may_stand_anywhere(rows: list[str], members: list[tuple[int, ...]]) -> None:
    assert [draft.rows for draft in drafts("\n".join(["Nom;SIREN;CP", *rows]))] == members

"""What columns of lists are called, and which rows are of one company."""

import io

import pytest
import xlsxwriter

from cara_crm.members.spreadsheet import Draft, Unreadable, read_list, recognise_list
from tests.members.lists import A, B


def named(header: str, row: str) -> dict[str, str]:
    """Header → what it is taken for; a column that is left out does not stand there."""
    listing = recognise_list(f"{header}\n{row}\n".encode())
    return {listing.header.cells[i]: column.value for i, column in listing.mapping.items()}


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Société;Référent CARA", "Forge;Odile Fictive", {"Société": "name", "Référent CARA": "account_manager"}),
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
            "Company;Business Street;Business City;Business Postal Code;Business Phone;Annual Revenue",
            "Forge;1 rue du Four;Lyon;69003;0400000000;1200000",
            {
                "Company": "name",
                "Business Street": "address",
                "Business City": "town",
                "Business Postal Code": "postal_code",
                "Business Phone": "contact_phone",
                "Annual Revenue": "turnover",
            },
        ),
        ("Société;CA 2024", "Forge;1200000", {"Société": "name", "CA 2024": "turnover"}),
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


@pytest.mark.parametrize(
    ("above", "below", "row", "expected"),
    [
        (
            "Entreprise;;Contact;;;Cotisation;",
            "Raison sociale;SIREN;Nom;Prénom;Mail;2024;2025",
            f"Forge;{A};Fictive;Odile;odile@forge.example;1200;1300",
            {
                "Raison sociale": "name", "SIREN": "siren", "Nom Contact": "contact_last",
                "Prénom Contact": "contact_first", "Mail Contact": "contact_email",
                "Cotisation 2024": "fee", "Cotisation 2025": "fee",
            },
        ),
        (
            "Raison;N°;Code;;Adresse",
            "sociale;SIREN;postal;Ville;mail",
            f"Forge;{A};42000;Saint-Étienne;odile@forge.example",
            {
                "Raison sociale": "name", "SIREN": "siren", "Code postal": "postal_code", "Ville": "town",
                "mail": "contact_email",
            },
        ),
        (
            "Raison sociale;SIREN;Contact;;Ville",
            ";;Nom;Mail;",
            f"Forge;{A};Fictive;odile@forge.example;Lyon",
            {
                "Raison sociale": "name", "SIREN": "siren", "Nom Contact": "contact_last",
                "Mail Contact": "contact_email", "Ville": "town",
            },
        ),
        (
            "Annuaire des contacts;;au 3 mars",
            "Nom;SIREN;Ville",
            f"Forge;{A};Lyon",
            {"Nom": "name", "SIREN": "siren", "Ville": "town"},
        ),
    ],
)  # fmt: skip
def test_headers_in_two_rows_are_read_together(above: str, below: str, row: str, expected: dict[str, str]) -> None:
    assert named(f"{above}\n{below}", row) == expected
    assert [draft.name for draft in drafts(f"{above}\n{below}\n{row}\n")] == ["Forge"]


def test_a_cell_merged_over_several_rows_is_said_in_each() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet, plain = book.add_worksheet(), book.add_format()
        sheet.write_row(0, 0, ["Raison sociale", "SIREN", "Contact", ""])
        sheet.write_row(1, 2, ["Nom", "E-mail"])
        sheet.merge_range("A1:A2", "Raison sociale", plain)
        sheet.merge_range("B1:B2", "SIREN", plain)
        for n, (name, number) in enumerate((("Forge", A), ("Filature", B))):
            top = 2 + 2 * n
            sheet.merge_range(top, 0, top + 1, 0, name, plain)
            sheet.merge_range(top, 1, top + 1, 1, number, plain)
            for of_two in range(2):
                person = f"personne{of_two}"
                sheet.write_row(top + of_two, 2, [person.title(), f"{person}@{name.lower()}.example"])
    found = {one.name: (one.rows, len(one.beside.people)) for one in read_list(file.getvalue(), {})[2]}
    assert found == {"Forge": ((3, 4), 2), "Filature": ((5, 6), 2)}


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "Entreprise;Année;Montant HT;Payé le;Collège",
            "Forge;2025;1250,50;02/03/2025;Industriels",
            {
                "Entreprise": "name", "Année": "year", "Montant HT": "fee", "Payé le": "fee_paid",
                "Collège": "fee_college",
            },
        ),
        ("Entreprise;Ville;Montant HT", "Forge;Lyon;1250,50", {"Entreprise": "name", "Ville": "town"}),
        (
            "Entreprise;Date;Type;Titre;Description;Urgence",
            "Forge;01/03/2025;Besoin;Soudeurs;Personne ne postule;Forte",
            {
                "Entreprise": "name",
                "Date": "issue_on",
                "Type": "issue_kind",
                "Titre": "issue",
                "Description": "issue_more",
                "Urgence": "issue_urgency",
            },
        ),
        (
            "Adhérent;Problématique;Priorité;Suite donnée",
            "Forge;Soudeurs introuvables;Haute;Lycée contacté",
            {
                "Adhérent": "name", "Problématique": "issue", "Priorité": "issue_urgency",
                "Suite donnée": "issue_answer",
            },
        ),
        (
            "Company;First Name;Last Name;Job Title;Department;E-mail Address",
            "Forge;Ana;Inventée;Buyer;Purchasing;ana@forge.example",
            {
                "Company": "name", "First Name": "contact_first", "Last Name": "contact_last",
                "Job Title": "contact_function", "E-mail Address": "contact_email",
            },
        ),
        ("Company;Department", "Forge;Rhône (69)", {"Company": "name", "Department": "department"}),
    ],
)  # fmt: skip
def test_a_plain_amount_and_a_title_are_told_by_those_beside_them(
    header: str, row: str, expected: dict[str, str]
) -> None:
    assert named(header, row) == expected


@pytest.mark.parametrize(
    ("told", "number", "band"),
    [("20 à 49", None, "12"), ("≈ 250", 250, None), ("env. 30 salariés", 30, None), ("18", 18, None)],
)
def test_a_band_in_the_column_of_numbers_is_understood(told: str, number: int | None, band: str | None) -> None:
    [forge] = drafts(f"Nom;Effectif\nForge;{told}\n")
    assert (forge.headcount, forge.headcount_band) == (number, band)


def test_a_line_that_counts_the_members_is_none_of_them() -> None:
    _listing, parsed, found = read_list("Nom;Ville\nForge;Lyon\n20 adhérents;\n".encode(), {})
    assert [one.name for one in found] == ["Forge"]
    assert [problem.row for problem in parsed.refused] == [3]


def test_a_zero_that_a_spreadsheet_ate_is_said() -> None:
    _listing, parsed, found = read_list(b"Nom;CP\nForge;1000\n", {})
    assert found[0].sites[0].postal_code == "01000"
    assert [(problem.row, problem.column) for problem in parsed.warnings] == [(2, "CP")]


def test_a_fee_that_is_only_called_paid_is_said() -> None:
    _listing, parsed, [forge] = read_list("Nom;Cotisation 2025\nForge;réglé\n".encode(), {})
    assert [fee.year for fee in forge.beside.fees] == [2025]
    assert [(problem.row, problem.column) for problem in parsed.warnings] == [(2, "Cotisation 2025")]


def test_what_was_said_is_of_the_kind_that_its_column_names() -> None:
    header = "Entreprise;Date;Type;Titre;Description;Urgence"
    rows = [f"Forge;0{n}/03/2025;{kind};Titre {n};Détail;Forte" for n, kind in ((1, "Besoin"), (2, "Attente"), (3, ""))]
    [forge] = drafts("\n".join([header, *rows, ""]))
    assert [one.kind for one in forge.beside.past] == ["need", "expectation", "problem"]


def test_what_is_not_understood_is_quoted_and_what_says_nothing_is_passed_over() -> None:
    _listing, parsed, _found = read_list(b"Nom;Effectif\nForge;beaucoup\nFilature;N.C.\n", {})
    assert [(problem.row, "beaucoup" in problem.reason) for problem in parsed.warnings] == [(2, True)]


@pytest.mark.parametrize(
    ("told", "urgency"),
    [("Haute", "high"), ("Très urgent", "high"), ("Moyenne", "normal"), ("Faible", "low"), ("2", "normal")],
)
def test_how_urgent_it_was_and_what_followed_are_read(told: str, urgency: str) -> None:
    header = "Adhérent;Problématique;Priorité;Suite donnée"
    forge, _usine = drafts(f"{header}\nForge;Soudeurs;{told};Lycée contacté\nUsine;Quais;Haute;\n")
    [past] = forge.beside.past
    assert (past.urgency, past.answer) == (urgency, "Lycée contacté")


def test_a_second_e_mail_of_somebody_is_said_so() -> None:
    header = "Company;First Name;Last Name;E-mail Address;E-mail 2 Address"
    forge = "Forge;Ana;Inventée;ana.inventee@forge.example;ana@perso.example"
    works = "Usine;Luc;Feint;luc@usine.example;lea.autre@usine.example"
    _listing, parsed, found = read_list(f"{header}\n{forge}\n{works}\n".encode(), {})
    [told] = parsed.warnings
    assert (told.row, "ana@perso.example" in told.reason, "Ana Inventée" in told.reason) == (2, True, True)
    assert [len(one.beside.people) for one in found] == [1, 2]


@pytest.mark.parametrize(
    ("header", "cell", "column"),
    [
        ("Nb de salariés", "12", "headcount"),
        ("Nombre salariés", "12", "headcount"),
        ("Eff.", "12", "headcount"),
        ("Num. TVA intracom", "FR00000412585", "siren"),
        ("Chargé d'affaires", "Odile Fictive", "account_manager"),
        ("Depuis", "2015", "member_since"),
        ("Adhésion", "12/03/2015", "member_since"),
        ("Adhésion", "Actif", "status"),
        ("Adhésion", "1 200 €", "fee"),
        ("Cotis 2024", "1200", "fee"),
        ("Adr. 1", "1 rue du Four", "address"),
        ("Tel", "04 00 00 00 00", "contact_phone"),
        ("N° et rue", "1 rue du Four", "address"),
        ("Filière(s)", "Rail", "sectors"),
        ("Société mère", "Groupe Fictif", "group"),
        ("Gérant", "Odile Fictive", "contact"),
    ],
)
def test_everyday_headers_are_known(header: str, cell: str, column: str) -> None:
    assert named(f"Sté;{header}", f"Forge;{cell}") == {"Sté": "name", header: column}


def test_a_quality_is_a_persons_where_there_is_one() -> None:
    assert named("Sté;Contact;Qualité", "Forge;Odile Fictive;Gérante")["Qualité"] == "contact_function"
    assert "Qualité" not in named("Sté;Qualité", "Forge;ISO 9001")


def test_whom_it_was_passed_to_is_the_federation() -> None:
    found = named("Sté;Information remontée;Transmis à", "Forge;Le gaz manque;PFA")
    assert found == {"Sté": "name", "Information remontée": "relay_up", "Transmis à": "relay_federation"}


def test_a_name_beside_a_sign_is_the_companys() -> None:
    [forge] = drafts("Sté;Enseigne;CP\nForge SAS;La Forge;42000\n")
    assert (forge.name, forge.sites[0].name) == ("Forge SAS", "La Forge")

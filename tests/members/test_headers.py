"""What columns of lists are called, and which rows are of one company."""

import io

import pytest
import xlsxwriter

from cara_crm.members.spreadsheet import Draft, Unreadable, read_list, recognise_list
from cara_crm.members.spreadsheet.mails import PLAIN, addresses
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
            {"Company name": "name", "VAT number": "foreign_number", "Company registration number": "siren"},
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


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ("Société;SIREN;Remontée;Date remontée;Suite donnée;Relais;Date relais", "issue_answer"),
        ("Société;SIREN;Remontée;Suite donnée;Date remontée;Relais;Date relais", "issue_answer"),
        ("Société;SIREN;Relais;Date relais;Remontée;Date remontée;Suite donnée", "issue_answer"),
        ("Société;SIREN;Remontée;Date remontée;Relais;Date relais;Suite donnée", "relay_answer"),
        ("Société;SIREN;Relais;Date relais;Suite donnée;Remontée;Date remontée", "relay_answer"),
    ],
)
def test_what_followed_belongs_to_the_nearest_issue_or_relay_before_it(headers: str, answer: str) -> None:
    cells = {"Société": "Forge", "SIREN": A, "Remontée": "Prix", "Relais": "Note", "Suite donnée": "Clos"}
    row = ";".join(cells.get(header, "05/03/2024") for header in headers.split(";"))
    assert named(headers, row)["Suite donnée"] == answer


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        ("Nom;Ville;Nom;Prénom;Mail", "Forge;Lyon;Fictive;Odile;odile@forge.example"),
        ("Nom;Ville;Prénom;Nom;Mail", "Forge;Lyon;Odile;Fictive;odile@forge.example"),
        ("Nom;SIREN;Nom;Prénom;Fonction", f"Forge;{A};Fictive;Odile;DG"),
    ],
)
def test_of_two_columns_called_name_that_beside_a_first_name_is_the_persons(headers: str, row: str) -> None:
    [draft] = drafts(f"{headers}\n{row}\n")
    assert draft.name == "Forge"
    assert [(one.first_name, one.last_name) for one in draft.beside.people] == [("Odile", "Fictive")]


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
        *(
            (
                f"ENTREPRISE;;{group};;;;",
                f"Raison sociale;SIREN;{title};Nom;Prénom;Fonction;Mél",
                f"Forge;{A};Mme;Fictive;Odile;DG;odile@forge.example",
                {
                    "Raison sociale": "name", "SIREN": "siren", f"Nom {group}": "contact_last",
                    f"Prénom {group}": "contact_first", f"Fonction {group}": "contact_function",
                    f"Mél {group}": "contact_email",
                },
            )
            for group in ("DIRIGEANT", "CONTACT")
            for title in ("Civ.", "Civilité", "M./Mme", "Qui")
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


def test_a_fee_that_is_only_called_paid_is_paid() -> None:
    _listing, parsed, [forge] = read_list("Nom;Cotisation 2025\nForge;réglé\n".encode(), {})
    assert [(fee.year, fee.is_paid, fee.paid_on) for fee in forge.beside.fees] == [(2025, True, None)]
    assert parsed.warnings == ()


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


def test_crosses_below_the_sectors_name_them() -> None:
    lines = ["Entreprise;;;Filières;;;Suivi", "Nom;SIREN;Ville;Auto;Ferro;Vélo;Commentaire"]
    lines += [f"Forge;{A};Lyon;x;;oui;rien", f"Câbles;{B};Tours;;X;non;vu en mai"]
    listing = recognise_list("\n".join(lines).encode())
    sectors = {listing.header.cells[i] for i, column in listing.mapping.items() if column.value == "sectors"}
    assert sectors == {"Filières: Auto", "Filières: Ferro", "Filières: Vélo"}
    drafts = read_list("\n".join(lines).encode(), {})[2]
    assert [draft.sectors for draft in drafts] == [("Auto", "Vélo"), ("Ferro",)]


@pytest.mark.parametrize(
    "header",
    [
        "Contact First Name;Contact Last Name;Contact Email;Contact Job Title",
        "Main contact first name;Main contact last name;Main contact email;Main contact title",
        "Primary Contact First Name;Primary Contact Name;Email (Primary Contact);Position of primary contact",
        "Prénom du contact;Nom du contact;Mail du contact;Fonction du contact",
        "Contact 1 - Prénom;Contact 1 - Nom;Contact 1 - E-mail;Contact 1 - Poste",
        "Président prénom;Président nom;Président mail;Président titre",
        "Purchaser first name;Purchaser last name;Purchaser email;Purchaser title",
        "First Name;Last Name;Email;Job Title",
    ],
)
def test_columns_that_share_whose_they_are_are_one_person(header: str) -> None:
    [forge] = drafts(f"Company;{header}\nForge;Ana;Inventée;ana@forge.example;Gérante\n")
    [one] = forge.beside.people
    assert (one.first_name, one.last_name, one.email) == ("Ana", "Inventée", "ana@forge.example")
    assert one.function == "Gérante"


def test_people_of_a_row_stay_apart_by_whose_columns_they_are() -> None:
    header = "Organisation;Main contact first name;Main contact last name;Main contact email"
    header += ";Second contact first name;Second contact last name;Second contact email"
    [forge] = drafts(f"{header}\nForge;Ana;Inventée;ana@forge.example;Luc;Feint;luc@forge.example\n")
    assert [(one.first_name, one.last_name, one.email) for one in forge.beside.people] == [
        ("Ana", "Inventée", "ana@forge.example"),
        ("Luc", "Feint", "luc@forge.example"),
    ]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "Account Name;Billing Street;Billing City;Billing Zip/Postal Code;Billing Country;Shipping Street"
            ";Shipping City;Phone;Contact First Name;Contact Last Name;Contact Owner",
            "Forge;1 rue du Four;Lyon;69003;France;2 quai B;Tours;0400000000;Ana;Inventée;Odile Fictive",
            {
                "Account Name": "name",
                "Billing Street": "address",
                "Billing City": "town",
                "Billing Zip/Postal Code": "postal_code",
                "Billing Country": "country",
                "Phone": "phone",
                "Contact First Name": "contact_first",
                "Contact Last Name": "contact_last",
            },
        ),
        (
            "Shipping City;Address 1: Street 1;Address 1: Street 2;Address 1: City;Address 2: City;Company"
            ";Primary Contact",
            "Tours;1 rue du Four;Bât. B;Lyon;Blois;Forge;Ana Inventée",
            {
                "Address 1: Street 1": "address",
                "Address 1: Street 2": "address",
                "Address 1: City": "town",
                "Company": "name",
                "Primary Contact": "contact",
            },
        ),
        (
            "Organization - Name;Organization - ZIP/Postal code of Address;Organization - Owner;Person - Name"
            ";Person - Email - Work",
            "Forge;69003;Odile Fictive;Ana Inventée;ana@forge.example",
            {
                "Organization - Name": "name",
                "Organization - ZIP/Postal code of Address": "postal_code",
                "Organization - Owner": "account_manager",
                "Person - Name": "contact",
                "Person - Email - Work": "contact_email",
            },
        ),
        (
            "Ville de livraison;Ville de facturation;Code postal (facturation);Société",
            "Tours;Lyon;69003;Forge",
            {"Ville de facturation": "town", "Code postal (facturation)": "postal_code", "Société": "name"},
        ),
        (
            "Account Name;First Name;Last Name;Title",
            "Forge;Ana;Inventée;Buyer",
            {
                "Account Name": "name",
                "First Name": "contact_first",
                "Last Name": "contact_last",
                "Title": "contact_function",
            },
        ),
        (
            "Site name;Site phone;Company;Company email;Account owner email",
            "Usine;0400000000;Forge;info@forge.example;odile@cluster.example",
            {"Site name": "site_name", "Company": "name", "Company email": "email"},
        ),
    ],
)
def test_exports_of_customer_databases_are_known(header: str, row: str, expected: dict[str, str]) -> None:
    told = named(header, row)
    assert {name: told.get(name) for name in header.split(";")} == {
        name: expected.get(name) for name in header.split(";")
    }


@pytest.mark.parametrize(
    ("header", "cell", "column"),
    [
        ("Registration No.", A, "siren"),
        ("N° d'identification fiscale", f"FR00{A}", "siren"),
        ("Industry", "Rail", "sectors"),
        ("Accueil", "04 00 00 00 00", "phone"),
        ("Nom société", "Forge", "name"),
        ("No. employees", "12", "headcount"),
        ("Salesperson", "Odile Fictive", "account_manager"),
    ],
)
def test_a_number_word_and_an_article_change_no_header(header: str, cell: str, column: str) -> None:
    assert named(f"{header};Rue;CP", f"{cell};1 rue du Four;69003")[header] == column


def test_a_day_behind_a_fee_is_that_of_its_payment() -> None:
    [forge] = drafts("Sté;COTISATION 2025;DATE RÈGLEMENT\nForge;1200;12/02/2025\n")
    assert (forge.beside.fees[0].euros, str(forge.beside.fees[0].paid_on)) == (1200, "2025-02-12")


@pytest.mark.parametrize(
    "cell",
    [
        "Ana Inventée <ana@forge.example>",
        '"Inventée, Ana" <ana@forge.example>',
        "Inventée, Ana <ana@forge.example>",
        "<ana@forge.example>",
        "mailto:ana@forge.example",
        "<mailto:ana@forge.example?subject=Devis>",
        "ana@forge.example.",
        "ana (at) forge.example",
        "ana[arobase]forge.example",
        "ana@forge.example; ANA@forge.example",
        "(ana@forge.example)",
    ],
)
def test_an_address_is_read_as_mail_programs_write_it(cell: str) -> None:
    text = f"Sté\tPrénom\tNom\tMail\nForge\tAna\tInventée\t{cell}\nUsine\tLuc\tFeint\tluc@usine.example\n"
    forge, _works = drafts(text)
    assert [one.email for one in forge.beside.people] == ["ana@forge.example"]
    assert not forge.email


@pytest.mark.parametrize(
    "cell",
    [
        "ana.inventee@forge.example / luc.feint@forge.example",
        "ana.inventee@forge.example/luc.feint@forge.example",
        "ana.inventee@forge.example luc.feint@forge.example",
        "Ana Inventee <ana.inventee@forge.example>, Luc Feint <l@forge.example>",
    ],
)
def test_several_addresses_of_a_cell_are_those_of_several_people(cell: str) -> None:
    forge, _works = drafts(f"Sté\tMail\nForge\t{cell}\nUsine\tlea.autre@usine.example\n")
    assert [(one.first_name, one.last_name) for one in forge.beside.people] == [("Ana", "Inventee"), ("Luc", "Feint")]
    assert all(PLAIN.fullmatch(one.email) for one in forge.beside.people)


def test_who_stands_with_an_address_alone_has_its_name() -> None:
    [forge] = drafts("Sté\tMail\nForge\tAna Inventée <direction@forge.example>\n")
    assert [(one.last_name, one.email) for one in forge.beside.people] == [("Inventée", "direction@forge.example")]


def test_what_holds_no_address_is_told_as_it_was_written() -> None:
    assert addresses("rencontré à Lyon, demander à Ana") == [("", "rencontré à Lyon, demander à Ana")]
    assert addresses("  ") == []


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("J. Martin", "J.", "Martin"),
        ("J.-M. Martin", "J.-M.", "Martin"),
        ("MARTIN J.", "J.", "MARTIN"),
        ("J. MARTIN", "J.", "MARTIN"),
    ],
)
def test_a_first_letter_is_a_first_name(cell: str, first: str, last: str) -> None:
    [forge] = drafts(f"Sté;Contact\nForge;{cell}\n")
    assert [(one.first_name, one.last_name) for one in forge.beside.people] == [(first, last)]


def test_phones_before_the_name_are_the_contacts_where_they_say_so() -> None:
    header = "Sté;Standard;Tel 2;Tél. direct contact;Portable contact;Contact;Mail contact"
    [forge] = drafts(f"{header}\nForge;0400000008;0400000009;0400000001;0600000002;Ana Inventée;ana@forge.example\n")
    [one] = forge.beside.people
    assert (one.last_name, one.phone, one.second_phone) == ("Inventée", "0400000001", "0600000002")
    assert one.email == "ana@forge.example"


@pytest.mark.parametrize("cell", ["1200€ HT", "1 200 € TTC", "1200 net", "1 200 euros H.T."])
def test_an_amount_may_say_its_tax(cell: str) -> None:
    [forge] = drafts(f"Sté;Cotisation 2024\nForge;{cell}\n")
    assert forge.beside.fees[0].euros == 1200


def test_a_month_as_a_spreadsheet_shows_it_is_a_day() -> None:
    [forge] = drafts("Sté;Adhérent depuis\nForge;avr-24\n")
    assert str(forge.member_since) == "2024-04-01"


@pytest.mark.parametrize(
    ("header", "cell", "kind"),
    [
        ("@", "a.roux@x.example", "contact_email"), ("Nom complet", "Ana Roux", "contact"),
        ("Full name", "Ana Roux", "contact"), ("Trading name", "Atlas", "usual_name"),
        ("Reg. no. (SIREN)", A, "siren"), ("Employees (FTE)", "120", "headcount"),
        ("Salariés (ETP)", "12", "headcount"),
        ("Segments", "Rail", "sectors"), ("Tier", "Tier 2", "role"), ("Rang", "Rang 1", "role"), ("Rang", "3", ""),
        ("Ancien contact", "Ana Roux", ""), ("Ville (CP)", "Angers (49000)", "address"), ("2025", "500", ""),
    ],
)  # fmt: skip
def test_headers_of_other_clusters_are_known(header: str, cell: str, kind: str) -> None:
    found = recognise_list(f"Raison sociale;{header}\nForge;{cell}\n".encode()).mapping
    assert found.get(1, "") == kind


@pytest.mark.parametrize("header", ["Ville (CP)", "Ville"])
def test_a_town_with_its_postal_code_in_brackets_is_both(header: str) -> None:
    [forge] = drafts(f"Nom;{header}\nForge;Angers (49000)\n")
    assert [(site.postal_code, site.town) for site in forge.sites] == [("49000", "Angers")]


def test_years_alone_are_fees_beside_payments_only() -> None:
    [forge] = drafts(f"Nom;SIREN;2024;2025;Payé 2025\nForge;{A};500;550;oui\n")
    assert [(fee.year, fee.euros, fee.is_paid) for fee in forge.beside.fees] == [(2024, 500, False), (2025, 550, True)]
    assert drafts(f"Nom;SIREN;2024;2025\nForge;{A};500;550\n")[0].beside.fees == ()


@pytest.mark.parametrize("order", [1, -1])
def test_vat_numbers_beside_sirens_are_those_of_who_is_abroad(order: int) -> None:
    key = (12 + 3 * (int(B) % 97)) % 97
    rows = [("VAT number", "Reg. no. (SIREN)"), ("", A), ("DE136695976", ""), (f"FR{key:02d}{B}", "")]
    lines = [f"Nom {n};{';'.join(row[::order])}" for n, row in enumerate(rows)]
    found = drafts("\n".join(lines).replace("Nom 0", "Nom"))
    assert [(one.siren, one.foreign_number) for one in found] == [(A, None), (None, "DE136695976"), (B, None)]

"""A list is understood: its table, its columns, its rows."""

import io
import zipfile

import pytest
import xlsxwriter

from cara_crm.members.spreadsheet import Column, Options, Unreadable, read_list, recognise_list
from cara_crm.members.spreadsheet.columns import by_content
from cara_crm.members.spreadsheet.rows import Parsed
from tests.members.lists import PLANT_1, PLANTS, YEARS, A, B, C, workbook

pytestmark = pytest.mark.usefixtures("request_context")
DEPARTMENTS = {"loire": "42", "cher": "18", "rhone": "69", "ain": "01", "haute savoie": "74", "jura": "39"}


def parsed(text: str, **options: object) -> Parsed:
    return read_list(text.encode(), DEPARTMENTS, Options(**options))[1]  # type: ignore[arg-type]


def drafts(text: str) -> list:
    return read_list(text.encode(), DEPARTMENTS)[2]


def test_headers_of_the_ministry_are_known() -> None:
    listing = recognise_list(YEARS.encode())
    assert {listing.header.cells[i]: column for i, column in listing.mapping.items()} == {
        "Raison Sociale": Column.NAME,
        "SIREN": Column.SIREN,
        "Année": Column.YEAR,
        "Département": Column.DEPARTMENT,
        "APE": Column.ACTIVITY,
        "Tranche effectifs": Column.HEADCOUNT_BAND,
        "Catégorie": Column.CATEGORY,
    }


def test_rows_of_one_siren_fold_into_one_member_and_the_latest_year_wins() -> None:
    forge, cables = drafts(YEARS)
    assert (forge.siren, forge.name, forge.category, forge.year) == (A, "FORGE EGLANTINE SAS", "midcap", 2020)
    assert forge.other_names == ("Forge Eglantine", "Forge Églantine")
    assert cables.department == "18"


def test_names_of_plants_name_the_sites_and_leave_the_member_to_confirm() -> None:
    forge, cables = drafts(PLANTS)
    assert forge.name_to_confirm
    assert [site.name for site in forge.sites] == ["USINE de la Ricamarie", "Églantine Unieux"]
    assert (cables.siren, len(cables.sites)) == (B, 1)


def test_a_preamble_is_passed_over_and_rows_are_those_of_the_spreadsheet() -> None:
    result = parsed(f"Liste des adhérents\nExtraite le 3 mars\n\nNom;SIREN\nForge;{A}\nAutre;123\n")
    assert (result.count, result.rows[0].name) == (2, "Forge")
    assert [(p.row, p.column) for p in result.refused] == [(6, "SIREN")]


def test_headers_on_several_rows_are_one_header() -> None:
    result = parsed(f"Identité;;Lieu\nNom;SIREN;Ville\nname;siren;town\nForge;{A};Lyon\n")
    assert (result.count, result.rows[0].name, result.refused) == (1, "Forge", ())


def test_a_header_with_a_line_break_is_read_as_one_line() -> None:
    assert parsed(f'"Raison\nsociale";"N°\nSIREN"\nForge;{A}\n').rows[0].siren == A


def test_columns_without_a_known_header_are_known_by_what_they_hold() -> None:
    listing = recognise_list(f"Truc;Machin\nForge Églantine;{A}\nCâblages;{B}\n".encode())
    assert listing.mapping == {0: Column.NAME, 1: Column.SIREN}


def test_a_list_without_headers_is_read() -> None:
    listing, result, _drafts = read_list(f"Forge;{A}\nCâblages;{B}\n".encode(), DEPARTMENTS)
    assert listing.header.at is None
    assert [row.name for row in result.rows] == ["Forge", "Câblages"]


def test_a_header_that_stands_twice_is_taken_once() -> None:
    assert parsed(f"Nom;Nom;SIREN\nForge;Fonderie;{A}\n").rows[0].name == "Forge"


def test_a_person_overrules_the_recognition() -> None:
    result = parsed(f"Nom;Groupe;SIREN\nX;Forge;{A}\n", mapping={"Groupe": "name", "Nom": ""})
    assert result.rows[0].name == "Forge"


def test_a_mapping_of_unknown_words_is_refused_with_the_word() -> None:
    with pytest.raises(Unreadable, match="Chapeau"):
        parsed(f"Nom;SIREN\nForge;{A}\n", mapping={"Chapeau": "name"})


def test_a_list_without_names_and_numbers_is_refused() -> None:
    with pytest.raises(Unreadable):
        parsed("x;y\n1;2\n3;4\n")


def test_a_row_that_slipped_is_refused_and_the_good_ones_go_on() -> None:
    result = parsed(f"Nom;SIREN;Ville\nForge;{A};Lyon\nFonderie; Fils;{B};Lyon\nCables;{C};Bron\n")
    assert [p.row for p in result.refused] == [3]
    assert [row.name for row in result.rows] == ["Forge", "Cables"]


def test_a_row_that_was_cut_off_is_refused() -> None:
    body = "".join(f"Forge {n};{A};Lyon\n" for n in range(9))
    result = parsed("Nom;SIREN;Ville\n" + body + "Cables\n")
    assert [p.row for p in result.refused] == [11]


def test_lists_whose_rows_leave_out_empty_ends_are_read() -> None:
    assert parsed(f"Nom;SIREN;Ville\nForge;{A}\nCables;{B}\nFonderie;{C};Lyon\n").refused == ()


def test_a_line_of_totals_is_no_member() -> None:
    result = parsed(f"Nom;SIREN;Effectif\nForge;{A};10\nTotal;;10\n")
    assert ([p.row for p in result.refused], len(result.rows)) == ([3], 1)


def test_a_word_above_other_things_is_not_believed() -> None:
    places = "".join(f"Forge {n};{A};Parking\n" for n in range(5))
    assert Column.CATEGORY not in recognise_list(f"nom;siren;type\n{places}".encode()).mapping.values()


def test_empty_rows_are_no_rows() -> None:
    assert parsed(f"Nom;SIREN\n\n;\nForge;{A}\n;;\n").count == 1


def test_a_row_without_name_and_number_is_refused() -> None:
    assert [p.row for p in parsed(f"Nom;SIREN;Ville\n;;Lyon\nForge;{A};Lyon\n").refused] == [2]


def test_siren_and_siret_of_two_companies_are_refused() -> None:
    result = parsed(f"Nom;SIREN;SIRET\nForge;{B};{PLANT_1}\n")
    assert [p.column for p in result.refused] == ["SIRET"]


def test_lost_zeros_come_back_with_a_warning() -> None:
    result = parsed("Nom;SIREN\nForge;412585\n")
    assert result.rows[0].siren == A
    assert [(p.row, p.column) for p in result.warnings] == [(2, "SIREN")]


def test_what_is_not_understood_warns_and_is_left_open() -> None:
    result = parsed(f"Nom;SIREN;Catégorie;Année\nForge;{A};zzz;jadis\n")
    assert result.rows[0].category is None
    assert [p.column for p in result.warnings] == ["Catégorie", "Année"]


def test_the_lists_department_goes_before_its_postal_code() -> None:
    result = parsed(f"Nom;SIREN;CP;Ville;Département\nForge;{A};69003;Lyon;Ain\n")
    assert result.rows[0].department == "01"
    assert len(result.warnings) == 1


def test_an_address_in_one_cell_is_taken_apart() -> None:
    row = parsed(f"Nom;SIREN;Adresse\nForge;{A};ZA Nord, 3 rue du Four, 69800 SAINT-PRIEST\n").rows[0]
    assert (row.address, row.postal_code, row.town, row.department) == (
        "ZA Nord, 3 rue du Four",
        "69800",
        "SAINT-PRIEST",
        "69",
    )


def test_a_foreign_address_stays_whole_and_has_no_department() -> None:
    row = parsed(f"Nom;SIREN;Adresse\nForge;{A};Cain Road, England RG 12 1HL\n").rows[0]
    assert (row.address, row.department) == ("Cain Road, England RG 12 1HL", None)


def test_rows_without_a_number_are_one_member_by_name_and_department() -> None:
    found = drafts("Nom;CP\nForge Églantine SAS;42000\nFORGE EGLANTINE;42100\nForge Églantine;18000\n")
    assert [draft.rows for draft in found] == [(2, 3), (4,)]


def test_a_workbook_reads_like_its_csv() -> None:
    rows = [["Nom", "SIREN", "Effectif"], ["Forge", 412585, 12.0]]
    listing, result, _drafts = read_list(workbook(("Notes", [["lisez"]]), ("Liste", rows)), DEPARTMENTS)
    assert listing.grid.sheet == "Liste"
    assert (result.rows[0].siren, result.rows[0].headcount) == (A, 12)


def test_a_cell_far_outside_does_not_fill_the_memory() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Nom")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(Unreadable, match="spread"):
        recognise_list(file.getvalue())


def test_an_archive_that_unpacks_to_far_more_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(Unreadable, match="unpacks"):
        recognise_list(file.getvalue())


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0old workbook",
        b"%PDF-1.7",
        b"<!doctype html><table>",
        b"PK\x03\x04broken",
        b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        recognise_list(data)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "total", ["Total général : 2 adhérents", "TOTAUX", "Sous-total Rhône", "Nombre d'adhérents", "Total 2"]
)
def test_totals_in_any_words_are_no_member(total: str) -> None:
    assert [p.reason for p in parsed(f"Nom;SIREN\nForge;{A}\n{total};\n").refused] == ["A line of totals."]


def test_a_company_may_be_called_total() -> None:
    assert len(parsed("Nom;Ville\nTotal Énergies Inventées;Lyon\nForge;Lyon\n").rows) == 2


def test_a_header_that_comes_again_is_no_row() -> None:
    assert parsed(f"Nom;SIREN\nForge;{A}\nNOM;Siren\nCâbles;{B}\n").count == 2


def test_a_second_name_before_an_e_mail_is_a_contacts() -> None:
    mapping = recognise_list(f"Nom;SIREN;Nom;E-mail\nForge;{A};Anne Fictif;a@f.example\n".encode()).mapping
    assert list(mapping.values()) == [Column.NAME, Column.SIREN, Column.CONTACT, Column.CONTACT_EMAIL]


def test_a_site_that_is_an_address_of_the_web_is_a_website() -> None:
    mapping = recognise_list(f"Nom;SIREN;Site\nForge;{A};https://forge.example\n".encode()).mapping
    assert mapping[2] is Column.WEBSITE


def test_a_figure_of_a_line_of_totals_is_no_name() -> None:
    listing = parsed(f"Date;Nom;SIREN\n2025-05-02;Forge;{A}\n2025-05-03;Moule;{B}\nTotal;3;\n")
    assert [row.name for row in listing.rows] == ["Forge", "Moule"]
    assert "no letter" in listing.refused[0].reason


def test_days_are_no_company_numbers() -> None:
    assert by_content(["2025-05-02", "2025-06-11", "11/06/2025"]) is None


def test_a_number_that_was_written_as_text_for_a_spreadsheet_program_is_a_number() -> None:
    plain = 'Nom;SIREN;CP\nForge;="000000018";="01000"\nUsine;"=""000000026""";"=1+1"\n'
    found = parsed(plain)
    assert [(row.siren, row.postal_code) for row in found.rows] == [("000000018", "01000")]
    assert [problem.row for problem in found.refused] == [3]

"""What the command line says of a list: everything in one language, and rows as the spreadsheet numbers them."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient

from cara_crm.core.permissions import Role
from tests import factories
from tests.members.lists import A

LIST = f"""Suivi 2024;;;
;;;
Société;SIREN;Filière;Humeur
Forge;{A};Zeppelins;bonne
Câbles;123;;
Forge bis;{A};;
"""
FRENCH = [
    "CSV, utf-8, «\u00a0;\u00a0», en-têtes à la ligne 3",
    "  Société → Raison sociale [name]",
    "  SIREN → SIREN [siren]",
    "  Filière → Filières [sectors]",
    "  colonnes laissées de côté\u00a0: Humeur",
    "3 lignes, 1 adhérent créé, 0 modifié, 0 inchangé, 1 ligne refusée, 1 autre ligne des mêmes adhérents"
    " (essai à blanc\u00a0: rien n’a été écrit)",
    "  refusée, ligne 5, SIREN\u00a0: «\u202f123\u202f» n’est ni un SIREN (9 chiffres) ni un SIRET (14 chiffres).",
    "  avertissement, ligne 4, Filière\u00a0: Il n’y a pas de filière «\u202fZeppelins\u202f».",
]


@pytest.fixture
def say(app: Flask, db: Any, tmp_path: Path) -> Callable[..., Any]:
    """say("members", …) → the result of a command; {list} and {book} are files."""
    (tmp_path / "list.csv").write_text(LIST)
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        members, others = book.add_worksheet("Adhérents"), book.add_worksheet("Prospects")
        members.write_row(2, 0, ["Raison sociale", "SIREN", "Ville"])
        members.write_row(3, 0, ["Forge", "123", "Lyon"])
        others.write_row(0, 0, ["Raison sociale", "SIREN"])
        others.write_row(1, 0, ["Câbles", A])

    def _say(*words: str) -> Any:
        files = {"list": tmp_path / "list.csv", "book": tmp_path / "book.xlsx", "folder": tmp_path}
        return app.test_cli_runner().invoke(args=[word.format(**files) for word in words])

    return _say


def test_french_is_french_from_the_first_word_to_the_last(say: Callable[..., Any]) -> None:
    assert say("members", "import", "{list}", "--dry-run").stdout.splitlines() == FRENCH


def test_english_is_english(say: Callable[..., Any]) -> None:
    told = say("members", "import", "{list}", "--lang", "en").stdout
    assert "refused, row 5, SIREN: “123” is not a SIREN" in told
    assert "3 rows, 1 member created, 0 changed, 0 as they were, 1 row refused" in told
    assert "columns left out: Humeur" in told


def test_rows_of_a_workbook_are_those_that_it_shows(say: Callable[..., Any]) -> None:
    told = say("members", "import", "{book}", "--dry-run", "--lang", "en").stdout
    assert "sheet “Adhérents”, headers in row 3" in told
    assert "refused, row 4, SIREN" in told
    assert "sheets not read: Prospects (choose one with --sheet)" in told


def test_a_sheet_is_chosen(say: Callable[..., Any]) -> None:
    told = say("members", "import", "{book}", "--dry-run", "--lang", "en", "--sheet", "Prospects").stdout
    assert "2 rows" not in told
    assert "1 row, 1 member created" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("{list}x",), "ce fichier n’existe pas"),
        (("{folder}",), "est un dossier"),
        (("{list}", "--mapping", "{{"), "ce n’est pas du JSON"),
        (("{list}", "--mapping", "inconnu"), "un nom mémorisé"),
        (("{list}", "--mapping", "Société="), "SIREN"),
        (("{book}", "--sheet", "Absente"), "Absente"),
    ],
)
def test_refusals(say: Callable[..., Any], words: tuple[str, ...], said: str) -> None:
    result = say("members", "import", *words, "--dry-run")
    assert said in result.stderr + result.stdout
    assert " is " not in result.stderr


def test_a_list_without_members_says_how_to_name_its_columns(say: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "no.csv").write_text("Date d'envoi;Fédération;Objet;Texte\n04/03/2025;PFA;Appel;Ouvert\n")
    result = say("members", "import", str(tmp_path / "no.csv"))
    assert (result.exit_code, '--mapping "Entreprise=name"' in result.stderr) == (2, True)


def test_imports_and_undo_speak_it_too(say: Callable[..., Any]) -> None:
    say("members", "import", "{list}")
    listed = say("members", "imports").stdout
    assert "1 créé, 0 modifié" in listed
    assert "adhérent retiré" in say("members", "undo", listed.split()[0], "--dry-run").stdout
    assert "Il n’y a pas d’import 999999." in say("members", "undo", "999999").stderr


def test_the_pages_number_rows_alike(
    sign_in: Callable[..., FlaskClient], post: Callable[..., Any], browse: Callable[..., str], client: FlaskClient
) -> None:
    sign_in(factories.user(Role.MANAGER))
    data = {"file": (io.BytesIO(LIST.encode()), "tableur.csv"), "source": "", "status": "prospect"}
    columns = post("/members/import", "/members/import", data, content_type="multipart/form-data").location
    checked = post(columns, columns, {"column-1": "name", "column-2": "siren"}).location
    assert re.search(r'<th scope="row" class="num"[^>]*>5</th>', browse(checked))
    problems = client.get(f"{checked}/problems.csv").get_data(as_text=True)
    assert "5" in problems.splitlines()[1]


def test_what_is_said_of_every_row_does_not_hide_what_is_said_once(
    say: Callable[..., Any], tmp_path: Path, sign_in: Callable[..., FlaskClient], post: Callable[..., Any],
    browse: Callable[..., str],
) -> None:  # fmt: skip
    rows = "".join(f"Société {n};{int(factories.siren(80_000 + n))};1000\n" for n in range(9))
    text = f"Société;SIREN;Code postal;Filière\n{rows}Câbles;{A};69000;Zeppelins\n"
    (tmp_path / "zeros.csv").write_text(text.replace(";1000\n", ";01000;\n"))
    told = say("members", "import", str(tmp_path / "zeros.csv"), "--dry-run", "--lang", "en").stdout
    assert (told.count("Zeros lost"), "… and 6 more rows of this kind" in told, "Zeppelins" in told) == (3, True, True)
    sign_in(factories.user(Role.MANAGER))
    data = {"file": ((tmp_path / "zeros.csv").open("rb"), "zeros.csv"), "source": "", "status": "prospect"}
    columns = post("/members/import", "/members/import", data, content_type="multipart/form-data").location
    chosen = {"column-1": "name", "column-2": "siren", "column-3": "postal_code", "column-4": "sectors"}
    page = browse(post(columns, columns, chosen).location)
    assert (page.count("Zeros lost"), "and 6 more rows of this kind" in page, "Zeppelins" in page) == (3, True, True)


def test_the_dry_run_says_the_first_and_the_last_name_of_everybody(say: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("Nom;SIREN;Contact\nForge;;Mme de Rastignac\nCâbles;;Le Gall Anne (DRH)\n")
    words = ("members", "import", str(tmp_path / "people.csv"), "--dry-run", "--lang", "en")
    told = say(*words).stdout
    assert "  row 2, Forge: first name “”, last name “de Rastignac”\n" in told
    assert "  row 3, Câbles: first name “Anne”, last name “Le Gall”, DRH\n" in told
    people = json.loads(say(*words, "--json").stdout)["people"]
    assert [(one["row"], one["first_name"], one["last_name"]) for one in people] == [
        (2, "", "de Rastignac"),
        (3, "Anne", "Le Gall"),
    ]

"""On the command line nobody is asked: what may be somebody else waits, in a file that is filled in and given back."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from cara_crm.members.models import Member
from tests import factories
from tests.members.lists import A, B

LIST = "Société;SIREN;Ville;Site web\nRoulebille SARL;;Tours;\nForge Églantine;;Lyon;\nForge Églantine;;Givors;\n"
Say = Callable[..., Any]


@pytest.fixture
def roulebille(db: Any) -> Member:
    member = factories.member("Roulebille", at="69", siren=factories.siren(81_234))
    member.sites[0].town, member.sites[0].postal_code = "Lyon", "69007"
    db.session.commit()
    return member


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text(LIST)
    return file


@pytest.fixture
def say(app: Flask, db: Any, list_file: Path) -> Say:
    def _say(*more: object) -> Any:
        words = ["members", "import", str(list_file), "--lang", "en", *map(str, more)]
        return app.test_cli_runner().invoke(args=words)

    return _say


def names(db: Any) -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Member.legal_name).order_by(Member.legal_name, Member.id)))


def lines(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";"))


def filled(file: Path, **decided: str) -> Path:
    """The file with what was decided of rows ("row4"), on the first line of each."""
    told = lines(file)
    for line in told:
        line["decision"] = decided.pop(f"row{line['row']}", "")
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(told[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(told)
    file.write_text(out.getvalue(), "utf-8-sig")
    return file


@pytest.mark.usefixtures("roulebille")
def test_what_may_be_somebody_else_is_not_written_and_is_told_with_score_and_reasons(say: Say, db: Any) -> None:
    told = say().stdout
    assert names(db) == ["Forge Églantine", "Roulebille"]
    assert "4 rows" not in told
    assert "1 member created, 0 changed, 0 as they were, 0 rows refused, 2 rows held back" in told
    assert "possible duplicate, row 2: Roulebille SARL | Roulebille (85 %): same name, another town" in told
    assert "possible duplicate, row 4: Forge Églantine | Forge Églantine" in told
    assert "--to-decide" in told


@pytest.mark.usefixtures("roulebille")
def test_they_are_taken_as_new_when_that_is_asked_for(say: Say, db: Any) -> None:
    told = say("--undecided", "new").stdout
    assert names(db) == ["Forge Églantine", "Forge Églantine", "Roulebille", "Roulebille SARL"]
    assert "held back" not in told
    assert "possible duplicate, row 2" in told


def test_they_are_written_to_a_file_and_decided_there(say: Say, db: Any, tmp_path: Path, roulebille: Member) -> None:
    file = tmp_path / "to-decide.csv"
    assert str(file) in say("--to-decide", file, "--dry-run").stdout
    first, second = lines(file)
    assert (first["row"], first["candidate"], first["alike"]) == ("2", f"member {roulebille.id}", "85")
    assert (second["row"], second["candidate"], second["candidate_place"]) == ("4", "row 3", "Lyon")
    told = say("--decisions", filled(file, row2="same", row4="Nouveau")).stdout
    assert "held back" not in told
    assert names(db) == ["Forge Églantine", "Forge Églantine", "Roulebille"]


@pytest.mark.usefixtures("roulebille")
def test_two_rows_may_be_one_company_and_a_row_may_be_left_out(say: Say, db: Any, tmp_path: Path) -> None:
    file = tmp_path / "to-decide.csv"
    say("--to-decide", file)
    assert names(db) == ["Forge Églantine", "Roulebille"]
    told = say("--decisions", filled(file, row2="skip", row4="same")).stdout
    assert "held back" not in told
    assert names(db) == ["Forge Églantine", "Roulebille"]


@pytest.mark.usefixtures("roulebille")
@pytest.mark.parametrize("spoilt", ["perhaps", "another list", "no file of it"])
def test_decisions_that_are_not_understood_are_refused(say: Say, db: Any, tmp_path: Path, spoilt: str) -> None:
    file = tmp_path / "to-decide.csv"
    say("--to-decide", file, "--dry-run")
    filled(file, row2="perhaps" if spoilt == "perhaps" else "new")
    if spoilt == "another list":
        file.write_text(file.read_text().replace(lines(file)[0]["list"], "00000000"))
    elif spoilt == "no file of it":
        file.write_text("a;b\n1;2\n")
    result = say("--decisions", file)
    assert (result.exit_code, names(db)) == (2, ["Roulebille"])
    assert "to-decide.csv" in result.stderr


@pytest.mark.usefixtures("roulebille")
def test_all_or_nothing_waits_for_them_too(say: Say, db: Any) -> None:
    result = say("--all-or-nothing")
    assert (names(db), "held back (2)" in result.stderr) == (["Roulebille"], True)


@pytest.mark.usefixtures("roulebille")
def test_json_counts_them(say: Say) -> None:
    told = json.loads(say("--json").stdout)
    assert (told["created"], told["held"], told["possible_duplicates"]) == (1, 2, 2)


def test_two_numbers_are_two_companies_and_nobody_waits(say: Say, db: Any, list_file: Path) -> None:
    list_file.write_text(f"Société;SIREN;Ville\nForge Églantine;{A};Lyon\nForge Églantine;{B};Givors\n")
    assert "held back" not in say().stdout
    assert len(names(db)) == 2


def test_of_two_rows_the_one_without_a_number_waits(say: Say, db: Any, list_file: Path, tmp_path: Path) -> None:
    list_file.write_text(f"Société;SIREN;Ville\nForge Églantine;;Givors\nForge Églantine;{A};Lyon\n")
    say("--to-decide", tmp_path / "x.csv")
    assert [(one["row"], one["candidate"]) for one in lines(tmp_path / "x.csv")] == [("2", "row 3")]
    assert db.session.scalars(sa.select(Member.siren)).all() == [A]


def test_a_formula_in_a_name_is_harmless_in_the_file(say: Say, list_file: Path, tmp_path: Path) -> None:
    list_file.write_text("Société;Ville\n+Forge Églantine;Lyon\n+Forge Églantine;Tours\n")
    say("--to-decide", tmp_path / "x.csv")
    assert [one["name"] for one in lines(tmp_path / "x.csv")] == ["'+Forge Églantine"]


def test_a_file_that_cannot_be_written_is_said(say: Say, list_file: Path) -> None:
    result = say("--to-decide", list_file / "x.csv")
    assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)

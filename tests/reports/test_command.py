import json
from datetime import timedelta
from pathlib import Path

from flask import Flask

from cara_crm.core import clock
from tests import factories as f

DAYS = ["--from", str(clock.today() - timedelta(days=30)), "--to", str(clock.today())]


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["reports", "build", *arguments])


def six_voices() -> list:
    return [f.issue(f.member(f"Atelier {n} Fictif")) for n in range(6)]


def test_a_draft_is_written_as_four_files(app: Flask, tmp_path: Path):
    f.position(*six_voices())
    result = run(app, "FIF", *DAYS, "--out", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".pdf", ".pdf", ".xlsx"]


def test_the_json_is_the_whole_document(app: Flask, tmp_path: Path):
    f.position(*six_voices())
    run(app, "FIF", *DAYS, "--out", str(tmp_path), "--lang", "en")
    document = json.loads(next(tmp_path.glob("*.json")).read_text())
    assert (document["federation"], document["language"], document["draft"]) == ("FIF", "en", True)


def test_a_leak_ends_with_status_3_and_says_no_names(app: Flask, tmp_path: Path):
    f.position(*six_voices(), f.issue(f.member("Zinguerie Balthazar")), statement="Balthazar attend.")
    result = run(app, "FIF", *DAYS, "--out", str(tmp_path))
    assert result.exit_code == 3
    assert "statement" in result.output
    assert "Balthazar" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_federation_is_one_sentence(app: Flask, tmp_path: Path):
    result = run(app, "XYZ", *DAYS, "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "no federation" in result.output


def test_a_period_that_ends_before_it_begins_is_refused(app: Flask, tmp_path: Path):
    result = run(app, "FIF", "--from", "2026-02-01", "--to", "2026-01-01", "--out", str(tmp_path))
    assert result.exit_code == 2

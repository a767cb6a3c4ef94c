import json
from dataclasses import replace

import pytest

from cara_crm.reports.document import ReportDocument, sha256
from cara_crm.reports.words import LANGUAGES, number, period, typographic, words
from tests.reports.sample import DOCUMENT


def test_a_document_reads_back_as_it_was_frozen():
    assert ReportDocument.from_json(DOCUMENT.to_json()) == DOCUMENT


def test_equal_documents_have_one_fingerprint():
    assert sha256(DOCUMENT.to_json()) == sha256(replace(DOCUMENT).to_json())


def test_the_json_has_what_the_federations_stack():
    raw = json.loads(DOCUMENT.to_json())
    assert raw["federation"] == "PFA"
    assert raw["sectors"] == ["AUTO", "VI"]
    assert raw["period"] == {"from": "2026-07-01", "to": "2026-09-30"}
    assert {"id", "priority", "statement", "request", "examples", "figures"} <= set(raw["positions"][0])
    assert {"id", "title", "public", "rows", "columns", "cells"} <= set(raw["tables"][0])


def test_a_withheld_cell_is_null_and_margins_are_called_total():
    table = json.loads(DOCUMENT.to_json())["tables"][0]
    assert table["cells"][2] == [None, None, None]
    assert table["rows"][-1] == table["columns"][-1] == "total"


def test_keys_of_a_later_version_are_ignored():
    raw = {**json.loads(DOCUMENT.to_json()), "later": 1}
    assert ReportDocument.from_json(json.dumps(raw)) == DOCUMENT


def test_both_languages_have_the_same_words():
    french, english = (words(language) for language in LANGUAGES)
    assert french.keys() == english.keys()
    assert french["outcomes"].keys() == english["outcomes"].keys()


def test_a_language_that_reports_do_not_speak_is_refused():
    with pytest.raises(KeyError):
        words("de")


@pytest.mark.parametrize(("language", "text"), [("fr", "1\u202f240,5"), ("en", "1,240.5")])
def test_numbers_are_written_as_the_language_does(language: str, text: str):
    assert number(1240.5, language) == text


def test_a_period_inside_one_year_names_it_once():
    assert period(DOCUMENT.period, "fr") == "du 1er juillet au 30 septembre 2026"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("l'acier manque !", "l’acier manque\u202f!"),
        ("« fours »", "«\u202ffours\u202f»"),
        ("deux : trois", "deux\u00a0: trois"),
        ("voir https://a.example à 12:30", "voir https://a.example à 12:30"),
    ],
)
def test_french_typography(typed: str, printed: str):
    assert typographic(typed, "fr") == printed


def test_english_is_left_alone():
    assert typographic("don't : ", "en") == "don't : "


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("FRANCE_VELO", "France Vélo", "France Vélo"),
        ("FIF", "Fédération inventée du rail", "Fédération inventée du rail (FIF)"),
        ("PFA", "PFA, filière inventée", "PFA, filière inventée"),
        ("FIL", "Filière inventée", "Filière inventée (FIL)"),
    ],
)
def test_a_federations_code_stands_beside_its_name_unless_it_repeats_it(code, name, expected):
    assert replace(DOCUMENT, federation=code, federation_name=name).addressee == expected

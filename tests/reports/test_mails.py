from datetime import date

import pytest

from cara_crm.deliveries import letters

WORDS = {
    "recipient_name": "Camille Exemple",
    "number": "CARA-2026-3",
    "edition": 2,
    "federation": "FIF",
    "period_from": date(2026, 7, 1),
    "period_until": date(2026, 9, 30),
    "positions": 4,
    "note": "The request was cut short.",
    "url": "https://cara.example/read/abc",
}


def test_the_report_in_english():
    letter = letters.write("report", "en", WORDS)
    assert letter.subject == "CARA: report CARA-2026-3 for FIF"
    assert "from 1 July 2026 to 30 September 2026" in letter.text
    assert "It holds 4 positions. You can answer each in place:\n\nhttps://cara.example/read/abc" in letter.text


def test_the_report_in_french():
    letter = letters.write("report", "fr", WORDS)
    assert letter.subject == "CARA\N{NO-BREAK SPACE}: rapport CARA-2026-3 pour FIF"
    assert "du 1er juillet 2026 au 30 septembre 2026" in letter.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_correction_says_what_changes(language: str):
    letter = letters.write("report_correction", language, WORDS)
    assert "The request was cut short." in letter.text
    assert "The request was cut short." in letter.html
    assert WORDS["url"] in letter.html

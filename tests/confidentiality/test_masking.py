"""Names in a text for somebody who may not learn them."""

import pytest

from cara_crm.confidentiality.leaks.masking import without_names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Forge Fictive et Rulvo attendent.", "[…] et […] attendent."),
        ("FORGE-FICTIVE attend.", "[…] attend."),
        ("La forge attend une pièce.", "La forge attend une pièce."),
        ("", ""),
    ],
)
def test_each_name_is_masked_however_it_is_written(text, said):
    assert without_names(text, ["Forge Fictive", "Rulvo SAS", "Rulvo"]) == said


def test_without_names_a_text_stays_as_it_is():
    assert without_names("Forge Fictive attend.", ["", ""]) == "Forge Fictive attend."


def test_an_ordinary_word_is_read():
    assert without_names("Nous pensons à l’avenir.", ["Avenir"]) == "Nous pensons à l’avenir."

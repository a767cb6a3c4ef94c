"""Names in a text for somebody who may not learn them."""

import pytest

from cara_crm.confidentiality.leaks import Leak, LeakIndex, LeakKind, RegisterEntry
from cara_crm.confidentiality.leaks.masking import hidden, without_names
from cara_crm.confidentiality.leaks.speaking import pointing_at_somebody, without_members
from tests.confidentiality.cast import INDEX


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Forge Fictive et Rulvo attendent.", "[…] et […] attendent."),
        ("FORGE-FICTIVE attend.", "[…] attend."),
        ("La forge attend une pièce.", "La forge attend une pièce."),
        ("", ""),
        ("Forge Fictive ; S.T.M. attend.", "[…] ; […]. attend."),
    ],
)
def test_each_name_is_masked_however_it_is_written(text, said):
    assert without_names(text, ["Forge Fictive", "Rulvo SAS", "Rulvo", "S.T.M."]) == said


def test_without_names_a_text_stays_as_it_is():
    assert without_names("Forge Fictive attend.", ["", ""]) == "Forge Fictive attend."


def test_an_ordinary_word_is_read():
    assert without_names("Nous pensons à l’avenir.", ["Avenir"]) == "Nous pensons à l’avenir."


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("Is its neighbour Bennes Torvalon, 04 79 00 00 01, concerned?", "Is its neighbour […], […], concerned?"),
        ("Torvalon attend-il ?", "[…] attend-il ?"),
        ("Selon Maison Rulvo ? Torvalon attend.", "Selon […] ? […] attend."),
        ("Depuis quand attendez-vous ?", "Depuis quand attendez-vous ?"),
    ],
)
def test_a_question_about_others_keeps_no_half_of_a_name_and_no_number(asked, read):
    assert hidden(asked, pointing_at_somebody(asked, INDEX)) == read


def test_of_names_that_overlap_nothing_is_left():
    text = "Dupré Vaubrenne attend."
    leaks = [Leak(start, end, LeakKind.NAME, text[start:end], "") for start, end in ((0, 9), (6, 15))]
    assert hidden(text, leaks) == "[…] attend."


SECTOR = LeakIndex(
    [
        RegisterEntry(id=1, departments=("Cantal",), employees=(250, 499), sectors=("VI",), names=("Forge Rulvo",)),
        *(RegisterEntry(id=n, departments=("Isère",), employees=(10, 19), sectors=("VI",)) for n in range(2, 9)),
    ]
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Merci à la maison de 412 personnes.", "Merci à la maison de […]."),
        ("Le constructeur du Cantal le sait.", "Le constructeur du […] le sait."),
        ("Merci à Forge Rulvo.", "Merci à […]."),
        ("Merci aux ateliers de l’Isère, de 15 salariés.", "Merci aux ateliers de l’Isère, de 15 salariés."),
    ],
)
def test_competitors_of_a_sector_read_no_size_and_no_place_of_few_of_it(text, read):
    assert without_members(text, SECTOR, ["VI"]) == read


def test_who_is_of_no_sector_reads_it_without_names():
    text = "Le constructeur du Cantal, de 412 personnes : Forge Rulvo."
    assert without_members(text, SECTOR) == "Le constructeur du Cantal, de 412 personnes : […]."

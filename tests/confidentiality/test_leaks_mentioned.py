"""Customers and suppliers that issues speak of in their own words, where nobody typed them as names."""

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, find_leaks, mentioned

INDEX = LeakIndex(
    [
        RegisterEntry(id=1, names=("Mécanique Dupré",), towns=("Oyonnax",)),
        RegisterEntry(id=2, names=("Cycles Élan",), towns=("Oyonnax",)),
    ],
    ordinary=("France Vélo", "PFA", "Auvergne-Rhône-Alpes"),
)
SAID = ("Notre donneur d'ordre Zorvak Trucks nous impose six semaines.", "Le prix de l'acier double.")


def marks(text: str, *said: str) -> list[str]:
    found = mentioned({"statement": text}, said or SAID, INDEX)
    assert all(leak.kind is LeakKind.MENTIONED for leak in found.get("statement", ()))
    return [leak.text for leak in found.get("statement", ())]


@pytest.mark.parametrize(
    "text", ["Chez Zorvak, les délais durent.", "chez zorvak", "ZORVAK impose tout", "L’usine Zorvak"]
)
def test_what_an_issue_names_is_marked_however_it_is_written(text):
    assert [found.lower() for found in marks(text)] == ["zorvak"]


def test_a_name_at_the_beginning_of_both_is_one():
    assert marks("Zorvak impose ses délais.", "Zorvak nous impose six semaines. Zorvak ne répond pas.") == ["Zorvak"]


def test_a_member_may_write_small_letters_and_the_manager_a_capital():
    assert marks("Le constructeur Zorvak attend.", "zorvak nous fait attendre") == ["Zorvak"]


def test_words_of_one_name_are_one_mark():
    assert marks("Chez Zorvak Bilbotin, on attend.", "Le client Zorvak-Bilbotin attend.") == ["Zorvak Bilbotin"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Les délais durent.", "LES DÉLAIS DURENT TROP"),
        ("Chez Zorvak, on attend.", "Les délais durent."),
        ("Le site d’Oyonnax attend.", "À Oyonnax on attend."),
        ("La PFA et France Vélo en Auvergne-Rhône-Alpes.", "La PFA, France Vélo, Auvergne-Rhône-Alpes."),
        ("Zinguer prend du temps.", "Zinguer coûte. Il faut zinguer."),
        ("Depuis juillet, les importations d’Asie baissent.", "En Juillet, l’Asie et la Chine."),
        ("Le triporteur de série.", "un triporteur"),
    ],
)
def test_words_of_everybody_are_none(text, said):
    assert marks(text, said) == []


def test_what_the_register_knows_is_told_by_it_alone():
    """Who agreed to be named wrote its own name too."""
    assert marks("Mécanique Dupré attend.", "Chez Dupré on attend.") == []


def test_a_place_that_is_marked_is_marked_once():
    text = "écrire à contact@zorvak.example"
    besides = {"statement": find_leaks(text, INDEX)}
    assert mentioned({"statement": text}, SAID, INDEX, besides=besides) == {}


def test_a_waiver_holds_for_the_name_wherever_it_stands():
    one, other = (
        mentioned({"statement": text}, SAID, INDEX)["statement"][0].key for text in ("Chez Zorvak.", "Pour ZORVAK !")
    )
    assert one == other

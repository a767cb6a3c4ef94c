"""Numbers and counts in words, and names in pieces."""

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, find_leaks

INDEX = LeakIndex([RegisterEntry(id=1, names=("Équipements Culbutin",), phones=("+33 4 99 00 12 78",))], k=5)


def found(text: str, kind: LeakKind) -> list[str]:
    return [leak.text for leak in find_leaks(text, INDEX) if leak.kind is kind]


@pytest.mark.parametrize(
    "said",
    [
        "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        "zéro un vingt et un soixante et onze douze trente",
        "06 douze 34 cinquante six 78",
    ],
)
def test_a_telephone_number_in_pairs_of_words_is_one(said):
    assert found(f"Appelez le {said}.", LeakKind.PHONE) == [said]


@pytest.mark.parametrize(
    "said", ["deux cent vingt-quatre pièces", "zéro défaut, douze mois, trente-quatre jours", "80 à 90 %"]
)
def test_other_numbers_in_words_are_none(said):
    assert found(said, LeakKind.PHONE) == []


@pytest.mark.parametrize("said", ["Cul bu tin", "Culbu tin", "CUL BU TIN"])
def test_a_name_in_pieces_is_one(said):
    assert found(f"Chez {said} on attend.", LeakKind.NAME) == [said]


@pytest.mark.parametrize(
    "said",
    ["Trois entreprises", "3 PME", "deux autres sociétés", "four companies", "Une remontée", "une seule entreprise"],
)
def test_a_count_of_few_is_marked(said):
    assert found(f"{said} attend.", LeakKind.SMALL_COUNT) == [said]


@pytest.mark.parametrize(
    "said", ["Cinq entreprises", "13 PME", "Une entreprise", "deux ans", "deux fournisseurs", "1 200 entreprises"]
)
def test_other_counts_are_none(said):
    assert found(f"{said} attend.", LeakKind.SMALL_COUNT) == []

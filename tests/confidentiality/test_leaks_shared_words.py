"""A word of a name that several groups share: fewer than k are given away by it, as by any other combination."""

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, find_leaks

TRADES = ("Découpage", "Fonderie", "Mécanique", "Outillage", "Plasturgie")


def index(*entries: RegisterEntry, k: int = 5) -> LeakIndex:
    others = [RegisterEntry(id=f"other {n}", names=(f"Atelier Pivoine{n}",), towns=("Oyonnax",)) for n in range(5)]
    return LeakIndex([*entries, *others], k=k)


def houses(name: str, count: int, group: str | None = None) -> list[RegisterEntry]:
    return [RegisterEntry(id=trade, group=group, names=(f"{trade} {name} SAS",)) for trade in TRADES[:count]]


def named(text: str, of: LeakIndex) -> list[str]:
    return [leak.text for leak in find_leaks(text, of) if leak.kind is LeakKind.NAME]


@pytest.mark.parametrize("groups", [1, 2, 3, 4])
@pytest.mark.parametrize("said", ["Belleroue", "belleroue", "BELLEROUE"])
def test_a_word_that_fewer_than_k_groups_share_gives_them_away(groups, said):
    text = f"Trois entreprises, dont {said} à Oyonnax (découpage, 250 kW), attendent."
    assert named(text, index(*houses("Belleroue", groups))) == [said]


def test_the_bound_is_the_administrators():
    shared = houses("Bellerive", 4)
    assert named("chez bellerive", index(*shared, k=5)) == ["bellerive"]
    assert named("chez bellerive", index(*shared, k=4)) == []


def test_what_a_name_begins_with_is_a_name_however_many_have_it():
    """Legal entities of one house that nobody entered as a group, and firms that share what they are called."""
    known = index(*houses("Filgris", 5))
    assert named("La réponse de Filgris manque.", known) == ["Filgris"]
    assert named("un filgris", known) == []


def test_what_stands_elsewhere_in_many_names_gives_nobody_away():
    known = index(*(RegisterEntry(id=n, names=(f"Pivoline{n} Zinguette",)) for n in range(5)))
    assert named("La Zinguette se vend mal.", known) == []


def test_entities_of_one_group_are_one():
    known = index(*houses("Torvalon", 5, group="Torvalon"), *houses("Vaubrenne", 5))
    assert named("chez torvalon et chez vaubrenne", known) == ["torvalon"]


def test_a_town_where_many_have_sites_is_nobodys_name():
    known = index(RegisterEntry(id=1, names=("Oyonnax Emboutissage",)))
    assert named("Les ateliers d'Oyonnax recrutent.", known) == []
    assert named("chez Oyonnax Emboutissage", known) == ["Oyonnax Emboutissage"]


@pytest.mark.parametrize("word", ["agglomération", "Syndicat", "Campus", "Coopérative", "Métrologie", "Savoie"])
def test_what_organisations_are_is_no_name(word):
    assert named(f"{word} : on attend.", index(*(RegisterEntry(id=n, names=(f"{word} Q{n}",)) for n in range(3)))) == []


def test_a_last_name_that_few_groups_know_gives_the_person_away():
    known = index(*(RegisterEntry(id=name, people=(f"{name} Morvalin",)) for name in ("Ana", "Léo", "Zoé")))
    assert [leak.kind for leak in find_leaks("selon Morvalin", known)] == [LeakKind.PERSON]

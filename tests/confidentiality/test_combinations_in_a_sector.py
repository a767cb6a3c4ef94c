"""In a text about a sector, a place, a size or a kind alone gives away whom few of that sector share it with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, check_document, find_leaks

VI = {"sectors": ("VI",), "present_sectors": ("VI",), "sector_names": ("Véhicule industriel",)}
RAIL = {"sectors": ("RAIL",), "present_sectors": ("RAIL",), "sector_names": ("Ferroviaire",)}
GONE = {"sectors": ("VI",), "sector_names": ("Véhicule industriel",)}


def members(first, count, **attributes):
    return [RegisterEntry(id=first + number, **attributes) for number in range(count)]


INDEX = LeakIndex(
    members(0, 1, departments=("Cantal",), department_numbers=("15",), regions=("Auvergne",), sizes=("micro",), **VI)
    + members(10, 6, departments=("Cantal",), sizes=("sme",), **RAIL)
    + members(20, 8, departments=("Isère",), regions=("Alpes",), sizes=("sme",), roles=("carrossier",), **VI)
    + members(30, 1, departments=("Drôme",), regions=("Alpes",), sizes=("large",), employees=(5000, 9999), **VI)
    + members(40, 2, departments=("Savoie",), regions=("Alpes",), sizes=("midcap",), employees=(500, 999), **VI)
    + members(50, 6, departments=("Savoie",), regions=("Alpes",), sizes=("sme",), employees=(20, 49), **VI)
    + members(60, 3, departments=("Drôme",), sizes=("laboratory",), **VI)
    + members(70, 6, departments=("Drôme",), sizes=("laboratory",), **RAIL)
    + members(80, 1, departments=("Ardèche",), sizes=("authority",), **VI)
    + members(81, 1, departments=("Ardèche",), sizes=("education",), roles=("équipementier",), **VI)
    + members(90, 6, departments=("Ardèche",), sizes=("sme",), **VI)
    + members(100, 2, departments=("Loire",), **GONE)
    + members(110, 6, departments=("Loire",), sizes=("sme",), towns=("Bourg-Fictif",), **RAIL)
    + members(120, 2, departments=("Isère",), sizes=("sme",), towns=("Bourg-Fictif",), **VI)
    + members(130, 2, departments=("Isère",), site_departments=("Ain",), sizes=("sme",), **VI)
    + members(140, 6, departments=("Isère",), sizes=("micro",), roles=("formation",), **RAIL),
)


def told(text, about=("VI",)):
    found = find_leaks(text, INDEX, about=[about] if about else ())
    return [leak.text for leak in found if leak.kind is LeakKind.COMBINATION]


@pytest.mark.parametrize(
    "text",
    [
        "Un atelier du Cantal a arrêté une ligne.",
        "Le seul acteur de la filière dans le Cantal",
        "Dans le 15, tout attend.",
        "Les ateliers cantaliens attendent.",
        "L’Auvergne attend.",
        "En Maurienne, un atelier attend.",
        "Un atelier mauriennais, en Tarentaise.",
        "Près de Bourg-Fictif, on attend.",
        "Un atelier de l’Ain attend.",
    ],
)
def test_a_place_where_few_of_the_sector_are_gives_away_alone(text):
    assert (len(told(text)), told(text, about=())) == (1, [])


@pytest.mark.parametrize("text", ["L’Isère attend.", "Les Alpes attendent.", "En Touraine", "Le Puy-de-Dôme attend."])
def test_a_place_of_many_of_the_sector_or_of_nobody_does_not(text):
    assert told(text) == []


def test_who_was_of_the_sector_counts_apart_from_who_is():
    assert (told("La Loire attend."), told("La Loire attend.", about=("RAIL",))) == (["Loire"], [])


@pytest.mark.parametrize(
    "text",
    [
        "Un grand groupe attend.",
        "Une grande entreprise attend.",
        "A large company waits.",
        "Une multinationale attend.",
        "Une entreprise de taille intermédiaire attend.",
        "Une ETI attend.",
        "Deux de nos ETI attendent.",
        "L’une des ETI attend.",
        "A mid-cap company waits.",
        "One of the mid-caps waits.",
        "Un laboratoire attend.",
        "Le centre de recherche attend.",
        "A research centre waits.",
        "Une école attend.",
        "Un lycée professionnel attend.",
        "L’université attend.",
        "A high school waits.",
        "Une agglomération attend.",
        "La métropole attend.",
        "Une communauté de communes attend.",
        "Un syndicat mixte attend.",
        "A local authority waits.",
        "Un atelier de 7 000 salariés attend.",
        "Un atelier de sept mille salariés attend.",
        "Un atelier de plus de 5 000 salariés attend.",
        "A plant with 7,000 employees waits.",
        "Un équipementier attend.",
    ],
)
def test_a_size_or_a_kind_that_few_of_the_sector_are_gives_away_alone(text):
    assert len(told(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Les ETI attendent.",
        "Les laboratoires attendent.",
        "Des collectivités attendent.",
        "Le calendrier change d’une métropole à l’autre.",
        "Une PME attend.",
        "Une start-up attend.",
        "Un atelier de 30 salariés attend.",
        "Les équipementiers attendent.",
        "Une formation attend.",
        "Une association attend.",
        "C’est le cas d’une…\nLes ETI attendent.",
    ],
)
def test_a_size_a_kind_or_a_role_as_such_or_of_many_gives_nobody_away(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "words",
    [
        "grand groupe",
        "grande entreprise",
        "atelier de 7 000 salariés",
        "atelier de 7000 salariés",
        "atelier de sept mille employés",
        "atelier de plus de 5 000 collaborateurs",
        "atelier de 5 000 à 8 000 salariés",
        "atelier de près de 7 000 salariés",
        "laboratoire",
        "centre de recherche",
    ],
)
def test_usual_words_of_size_and_kind_are_put_together_with_a_place_without_a_sector_too(words):
    drome = LeakIndex(
        members(0, 1, departments=("Drôme",), sizes=("large",), employees=(5000, 9999))
        + members(10, 1, departments=("Drôme",), sizes=("laboratory",))
        + members(20, 9, departments=("Drôme",), sizes=("sme",), employees=(20, 49))
    )
    assert [leak.kind for leak in find_leaks(f"Un {words} de la Drôme a fermé.", drome)] == [LeakKind.COMBINATION]
    assert find_leaks("Une PME de la Drôme, de 30 salariés, a fermé.", drome) == ()


def test_a_waived_place_hides_no_carrossier_there():
    index = LeakIndex(
        members(0, 1, departments=("Isère",), roles=("carrossier",), **VI)
        + members(10, 2, departments=("Isère",), **VI)
        + members(20, 6, departments=("Isère",), roles=("carrossier",), **RAIL)
    )
    found = find_leaks("Un carrossier de l’Isère attend.", index, about=[["VI"]])
    assert {"Isère", "carrossier de l’Isère"} <= {leak.text for leak in found}
    assert len({leak.key for leak in found}) == len(found)


def test_the_sectors_of_a_document_are_one_population():
    both = ("VI", "RAIL")
    assert (told("Le Cantal attend.", about=both), told("Le Cantal attend.", about=("RAIL",))) == ([], [])


def test_a_narrower_reading_of_what_a_text_is_about_counts_too():
    found = find_leaks("Le Cantal attend.", INDEX, about=[("VI", "RAIL"), ("VI",)])
    assert [leak.text for leak in found] == ["Cantal"]


def test_a_sector_that_the_text_names_is_one_that_it_is_about():
    assert told("Un acteur du véhicule industriel, dans le Cantal", about=()) == ["Cantal"]


def test_a_sector_named_in_passing_makes_no_size_somebody_s():
    assert told("Une ETI du véhicule industriel attend.", about=()) == []


@pytest.mark.parametrize("text", ["Les ETI attendent. Un équipementier aussi.", "Les laboratoires de la formation"])
def test_a_size_and_a_role_are_put_together_in_one_sentence_and_for_one_who_does_something(text):
    one = LeakIndex([RegisterEntry(id=1, sizes=("midcap", "laboratory"), roles=("équipementier", "formation"))])
    assert find_leaks(text, one) == ()
    assert find_leaks("Une ETI, équipementier", one)


def test_who_agreed_may_be_recognised_in_its_sector():
    assert find_leaks("Un atelier du Cantal attend.", INDEX, allowed={0}, about=[("VI",)]) == ()


def test_a_document_is_checked_in_its_sectors():
    texts = {"position/1/title": "Une ligne arrêtée", "position/1/examples/1": "Dans le Cantal, tout attend."}
    assert list(check_document(texts, INDEX, about=[("VI",)])) == ["position/1/examples/1"]


@pytest.mark.parametrize(
    "text",
    [
        "Le seul acteur de la filière attend.",
        "L’unique fabricant de bennes attend.",
        "La seule entreprise capable attend.",
        "C’est le seul de la filière.",
        "The only supplier waits.",
        "Our sole manufacturer waits.",
    ],
)
def test_who_is_said_to_be_the_only_one_is_counted(text):
    assert LeakKind.SMALL_COUNT in {leak.kind for leak in find_leaks(text, LeakIndex([]))}


@pytest.mark.parametrize(
    "text", ["Le seul délai", "La seule voie d’essai", "The only way", "Dépendre d’un seul fournisseur"]
)
def test_the_only_thing_is_nobody(text):
    assert find_leaks(text, LeakIndex([])) == ()


PLACES, SECTORS = ("Savoie", "Isère", "Drôme"), ("VI", "RAIL")
REGISTERS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(PLACES), st.sampled_from(SECTORS)), min_size=1, max_size=40
)


@given(REGISTERS)
def test_a_place_is_marked_exactly_where_one_to_four_groups_of_the_sector_are_there(found):
    index = LeakIndex(
        RegisterEntry(id=n, group=group, departments=(place,), sectors=(sector,), present_sectors=(sector,))
        for n, (group, place, sector) in enumerate(found)
    )
    for place in PLACES:
        for sector in SECTORS:
            groups = len({group for group, one, other in found if (one, other) == (place, sector)})
            assert bool(find_leaks(f"Tout attend en {place}.", index, about=[[sector]])) is (1 <= groups < index.k)

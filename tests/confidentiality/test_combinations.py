"""A role, a department, a size, a product: nobody's alone, somebody's together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, check_document, find_leaks


def members(first, count, **attributes):
    return [RegisterEntry(id=first + number, **attributes) for number in range(count)]


SUPPLIER = {"roles": ("équipementier",)}
INDEX = LeakIndex(
    members(0, 4, departments=("Drôme",), **SUPPLIER)
    + members(10, 6, departments=("Isère",), sizes=("PME",), **SUPPLIER)
    + members(20, 1, departments=("Isère",), sizes=("ETI",), **SUPPLIER)
    + members(50, 6, departments=("Allier",), sizes=("ETI",), **SUPPLIER)
    + members(60, 6, departments=("Isère",), sizes=("ETI",), roles=("exploitant",))
    + members(30, 9, departments=("Loire",), roles=("constructeur",), products=("freins",))
    + members(40, 3, departments=("Cher",), sizes=("PME",), roles=("constructeur",)),
    ordinary=("Centre-Val de Loire",),
)


def told(text):
    return [leak.text for leak in find_leaks(text, INDEX)]


def test_a_role_in_a_department_of_few_gives_away():
    assert told("Un équipementier de la Drôme a fermé.") == ["équipementier de la Drôme"]


def test_a_role_in_a_department_of_many_does_not():
    assert told("Les équipementiers de l’Isère souffrent.") == []


def test_the_size_may_tell_what_role_and_department_do_not():
    assert told("Une ETI, équipementier en Isère") == ["ETI, équipementier en Isère"]


def test_a_combination_that_nobody_has_gives_nobody_away():
    assert told("Les constructeurs de la Drôme") == []


def test_one_attribute_alone_never_does():
    assert told("La Drôme souffre, comme tous les départements.") == []


def test_a_region_does_not_mention_the_department_in_its_name():
    assert told("Une PME du Centre-Val de Loire") == []


def test_dear_is_not_the_department_of_cher():
    assert (told("C’est trop cher pour une PME."), told("Une PME du Cher")) == ([], ["PME du Cher"])


def test_who_agreed_may_be_recognised():
    assert find_leaks("Un équipementier de la Drôme", INDEX, allowed=range(4)) == ()


def test_members_of_one_group_count_once():
    one = [RegisterEntry(id=n, group="g", roles=("constructeur",), departments=("Ain",)) for n in range(9)]
    (leak,) = find_leaks("Un constructeur de l’Ain", LeakIndex(one))
    assert leak.kind is LeakKind.COMBINATION


def test_texts_of_one_position_are_put_together():
    texts = {"position/1/title": "Équipementiers en difficulté", "position/1/example": "Dans la Drôme, tout ferme."}
    found = check_document(texts, INDEX)
    assert [leak.kind for leak in found["position/1/title"]] == [LeakKind.COMBINATION]


def test_texts_of_two_positions_are_not():
    texts = {"position/1/title": "Équipementiers en difficulté", "position/2/title": "Dans la Drôme, tout ferme."}
    assert check_document(texts, INDEX) == {}


HOUSES = LeakIndex(
    members(0, 2, roles=("fondeur",), departments=("Savoie",), department_numbers=("73",), regions=("Alpes Inventées",))
    + members(10, 9, roles=("carrossier",), departments=("Isère",), department_numbers=("38",))
    + members(20, 1, departments=("Corse Inventée",), department_numbers=("2A",), roles=("carrossier",))
    + members(30, 1, roles=("transformateur",), products=("rotule brivane", "maintenance"))
    + members(40, 1, roles=("exploitant",), products=("galet", "poulie"))
    + members(50, 6, roles=("exploitant",), products=("galet",))
    + members(60, 6, roles=("exploitant",), products=("poulie",)),
    ordinary=("maintenance",),
)


def marked(text):
    return [leak.text for leak in find_leaks(text, HOUSES) if leak.kind is LeakKind.COMBINATION]


@pytest.mark.parametrize(
    "text",
    [
        "Un fondeur du 73 attend.",
        "Dans le 73, un fondeur attend.",
        "Un fondeur (73) attend.",
        "En 73 un fondeur attend.",
        "Département 73 : le fondeur attend.",
        "Un carrossier du 2A attend.",
        "Un fondeur savoyard attend.",
        "Les fonderies savoyardes attendent.",
        "Une fonderie de Savoie attend.",
        "Des fondeuses de Savoie attendent.",
        "UNE FONDERIE DE SAVOIE",
        "Une fonderie des Alpes Inventées attend.",
    ],
)
def test_a_role_and_a_place_in_every_form(text):
    assert len(marked(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Un fondeur attend depuis 73 jours.",
        "Le fondeur attend depuis le 73 mars.",
        "Un fondeur attend en 73 jours.",
        "Un fondeur perd 73 % de ses commandes.",
        "Un fondeur attend du 73/10 au 80/10.",
        "Au fond, la Savoie attend.",
        "Les carrosseries de l’Isère attendent.",
        "Une carrosserie du 38 attend.",
    ],
)
def test_a_number_that_counts_and_a_role_of_many_are_nobodys(text):
    assert marked(text) == []


def test_every_way_to_say_a_place_is_one_mark_for_a_waiver():
    said = ("Un fondeur de Savoie", "Une fonderie du 73", "Les fondeurs savoyards")
    assert len({leak.key for text in said for leak in find_leaks(text, HOUSES)}) == 1


def test_a_department_in_its_region_is_one_place():
    assert marked("La Savoie est dans les Alpes Inventées.") == []


def test_a_product_of_a_single_group_gives_it_away_alone():
    assert marked("La rotule brivane manque.") == ["rotule brivane"]


def test_an_ordinary_word_does_not_whoever_has_it_among_its_products():
    assert marked("La maintenance manque.") == []


def test_two_products_that_few_have_together():
    assert (marked("Le galet manque."), marked("Le galet et la poulie manquent.")) == ([], ["galet et la poulie"])


def test_what_two_members_of_one_group_have_between_them_is_shared_by_neither():
    """Each of four has both; a fifth group has the one in one house and the other in another."""
    both = members(0, 4, roles=("fondeur",), departments=("Savoie",))
    apart = [
        RegisterEntry(id=10, group="g", roles=("fondeur",), departments=("Isère",)),
        RegisterEntry(id=11, group="g", roles=("carrossier",), departments=("Savoie",)),
    ]
    (leak,) = find_leaks("Un fondeur de Savoie", LeakIndex(both + apart))
    assert leak.owners == frozenset(range(4))


ROLES, PLACES = ("fondeur", "carrossier", "équipementier"), ("Savoie", "Isère", "Drôme")
REGISTERS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(ROLES), st.sampled_from(PLACES)), min_size=1, max_size=40
)


@given(REGISTERS)
def test_a_pair_is_marked_exactly_where_one_to_four_groups_have_it(found):
    index = LeakIndex(
        RegisterEntry(id=n, group=group, roles=(role,), departments=(place,))
        for n, (group, role, place) in enumerate(found)
    )
    for role in ROLES:
        for place in PLACES:
            groups = len({group for group, one, other in found if (one, other) == (role, place)})
            assert bool(find_leaks(f"Un {role} de {place}", index)) is (1 <= groups < index.k)

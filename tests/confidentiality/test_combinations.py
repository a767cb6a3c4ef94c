"""A role, a department, a size, a product: nobody's alone, somebody's together."""

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

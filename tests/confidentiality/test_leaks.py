import pytest

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, check_document, find_leaks, unwaived

DUPRE = RegisterEntry(
    id=1,
    names=("Mécanique Dupré SAS", "Ateliers Vaubrenne"),
    brands=("Rulvo",),
    acronyms=("MDX",),
    people=("Jeanne Morvalin",),
    emails=("jeanne.morvalin@meca-dupre.example",),
    phones=("+33 4 72 00 00 17",),
    sirens=("000 123 455",),
    towns=("Saint-Ombret-sur-Vanne",),
    third_parties=("Constructions Belgarde",),
)
RAIL = RegisterEntry(id=2, names=("Rail",))
SERVICES = RegisterEntry(id=3, names=("Vélo Services",))
INDEX = LeakIndex([DUPRE, RAIL, SERVICES], ordinary=("Auvergne-Rhône-Alpes", "France Vélo"))


def kinds(text, **options):
    return {leak.kind for leak in find_leaks(text, INDEX, **options)}


@pytest.mark.parametrize(
    "text",
    [
        "Chez Mécanique Dupré SAS, tout va bien.",
        "chez mecanique dupre",
        "MÉCANIQUE-DUPRÉ",
        "Mécanique\u00a0Dupré",
        "Méca-\nnique Dupré",
        "M\u00e9canique Du\u00adpr\u00e9",
        "Du\u200bpré",
        "М\u0435canique D\u03c5pré",
        "l’usine Dupré",
        "Dupré's plant",
        "D u p r é est à l’arrêt",
        "les Vaubrenne",
        "Vaubrene ferme",
        "Les Ateliers Vaubrennne",
    ],
)
def test_a_name_is_found_however_it_is_written(text):
    assert LeakKind.NAME in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("le SIREN 000123455", LeakKind.SIREN),
        ("000 123 455 00018", LeakKind.SIREN),
        ("000-123-455", LeakKind.SIREN),
        ("０００１２３４５５", LeakKind.SIREN),
        ("appeler le 04 72 00 00 17", LeakKind.PHONE),
        ("+33 (0)4.72.00.00.17", LeakKind.PHONE),
        ("jeanne.morvalin@meca-dupre.example", LeakKind.EMAIL),
        ("jeanne.morvalin (at) meca-dupre dot example", LeakKind.EMAIL),
        ("voir www.meca-dupre.example", LeakKind.DOMAIN),
        ("Mme Morvalin", LeakKind.PERSON),
        ("J. Morvalin", LeakKind.PERSON),
        ("MORVALIN Jeanne", LeakKind.PERSON),
        ("le Rulvo", LeakKind.BRAND),
        ("M.D.X.", LeakKind.ACRONYM),
        ("à St Ombret sur Vanne", LeakKind.TOWN),
        ("son client Belgarde", LeakKind.THIRD_PARTY),
    ],
)
def test_what_gives_a_member_away_is_found(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le transport par rail et les services au vélo manquent de mécaniciens.",
        "La filière Rail de France Vélo en Auvergne-Rhône-Alpes",
        "Mechanical engineering needs time: 5 000 123 pieces.",
    ],
)
def test_ordinary_words_are_no_leak(text):
    assert kinds(text) == set()


def test_the_whole_name_of_ordinary_words_is_a_leak():
    assert kinds("chez Vélo Services") == {LeakKind.NAME}


def test_who_agreed_may_be_named_but_his_customer_may_not():
    assert kinds("Mécanique Dupré livre Belgarde", allowed={1}) == {LeakKind.THIRD_PARTY}


def test_a_leak_says_where_it_stands():
    text = "Hier, l’usine Dupré a fermé."
    (leak,) = find_leaks(text, INDEX)
    assert (text[leak.start : leak.end], leak.text) == ("Dupré", "Dupré")


def test_a_waiver_holds_wherever_the_same_thing_stands_and_however_it_is_written():
    (first,) = find_leaks("Dupré", INDEX)
    later = find_leaks("Plus loin encore : DUPRE.", INDEX)
    assert unwaived(later, {first.key}) == ()


def test_a_report_is_checked_across_its_fields():
    found = check_document({"position/1/title": "La mécanique", "position/1/text": "Vélo", "x/1": "Services"}, INDEX)
    assert list(found) == ["position/1/text"]


def test_a_combination_that_few_share_gives_away():
    few = [RegisterEntry(id=n, roles=("équipementier",), departments=("Drôme",)) for n in range(4)]
    many = [RegisterEntry(id=n, roles=("équipementier",), departments=("Isère",)) for n in range(10, 16)]
    index = LeakIndex(few + many)
    text = "Les équipementiers de l’Isère souffrent ; un équipementier de la Drôme aussi."
    (leak,) = find_leaks(text, index)
    assert (leak.kind, len(leak.owners)) == (LeakKind.COMBINATION, 4)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("écrire à achats@client-inconnu.example", LeakKind.EMAIL),
        ("appeler le 06 12 34 56 78", LeakKind.PHONE),
        ("appeler le +33 (0)6.12.34.56.78.", LeakKind.PHONE),
    ],
)
def test_an_address_or_a_number_that_nobody_in_the_register_has_is_a_leak(text, kind):
    assert kinds(text, allowed=[1]) == {kind}


@pytest.mark.parametrize("text", ["0 123 456 78 euros", "de 2020 à 2026, 01 12 pièces", "code 0612345678901", "@cara"])
def test_other_numbers_are_nobody_s(text):
    assert not kinds(text)


NAMED = LeakIndex(
    [
        RegisterEntry(
            id=1,
            group="corvan",
            names=("Mécanique Dupré SAS", "Ateliers Vaubrenne", "Rulvo"),
            group_names=("Groupe Corvan",),
            brands=("Rulvo", "Rulvo Pro", "Tibrane"),
            acronyms=("MDX",),
            people=("Paul Dupré", "Jeanne Morvalin"),
            emails=("jeanne.morvalin@meca-dupre.example",),
            domains=("https://vaubrenne.example",),
            phones=("+33 4 72 00 00 17",),
            sirens=("000 123 455", "00012345500018"),
            foreign_numbers=("BE0000100067",),
            towns=("Saint-Ombret", "Vaubrenne"),
            roles=("fondeur",),
            departments=("Cantal",),
            products=("rotule brivane",),
        ),
        RegisterEntry(id=2, group="corvan", names=("Fonderie Zalmic",), group_names=("Groupe Corvan",)),
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        "Mécanique Dupré attend.",
        "Dupré attend.",
        "MECANIQUE DUPRE SAS",
        "Les Ateliers Vaubrenne attendent.",
        "MDX attend.",
        "Rulvo attend.",
        "Un fondeur du Cantal attend.",
    ],
)
def test_who_agreed_may_be_named_by_what_it_is_called_and_recognised_by_what_it_is(text):
    assert find_leaks(text, NAMED)
    assert find_leaks(text, NAMED, allowed={1}) == ()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Jeanne Morvalin", LeakKind.PERSON),
        ("Mme Morvalin", LeakKind.PERSON),
        ("Paul Dupré", LeakKind.PERSON),
        ("M. Dupré", LeakKind.PERSON),
        ("jeanne.morvalin@meca-dupre.example", LeakKind.EMAIL),
        ("autre@meca-dupre.example", LeakKind.EMAIL),
        ("04 72 00 00 17", LeakKind.PHONE),
        ("000 123 455", LeakKind.SIREN),
        ("000 123 455 00018", LeakKind.SIREN),
        ("FR12 000123455", LeakKind.SIREN),
        ("BE 0000.100.067", LeakKind.SIREN),
        ("www.vaubrenne.example", LeakKind.DOMAIN),
        ("Saint-Ombret", LeakKind.TOWN),
        ("Rulvo Pro", LeakKind.BRAND),
        ("Tibrane", LeakKind.BRAND),
        ("Groupe Corvan", LeakKind.GROUP),
        ("rotule brivane", LeakKind.COMBINATION),
    ],
)
def test_who_agreed_to_be_named_agreed_to_its_name_and_to_nothing_else(said, kind):
    found = find_leaks(f"Chez Mécanique Dupré, tout attend, dit-on : {said}.", NAMED, allowed={1})
    assert kind in {leak.kind for leak in found}

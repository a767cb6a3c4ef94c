"""Addresses and numbers that the register does not know, and figures that are none."""

import pytest

from cara_crm.confidentiality.leaks import LeakKind, check_document, find_leaks
from tests.confidentiality.cast import INDEX

STRANGE = {
    LeakKind.EMAIL: """
        eden@x.example|eden.osk@ferme-lune.example|EDEN＠X．EXAMPLE|eden (at) x.example|eden [at] x [dot] example
        eden at lunefer dot com|eden arobase lunefer point fr|eden(a)lunefer.fr|eden&#64;x.example|e\u200bden@x.example
        eden @ lunefer.fr|eden .osk @ x . example|eden{at}lunefer.fr|**eden@x.example**|mailto:eden@x.example
    """,
    LeakKind.PHONE: """
        06 12 34 56 78|0612345678|06.12.34.56.78|06-12-34-56-78|06/12/34/56/78|+33 6 12 34 56 78|+33612345678
        +33 (0)6 12 34 56 78|0033 6 12 34 56 78|０６ １２ ３４ ５６ ７８|O6 12 34 56 78|(06) 12 34 56 78|0 612 345 678
        +32 475 12 34 56|+49 (0)30 1234 5678|0041 22 555 12 34|+1-202-555-0143|06 12 34\u200b 56 78
        zéro six un deux trois quatre cinq six sept huit|06\u00a012\u202f34 56 78|tél.0612345678
    """,
    LeakKind.SIREN: """
        000987651|000 987 651|000.987.651|000 987 651 00015|00098765100015|SIREN : 000987651
        FR 12 000987651|FR12000987651
    """,
    LeakKind.DOMAIN: """
        www.lunefer.fr|https://lunefer.example/contact|lunefer.fr|LUNEFER.FR|lunefer [dot] com|boutique.lunefer.eu
    """,
}
CASES = [
    (kind, said.strip(" "))
    for kind, block in STRANGE.items()
    for said in block.strip().replace("\n        ", "|").split("|")
]
FIGURES = """
    En 2024, 2025 et 2026|12 000 €|1 012 345 678 €|+12 000 000 €|+ 12 000 000 d’emplois|30 %|le 01/02/2024 à 10 h 30
    du 01/02/2024 au 03/04/2024|01/02/2024 03/04/2024|NF EN 45545-2:2020|ISO 9001, ISO 14001 et ISO 45001
    le décret n° 2024-1123 du 4 décembre|123 456 782 voyageurs par an|345 000 000 €|entre 0 et 12 000 000 pièces
    10 000 à 12 000 heures|un à deux ans, trois ou quatre fois|2 500 000 000 € sur 2024-2030|de 1,5 à 2,75 M€
    la norme UIC 612-0 et 612-1|Elle attend.De plus, elle paie.|We met at noon. Come back at this point in time.
    p. ex. le 15.10.2026|Un délai de 0,012345678 seconde|fichier.pdf|S.A.S. et P.M.E.|24 h/24, 7 j/7|2024-01-02 03:04:05
"""


@pytest.mark.parametrize(("kind", "said"), CASES)
def test_what_reaches_a_stranger_is_a_leak(kind, said):
    found = {leak.kind for leak in find_leaks(f"Demander à la ferme, {said} le sait.", INDEX)}
    assert kind in found


@pytest.mark.parametrize("said", [said.strip() for said in FIGURES.replace("\n", "|").split("|") if said.strip()])
def test_figures_reach_nobody(said):
    assert find_leaks(said, INDEX) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("06 12 34 56 78", "voir +33 (0)6.12.34.56.78"),
        ("eden@x.example", "Eden (at) x [point] example"),
        ("lunefer.fr", "https://www.lunefer.fr"),
        ("000 987 651", "SIRET 000987651 00015"),
    ],
)
def test_a_stranger_s_number_keeps_its_key_in_every_spelling(one, other):
    (first,), (second,) = (find_leaks(text, INDEX) for text in (one, other))
    assert (first.key, first.owners) == (second.key, frozenset())


def test_who_agreed_to_be_named_agreed_to_no_number_neither_did_a_stranger():
    text = "04 72 00 00 17 ou 06 12 34 56 78"
    found = find_leaks(text, INDEX, allowed={1})
    assert [(leak.text, leak.owners) for leak in found] == [
        ("04 72 00 00 17", frozenset({1})),
        ("06 12 34 56 78", frozenset()),
    ]


def test_a_number_cut_by_two_fields_is_found():
    assert check_document({"position/1/a": "Appeler le 06 12", "position/1/b": "34 56 78 demain"}, INDEX)

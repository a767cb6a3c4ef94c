"""Names as people bend them in a sentence, and ordinary words that only look like a name."""

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, RegisterEntry, find_leaks

INDEX = LeakIndex(
    [
        RegisterEntry(
            id=1, names=("Fonderie Brassivel SAS",), brands=("Kelvax",), third_parties=("Société d’Usinage Fin",)
        ),
        RegisterEntry(id=2, names=("Avenir Mobilité", "Horizon"), people=("Günther Krämer",)),
        RegisterEntry(id=3, names=("EGF Ateliers", "La Fabrique du Cycle")),
        RegisterEntry(id=4, names=("Müller Fahrzeugtechnik GmbH", "O'Brolan Cycles")),
    ]
)
BENT = {
    LeakKind.NAME: """
        les brassivelois|une pièce brassiveloise|Brassivelle|Brassiv. SAS|Brassivel™|Mueller Fahrzeugtechnik|MUELLER
        OBrolan|Obrolan|chez Horizon|la société Horizon|l’entreprise Horizon|Horizon SAS|avenir mobilité
        Fabrique du cycle
    """,
    LeakKind.BRAND: "kelvax™|KELVAX℠",
    LeakKind.ACRONYM: "EGF|E.G.F.",
    LeakKind.PERSON: "Kraemer|Guenther Kraemer|Krämer",
    LeakKind.THIRD_PARTY: "Sté d’Usinage Fin|Usinage Fin|société d’usinage fin",
}
CASES = [(kind, said) for kind, block in BENT.items() for said in block.strip().replace("\n        ", "|").split("|")]


@pytest.mark.parametrize(("kind", "said"), CASES)
def test_a_bent_name_is_recognised(kind, said):
    assert kind in {leak.kind for leak in find_leaks(f"Hier encore, {said} a dû arrêter.", INDEX)}


@pytest.mark.parametrize(
    "said",
    [
        "L’avenir : mobilité propre pour tous",
        "Quel avenir ? Mobilité et emploi.",
        "à l’horizon 2030",
        "Horizon 2030 : que faire ?",
        "la fabrique des cycles",
        "Le brassage des équipes.",
        "un usinage très fin",
        "chez nous, l’horizon est court",
        "Les Mullois demandent un délai.",
    ],
)
def test_ordinary_words_name_nobody(said):
    assert find_leaks(said, INDEX) == ()

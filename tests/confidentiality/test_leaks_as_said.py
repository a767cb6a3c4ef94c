"""What people of small companies write, French and English: what singles somebody out, and what does not.

`said/*.txt`: a sentence a line; in `counts.txt` the numbers that are printed beside it stand in front.
"""

from pathlib import Path

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, LeakKind, Printed, RegisterEntry, find_leaks
from cara_crm.confidentiality.leaks.headcounts import turnover_band

SAID = Path(__file__).parent / "said"
VI = {"sectors": ("VI",), "present_sectors": ("VI",), "sector_names": ("Véhicule industriel",)}
NAMES = [
    "Carrosserie industrielle Huilebelle",
    "Carrosserie Industrielle Belleroue",
    "Location de cycles Boguet",
    "Ateliers Mécaniques Quintavel",
    "Transports Rapides du Vallon Tordu",
    "Fonderie Zébrune",
    "Bureau d'Études Tambournet",
    "Société Nouvelle de Chaudronnerie Pigrelot",
    "Usinage Précision Lormeau",
    "Garage 2 Vallées Ronceline",
    "Garage du Val Torvan",
    "Études Véhicules Mirtache",
    "Pièces Forgées Alvizan",
    "Tôlerie Emboutissage Rustang",
    "Vélos Assistés Ermoise",
]
#: How many, employees, category, turnover.
SIZES = [
    (14, (10, 19), "sme", 2_000_000),
    (12, (20, 49), "sme", 5_000_000),
    (3, (100, 199), "sme", 22_000_000),
    (1, (250, 499), "midcap", 59_000_000),
    (1, (2000, 4999), "large", 1_419_000_000),
    (8, (3, 5), "micro", 500_000),
    (1, (1, 2), "micro", 120_000),
]


def register():
    sized = [one for count, *one in SIZES for _ in range(count)]
    for n, (employees, category, turnover) in enumerate(sized):
        yield RegisterEntry(
            id=n,
            names=(NAMES[n] if n < len(NAMES) else f"Zqx{n}wv",),
            sizes=(category,),
            employees=employees,
            turnovers=turnover_band(turnover),
            products=("hayon élévateur", "tail lift") if n < 2 else ("remorque", "trailer") if 14 <= n < 26 else (),
            **VI,
        )


INDEX = LeakIndex(register(), ordinary=("PFA", "FIF"))


def lines(name, part):
    text = (SAID / f"{name}.txt").read_text("utf-8")
    marked, free = text.removeprefix("[marked]\n").split("[free]\n")
    return (marked if part == "marked" else free).splitlines()


def every(part):
    names = ("sizes", "initials", "superlatives", "products", "counts")
    return [(name, line) for name in names for line in lines(name, part)]


def found(name, line):
    numbers, _, text = line.partition("|") if name == "counts" else ("", "", line)
    shown = frozenset(int(number) for number in numbers.split(",") if number)
    return find_leaks(text, INDEX, about=[["VI"]], printed=Printed(shown, shown))


@pytest.mark.parametrize(("name", "line"), every("marked"))
def test_what_singles_somebody_out_is_marked_however_it_is_said(name, line):
    assert found(name, line)


@pytest.mark.parametrize(("name", "line"), every("free"))
def test_an_ordinary_sentence_has_no_mark(name, line):
    assert found(name, line) == ()


@pytest.mark.parametrize("text", ["Une entreprise de 412 personnes attend.", "Une entreprise au CA de 59 M€ attend."])
def test_a_size_that_the_document_prints_for_the_position_tells_nothing_more(text):
    printed = Printed(numbers=frozenset({412, 59_000_000}))
    assert find_leaks(text, INDEX, about=[["VI"]], printed=printed) == ()


def test_initials_of_k_groups_are_nobodys():
    index = LeakIndex(RegisterEntry(id=n, names=(f"Carrosserie Industrielle H{n}",)) for n in range(5))
    assert find_leaks("CIH attend.", index) == ()


def test_a_complement_is_counted_against_what_is_printed_beside():
    def kinds(printed):
        return [leak.kind for leak in find_leaks("Dix ateliers attendent.", LeakIndex([]), printed=printed)]

    beside = frozenset({12})
    assert (kinds(Printed(beside, beside)), kinds(Printed())) == ([LeakKind.SMALL_COUNT], [])
    assert kinds(Printed(beside | {10}, beside)) == []

"""Who was there, as people paste it."""

import pytest

from cara_crm.interactions.attendance import MOST, lines_of
from cara_crm.interactions.fitting import Known, fitting

FORGE = Known(1, 11, "camille@forge.example", frozenset({"camille", "exemple"}), "forge des etangs villefictive")
USINE = Known(2, 11, "camille@forge.example", frozenset({"camille", "exemple"}), "usine du lac")
NADIA = Known(3, 12, "nadia@usine.example", frozenset({"nadia", "quintervoix"}), "usine du lac")


@pytest.mark.parametrize(
    ("text", "name", "email"),
    [
        ("Camille Exemple", ("camille", "exemple"), ""),
        ("Mme Camille EXEMPLE, Forge des Étangs", ("camille", "exemple"), ""),
        ("- Camille Exemple (Forge)", ("camille", "exemple"), ""),
        ("3. Camille Exemple – Forge", ("camille", "exemple"), ""),
        ("Camille\u00a0Exemple\tForge", ("camille", "exemple"), ""),
        ("Camille Exemple <Camille@Forge.example>", ("camille", "exemple"), "camille@forge.example"),
        ("camille@forge.example", (), "camille@forge.example"),
        ("Jean-Pierre L’Hermite ; Forge", ("jean", "pierre", "l", "hermite"), ""),
    ],
)
def test_a_line(text: str, name: tuple[str, ...], email: str) -> None:
    (line,) = lines_of(text)
    assert (line.name, line.email) == (name, email)


def test_a_mail_s_header_is_taken_apart() -> None:
    found = lines_of('"Camille Exemple" <camille@forge.example>, Nadia Quintervoix <nadia@usine.example>')
    assert [line.email for line in found] == ["camille@forge.example", "nadia@usine.example"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"EXEMPLE Camille" <camille@forge.example>; Usine du Lac', [("camille@forge.example", 2), ("", 3)]),
        ("Camille Exemple; Nadia Quintervoix", [("", 2), ("", 2)]),
        ("Camille Exemple; Nadia Quintervoix;", [("", 2), ("", 2)]),
        ("camille@forge.example, nadia@usine.example", [("camille@forge.example", 0), ("nadia@usine.example", 0)]),
        ("Camille Exemple; camille@forge.example", [("camille@forge.example", 2)]),
        ("Camille Exemple <camille@forge.example>, Forge", [("camille@forge.example", 2)]),
        ("Exemple; Camille; Forge", [("", 1)]),
    ],
)
def test_several_on_one_line_and_nobody_vanishes(text: str, said: list[tuple[str, int]]) -> None:
    assert [(line.email, len(line.name)) for line in lines_of(text)] == said


def test_empty_lines_repeated_lines_and_endless_lists() -> None:
    assert lines_of("\n  \n--\n") == []
    assert len(lines_of("Nadia\nNadia")) == 1
    assert len(lines_of("\n".join(f"Nadia {n}" for n in range(500)))) == MOST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nadia@usine.example", [NADIA]),
        ("Autre Nom <nadia@usine.example>", [NADIA]),
        ("Quintervoix Nadia", [NADIA]),
        ("Camille Exemple", [FORGE, USINE]),
        ("Camille Exemple, Usine du Lac", [USINE]),
        ("Camille Exemple, Étangs", [FORGE]),
        ("Camille", []),
        ("Nadia Autre", []),
        ("Mme N. Quintervoix, Usine du Lac", [NADIA]),
        ("N. Quintervoix", []),
        ("N. Quintervoix, Forge", []),
        ("P. Quintervoix, Usine du Lac", []),
        ("C. Exemple, Usine du Lac", [USINE]),
    ],
)
def test_whom_a_line_may_mean(text: str, expected: list[Known]) -> None:
    assert fitting(lines_of(text)[0], [FORGE, USINE, NADIA]) == expected

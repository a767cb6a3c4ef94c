"""Single cells."""

import pytest

from cara_crm.members.spreadsheet import values


@pytest.mark.parametrize(
    ("text", "header", "euros"),
    [
        ("1 234,50 €", "", 1234),
        ("12,5 M€", "", 12_500_000),
        ("850", "CA (k€)", 850_000),
        ("12,5", "CA en M€", 12_500_000),
        ("1.234.567", "", 1_234_567),
        ("1,234.5", "", 1234),
        ("beaucoup", "", None),
    ],
)
def test_amounts(text: str, header: str, euros: int | None) -> None:
    assert values.amount_of(text, header) == euros


@pytest.mark.parametrize(("text", "year"), [("2024", 2024), ("31/12/2023", 2023), ("2022-2024", 2024), ("12", None)])
def test_years(text: str, year: int | None) -> None:
    assert values.year_of(text) == year


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [("2932z", "29.32Z", "naf_rev_2"), ("29.32 Z", "29.32Z", "naf_rev_2"), ("29.32Y", "29.32Y", "naf_2025")],
)
def test_activity_codes_tell_their_nomenclature(text: str, code: str, kind: str) -> None:
    assert values.activity_of(text) == values.Activity(code, kind)


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("32", "32"),
        ("1.0", "01"),
        ("250 à 499 salariés", "32"),
        ("10 000 salariés et plus", "53"),
        ("nn", "NN"),
        ("", None),
    ],
)
def test_bands_of_headcount(text: str, band: str | None) -> None:
    assert values.band_of(text) == band


def test_a_headcount_lies_in_its_band() -> None:
    assert [values.band_for(n) for n in (0, 9, 10, 12_000)] == ["00", "03", "11", "53"]


@pytest.mark.parametrize("text", ["69", "RHONE", "Rhône (69)", "69 - Rhône"])
def test_departments_in_many_writings(text: str) -> None:
    assert values.department_of_cell(text, {"rhone": "69", "ain": "01"}) == "69"


def test_categories_of_insee_and_of_everyday_words() -> None:
    assert [values.category_of(w) for w in ("PME", "ETI", "TPE", "Grand groupe", "Labo", "?")] == [
        "sme",
        "midcap",
        "micro",
        "large",
        "laboratory",
        None,
    ]

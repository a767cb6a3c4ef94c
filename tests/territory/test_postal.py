"""A postal code gives its department, or an honest unknown."""

import pytest

from cara_crm.territory.postal import clean, department_of, town_key


@pytest.mark.parametrize(
    ("written", "department"),
    [
        ("69003", "69"),
        ("69 003", "69"),
        ("F-38000", "38"),
        (1000, "01"),
        (1000.0, "01"),
        ("1000", "01"),
        ("07104", "07"),
        ("97410", "974"),
        ("97133", "977"),
        ("98800", "988"),
        ("20090", "2A"),
        ("20200", "2B"),
        ("20620", "2B"),
    ],
)
def test_the_code_decides(written: object, department: str) -> None:
    assert department_of(written) == department


@pytest.mark.parametrize("cedex", ["69635", "42042", "73231", "01708"])
def test_a_cedex_code_is_numbered_in_its_department(cedex: str) -> None:
    assert department_of(cedex, "Quelque part CEDEX 3") == cedex[:2]


@pytest.mark.parametrize(
    ("code", "town", "department"),
    [
        ("42620", "St-Pierre-Laval", "03"),
        ("42620", "SAINT-MARTIN-D'ESTREAUX", "42"),
        ("48250", "Laveyrune", "07"),
        ("43450", "Leyvaux", "15"),
        ("05700", "Villebois-les-Pins", "26"),
        ("01200", "Éloise", "74"),
        ("01590", "CHANCIA", "39"),
        ("37160", "Buxeuil", "86"),
        ("01204", "Éloise Cedex", "74"),
        ("01208", "Valserhône Cedex", "01"),
    ],
)
def test_at_a_border_the_town_decides(code: str, town: str, department: str) -> None:
    assert department_of(code, town) == department


@pytest.mark.parametrize("code", ["01200", "01410", "42620", "37160", "43450"])
def test_a_border_code_without_its_town_is_unknown(code: str) -> None:
    assert department_of(code) is None
    assert department_of(code, "Ailleurs-sur-Rien") is None


@pytest.mark.parametrize(
    "code", ["98000", "00100", "96000", "99138", "L-2540", "1205 AB", "690033", "", None, 12.5, -4]
)
def test_what_is_no_french_code_is_unknown(code: object) -> None:
    assert department_of(code) is None


def test_a_lost_zero_is_given_back() -> None:
    assert clean(7100) == "07100"


def test_a_town_is_spelled_out() -> None:
    assert town_key("STE-COLOMBE CEDEX 09") == "sainte colombe"

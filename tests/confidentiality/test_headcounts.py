"""Numbers of employees as sentences tell them."""

import pytest

from cara_crm.confidentiality.leaks import LeakIndex, RegisterEntry, find_leaks
from cara_crm.confidentiality.leaks.headcounts import sizes, turnover_band


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("7 000 salariés", 7000, 7000),
        ("7\u202f000 salariés", 7000, 7000),
        ("7,000 employees", 7000, 7000),
        ("7000 employés", 7000, 7000),
        ("sept mille salariés", 7000, 7000),
        ("deux cent cinquante salariés", 250, 250),
        ("quatre-vingt-dix salariés", 90, 90),
        ("quatre-vingts salariés", 80, 80),
        ("soixante-quinze salariés", 75, 75),
        ("seven thousand workers", 7000, 7000),
        ("two hundred and fifty staff", 250, 250),
        ("plus de 5 000 salariés", 5000, None),
        ("au moins 5 000 salariés", 5000, None),
        ("more than five thousand employees", 5000, None),
        ("moins de 10 salariés", 1, 10),
        ("fewer than 10 employees", 1, 10),
        ("une centaine de salariés", 80, 120),
        ("environ 100 collaborateurs", 80, 120),
        ("de 50 à 99 salariés", 50, 99),
        ("entre 50 et 99 salariés", 50, 99),
        ("a 40-employee workshop", 40, 40),
        ("300 salarié·e·s", 300, 300),
    ],
)
def test_a_number_of_employees_is_read(text, least, most):
    (found,) = sizes(f"Chez nous, {text}.")
    assert (found.least, found.most) == (least, most)


@pytest.mark.parametrize("text", ["7 000 pièces", "en 2026, les salariés", "des centaines de salariés", "des salariés"])
def test_other_numbers_are_none(text):
    assert list(sizes(text)) == []


def test_it_says_where_it_stands():
    text = "L’usine (plus de 5 000 salariés) attend."
    (found,) = sizes(text)
    assert text[found.start : found.end] == "plus de 5 000 salariés"


@pytest.mark.parametrize(
    ("euros", "band"),
    [
        (1, (1, 1)),
        (2, (2, 4)),
        (1_419_000_000, (1_000_000_000, 1_999_999_999)),
        (59_000_000, (50_000_000, 99_999_999)),
        (None, None),
        (0, None),
    ],
)
def test_a_turnover_is_of_a_band_that_others_share(euros, band):
    assert turnover_band(euros) == band


def test_where_nobody_declared_such_a_turnover_those_of_unknown_turnover_and_fitting_category_have_it():
    index = LeakIndex(
        [RegisterEntry(id=1, sizes=("large",), sectors=("VI",))]
        + [RegisterEntry(id=n, sizes=("sme",), turnovers=(10, 20), sectors=("VI",)) for n in range(2, 9)]
    )
    (leak,) = find_leaks("Une société au CA de 1,4 milliard d’euros attend.", index, about=[["VI"]])
    assert leak.owners == {1}

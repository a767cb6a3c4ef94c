"""The register beside the member."""

import pytest

from cara_crm.official.company import Company
from cara_crm.official.comparing import Stored, Verdict, compare
from cara_crm.official.models import Fact
from cara_crm.official.place import Place
from tests.official.registers import SIREN

OFFICIAL = Company(
    SIREN,
    name="FORGE FICTIVE",
    category="sme",
    category_year=2024,
    band="21",
    band_year=2024,
    activities=("30.20Z", "30.20Y"),
    siret=SIREN + "00017",
    street="12 RUE DE LA FORGE",
    postal_code="69007",
    town="LYON 7",
    commune="69387",
    department="69",
    latitude=45.7441,
    longitude=4.8412,
)
PLACE = Place(45.7441, 4.8412, 0.96, "housenumber", "12 Rue de la Forge", "69007", "69387", "Lyon")


def verdict(fact: Fact, *, company: dict | None = None, place: Place | None = None, **stored):
    known = {"name": "Forge Fictive", "siren": SIREN} | stored
    official = Company(**(vars(OFFICIAL) | (company or {})))
    return next((one for one in compare(Stored(**known), official, place) if one.fact is fact), None)


@pytest.mark.parametrize("name", ["Forge Fictive", "FORGE FICTIVE SAS", "S.A.S. Forge-Fictive"])
def test_capitals_and_legal_forms_make_no_other_name(name):
    assert verdict(Fact.NAME, name=name).verdict is Verdict.SAME


def test_another_name_is_notable():
    found = verdict(Fact.NAME, name="Fonderie Inventée")
    assert (found.verdict, found.is_notable, found.official) == (Verdict.DIFFERS, True, "FORGE FICTIVE")


def test_a_name_that_it_is_known_by_is_no_news():
    assert not verdict(Fact.NAME, name="Fonderie Inventée", other_names=("Forge Fictive",)).is_notable


@pytest.mark.parametrize("address", ["12 rue de la Forge", "12, r. de la forge", "12 RUE DE LA FORGE"])
def test_a_street_may_be_abbreviated(address):
    assert verdict(Fact.ADDRESS, address=address).verdict is Verdict.SAME


def test_the_geocoder_s_spelling_stands_for_capitals():
    assert verdict(Fact.ADDRESS, place=PLACE).official == "12 Rue de la Forge"
    assert verdict(Fact.TOWN, town="Bron", place=PLACE).official == "Lyon"


def test_the_geocoder_s_spelling_of_another_street_does_not():
    assert verdict(Fact.ADDRESS, place=Place(45.7, 4.8, 0.9, "street", "Quai Inventé")).official == "12 RUE DE LA FORGE"


@pytest.mark.parametrize("town", ["Lyon", "LYON 7", "Lyon 07", "LYON CEDEX 07", "Lyon 7e arrondissement"])
def test_arrondissements_and_cedex_are_the_same_town(town):
    assert verdict(Fact.TOWN, town=town).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("fact", "stored"),
    [(Fact.TOWN, {"town": "Bron"}), (Fact.DEPARTMENT, {"department": "01"}), (Fact.SIRET, {"siret": SIREN + "00025"})],
)
def test_a_move_is_notable(fact, stored):
    assert verdict(fact, **stored).is_notable


def test_what_was_not_known_fills_and_is_no_news():
    found = verdict(Fact.TOWN)
    assert (found.verdict, found.is_notable) == (Verdict.FILLS, False)


@pytest.mark.parametrize("code", ["30.20Z", "30.20Y"])
def test_either_nomenclature_agrees(code):
    assert verdict(Fact.ACTIVITY, activity=code).verdict is Verdict.SAME


def test_the_nomenclature_in_force_is_proposed():
    assert verdict(Fact.ACTIVITY, activity="29.32Z").official == "30.20Z"


@pytest.mark.parametrize(("year", "is_news"), [(2023, True), (2024, True), (2025, False), (None, True)])
def test_an_older_figure_is_no_news(year, is_news):
    assert verdict(Fact.HEADCOUNT, band="12", band_year=year).is_notable is is_news
    assert verdict(Fact.CATEGORY, category="micro", category_year=year).is_notable is is_news


@pytest.mark.parametrize("category", ["laboratory", "education", "authority", "association"])
def test_what_the_cluster_calls_a_laboratory_stays_one(category):
    assert verdict(Fact.CATEGORY, category=category) is None


def test_a_category_that_nobody_chose_is_filled():
    assert verdict(Fact.CATEGORY, category="other").verdict is Verdict.FILLS


def test_a_closed_company_is_notable():
    found = verdict(Fact.STATE, company={"is_closed": True, "closed_on": "2026-09-30"})
    assert (found.official, found.is_notable) == ("closed 2026-09-30", True)


@pytest.mark.parametrize("known", [{"is_closed": True}, {"is_former": True}])
def test_a_closure_that_is_known_is_no_news(known):
    assert verdict(Fact.STATE, company={"is_closed": True}, **known).verdict is Verdict.SAME


def test_a_former_member_that_lives_on_is_no_news():
    assert verdict(Fact.STATE, is_former=True).verdict is Verdict.SAME


def test_what_is_masked_is_said_and_not_proposed():
    hidden = {"name": "", "street": "", "masked": ("name", "address")}
    found = verdict(Fact.ADDRESS, company=hidden, address="12 rue de la Forge")
    assert (found.verdict, found.stored, found.is_proposal) == (Verdict.MASKED, "12 rue de la Forge", False)


def test_a_point_nearby_is_the_same():
    assert verdict(Fact.COORDINATES, place=PLACE, latitude=45.7450, longitude=4.8401).verdict is Verdict.SAME


def test_a_guess_of_the_geocoder_is_shown_and_not_proposed():
    assert verdict(Fact.COORDINATES, place=Place(48.8, 2.3, 0.31)).verdict is Verdict.UNSURE


def test_without_the_geocoder_the_register_s_own_point_is_proposed():
    found = verdict(Fact.COORDINATES)
    assert (found.official, found.is_of_geocoder) == ("45.744100,4.841200", False)


def test_without_any_answer_there_is_nothing():
    assert compare(Stored("Forge Fictive"), None, None) == []

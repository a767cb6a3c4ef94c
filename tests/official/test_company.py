"""The register's and the geocoder's answers, read."""

import json
from pathlib import Path

import pytest

from cara_crm.official.company import Company, NotUnderstood, companies_in
from cara_crm.official.place import Place, place_in
from tests.official.registers import SIREN, company, head, masked, point, results

RECORDED = Path(__file__).resolve().parents[3] / "shared" / "data" / "api-fixtures"
COMPANIES = sorted(RECORDED.glob("recherche-entreprises-search-*.json"))


def read(**more) -> Company:
    return companies_in(results(company(**more)))[0]


def test_the_facts_of_a_company():
    found = read()
    assert (found.name, found.category, found.category_year, found.band, found.band_year) == (
        "FORGE FICTIVE", "sme", 2024, "21", 2024,
    )  # fmt: skip
    assert (found.activities, found.as_of) == (("30.20Z", "30.20Y"), "2026-10-05")


def test_the_place_of_its_head_office():
    found = read()
    assert (found.siret, found.street, found.postal_code, found.town) == (
        SIREN + "00017", "12 RUE DE LA FORGE", "69007", "LYON 7",
    )  # fmt: skip
    assert (found.commune, found.department, found.latitude, found.longitude) == ("69387", "69", 45.7441, 4.8412)


def test_no_officer_is_kept():
    found = read(nom_complet="FORGE FICTIVE (PERSONNE SECRETE)")
    assert "SECRETE" not in json.dumps(found.as_json())


@pytest.mark.parametrize("sole", [{"nature_juridique": "1000"}, {"complements": {"est_entrepreneur_individuel": True}}])
def test_the_name_of_a_person_is_no_name_of_a_company(sole):
    found = read(nom_complet="PERSONNE SECRETE", nom_raison_sociale=None, **sole)
    assert (found.is_one_person, found.name) == (True, "")
    assert "SECRETE" not in json.dumps(found.as_json())


def test_what_is_masked_is_no_fact():
    found = companies_in(results(masked()))[0]
    assert (found.name, found.street, found.postal_code, found.latitude) == ("", "", "", None)
    assert (found.masked, found.town, found.department) == (
        ("name", "address", "postal_code", "coordinates"), "LYON 7", "69",
    )  # fmt: skip


def test_the_short_mask_is_a_mask_too():
    assert read(nom_raison_sociale="[ND]", nom_complet="[ND]").masked == ("name",)


def test_a_closed_company_says_since_when():
    found = read(etat_administratif="C", date_fermeture="2022-10-22")
    assert (found.is_closed, found.closed_on) == (True, "2022-10-22")


@pytest.mark.parametrize(
    ("said", "band", "category"),
    [("PME", "02", "micro"), ("PME", "21", "sme"), ("ETI", "12", "midcap"), ("GE", "42", "large"), (None, "NN", "")],
)
def test_the_category_is_the_register_s_with_the_smallest_told_apart(said, band, category):
    assert read(categorie_entreprise=said, tranche_effectif_salarie=band).category == category


@pytest.mark.parametrize(
    ("parts", "street"),
    [
        ({"dernier_numero_voie": "14"}, "12-14 RUE DE LA FORGE"),
        ({"indice_repetition": "B"}, "12 B RUE DE LA FORGE"),
        (dict.fromkeys(("numero_voie", "type_voie", "libelle_voie")) | {"distribution_speciale": "BP 12"}, "BP 12"),
    ],
)
def test_a_street_is_made_of_its_parts(parts, street):
    assert read(siege=head(**parts)).street == street


def test_a_head_office_abroad_is_in_no_department():
    abroad = head(code_pays_etranger="99109", libelle_commune_etranger="BERLIN", libelle_commune=None, commune=None)
    found = read(siege=abroad)
    assert (found.is_abroad, found.town, found.department) == (True, "BERLIN", "")


def test_a_department_is_read_off_the_commune_where_it_is_not_said():
    assert read(siege=head(departement=None, commune="97411")).department == "974"


@pytest.mark.parametrize(
    "broken",
    [
        {"siege": None},
        {"siege": []},
        {"complements": 3},
        {"annee_categorie_entreprise": 7},
        {"latitude": {}},
        {"date_fermeture": "soon", "etat_administratif": "C"},
    ],
)
def test_a_part_that_makes_no_sense_is_left_out(broken):
    assert read(**broken).siren == SIREN


@pytest.mark.parametrize("latitude", ["1e400", "nan", "95.1", "45,7", "", None, 45.7])
def test_a_point_off_the_earth_is_none(latitude):
    assert read(siege=head(latitude=latitude)).latitude is None


def test_what_no_database_holds_is_dropped():
    assert read(nom_raison_sociale="FORGE\x00\ud800 FICTIVE\n\u202eSA").name == "FORGE FICTIVE SA"


@pytest.mark.parametrize("fact", ["nom_raison_sociale", "etat_administratif", "nature_juridique"])
@pytest.mark.parametrize("text", ["F" * 1_000_000, "Forge " * 1_000, "F" * 120])
def test_what_no_register_writes_is_refused_and_not_cut(fact, text):
    with pytest.raises(NotUnderstood):
        read(**{fact: text})


def test_the_longest_name_of_the_register_is_read_whole():
    name = " ".join(["FORGE"] * 20)
    assert read(nom_raison_sociale=name).name == name


@pytest.mark.parametrize(
    "answer", [None, 3, [], {}, {"results": {}}, {"results": [None]}, {"results": [{}]}, {"results": [{"siren": "12"}]}]
)
def test_another_shape_is_not_understood(answer):
    with pytest.raises(NotUnderstood):
        companies_in(answer)


def test_facts_survive_being_stored():
    found = read()
    assert Company.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_facts_of_another_version_are_read():
    assert Company.from_json({"siren": SIREN, "colour": "blue"}).siren == SIREN


def test_the_point_of_an_address():
    found = place_in(point())
    assert found == Place(45.7441, 4.8412, 0.96, "housenumber", "12 Rue de la Forge", "69007", "69387", "Lyon")
    assert Place.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_a_guess_is_not_certain():
    assert not place_in(point(score=0.41)).is_certain


@pytest.mark.parametrize(
    "answer", [None, [], {}, {"features": 3}, {"features": [{}]}, point(score="high"), point(score=7)]
)
def test_another_shape_of_a_point_is_not_understood(answer):
    with pytest.raises(NotUnderstood):
        place_in(answer)


if RECORDED.is_dir():

    @pytest.mark.parametrize("path", COMPANIES, ids=lambda path: path.stem)
    def test_a_recorded_answer_is_understood(path):
        answer = json.loads(path.read_text())
        found = companies_in(answer)
        assert [one.siren for one in found] == [one["siren"] for one in answer["results"]]
        for one, said in zip(found, answer["results"], strict=True):
            assert bool(one.masked) == (said["statut_diffusion"] == "P")
            assert one.is_closed == (said["etat_administratif"] == "C")
            assert (one.siret, one.department) == (said["siege"]["siret"], said["siege"]["departement"])
            assert "NON-DIFFUSIBLE" not in json.dumps(one.as_json())

    @pytest.mark.parametrize("path", COMPANIES, ids=lambda path: path.stem)
    def test_no_recorded_officer_is_kept(path):
        answer = json.loads(path.read_text())
        kept = json.dumps([one.as_json() for one in companies_in(answer)])
        officers = [one for company in answer["results"] for one in company["dirigeants"]]
        names = {one[key] for one in officers for key in ("nom", "prenoms") if one.get(key)}
        assert [name for name in names if name in kept] == []

    def test_the_recorded_point_is_understood():
        found = place_in(json.loads((RECORDED / "ban-search.json").read_text()))
        assert (found.latitude, found.longitude, found.town) == (43.277531, -0.356241, "Mazères-Lezons")

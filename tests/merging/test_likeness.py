"""Which records may be one, and why."""

import time

import pytest

from cara_crm.members.marks import domain_of
from cara_crm.members.matching import Known
from cara_crm.merging.likeness import ContactSide, Likely, alike_contacts, alike_members


def company(id: int, name: str, siren: str | None = None, at: str = "69", **marks: str) -> Known:
    told = {kind: frozenset([value]) for kind, value in marks.items()}
    return Known(id, siren, tuple(name.split("|")), frozenset([at] if at else []), **told)


def found(*sides: Known) -> list[Likely]:
    return alike_members(list(sides))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Forge Églantine", "FORGE EGLANTINE SAS"),
        ("Béraud & Fils", "Ets BERAUD"),
        ("Mirandole|Ateliers de la Mirandole", "Atelier de la Mirandole"),
        ("S.T.A.", "STA"),
        ("Bontemps Centre", "Bontemps-Centre"),
    ],
)
def test_spellings_of_one_name_are_a_pair(one: str, other: str) -> None:
    (pair,) = found(company(1, one), company(2, other))
    assert pair.alike >= 85


@pytest.mark.parametrize(
    ("one", "other"),
    [("Atelier 2", "Atelier 3"), ("Forge Alpha", "Câblages Bêta"), ("SAS", "SARL"), ("Forge", "Forges du Rhône")],
)
def test_other_names_are_others(one: str, other: str) -> None:
    assert found(company(1, one), company(2, other)) == []


def test_two_numbers_are_two_companies_unless_the_name_is_the_same() -> None:
    one, near, same = (
        company(1, "Forge Alpha", "000000018"),
        company(2, "Forge Alphas", "000000026"),
        company(3, "FORGE ALPHA", "000000034"),
    )
    assert found(one, near) == []
    assert [p.alike for p in found(one, same)] == [70]


def test_a_shared_number_needs_no_name() -> None:
    (pair,) = found(company(1, "Usine de Rive", numbers="000000018"), company(2, "Forge Alpha", "000000018"))
    assert (pair.alike, pair.reasons) == (98, ("number",))


def test_the_same_domain_and_place_make_two_names_one_company() -> None:
    marks = {"domains": "alpha.example", "places": "1 rue du port 69000"}
    (pair,) = found(company(1, "Plasturgie Bleue", **marks), company(2, "Société Fictive de Câblage", **marks))
    assert set(pair.reasons) == {"domain", "place"}
    (pair,) = found(company(1, "SFC", **marks), company(2, "Société Fictive de Câblage", **marks))
    assert set(pair.reasons) == {"initials", "domain", "place"}
    assert found(company(1, "SFC", domains="alpha.example"), company(2, "Câblage", domains="alpha.example")) == []


def test_a_domain_supports_names_that_are_only_close() -> None:
    one, other = (
        company(1, "Mirandole Usinage", domains="m.example"),
        company(2, "Mirandole Usine", domains="m.example"),
    )
    (pair,) = found(one, other)
    assert pair.reasons == ("close_name", "domain")


def test_the_same_name_elsewhere_is_less_likely() -> None:
    here, there = company(1, "Forge Alpha", at="69"), company(2, "Forge Alpha", at="42")
    (pair,) = found(here, there)
    assert pair.alike == 75


def test_one_name_that_begins_the_other_in_the_same_department() -> None:
    (pair,) = found(company(1, "Mirandole Usinage"), company(2, "Mirandole Usinage Auvergne"))
    assert pair.reasons == ("part_name",)


def test_a_mark_of_many_tells_nothing() -> None:
    many = [company(n, f"Voisine {n}", domains="zone.example", places="1 rue de la zone 69000") for n in range(1, 10)]
    assert found(*many) == []


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("https://www.Alpha.example/fr?x", "alpha.example"),
        ("alpha.example", "alpha.example"),
        ("zoe@alpha.example", "alpha.example"),
        ("zoe@gmail.com", ""),
        ("", ""),
        ("à venir", ""),
    ],
)
def test_domains_of_addresses(written: str, domain: str) -> None:
    assert domain_of(written) == domain


def person(id: int, name: str, **more: object) -> ContactSide:
    first, _, last = name.partition(" ")
    return ContactSide(id, first, last, **more)  # type: ignore[arg-type]


AT = frozenset({("member", 1)})


@pytest.mark.parametrize("other", ["zoe durand", "durand zoe", "z durand", "zoe durant"])
def test_people_of_one_name_at_one_place_are_a_pair(other: str) -> None:
    (pair,) = alike_contacts([person(1, "zoe durand", places=AT), person(2, other, places=AT)])
    assert "same_organisation" in pair.reasons


def test_namesakes_at_two_places_with_two_domains_are_two() -> None:
    one = person(1, "zoe durand", places=AT, domain="a.example")
    other = person(2, "zoe durand", places=frozenset({("member", 2)}), domain="b.example")
    assert alike_contacts([one, other]) == []


def test_colleagues_are_two() -> None:
    colleagues = [person(1, "zoe durand", places=AT, domain="a.example"), person(2, "paul martin", places=AT)]
    assert alike_contacts(colleagues) == []


def test_ten_thousand_take_seconds() -> None:
    sides = [
        company(n, f"{TRADES[n % 7]} {chr(97 + n % 26)}{n * 7919 % 99991:05d}ine", f"{n:09d}") for n in range(1, 10_001)
    ]
    begun = time.perf_counter()
    alike_members(sides)
    assert time.perf_counter() - begun < 10


TRADES = ("forge", "atelier", "usinage", "plasturgie", "fonderie", "cablage", "transport")

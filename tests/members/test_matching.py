"""Who is who: by number, by name and place, or perhaps."""

import pytest

from cara_crm.members.matching import Ambiguous, Known, Register
from cara_crm.members.names import name_key
from cara_crm.members.pairing import pairs
from tests.members.lists import A, B


def known(id: int, name: str, *, siren: str | None = None, departments: str = "") -> Known:
    return Known(id, siren, (name,), frozenset(departments.split()))


def test_legal_forms_and_spellings_do_not_tell_names_apart() -> None:
    keys = {name_key(name) for name in ("S.A.S. Béraud & Fils", "BERAUD FILS (SAS)", "Ets Béraud")}
    assert keys == {"beraud"}


def test_a_siren_decides_whatever_the_name() -> None:
    register = Register([known(1, "Forge", siren=A), known(2, "Autre", siren=B)])
    found = register.find(B, ["Forge"], None)
    assert found is not None
    assert found.id == 2


def test_without_a_siren_name_and_department_decide() -> None:
    register = Register([known(1, "Forge SAS", siren=A, departments="42"), known(2, "Forge", departments="18")])
    assert register.find(None, ["FORGE"], "18") == register.known[1]


def test_two_companies_with_different_numbers_are_never_one() -> None:
    assert Register([known(1, "Forge", siren=A, departments="42")]).find(B, ["Forge"], "42") is None


def test_a_name_that_several_bear_is_ambiguous() -> None:
    register = Register([known(1, "Forge", departments="42"), known(2, "Forge", departments="18")])
    with pytest.raises(Ambiguous):
        register.find(None, ["Forge"], None)


def test_similar_names_are_a_possible_pair() -> None:
    found = pairs([known(1, "Ateliers Mirandole")], [known(2, "ATELIER MIRANDOLLE"), known(3, "Plasturgie Bruyère")])
    assert [(pair.left, pair.right) for pair in found] == [(1, 2)]


def test_similar_names_in_two_departments_are_no_pair() -> None:
    assert not pairs([known(1, "Forge Bleue", departments="42")], [known(2, "Forge Bleue", departments="18")])


def test_a_legal_form_alone_resembles_nothing() -> None:
    assert not pairs([known(1, "SAS", siren=A)], [known(2, "SAS", siren=B)])


def test_numbers_in_names_tell_them_apart() -> None:
    assert not pairs([known(1, "Société Drôme 000123")], [known(2, "Société Drôme 000124")])


def test_ten_thousand_names_are_compared_without_looking_at_every_pair() -> None:
    many = [known(n, f"Usine {n:05d} {chr(97 + n % 26) * 4}") for n in range(10_000)]
    assert not pairs(many, [])

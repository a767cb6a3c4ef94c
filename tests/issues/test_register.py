"""The index of the leak check is kept between two questions, and never a moment longer than it is true."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cara_crm.confidentiality.leaks import find_leaks
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.federations.models import Programme
from cara_crm.issues.queries.register import leak_index
from cara_crm.members.models import Member, MemberCategory, MemberName, Site, Tag
from cara_crm.sectors.models import ValueChainRole
from cara_crm.settings.models import Setting
from tests import factories as f


def leaks(text: str) -> bool:
    return bool(find_leaks(text, leak_index()))


@pytest.fixture
def maker() -> Member:
    """An organisation and its people, known to the index that is kept."""
    member = f.member("Atelier Brivoult")
    f.contact(member, first_name="Ombeline", last_name="Trascaud")
    leak_index()
    return member


def test_nothing_new_nothing_made(maker: Member):
    assert leak_index() is leak_index()


def rename(member: Member) -> None:
    member.legal_name = "Zinquerie Plantelou"


def name_otherwise(member: Member) -> None:
    f.add(MemberName(member=member, name="Plantelou", folded="plantelou", source="import"))


def put_into_a_group(member: Member) -> None:
    member.group = f.group("Groupe Plantelou")


def give_a_site(member: Member) -> None:
    f.add(Site(member=member, town="Plantelou", postal_code="69999"))


def name_a_supplier(member: Member) -> None:
    f.issue(member, third_parties="Plantelou")


def take_on_somebody(member: Member) -> None:
    f.contact(member, first_name="Aure", last_name="Plantelou")


def rename_the_contact(member: Member) -> None:
    f.db.session.query(Contact).filter_by(last_name="Trascaud").one().last_name = "Plantelou"


@pytest.mark.parametrize(
    "change",
    [
        rename,
        name_otherwise,
        put_into_a_group,
        give_a_site,
        name_a_supplier,
        take_on_somebody,
        rename_the_contact,
    ],
)
def test_what_the_register_learns_is_found_at_once(maker: Member, change: Callable[[Member], None]):
    assert not leaks("On le dit chez Plantelou.")
    change(maker)
    f.db.session.flush()
    assert leaks("On le dit chez Plantelou.")


def test_a_product_makes_another_index(maker: Member):
    before = leak_index()
    maker.tags.append(f.add(Tag(name="Plantelou", folded="plantelou")))
    f.db.session.flush()
    assert leak_index() is not before


def test_a_name_that_anybody_may_write_is_allowed_at_once(maker: Member):
    assert leaks("Trascaud le dit.")
    f.add(Programme(federation=f.federation(), code="TRASCAUD", name_fr="Trascaud", name_en="Trascaud", ordinal=99))
    assert not leaks("Le programme Trascaud le dit.")


def test_another_threshold_makes_another_index(maker: Member):
    before = leak_index()
    f.db.session.get_one(Setting, "confidentiality.k").value = 7
    f.db.session.flush()
    assert leak_index() is not before
    assert leak_index().k == 7


def test_a_role_with_two_names_is_known_by_each():
    member = f.member("Atelier Brivoult", at="73")
    role = f.add(ValueChainRole(code="TRIAL", name_fr="Carrossier, aménageur", name_en="Bodybuilder, converter"))
    member.assignments[0].role_id = role.id
    f.db.session.flush()
    assert leaks("Un carrossier de Savoie attend depuis mars.")
    assert leaks("A converter in Savoie waits.")


def of_rail(text: str) -> list[str]:
    return [leak.text for leak in find_leaks(text, leak_index(), about=[["RAIL"]])]


def many() -> None:
    for n in range(6):
        f.member(f"Atelier {n} Fictif")


@pytest.mark.parametrize(
    ("changes", "text", "marked"),
    [
        ({"at": "15"}, "Un atelier du Cantal attend.", "Cantal"),
        ({"at": "15"}, "Un atelier cantalien attend.", "cantalien"),
        ({"category": MemberCategory.MIDCAP}, "Une ETI attend.", "ETI"),
        ({"category": MemberCategory.LARGE}, "Un grand groupe attend.", "grand groupe"),
        ({"category": MemberCategory.EDUCATION}, "Un lycée attend.", "lycée"),
        ({"category": MemberCategory.AUTHORITY}, "Une agglomération attend.", "agglomération"),
        ({"category": MemberCategory.LARGE}, "Un atelier de 7 000 salariés attend.", "7 000 salariés"),
        ({"headcount_band": "52"}, "Un atelier de plus de 5 000 salariés attend.", "plus de 5 000 salariés"),
    ],
)
def test_a_place_a_size_or_a_kind_of_few_of_a_sector_is_found(changes: dict[str, Any], text: str, marked: str):
    many()
    assert of_rail(text) == []
    f.member("Zinquerie Plantelou", **changes)
    assert of_rail(text) == [marked]


def test_the_department_of_another_site_counts():
    many()
    member = f.member("Zinquerie Plantelou")
    f.add(Site(member=member, department=f.department("15"), postal_code="15000", town=""))
    assert of_rail("Un atelier du Cantal attend.") == ["Cantal"]


def test_who_left_a_sector_counts_among_those_that_ever_were_of_it_alone():
    for n in range(4):
        f.member(f"Atelier {n} Fictif", at="15")
    past = [f.member(f"Ancien {n} Fictif", at="15") for n in range(6)]
    assert of_rail("Un atelier du Cantal attend.") == []
    for member in past:
        member.assignments[0].until_on = clock.today() - timedelta(days=1)
    f.db.session.flush()
    assert of_rail("Un atelier du Cantal attend.") == ["Cantal"]


def test_tomorrow_makes_another_index(maker: Member, monkeypatch: pytest.MonkeyPatch):
    """Who is of a sector depends on the day."""
    before, tomorrow = leak_index(), clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    assert leak_index() is not before

"""Companies of one name in one list: what tells them apart, what makes them one, and what a person says of it."""

import pytest

from cara_crm.members import imports
from cara_crm.members.imports.decisions import Decisions
from cara_crm.members.imports.plan import Plan
from tests import factories
from tests.members.lists import A, B

C = factories.siren(70_003)
HEADERS = "Société;SIREN;Ville;Département;Pays;Site web;Contact;E-mail"
pytestmark = pytest.mark.usefixtures("db", "request_context")


def plan_of(*rows: str, decided: dict[int, str] | None = None) -> Plan:
    """Rows of a list under HEADERS; what stands beyond their last cell is empty. The first is row 2."""
    width = HEADERS.count(";")
    lines = [row + ";" * (width - row.count(";")) for row in rows]
    return imports.check("\n".join([HEADERS, *lines]).encode(), decisions=Decisions(rows=decided or {}))


def folded(plan: Plan) -> list[tuple[int, ...]]:
    return sorted(draft.rows for draft in plan.creations)


APART = {
    "towns without department": ("Forge;;Lyon", "Forge;;Tours"),
    "a town beside a department of elsewhere": ("Forge;;Lyon;69", "Forge;;Tours"),
    "departments": ("Forge;;;69", "Forge;;;37"),
    "numbers": (f"Forge;{A};Lyon;69", f"Forge;{B};Lyon;69"),
    "countries": ("Forge;;Genève;;Suisse", "Forge;;Milan;;Italie"),
    "countries without towns": ("Forge;;;;Suisse", "Forge;;;;Italie"),
    "here and abroad": ("Forge;;;69", "Forge;;;;Suisse"),
    "numbers abroad": ("Forge;HRB 123 Berlin;Berlin;;Allemagne", "Forge;HRB 321 Berlin;Berlin;;Allemagne"),
    "a number here and one abroad": (f"Forge;{A}", "Forge;CHE-100.155.212;;;Suisse"),
    "websites": ("Forge;;;;;forge.example", "Forge;;;;;forge.invalid"),
    "websites of which one has a town": ("Forge;;Lyon;;;forge.example", "Forge;;;;;forge.invalid"),
}
TOGETHER = {
    "a town in two writings": ("Forge;;St Etienne CEDEX 2", "Forge;;Saint-Étienne"),
    "a town of which one knows the department": ("Forge;;Lyon;69", "Forge;;LYON 3e"),
    "a department, whatever the legal form": ("Forge SAS;;;69", "FORGE;;;69"),
    "nothing but the name on one side": ("Forge;;Lyon;69", "Forge"),
    "a number and its place": (f"Forge;{A};Lyon;69", "Forge;;Lyon"),
    "a number abroad": ("Forge;CHE-100.155.212;;;Suisse", "Forge;CHE 100 155 212;Genève;;Suisse"),
    "a town, whatever the website": ("Forge;;Lyon;;;forge.example", "Forge;;Lyon;;;forge.invalid"),
    "people of open mailboxes": ("Forge;;;;;;Ada Un;ada@gmail.com", "Forge;;;;;;Bob Deux;bob@forge.example"),
    "a website in two writings": ("Forge;;;;;https://www.forge.example/fr", "Forge;;;;;forge.example"),
}


@pytest.mark.parametrize("shape", APART)
def test_what_speaks_of_two_companies_makes_two(shape: str) -> None:
    assert folded(plan_of(*APART[shape])) == [(2,), (3,)]


@pytest.mark.parametrize("shape", APART)
def test_and_so_in_the_other_order(shape: str) -> None:
    assert folded(plan_of(*reversed(APART[shape]))) == [(2,), (3,)]


@pytest.mark.parametrize("shape", TOGETHER)
def test_what_speaks_of_one_makes_one(shape: str) -> None:
    assert folded(plan_of(*TOGETHER[shape])) == [(2, 3)]
    assert folded(plan_of(*reversed(TOGETHER[shape]))) == [(2, 3)]


@pytest.mark.parametrize("shape", ["towns without department", "websites", "countries", "numbers abroad"])
def test_two_of_one_name_without_numbers_are_asked_about(shape: str) -> None:
    plan = plan_of(*APART[shape])
    assert [(one.left.rows, one.right.rows, one.is_taken) for one in plan.likenesses] == [((3,), (2,), False)]


def test_who_may_be_either_of_two_is_nobody_s_until_somebody_says_so() -> None:
    rows = ("Forge;;Lyon", "Forge;;Tours", "Forge;;;;;;Ada Exemple;ada@forge.example")
    assert folded(plan_of(*rows)) == [(2,), (3,), (4,)]
    plan = plan_of(*rows, decided={4: "=3"})
    assert folded(plan) == [(2,), (3, 4)]
    assert [p.last_name for p in plan.creations[1].beside.people] == ["Exemple"]


def test_of_two_of_one_name_the_domain_of_its_e_mails_says_which() -> None:
    rows = ("Forge;;Lyon;;;;Ada Un;ada@lyon.example", "Forge;;Tours;;;;Bob Deux;bob@tours.example")
    plan = plan_of(*rows, "Forge;;;;;;Cid Trois;cid@tours.example")
    assert (folded(plan), plan.warnings) == ([(2,), (3, 4)], ())


def test_of_two_numbers_in_one_department_the_town_says_which() -> None:
    rows = (f"Forge;{A};Lyon;69", f"Forge;{B};Givors;69")
    assert folded(plan_of(*rows, "Forge;;Givors")) == [(2,), (3, 4)]
    assert folded(plan_of(*rows, "Forge;;;69")) == [(2,), (3,), (4,)]


def test_people_of_two_domains_and_no_place_are_one_company_and_it_is_said_and_asked() -> None:
    rows = ("Forge;;;;;;Ada Exemple;ada@forge.example", "Forge;;;;;;Bob Exemple;bob@autre.example")
    plan = plan_of(*rows)
    assert folded(plan) == [(2, 3)]
    assert [(one.row, "another domain" in one.reason) for one in plan.warnings] == [(3, True)]
    (asked,) = plan.likenesses
    assert (asked.left.rows, asked.right.rows, asked.is_taken, asked.reasons) == (
        (3,), (2,), True, ("same_name", "other_mail"),
    )  # fmt: skip
    assert folded(plan_of(*rows, decided={3: "new"})) == [(2,), (3,)]
    assert folded(plan_of(*rows, decided={3: "skip"})) == [(2,)]


def test_two_that_a_person_calls_one_are_one_and_may_be_parted_again() -> None:
    plan = plan_of(*APART["towns without department"], decided={2: "=3"})
    assert folded(plan) == [(2, 3)]
    assert [(one.left.rows, one.right.rows, one.reasons) for one in plan.likenesses] == [((2,), (3,), ("decided",))]


@pytest.mark.parametrize("told", ["=99", "=2", "=0", "=x", "=", "=-1"])
def test_a_row_that_is_no_other_is_nobody_s_company(told: str) -> None:
    assert folded(plan_of(*APART["towns without department"], decided={2: told})) == [(2,), (3,)]


def test_two_numbers_are_never_one_whatever_is_said() -> None:
    assert folded(plan_of(*APART["numbers"], decided={3: "=2"})) == [(2,), (3,)]


def test_an_address_that_finds_no_place_is_said() -> None:
    plan = plan_of("Forge;;Lyon;69", "Forge;;Givors;69", "Forge;;Givors;69")
    assert folded(plan) == [(2, 3, 4)]
    assert plan.creations[0].sites[0].town == "Lyon"
    assert [(one.row, "Givors" in one.reason) for one in plan.warnings] == [(3, True)]


def test_a_company_that_moved_from_one_year_to_the_next_is_no_loss() -> None:
    text = f"Société;SIREN;Année;Ville\nForge;{A};2023;Lyon\nForge;{A};2024;Givors\n"
    plan = imports.check(text.encode())
    assert [site.town for site in plan.creations[0].sites] == ["Givors"]
    assert plan.warnings == ()


def test_a_thousand_of_one_name_are_read_in_a_moment() -> None:
    plan = plan_of(*(f"Forge;;Ville{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}" for n in range(600)))
    assert len(plan.creations) == 600


def placed(*rows: str) -> Plan:
    return imports.check("\n".join(["Société;SIREN;Adresse;CP;Ville;Site web;Cotisation 2026", *rows]).encode())


def test_two_streets_of_two_towns_are_two_companies_and_asked_about() -> None:
    rows = ("Garage;;12 rue du Four;37000;Tours;;", "Garage;;3 rue du Donjon;37600;Loches;;")
    for plan in (placed(*rows), placed(*reversed(rows))):
        assert folded(plan) == [(2,), (3,)]
        assert [(one.left.rows, one.right.rows, one.is_taken) for one in plan.likenesses] == [((3,), (2,), False)]


@pytest.mark.parametrize(
    "rows",
    [
        ("Garage;;12 rue du Four;37000;Tours;garage.example;", "Garage;;3 rue du Donjon;37600;Loches;garage.example;"),
        ("Garage;;12 rue du Four;37000;Tours;;", "Garage;;3 rue du Donjon;37000;Tours;;"),
        ("Garage;;12 rue du Four;37000;Tours;;", "Garage;;12 r. du Four;37000;Tours Nord;;"),
    ],
)
def test_a_website_a_town_or_a_street_that_agrees_makes_them_one(rows: tuple[str, str]) -> None:
    assert folded(placed(*rows)) == [(2, 3)]


MIXED = (f"Alpha Rivets;{A};1 rue des Lilas;42000;Tours;;", f"Bêta Cadres;{A};9 rue du Four;69200;Loches;;")


def test_two_names_of_one_number_are_asked_about_said_and_no_mixture() -> None:
    plan = placed(*MIXED)
    assert [(draft.name, draft.sites[0].town) for draft in plan.creations] == [("Alpha Rivets", "Tours")]
    (asked,) = plan.likenesses
    assert (asked.left.name, asked.right.name, asked.reasons) == (
        "Bêta Cadres", "Alpha Rivets", ("same_number", "other_name"),
    )  # fmt: skip
    assert any("though its name is another" in one.reason for one in plan.warnings if one.row == 3)


def test_who_is_parted_from_a_number_that_was_copied_down_goes_in_without_it() -> None:
    text = "\n".join(["Société;SIREN;Adresse;CP;Ville;Site web;Cotisation 2026", *MIXED]).encode()
    plan = imports.check(text, decisions=Decisions(rows={3: "new"}))
    assert [(draft.name, draft.siren) for draft in plan.creations] == [("Alpha Rivets", A), ("Bêta Cadres", None)]
    joined = imports.check(text, decisions=Decisions(rows={3: "=2"}))
    assert [one.reasons for one in joined.likenesses] == [("decided",)]


@pytest.mark.parametrize("name", ["ALPHA RIVETS SAS", "Alpha", "Rivets Alpha Agence", "AR Alpha Rivets", "Alfa Rivet"])
def test_a_name_that_has_something_in_common_is_no_doubt(name: str) -> None:
    assert placed(MIXED[0], f"{name};{A};;;;;").likenesses == ()


def test_two_amounts_of_one_year_are_said() -> None:
    plan = placed(f"Forge;{A};;;;;600", f"Forge;{A};;;;;300", f"Forge;{A};;;;;300")
    assert [fee.euros for fee in plan.creations[0].beside.fees] == [300]
    assert [(one.row, one.reason) for one in plan.warnings] == [
        (3, "Fee 2026: row 2 of this company says 600 €; 300 € is kept.")
    ]
    two = f"Société;SIREN;Cotisation 2025 HT;Cotisation 2025 TTC\nForge;{A};1000;1200\n"
    (told,) = imports.check(two.encode()).warnings
    assert told.reason == "Fee 2025: the row says 1000 € too; 1200 € is kept."

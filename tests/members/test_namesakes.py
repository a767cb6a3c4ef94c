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

"""What a person decides about a list before it is written, and what happens when nobody does."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.imports import services
from cara_crm.imports.models import MemberImport
from cara_crm.members import imports
from cara_crm.members.imports.decisions import Decisions
from cara_crm.members.imports.plan import Plan
from cara_crm.members.imports.write import carry_out
from cara_crm.members.models import Member
from cara_crm.members.spreadsheet import Options
from tests import factories
from tests.members.lists import A, B

BY = Actor.system("test")
CAREFUL = Decisions(is_cautious=True)
SITES = f"Nom;SIREN;Site web;Description\nForge Églantine;{A};https://forge.example;Estampage\n"
OTHER = f"Nom;SIREN;Site web;Description\nForge Églantine;{A};https://autre.example;Découpe\n"


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


def bring(text: str, decisions: Decisions = CAREFUL) -> Plan:
    plan = services.check(text.encode(), options=Options(), source="liste", decisions=decisions, by=BY)
    carry_out(plan, by=BY)
    factories.db.session.commit()
    return plan


def member(db: Any, siren: str) -> Member:
    db.session.expire_all()
    return db.session.scalars(sa.select(Member).where(Member.siren == siren)).one()


def test_what_has_no_date_stays_unless_somebody_says_otherwise(db: Any) -> None:
    bring(SITES)
    plan = bring(OTHER)
    assert [(c.field, c.old, c.new) for c in plan.kept[0].changes] == [
        ("description", "Estampage", "Découpe"),
        ("website", "https://forge.example", "https://autre.example"),
    ]
    assert (plan.updates, plan.unchanged, member(db, A).description) == ((), 1, "Estampage")


def test_a_column_may_be_taken_whole_and_one_member_left_out(db: Any) -> None:
    more = f"Forge Bis;{B};https://bis.example;Fonte\n"
    bring(SITES + more)
    first = member(db, A).id
    decided = Decisions({"description": "file"}, {first: {"description": "register"}}, is_cautious=True)
    bring(OTHER + more.replace("Fonte", "Acier"), decided)
    assert (member(db, A).description, member(db, B).description) == ("Estampage", "Acier")


@pytest.mark.parametrize(("side", "kept"), [("file", "SME"), ("register", "LARGE"), ("", "LARGE")])
def test_a_dated_fact_too_may_be_decided(db: Any, side: str, kept: str) -> None:
    bring(f"Nom;SIREN;Année;Catégorie\nForge;{A};2022;GE\n")
    fields = {"category": side} if side else {}
    bring(f"Nom;SIREN;Année;Catégorie\nForge;{A};2020;PME\n", Decisions(fields))
    assert member(db, A).category.name == kept


def test_a_name_that_is_taken_leaves_the_former_one_searchable(db: Any) -> None:
    bring(f"Nom;SIREN\nForge Églantine;{A}\n")
    bring(f"Nom;SIREN\nÉglantine Industries;{A}\n", Decisions({"legal_name": "file"}))
    one = member(db, A)
    assert (one.legal_name, [n.name for n in one.other_names]) == ("Églantine Industries", ["Forge Églantine"])


def test_a_status_may_be_kept(db: Any) -> None:
    bring(f"Nom;SIREN;Statut\nForge;{A};Adhérent\n")
    plan = bring(f"Nom;SIREN;Statut\nForge;{A};Radié\n", Decisions({"status": "register"}))
    assert (member(db, A).status.value, plan.kept[0].changes[0].new) == ("active", "former")


def test_a_row_may_be_another_member_than_its_name_says(db: Any) -> None:
    bring(f"Nom;SIREN\nForge Églantine;{A}\nCâbles du Gier;{B}\n")
    bring("Nom;Description\nForge Eglantine;Fonte\n", Decisions(rows={2: str(member(db, B).id)}))
    assert member(db, B).description == "Fonte"


def test_a_row_that_is_recognised_by_its_name_may_be_new_or_left_out(db: Any) -> None:
    bring(f"Nom;SIREN\nForge Églantine;{A}\n")
    known = bring("Nom;Description\nForge Eglantine;Fonte\n")
    assert [(one.is_taken, one.alike >= 95) for one in known.likenesses] == [(True, True)]
    assert len(bring("Nom\nForge Eglantine\n", Decisions(rows={2: "new"})).creations) == 1
    left_out = bring("Nom\nForge Tournesol\n", Decisions(rows={2: "skip"}))
    assert (left_out.creations, left_out.refused[0].reason) == ((), "Left out: you decided so.")


def test_several_of_one_name_are_shown_beside_the_row_and_may_be_chosen(db: Any) -> None:
    bring(f"Nom;SIREN;Département\nForge;{A};42\nForge;{B};18\n")
    plan = imports.check(b"Nom\nForge\n")
    assert (len(plan.refused), len(plan.likenesses)) == (1, 2)
    bring("Nom;Description\nForge;Fonte\n", Decisions(rows={2: str(member(db, A).id)}))
    assert member(db, A).description == "Fonte"


def test_the_same_website_and_nearly_the_same_name_are_taken(db: Any) -> None:
    bring(f"Nom;SIREN;Site web\nAteliers de la Mirandole;{A};www.mirandole.example\n")
    plan = imports.check(b"Nom;Site\nAtelier de la Mirandole;https://mirandole.example/contact\n")
    assert plan.creations == ()


def test_a_manager_of_some_sectors_changes_only_members_of_those(db: Any) -> None:
    factories.member("Forge", siren=A, in_sector="AUTO")
    rail = factories.sector("RAIL")
    actor = factories.actor(sector_ids=frozenset([rail.id]))
    plan = services.check(SITES.encode(), options=Options(), source="", decisions=Decisions(), by=actor)
    assert (plan.updates, len(plan.refused), plan.likenesses) == ((), 1, ())


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


def checked(post: Callable[..., Any], text: str) -> str:
    data = {"file": (io.BytesIO(text.encode()), "liste.csv"), "source": "", "status": "prospect"}
    columns = post("/members/import", "/members/import", data, content_type="multipart/form-data").location
    header = text.splitlines()[0].split(";")
    words = {"Nom": "name", "SIREN": "siren", "Site web": "website", "Description": "description"}
    words |= {"Statut": "status", "Adhérent depuis": "member_since"}
    return post(columns, columns, {f"column-{n + 1}": words[name] for n, name in enumerate(header)}).location


def test_choices_survive_leaving_and_hold_when_it_is_written(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    bring(SITES)
    url = checked(post, OTHER)
    one = member(db, A).id
    assert "Découpe" in browse(url)
    data = {f"member-{one}-description": "file", "field-website": "register", "row-7": "nonsense"}
    assert post(url, f"{url}/decide", data, headers={"HX-Request": "true"}).status_code == 204
    assert 'value="file" selected' in browse(url)
    post(url, f"{url}/commit")
    assert (member(db, A).description, member(db, A).website) == ("Découpe", "https://forge.example")


def test_a_row_is_chosen_on_the_page(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    bring(f"Nom;SIREN\nAteliers Mirandole;{A}\n")
    url = checked(post, "Nom;Description\nAtelier Mirandolle;Fonte\n")
    one = member(db, A).id
    assert f'name="row-2" value="{one}"' in browse(url)
    again = post(url, f"{url}/decide", {"row-2": str(one)})
    assert again.location.endswith(url)
    assert f'value="{one}" checked' in browse(url)
    post(url, f"{url}/commit")
    assert member(db, A).description == "Fonte"


def test_two_rows_of_the_list_are_one_company_when_somebody_says_so(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    url = checked(post, "Nom;Site web\nForge Églantine;forge.example\nForge Églantine;eglantine.example\n")
    assert 'name="row-3" value="=2">' in browse(url)
    post(url, f"{url}/decide", {"row-3": "=2"})
    page = browse(url)
    assert ('name="row-3" value="=2" checked>' in page, "you said so" in page) == (True, True)
    post(url, f"{url}/decide", {"row-3": "new"})
    assert 'name="row-3" value="new" checked>' in browse(url)
    post(url, f"{url}/decide", {"row-3": "=2"})
    post(url, f"{url}/commit")
    assert db.session.scalars(sa.select(Member.legal_name)).all() == ["Forge Églantine"]


def test_what_is_left_as_proposed_is_no_decision(manager: FlaskClient, post: Callable[..., Any], db: Any) -> None:
    bring(f"Nom;SIREN\nAteliers Mirandole;{A}\n")
    url = checked(post, "Nom\nAtelier Mirandolle\n")
    post(url, f"{url}/decide", {"row-2": "new"})
    entry = db.session.scalars(sa.select(MemberImport).order_by(MemberImport.id.desc())).first()
    assert (services.decisions_of(entry).rows, entry.result["counts"]["possible_duplicates"]) == ({}, 1)


def test_nothing_is_decided_about_a_list_that_is_written(manager: FlaskClient, post: Callable[..., Any]) -> None:
    url = checked(post, SITES)
    post(url, f"{url}/commit")
    assert post("/members/import", f"{url}/decide", {"field-website": "file"}).location.endswith(url)

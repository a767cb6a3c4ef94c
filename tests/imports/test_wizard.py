"""A list goes from file to register."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.imports.jobs import check_import, import_members
from cara_crm.imports.models import ImportState, MemberImport
from cara_crm.jobs.models import Job, JobState
from cara_crm.jobs.registry import Work
from cara_crm.members.models import Member
from tests import factories
from tests.members.lists import YEARS


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


def upload(post: Callable[..., Any], text: str) -> str:
    """Send a list; the address where it goes on."""
    data = {"file": (io.BytesIO(text.encode("cp1252")), "liste.csv"), "source": "Liste", "status": "prospect"}
    return post("/members/import", "/members/import", data, content_type="multipart/form-data").location


def test_a_list_goes_from_file_to_register(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    columns = upload(post, YEARS)
    html = browse(columns)
    assert "cp1252" in html
    assert "Forge Églantine" in html
    checked = post(columns, columns, {"column-1": "name", "column-2": "siren", "column-3": "year"}).location
    assert "2" in browse(checked)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Member)) == 0
    done = post(checked, f"{checked}/commit").location
    assert "members created" in browse(done)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Member)) == 2


def test_columns_with_values_that_are_not_read_are_said_first(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str]
) -> None:
    html = browse(upload(post, "Nom;SIREN;Couleur;Fanion;Vide\nForge;;bleu;rond;\n"))
    assert "2 columns with values are not read: Couleur · Fanion." in html
    assert html.index("Couleur · Fanion") < html.index("<table")
    assert "not read" not in browse(upload(post, "Nom;SIREN\nForge;\n"))


def test_a_second_click_on_commit_does_nothing_more(manager: FlaskClient, post: Callable[..., Any], db: Any) -> None:
    columns = upload(post, YEARS)
    checked = post(columns, columns, {"column-1": "name", "column-2": "siren"}).location
    for _click in range(2):
        post("/members/import", f"{checked}/commit")
    assert db.session.scalar(sa.select(MemberImport.state)) is ImportState.DONE


def test_a_long_list_is_written_by_the_worker(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    rows = "".join(f"Société {n};{factories.siren(70_000 + n)}\n" for n in range(2001))
    columns = upload(post, "Nom;SIREN\n" + rows)
    checked = post(columns, columns, {"column-1": "name", "column-2": "siren"}).location
    for _click in range(2):
        post("/members/import", f"{checked}/commit")
    assert "being written" in browse(checked)
    job = db.session.scalars(sa.select(Job)).one()
    import_members(Work(job.id, job.payload, None, Actor.system("worker"), lambda done, total: db.session.commit()))
    db.session.commit()
    assert "members created" in browse(checked)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Member)) == 2001


def test_errors_can_be_taken_away_as_a_file(manager: FlaskClient, post: Callable[..., Any]) -> None:
    columns = upload(post, YEARS + "Abîmée;123;2020;;;;;;\n")
    checked = post(columns, columns, {"column-1": "name", "column-2": "siren"}).location
    text = manager.get(f"{checked}/problems.csv").data.decode("utf-8-sig")
    assert "6;SIREN;refused" in text


def test_a_file_that_is_no_list_is_refused_at_its_field(manager: FlaskClient, post: Callable[..., Any]) -> None:
    data = {"file": (io.BytesIO(b"%PDF-1.7"), "liste.pdf"), "status": "prospect"}
    response = post("/members/import", "/members/import", data, content_type="multipart/form-data")
    assert response.status_code == 422
    assert "PDF" in response.text


def test_a_large_file_is_checked_by_the_worker(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cara_crm.imports.services.runs.HEAVY", 10)
    columns = upload(post, YEARS)
    checked = post(columns, columns, {"column-1": "name", "column-2": "siren"}).location
    post(columns, columns, {"column-1": "name", "column-2": "siren"})
    assert "being compared" in browse(checked)
    job = db.session.scalars(sa.select(Job)).one()
    check_import(Work(job.id, job.payload, None, Actor.system("worker"), lambda done, total: db.session.commit()))
    job.state = JobState.DONE
    db.session.commit()
    assert "Nothing is written yet" in browse(checked)
    post(checked, f"{checked}/commit")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Member)) == 2


def test_what_is_written_is_not_checked_again(manager: FlaskClient, post: Callable[..., Any], db: Any) -> None:
    columns = upload(post, YEARS)
    chosen = {"column-1": "name", "column-2": "siren"}
    checked = post(columns, columns, chosen).location
    post(checked, f"{checked}/commit")
    assert post("/members/import", columns, chosen).location == checked
    assert db.session.scalar(sa.select(MemberImport.state)) is ImportState.DONE


def test_the_dry_run_shows_the_first_and_last_names_and_keeps_them_no_longer(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    columns = upload(post, "Nom;SIREN;Contact\nForge;;Mme de Rastignac\nCâbles;;Le Gall Anne (DRH)\n")
    wished = {"column-1": "name", "column-2": "siren", "column-3": "contact"}
    checked = post(columns, columns, wished).location
    html = browse(checked)
    cells = [re.sub("<[^>]*>", "", cell) for cell in re.findall('<td data-label="(?:First|Last) name">.*?</td>', html)]
    assert cells == ["–", "de Rastignac", "Anne", "Le Gall"]
    post(checked, f"{checked}/commit")
    entry = db.session.scalars(sa.select(MemberImport)).one()
    assert (entry.state, entry.result["people"]) == (ImportState.DONE, [])


def test_who_gives_a_list_up_keeps_nobodys_name(manager: FlaskClient, post: Callable[..., Any], db: Any) -> None:
    columns = upload(post, "Nom;SIREN;Contact\nForge;;Anne Roux\n")
    checked = post(columns, columns, {"column-1": "name", "column-2": "siren", "column-3": "contact"}).location
    post(checked, f"{checked}/abandon")
    assert db.session.scalars(sa.select(MemberImport)).one().result["people"] == []

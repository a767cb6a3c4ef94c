"""An import is taken back; what somebody worked on since stays, and is said."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.imports import services
from cara_crm.imports.jobs import undo_import
from cara_crm.imports.models import ImportState, MemberImport
from cara_crm.imports.queries import import_for, standing
from cara_crm.jobs.models import Job
from cara_crm.jobs.registry import Work
from cara_crm.members import imports
from cara_crm.members import services as members
from cara_crm.members.models import Member, MemberCategory, MemberName, MemberStatus, SectorAssignment, Site
from tests import factories
from tests.members.lists import PLANTS, YEARS, A, B

BY = Actor.system("test")
MORE = (
    f"Nom;SIREN;Année;Catégorie;Statut;Filières;Tags;Groupe\nForge de la Loire;{A};2022;GE;Adhérent;Rail;salon;Gier\n"
)


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


def bring(text: str) -> MemberImport:
    data = text.encode()
    plan = imports.check(data, source="liste")
    entry = services.receive("liste.csv", data, source="liste", status=MemberStatus.PROSPECT, by=BY)
    services.commit_import(entry, plan, by=BY)
    return entry


def member(db: Any, siren: str) -> Member:
    db.session.expire_all()
    return db.session.scalars(sa.select(Member).where(Member.siren == siren)).one()


def how_many(db: Any, kind: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind))


def everything(db: Any, siren: str) -> dict[str, Any]:
    one = member(db, siren)
    kept = {c.name: getattr(one, c.key) for c in Member.__table__.columns if c.name not in ("version", "updated_at")}
    return kept | {
        "names": {n.name for n in one.other_names},
        "sites": {(s.siret, s.town, s.address) for s in one.sites},
        "periods": [(p.status, p.from_on, p.until_on) for p in one.status_periods],
        "sectors": [(a.sector_id, a.is_main) for a in one.assignments],
        "tags": [t.name for t in one.tags],
    }


def test_new_members_go_with_all_their_parts(db: Any) -> None:
    entry = bring(PLANTS)
    assert services.undo(entry, by=BY) == {"gone": 2, "back": 0, "left": 0}
    assert (how_many(db, Member), how_many(db, Site), how_many(db, MemberName)) == (0, 0, 0)


def test_a_changed_member_is_as_it_was(db: Any) -> None:
    bring(YEARS)
    before = everything(db, A)
    entry = bring(MORE)
    assert everything(db, A) != before
    assert services.undo(entry, by=BY) == {"gone": 0, "back": 1, "left": 0}
    assert everything(db, A) == before


def test_places_are_as_they_were(db: Any) -> None:
    bring(PLANTS)
    before = everything(db, A)
    entry = bring(f"Nom;SIRET;Adresse;CP;Ville\nForge;{A}00077;3 rue Neuve;42152;LA RICAMARIE\n")
    services.undo(entry, by=BY)
    assert everything(db, A) == before


def test_the_same_list_comes_in_again_after_it_was_undone(db: Any) -> None:
    services.undo(bring(YEARS), by=BY)
    assert len(imports.check(YEARS.encode()).creations) == 2


def test_a_field_that_was_edited_since_stays_and_is_said(db: Any) -> None:
    bring(YEARS)
    entry = bring(MORE)
    one = member(db, A)
    one.category = MemberCategory.SME
    db.session.flush()
    assert services.undo(entry, by=BY) == {"gone": 0, "back": 1, "left": 1}
    assert member(db, A).category is MemberCategory.SME
    assert [s["left"] for s in entry.result["undone"]["stays"]] == [[{"what": "fields", "units": ["category"]}]]
    assert member(db, A).status is MemberStatus.PROSPECT


def test_a_status_that_moved_on_stays(db: Any) -> None:
    bring(YEARS)
    entry = bring(MORE)
    members.move_status(member(db, A), MemberStatus.FORMER, on=clock.today(), reason="sold", by=BY)
    services.undo(entry, by=BY)
    assert member(db, A).status is MemberStatus.FORMER


def hang_contact(one: Member) -> None:
    factories.contact(one)


def hang_sector(one: Member) -> None:
    members.assign_sector(
        one, sector_id=factories.sector("RAIL").id, role_id=None, is_main=False, on=clock.today(), by=BY
    )


def hang_edit(one: Member) -> None:
    one.description = "written by hand"


@pytest.mark.parametrize("work", [hang_contact, hang_sector, hang_edit])
def test_a_new_member_that_was_worked_on_stays(db: Any, work: Callable[[Member], None]) -> None:
    entry = bring(YEARS)
    work(member(db, A))
    db.session.flush()
    assert services.undo(entry, by=BY) == {"gone": 1, "back": 0, "left": 1}
    assert member(db, A).legal_name == "FORGE EGLANTINE SAS"


def test_a_later_import_is_work_too(db: Any) -> None:
    first = bring(f"Nom;SIREN\nForge;{A}\n")
    bring(MORE)
    assert services.undo(first, by=BY) == {"gone": 0, "back": 0, "left": 1}


def test_undone_in_turn_nothing_is_left(db: Any) -> None:
    runs = [bring(text) for text in (YEARS, PLANTS, MORE)]
    for entry in reversed(runs):
        assert services.undo(entry, by=BY)["left"] == 0
    assert [how_many(db, kind) for kind in (SectorAssignment, Member)] == [0, 0]


def test_undone_in_turn_what_was_worked_on_between_stays(db: Any) -> None:
    first, second = bring(f"Nom;SIREN\nForge;{A}\n"), bring(MORE)
    one = db.session.scalars(sa.select(Member).where(Member.siren == A)).one()
    one.description = "Written by a manager."
    db.session.flush()
    services.undo(second, by=BY)
    assert services.undo(first, by=BY) == {"gone": 0, "back": 0, "left": 1}


def test_it_is_undone_once(db: Any) -> None:
    entry = bring(YEARS)
    services.undo(entry, by=BY)
    with pytest.raises(services.NothingToUndo):
        services.undo(entry, by=BY)


def test_it_is_undone_as_a_page_loads_it(db: Any) -> None:
    """With what a page shows of it beside it: PostgreSQL locks no row of an outer join."""
    key = bring(YEARS).id
    db.session.commit()
    db.session.expunge_all()
    assert services.undo(import_for(Actor.system("test"), key), by=BY)["gone"] == 2


def test_undoing_is_in_the_audit_log(db: Any) -> None:
    services.undo(bring(YEARS), by=BY)
    actions = db.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action.contains("undone"))).all()
    assert sorted(actions) == ["member.import_undone", "member.import_undone", "member_import.undone"]


def test_a_thousand_members_need_no_more_statements_than_ten(db: Any, count_queries: Any) -> None:
    def statements(n: int, first: int) -> int:
        entry = bring("Nom;SIREN\n" + "".join(f"Société {i};{factories.siren(first + i)}\n" for i in range(n)))
        db.session.flush()
        with count_queries() as counter:
            standing.verdicts(entry)
        return counter.n

    assert statements(1000, 60_000) <= statements(10, 50_000)


@pytest.fixture
def manager(sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(factories.user(Role.MANAGER))


def test_from_the_list_of_imports_to_undone(
    manager: FlaskClient, browse: Callable[..., str], post: Callable[..., Any], db: Any
) -> None:
    entry = bring(YEARS)
    hang_contact(member(db, B))
    db.session.commit()
    assert "liste.csv" in browse("/members/imports")
    assert f"/members/imports/{entry.id}/undo" in browse(f"/members/imports/{entry.id}")
    page = browse(f"/members/imports/{entry.id}/undo")
    assert "1 function of a contact" in page
    assert "FORGE EGLANTINE SAS" in page
    done = post(f"/members/imports/{entry.id}/undo", f"/members/imports/{entry.id}/undo")
    assert done.status_code == 303
    assert "1 function of a contact" in browse(done.location)
    assert how_many(db, Member) == 1


def test_looking_at_it_changes_nothing(manager: FlaskClient, browse: Callable[..., str], db: Any) -> None:
    entry = bring(YEARS)
    browse(f"/members/imports/{entry.id}/undo")
    assert how_many(db, Member) == 2


def test_what_was_never_written_leads_back(manager: FlaskClient, post: Callable[..., Any], db: Any) -> None:
    entry = services.receive("x.csv", b"Nom\nForge\n", source="", status=MemberStatus.PROSPECT, by=BY)
    db.session.commit()
    url = f"/members/imports/{entry.id}"
    assert manager.get(f"{url}/undo").location.endswith(url)
    assert post("/members/import", f"{url}/undo").status_code == 303


def test_a_long_import_is_undone_by_the_worker(
    manager: FlaskClient, post: Callable[..., Any], browse: Callable[..., str], db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cara_crm.imports.services.undoing.LONG", 1)
    entry = bring(YEARS)
    url = f"/members/imports/{entry.id}"
    for _click in range(2):
        post(f"{url}/undo", f"{url}/undo")
    assert "being undone" in browse(url)
    job = db.session.scalars(sa.select(Job).where(Job.kind == services.UNDO_JOB)).one()
    for _time in range(2):
        undo_import(Work(job.id, job.payload, None, BY, lambda done, total: None))
    assert entry.state is ImportState.UNDONE


def test_a_manager_of_some_sectors_sees_imports_of_his_own(
    sign_in: Callable[..., FlaskClient], browse: Callable[..., str]
) -> None:
    entry = bring(YEARS)
    client = sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("RAIL")]))
    assert "liste.csv" not in browse("/members/imports")
    assert {client.get(f"/members/imports/{entry.id}{end}").status_code for end in ("", "/undo", "/columns")} == {404}


def test_the_command_line_leaves_a_run_that_can_be_undone(app: Flask, db: Any, tmp_path: Any) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(YEARS)
    run = app.test_cli_runner().invoke
    run(args=["members", "import", str(path)])
    entry = db.session.scalars(sa.select(MemberImport)).one()
    assert f"{entry.id}" in run(args=["members", "imports"]).stdout
    assert "2 members" in run(args=["members", "undo", str(entry.id), "--dry-run", "--lang", "en"]).stdout
    assert how_many(db, Member) == 2
    assert run(args=["members", "undo", str(entry.id)]).exit_code == 0
    assert how_many(db, Member) == 0
    assert run(args=["members", "undo", str(entry.id)]).exit_code == 1

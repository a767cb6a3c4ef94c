"""Lists go into the register: what is new, what changes, what stays; and twice is as once."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from cara_crm.audit.models import AuditEvent
from cara_crm.core.actor import Actor
from cara_crm.members import imports
from cara_crm.members.imports.plan import Plan
from cara_crm.members.imports.write import RegisterMoved, carry_out
from cara_crm.members.models import Member, MemberCategory, MemberStatus
from tests import factories
from tests.members.lists import PLANT_1, PLANTS, YEARS, A, B, C

pytestmark = pytest.mark.usefixtures("request_context")
BY = Actor.system("test")


def bring(text: str) -> Plan:
    plan = imports.check(text.encode(), source="liste")
    carry_out(plan, by=BY)
    return plan


def counts(plan: Plan) -> tuple[int, int, int]:
    return len(plan.creations), len(plan.updates), plan.unchanged


def member(db: Any, siren: str) -> Member:
    return db.session.scalars(sa.select(Member).where(Member.siren == siren)).one()


def test_rows_of_years_become_members_with_the_facts_of_the_last(db: Any) -> None:
    assert counts(bring(YEARS)) == (2, 0, 0)
    forge = member(db, A)
    assert (forge.legal_name, forge.category, forge.category_year) == (
        "FORGE EGLANTINE SAS",
        MemberCategory.MIDCAP,
        2020,
    )
    assert {one.name for one in forge.other_names} == {"Forge Eglantine"}
    assert forge.department.code == "42"


@pytest.mark.parametrize("text", [YEARS, PLANTS, "Nom;CP;Ville\nForge;42000;Rive\n"])
def test_importing_twice_changes_nothing(text: str) -> None:
    first = bring(text)
    assert counts(bring(text)) == (0, 0, len(first.creations))


def test_lists_by_turns_do_not_undo_each_other() -> None:
    for text in (YEARS, PLANTS, YEARS):
        bring(text)
    assert [counts(bring(text))[:2] for text in (PLANTS, YEARS)] == [(0, 0), (0, 0)]


def test_a_plants_name_is_to_confirm_until_a_list_of_companies_comes(db: Any) -> None:
    bring(PLANTS)
    assert (member(db, A).name_to_confirm, len(member(db, A).sites)) == (True, 2)
    assert len(bring(YEARS).updates) == 2
    db.session.expire_all()
    assert (member(db, A).name_to_confirm, member(db, A).legal_name) == (False, "FORGE EGLANTINE SAS")


def test_a_changed_fact_is_shown_field_by_field(db: Any) -> None:
    bring(YEARS)
    plan = imports.check(f"Nom;SIREN;Année;Catégorie\nFORGE EGLANTINE SAS;{A};2022;GE\n".encode())
    assert [(c.field, c.old, c.new) for c in plan.updates[0].changes] == [("category", "midcap", "large")]


def test_an_older_list_does_not_overrule_a_later_fact(db: Any) -> None:
    bring(YEARS)
    assert counts(bring(f"Nom;SIREN;Année;Catégorie\nForge Eglantine;{A};2018;PME\n")) == (0, 0, 1)


def test_another_spelling_is_kept_beside_the_name(db: Any) -> None:
    bring(YEARS)
    bring(f"Nom;SIREN\nLa Forge d'Églantine;{A}\n")
    db.session.expire_all()
    assert member(db, A).legal_name == "FORGE EGLANTINE SAS"
    assert "La Forge d'Églantine" in {one.name for one in member(db, A).other_names}


def test_a_known_site_is_not_moved_to_another_town() -> None:
    bring(PLANTS)
    plan = imports.check(f"Nom;SIRET;Adresse\nForge;{PLANT_1};1 rue Neuve 69800 SAINT-PRIEST\n".encode())
    assert "SAINT-PRIEST" in plan.warnings[0].reason
    assert not any(update.site_columns for update in plan.updates)


def test_members_without_a_number_are_found_by_name_and_department() -> None:
    bring(YEARS)
    assert counts(bring("Nom;Département\nForge Églantine;Loire\n")) == (0, 0, 1)


def test_similar_names_are_possible_duplicates() -> None:
    bring(YEARS)
    plan = imports.check("Nom;Département\nForges Eglantines;Loire\n".encode())
    assert [(one.left.name, one.right.name) for one in plan.duplicates] == [
        ("Forges Eglantines", "FORGE EGLANTINE SAS")
    ]


def test_status_sectors_and_tags_come_along_with_their_history(db: Any) -> None:
    bring(f"Nom;SIREN;Statut;Filières;Tags\nForge;{A};Adhérent;Ferroviaire, Automobile;hydrogène\n")
    forge = member(db, A)
    assert [(p.status, p.reason) for p in forge.status_periods] == [(MemberStatus.ACTIVE, "Import of liste")]
    assert [(a.sector.code, a.is_main) for a in forge.assignments] == [("RAIL", True), ("AUTO", False)]
    assert (forge.main_sector.code, [tag.name for tag in forge.tags]) == ("RAIL", ["hydrogène"])


def test_words_that_the_settings_lack_are_told_not_invented() -> None:
    plan = imports.check(f"Nom;SIREN;Filière\nForge;{A};Fusée\n".encode())
    assert "Fusée" in plan.warnings[0].reason


def test_nothing_is_overwritten_that_changed_since_the_check(db: Any) -> None:
    bring(YEARS)
    plan = imports.check(f"Nom;SIREN;Année;Catégorie\nForge;{A};2022;GE\n".encode())
    member(db, A).description = "edited meanwhile"
    db.session.flush()
    with pytest.raises(RegisterMoved):
        carry_out(plan, by=BY)


def test_every_member_that_an_import_touches_is_in_the_audit_log(db: Any) -> None:
    bring(YEARS)
    events = db.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.actor_label == "test")).all()
    assert sorted(events) == ["member.import", "member.imported", "member.imported"]


def test_a_thousand_rows_need_no_more_queries_than_ten(count_queries: Any) -> None:
    def queries(n: int, first: int) -> int:
        rows = "".join(f"Société {i};{factories.siren(first + i)};69003;Lyon\n" for i in range(n))
        with count_queries() as counter:
            bring("Nom;SIREN;CP;Ville\n" + rows)
        return counter.n

    assert queries(1000, 60_000) <= queries(10, 50_000) + 4


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(YEARS + "Abîmée;000000001;2020;;;;;;\n", encoding="cp1252")
    return path


def run(app: Flask, *args: object) -> Any:
    return app.test_cli_runner().invoke(args=["members", "import", *map(str, args)])


def test_the_command_prints_one_object(app: Flask, listed: Path) -> None:
    result = run(app, listed, "--json")
    said = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {k: said[k] for k in ("rows", "created", "updated", "unchanged", "possible_duplicates")} == {
        "rows": 5,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "possible_duplicates": 0,
    }
    assert [(p["row"], p["column"]) for p in said["refused"]] == [(6, "SIREN")]


def test_a_dry_run_writes_nothing(app: Flask, db: Any, listed: Path) -> None:
    assert json.loads(run(app, listed, "--json", "--dry-run").stdout)["created"] == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Member)) == 0


def test_all_or_nothing_writes_nothing_when_a_row_is_refused(app: Flask, db: Any, listed: Path) -> None:
    result = run(app, listed, "--json", "--all-or-nothing", "--lang", "en")
    assert json.loads(result.stdout)["created"] == 0
    assert "Nothing was written" in result.stderr
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Member)) == 0


@pytest.mark.parametrize("name", ["missing.csv", "old.xls"])
def test_what_cannot_be_read_is_said_in_a_sentence(app: Flask, tmp_path: Path, name: str) -> None:
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    result = run(app, tmp_path / name, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip().endswith(".")


@pytest.mark.parametrize(
    "mapping", ["Truc=name,Machin=siren", '{"Truc": "name", "Machin": "siren"}', "name=Truc,siren=Machin"]
)
def test_columns_may_be_told(app: Flask, tmp_path: Path, mapping: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"Truc;Machin;Nom\nForge;{C};?\nCâble;{B};?\n")
    assert json.loads(run(app, path, "--json", "--mapping", mapping).stdout)["created"] == 2

"""Relays of the past come from a list: entries of the journal with the members concerned, sent to nobody."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
import xlsxwriter
from flask.testing import FlaskClient

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.imports import services
from cara_crm.imports.models import MemberImport
from cara_crm.imports.queries import standing
from cara_crm.issues.models import Issue
from cara_crm.members.imports import Decisions
from cara_crm.members.imports.plan import Plan
from cara_crm.members.models import Member, MemberStatus
from cara_crm.members.spreadsheet import Column, Options, recognise_list
from cara_crm.merging import services as merging
from cara_crm.relays import queries
from cara_crm.relays.models import Concerned, Direction, Recipient, Relay, RelayState
from tests import factories
from tests.members.lists import A, B

BY = Actor.system("test")
LIST = f"""Adhérent;SIREN;Fédération;Date;Sens;Objet;Réponse
Forge Églantine;{A};FIF;12/03/2024;descendant;Appel à projets CORIFER;Intéressée
Câbles du Gier;{B};FIF;12/03/2024;descendant;Appel à projets Corifer;
Forge Églantine;{A};PFA;avril 2024;montant;Délais de fonderie;À l'étude
"""


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


def plan_of(text: str, by: Actor = BY) -> Plan:
    return services.check(text.encode(), options=Options(), source="relais", decisions=Decisions(), by=by)


def bring(text: str = LIST) -> tuple[MemberImport, Plan]:
    plan = plan_of(text)
    entry = services.receive("relais.csv", text.encode(), source="relais", status=MemberStatus.ACTIVE, by=BY)
    services.commit_import(entry, plan, by=BY)
    return entry, plan


def relays(db: Any) -> list[Relay]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Relay).order_by(Relay.happened_at, Relay.id)))


def how_many(db: Any, *kinds: Any) -> list[int]:
    return [db.session.scalar(sa.select(sa.func.count()).select_from(kind)) for kind in kinds]


def test_rows_that_say_the_same_are_one_relay(db: Any) -> None:
    _entry, plan = bring()
    down, up = relays(db)
    assert (plan.as_dict()["relays"], plan.as_dict()["relayed"]) == (2, 3)
    assert (down.title, down.direction, down.state) == ("Appel à projets CORIFER", Direction.DOWN, RelayState.RECORDED)
    assert (down.federation.code, down.happened_at.astimezone(clock.PARIS).date()) == ("FIF", date(2024, 3, 12))
    told = {(one.member.name, one.answer) for one in down.concerned}
    assert told == {("Forge Églantine", "Intéressée"), ("Câbles du Gier", "")}
    assert (up.direction, up.title, [one.answer for one in up.concerned]) == (
        Direction.UP,
        "Délais de fonderie",
        ["À l'étude"],
    )


def test_a_month_is_its_first_day_and_says_so(db: Any) -> None:
    _entry, plan = bring()
    up = relays(db)[1]
    assert (up.happened_at.astimezone(clock.PARIS).date(), up.body) == (
        date(2024, 4, 1),
        "Day in the list: avril 2024",
    )
    assert any("names no day" in one.reason for one in plan.warnings)


def test_nobody_is_written_to_and_nothing_waits(db: Any) -> None:
    bring()
    assert how_many(db, Recipient, Delivery) == [0, 0]
    assert [queries.ledgers([one.id]) for one in relays(db)] == [{}, {}]


def test_the_same_list_again_changes_nothing(db: Any) -> None:
    bring()
    _entry, plan = bring()
    assert (plan.extras, how_many(db, Relay, Concerned)) == ((), [2, 3])


def test_a_later_list_adds_a_member_to_a_relay_that_is_there(db: Any) -> None:
    bring()
    more = f"Adhérent;SIREN;Fédération;Date;Objet\nTôles;{factories.siren(77)};FIF;12/03/2024;Appel à projets CORIFER\n"
    entry, plan = bring(more)
    assert ("relays" in plan.as_dict(), plan.as_dict()["relayed"], how_many(db, Relay)) == (False, 1, [2])
    services.undo(entry, by=BY)
    assert how_many(db, Relay, Concerned) == [2, 3]


def test_they_go_with_the_import(db: Any) -> None:
    entry, _plan = bring()
    assert standing.summed(standing.verdicts(entry))["relays"] == 2
    services.undo(entry, by=BY)
    assert how_many(db, Relay, Concerned, Member) == [0, 0, 0]


def test_a_relay_stays_with_a_member_that_stays_and_it_is_said(db: Any) -> None:
    entry, _plan = bring()
    kept = db.session.scalars(sa.select(Member).where(Member.siren == B)).one()
    kept.description = "worked on"
    db.session.flush()
    services.undo(entry, by=BY)
    assert [(one.title, [c.member_id for c in one.concerned]) for one in relays(db)] == [
        ("Appel à projets CORIFER", [kept.id])
    ]


def test_a_relay_that_another_list_added_to_stays(db: Any) -> None:
    entry, _plan = bring()
    bring(f"Adhérent;SIREN;Fédération;Date;Objet\nTôles;{factories.siren(77)};FIF;12/03/2024;Appel à projets CORIFER\n")
    services.undo(entry, by=BY)
    assert [(one.title, [c.member.name for c in one.concerned]) for one in relays(db)] == [
        ("Appel à projets CORIFER", ["Tôles"])
    ]


def test_they_move_with_a_merged_member(db: Any) -> None:
    bring()
    kept, gone = (db.session.scalars(sa.select(Member).where(Member.siren == s)).one() for s in (A, B))
    versions = (kept.version, gone.version)
    merging.merge_members(kept, gone, choices={}, versions=versions, by=factories.actor())
    db.session.flush()
    assert {one.member_id for relay in relays(db) for one in relay.concerned} <= {kept.id, gone.id}
    actor = factories.actor()
    assert [relay.title for relay, _answer in queries.relays_of_member(actor, kept.id)] == [
        "Délais de fonderie",
        "Appel à projets CORIFER",
    ]


def test_what_has_no_day_or_one_to_come_is_said_and_left_out(db: Any) -> None:
    text = f"Adhérent;SIREN;Fédération;Date;Objet\nForge;{A};FIF;;Sans date\nCâbles;{B};FIF;01/01/2090;Demain\n"
    _entry, plan = bring(text)
    assert [(one.row, one.reason.split(":")[0]) for one in plan.warnings] == [
        (2, "A past relay without a day has no place in the journal"),
        (3, "A past relay cannot be dated after today"),
    ]
    assert how_many(db, Relay, Member) == [0, 2]


def test_an_unknown_federation_stands_in_the_text(db: Any) -> None:
    _entry, plan = bring(f"Adhérent;SIREN;Fédération;Date;Objet\nForge;{A};Inconnue;12/03/2024;Objet un\n")
    one = relays(db)[0]
    assert (one.federation_id, one.body) == (None, "Federation: Inconnue")
    assert "Inconnue" in plan.warnings[0].reason


def test_a_title_that_all_read_neither_names_a_member_nor_tells_a_story(db: Any) -> None:
    long = "Les délais de la fonderie ont doublé. " * 6
    bring(
        "Adhérent;SIREN;Date;Relais montant\n"
        f"Forge Églantine;{A};12/03/2024;La Forge Églantine ferme\nCâbles;{B};13/03/2024;{long}\n"
    )
    assert [one.title for one in relays(db)] == ["Carried up to a federation"] * 2
    assert "ferme" in relays(db)[0].body


def test_one_sheet_mixes_members_people_issues_and_relays(db: Any) -> None:
    bring(
        "Société;SIREN;Contact;E-mail;Problématique;Date;Information transmise;Date relais;Fédération concernée\n"
        f"Forge;{A};Odile FICTIVE;odile@forge.example;Prix du gaz;02/02/2024;Webinaire batteries;03/05/2024;PFA\n"
        f"Câbles;{B};;;;;Webinaire batteries;03/05/2024;PFA\n"
    )
    assert how_many(db, Member, Issue, Relay, Concerned) == [2, 1, 1, 2]


def workbook() -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        members, told = book.add_worksheet("Adhérents"), book.add_worksheet("Relances 2024")
        for at, row in enumerate((["Raison sociale", "SIREN", "Ville"], ["Forge Églantine", A, "Lyon"])):
            members.write_row(at, 0, row)
        told.write(0, 0, "Suivi des relances")
        told.write_row(2, 0, ["Date", "Destinataire", "Objet", "Retour"])
        told.write_row(3, 0, ["03/06/2024", "Forge Églantine", "Enquête emploi", "répondu le 10/06"])
    return kept.getvalue()


def test_a_sheet_of_a_workbook_is_a_list_of_relays() -> None:
    listing = recognise_list(workbook(), Options(sheet="Relances 2024"))
    assert list(listing.mapping.values()) == [Column.RELAY_ON, Column.NAME, Column.RELAY, Column.RELAY_ANSWER]


def test_the_other_sheets_are_offered_and_come_from_the_same_file(
    sign_in: Callable[..., FlaskClient], post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    sign_in(factories.user(Role.MANAGER))
    data = {"file": (io.BytesIO(workbook()), "suivi.xlsx"), "source": "", "status": "active"}
    columns = post("/members/import", "/members/import", data, content_type="multipart/form-data").location
    first = {f"column-{n + 1}": c.value for n, c in enumerate((Column.NAME, Column.SIREN, Column.TOWN))}
    page = post(columns, columns, first | {"sheet": "Adhérents"}).location
    assert "Import “Relances 2024” too" not in browse(page)
    post(page, f"{page}/commit")
    assert "Import “Relances 2024” too" in browse(page)
    assert post(page, f"{page}/sheet", {"sheet": "Absente"}).status_code == 404
    begun = [post(page, f"{page}/sheet", {"sheet": "Relances 2024"}).location for _twice in range(2)]
    assert (begun[0], "Relances 2024" in browse(begun[0])) == (begun[1], True)
    kinds = (Column.RELAY_ON, Column.NAME, Column.RELAY, Column.RELAY_ANSWER)
    chosen = {f"column-{n + 1}": kind.value for n, kind in enumerate(kinds)}
    checked = post(begun[0], begun[0], chosen | {"sheet": "Relances 2024"}).location
    post(checked, f"{checked}/commit")
    assert ([one.title for one in relays(db)], how_many(db, Member)) == (["Enquête emploi"], [1])


@pytest.mark.parametrize(
    ("headers", "cells", "found"),
    [
        ("Entreprise;Fédération;Sujet;Date", "Forge;PFA;Délais;12/03/2024", Column.ISSUE),
        ("Company;Relay;Relay date;Direction", "Forge;Battery passport;2024-03-01;up", Column.RELAY),
        ("Nom;Objet;Fédération;Remonté le", "Forge;Délais;PFA;12/03/2024", Column.RELAY_UP),
        ("Nom;Remonté à la fédération", "Forge;oui", None),
    ],
)
def test_headers(headers: str, cells: str, found: Column | None) -> None:
    columns = set(recognise_list(f"{headers}\n{cells}\n".encode()).mapping.values())
    assert columns & {Column.ISSUE, Column.RELAY, Column.RELAY_UP} == ({found} if found else set())


def test_an_administrator_brings_none(db: Any) -> None:
    plan = plan_of(LIST, factories.actor(Role.ADMINISTRATOR))
    assert ([one.kind for one in plan.extras], "brought in by managers" in plan.warnings[0].reason) == ([], True)


def test_the_wizard_writes_them_and_the_pages_show_them(
    sign_in: Callable[..., FlaskClient], post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    sign_in(factories.user(Role.MANAGER))
    data = {"file": (io.BytesIO(LIST.encode()), "relais.csv"), "source": "", "status": "active"}
    columns = post("/members/import", "/members/import", data, content_type="multipart/form-data").location
    chosen = {f"column-{n + 1}": c.value for n, c in enumerate(recognise_list(LIST.encode()).mapping.values())}
    checked = post(columns, columns, chosen).location
    assert "past relays" in browse(checked)
    post(checked, f"{checked}/commit")
    down, _up = relays(db)
    member_id = db.session.scalars(sa.select(Member.id).where(Member.siren == A)).one()
    assert "Intéressée" in browse(f"/relays/{down.id}")
    assert "Intéressée" in browse(f"/members/{member_id}")
    html = browse("/journal?member=Eglantine")
    assert ("Délais de fonderie" in html, "CORIFER" in html) == (True, True)
    assert "Délais de fonderie" not in browse("/journal?member=Gier")
    assert "past relays" in browse(f"{checked}/undo")


def test_who_reads_no_names_sees_the_subject_only(
    sign_in: Callable[..., FlaskClient], browse: Callable[..., str], db: Any
) -> None:
    bring()
    sign_in(factories.user(Role.OBSERVER))
    html = browse(f"/relays/{relays(db)[0].id}")
    assert ("CORIFER" in html, "Forge" in html, "Intéressée" in html) == (True, False, False)


def test_a_manager_of_other_sectors_is_told_no_names(
    sign_in: Callable[..., FlaskClient], browse: Callable[..., str], db: Any
) -> None:
    bring(
        "Adhérent;SIREN;Filière;Date;Objet du relais\n"
        f"Forge;{A};Ferroviaire;12/03/2024;Enquête\nCâbles;{B};Automobile;12/03/2024;Enquête\n"
    )
    sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("AUTO")]))
    html = browse(f"/relays/{relays(db)[0].id}")
    assert ("Câbles" in html, "Forge" in html) == (True, False)


def test_they_touch_the_sectors_of_their_members(db: Any) -> None:
    bring(f"Adhérent;SIREN;Filière;Date;Objet du relais\nForge;{A};Ferroviaire;12/03/2024;Enquête\n")
    assert [one.code for one in relays(db)[0].sectors] == ["RAIL"]


def test_each_is_in_the_audit_log(db: Any) -> None:
    bring()
    told = sa.select(AuditEvent.details).where(AuditEvent.action == "relay.recorded_as_past")
    assert sorted(one["members"] for one in db.session.scalars(told)) == [1, 2]

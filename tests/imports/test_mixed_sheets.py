"""One sheet with everything: members, people with functions, sectors, years of membership."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.imports import services
from cara_crm.imports.models import MemberImport
from cara_crm.imports.queries import standing
from cara_crm.imports.words import left
from cara_crm.issues import services as issues
from cara_crm.issues.models import Agreement, Issue, IssueKind, IssueState, Urgency
from cara_crm.members.imports import Decisions
from cara_crm.members.imports.plan import Plan
from cara_crm.members.models import Member, MemberStatus
from cara_crm.members.spreadsheet import Column, Options, recognise_list
from cara_crm.memberships.models import Membership
from tests import factories
from tests.members.lists import A, B

BY = Actor.system("test")
MIXED = f"""Société;SIREN;Filière;Contact;E-mail;Fonction;Tél.;Cotisation 2024;Cotisation 2025;Payé le
Forge Églantine;{A};Ferroviaire;Mme Odile FICTIVE;odile@forge.example;Directrice;04 72 00 00 01;800 €;850;12/03/2025
Câbles du Gier;{B};Automobile;Jean Inventé;jean@cables.example;Gérant;;;non;
"""


@pytest.fixture(autouse=True)
def _words(request_context: None) -> None:
    """Refusals are sentences in a language."""


def plan_of(text: str) -> Plan:
    return services.check(text.encode(), options=Options(), source="tableur", decisions=Decisions(), by=BY)


def bring(text: str) -> tuple[MemberImport, Plan]:
    plan = plan_of(text)
    entry = services.receive("x.csv", text.encode(), source="tableur", status=MemberStatus.PROSPECT, by=BY)
    services.commit_import(entry, plan, by=BY)
    return entry, plan


def people(db: Any) -> list[tuple[str, str, str | None, str]]:
    rows = db.session.execute(
        sa.select(Contact.first_name, Contact.last_name, Contact.email, Affiliation.function)
        .join(Affiliation)
        .order_by(Contact.last_name, Affiliation.id)
    )
    return [tuple(row) for row in rows]


def years(db: Any) -> list[tuple[int, int | None, date | None]]:
    rows = db.session.execute(
        sa.select(Membership.year, Membership.fee_euros, Membership.paid_on).order_by(Membership.year)
    )
    return [tuple(row) for row in rows]


def how_many(db: Any, kind: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(kind))


def test_the_columns_of_a_mixed_sheet_are_recognised() -> None:
    assert list(recognise_list(MIXED.encode()).mapping.values()) == [
        Column.NAME,
        Column.SIREN,
        Column.SECTORS,
        Column.CONTACT,
        Column.CONTACT_EMAIL,
        Column.CONTACT_FUNCTION,
        Column.CONTACT_PHONE,
        Column.FEE,
        Column.FEE,
        Column.FEE_PAID,
    ]


def test_members_people_and_fees_go_in_together(db: Any) -> None:
    _entry, plan = bring(MIXED)
    assert people(db) == [
        ("Odile", "FICTIVE", "odile@forge.example", "Directrice"),
        ("Jean", "Inventé", "jean@cables.example", "Gérant"),
    ]
    assert years(db) == [(2024, 800, None), (2025, 850, date(2025, 3, 12))]
    counts = plan.as_dict()
    assert (counts["created"], counts["contacts"], counts["functions"], counts["memberships"]) == (2, 2, 2, 2)


def test_twice_is_as_once(db: Any) -> None:
    bring(MIXED)
    _entry, plan = bring(MIXED)
    assert (plan.extras, how_many(db, Contact), how_many(db, Membership)) == ((), 2, 2)


def test_undoing_takes_everything_back(db: Any) -> None:
    entry, _plan = bring(MIXED)
    counts = services.undo(entry, by=BY)
    assert counts == {"gone": 2, "back": 0, "left": 0, "contacts": 2, "functions": 2, "memberships": 2}
    assert [how_many(db, kind) for kind in (Member, Contact, Affiliation, Membership)] == [0, 0, 0, 0]


def test_a_contact_that_was_worked_on_keeps_its_member(db: Any) -> None:
    entry, _plan = bring(MIXED)
    odile = db.session.scalars(sa.select(Contact).where(Contact.first_name == "Odile")).one()
    odile.phone = "+33 4 72 00 00 99"
    db.session.flush()
    assert services.undo(entry, by=BY)["left"] == 1
    assert people(db)[0][0] == "Odile"


def test_people_come_to_a_member_that_is_known(db: Any) -> None:
    bring(f"Nom;SIREN\nForge Églantine;{A}\n")
    entry, plan = bring(MIXED)
    assert (len(plan.creations), len(people(db))) == (1, 2)
    services.undo(entry, by=BY)
    assert (how_many(db, Member), people(db), how_many(db, Membership)) == (1, [], 0)


def test_a_known_person_is_found_and_what_is_empty_is_filled(db: Any) -> None:
    forge = factories.member("Forge Églantine", siren=A)
    known = factories.contact(forge, first_name="Odile", last_name="Fictive", email=None, phone="")
    entry, _plan = bring(MIXED)
    db.session.refresh(known)
    assert (known.email, known.phone) == ("odile@forge.example", "+33 4 72 00 00 01")
    assert how_many(db, Contact) == 2
    services.undo(entry, by=BY)
    db.session.refresh(known)
    assert (known.email, known.phone) == (None, "")


def test_what_the_register_says_otherwise_stays_and_is_told(db: Any) -> None:
    forge = factories.member("Forge Églantine", siren=A)
    factories.contact(forge, first_name="Odile", last_name="Fictive", email="odile@forge.example", phone="+33 1")
    db.session.add(Membership(member_id=forge.id, year=2025, fee_euros=900))
    db.session.flush()
    _entry, plan = bring(MIXED)
    told = " ".join(problem.reason for problem in plan.warnings)
    assert "+33 1" in told
    assert "900" in told
    assert years(db)[1][:2] == (2025, 900)


def test_a_person_at_two_members_is_one_contact_with_two_functions(db: Any) -> None:
    entry, _plan = bring(
        f"Nom;SIREN;Contact;Mail;Fonction\nForge;{A};Odile Fictive;o@f.example;Directrice\n"
        f"Câbles;{B};Odile Fictive;O@F.example;Présidente\n"
    )
    assert (how_many(db, Contact), how_many(db, Affiliation)) == (1, 2)
    assert services.undo(entry, by=BY)["gone"] == 2


@pytest.mark.usefixtures("request_context")
def test_a_contact_that_was_changed_stays_with_its_function_as_one_of_each(db: Any) -> None:
    entry, _plan = bring(f"Nom;SIREN;Contact\nForge;{A};Odile Fictive\n")
    db.session.scalars(sa.select(Contact)).one().last_name = "Fictif"
    db.session.flush()
    (verdict,) = standing.verdicts(entry)
    told = [left(one) for one in verdict.left if one["what"] == "parts"]
    assert told == ["changed since, stays: 1 contact, 1 function of a contact"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Contact\nDUPONT Jean", [("Jean", "DUPONT")]),
        ("Contact\nM. Jean de la TOUR", [("Jean", "de la TOUR")]),
        ("Contact\nFictif, Anne", [("Anne", "Fictif")]),
        ("Nom;Prénom\nFictif;Anne", [("Anne", "Fictif")]),
        ("Nom du contact;Prénom\nFictif;Anne", [("Anne", "Fictif")]),
        ("E-mail\nanne.fictif@forge.example", [("Anne", "Fictif")]),
        ("E-mail\ncontact@forge.example", []),
        ('Contact\n"Anne Fictif ; Jean Dupont"', [("Anne", "Fictif"), ("Jean", "Dupont")]),
        ("Contact 1;Mail 1;Contact 2;Mail 2\nAnne Fictif;a@f.example;Jean Dupont;j@f.example",
         [("Anne", "Fictif"), ("Jean", "Dupont")]),
    ],
)  # fmt: skip
def test_people_are_written_in_many_ways(text: str, found: list[tuple[str, str]]) -> None:
    header, row = text.split("\n")
    (draft,) = plan_of(f"Raison sociale;SIREN;{header}\nForge;{A};{row}\n").creations
    assert sorted((p.first_name, p.last_name) for p in draft.beside.people) == sorted(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cotisation;Année\n1 200,50 €;2024", [(2024, 1200)]),
        ("Cotisation 2025 (€);Payé le\ngratuit;", [(2025, 0)]),
        ("Cotisation 2025\nnon", []),
        ("Année de cotisation;Cotisation\n2023;500", [(2023, 500)]),
        ("Cotisation 2024;Payé le;Cotisation 2025;Payé le\n5;01/02/2024;6;3 mars 2025", [(2024, 5), (2025, 6)]),
    ],
)
def test_fees_belong_to_their_year(text: str, found: list[tuple[int, int]]) -> None:
    header, row = text.split("\n")
    (draft,) = plan_of(f"Raison sociale;SIREN;{header}\nForge;{A};{row}\n").creations
    assert [(fee.year, fee.euros) for fee in draft.beside.fees] == found


def test_cents_of_a_fee_are_not_dropped_without_a_word() -> None:
    said = [str(one.reason) for one in plan_of(f"Nom;SIREN;Cotisation 2025\nForge;{A};350,50\n").warnings]
    assert said == ["“350,50” is kept as 350 €: fees are whole euros."]
    assert plan_of(f"Nom;SIREN;Cotisation 2025\nForge;{A};350,00 €\n").warnings == ()


def test_a_company_whose_number_is_to_come_is_read_without_it() -> None:
    plan = plan_of("Nom;SIRET\nForge;en cours d’immatriculation\n")
    assert [one.name for one in plan.creations] == ["Forge"]
    assert ["no number" in str(one.reason) for one in plan.warnings] == [True]


def test_what_is_no_address_phone_or_day_is_told_and_the_rest_goes_in(db: Any) -> None:
    _entry, plan = bring(
        f"Nom;SIREN;Contact;Mail;Tél;Cotisation 2025;Payé le\n"
        f"Forge;{A};Odile Fictive;odile@@forge;12;800;bientôt\nBis;{B};Anne Fictif;a@f.example;0472000001;1;1/2/25\n"
    )
    assert len(plan.warnings) == 3
    assert len(people(db)) == 2


def test_an_unpaid_call_made_elsewhere_is_not_reminded_from_here(db: Any) -> None:
    bring(f"Nom;SIREN;Cotisation 2025;Appelé le\nForge;{A};800;01/02/2025\n")
    assert db.session.scalars(sa.select(Membership.called_on)).all() == [None]


def test_a_thousand_people_need_no_more_statements_than_ten(db: Any, count_queries: Any) -> None:
    def statements(n: int, first: int) -> int:
        rows = "".join(
            f"Société {first + i};{factories.siren(first + i)};Anne F{first + i};a{first + i}@f.example;9\n"
            for i in range(n)
        )
        with count_queries() as counter:
            bring("Nom;SIREN;Contact;Mail;Cotisation 2025\n" + rows)
        return counter.n

    assert statements(1000, 60_000) <= statements(10, 50_000) + 12


SAID = f"""Société;SIREN;Contact;Besoin;Date de la remontée
Forge Églantine;{A};Odile Fictive;Former trois soudeurs avant l'été. Personne ne vient.;12/03/2024
Câbles du Gier;{B};;;
"""


def test_past_words_are_remembered_and_used_for_nothing(db: Any) -> None:
    bring(SAID)
    one = db.session.scalars(sa.select(Issue)).one()
    assert (one.kind, one.state, one.agreement) == (IssueKind.NEED, IssueState.CLOSED, Agreement.ASKED)
    assert (one.title, one.submitted_at.date(), one.contact.last_name) == (
        "Former trois soudeurs avant l'été",
        date(2024, 3, 12),
        "Fictive",
    )
    assert (one.may_be_used, one.consents, one.transitions[0].reason) == (False, [], "Import of tableur")


def test_how_urgent_a_past_issue_was_and_what_followed_stay_with_it(db: Any) -> None:
    bring(f"Société;SIREN;Besoin;Urgence;Suite donnée\nForge;{A};Former des soudeurs;Forte;Lycée contacté en mai\n")
    one = db.session.scalars(sa.select(Issue)).one()
    assert (one.urgency, one.state) == (Urgency.HIGH, IssueState.CLOSED)
    assert one.transitions[0].reason == "Lycée contacté en mai\nThe list tells no day.\nImport of tableur"


def test_past_words_come_once_and_go_again(db: Any) -> None:
    bring(SAID)
    _entry, plan = bring(SAID)
    assert (plan.extras, how_many(db, Issue)) == ((), 1)
    first = db.session.scalars(sa.select(MemberImport).order_by(MemberImport.id)).first()
    assert services.undo(first, by=BY)["gone"] == 2
    assert [how_many(db, kind) for kind in (Issue, Contact, Member)] == [0, 0, 0]


def test_past_words_that_somebody_took_up_stay(db: Any) -> None:
    entry, _plan = bring(SAID)
    issues.reopen(db.session.scalars(sa.select(Issue)).one(), reason="still true", by=BY)
    db.session.flush()
    assert services.undo(entry, by=BY)["left"] == 1
    assert (how_many(db, Issue), how_many(db, Contact)) == (1, 1)


def test_an_administrator_neither_brings_nor_sees_raw_words(
    sign_in: Callable[..., FlaskClient], post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    sign_in(factories.user(Role.ADMINISTRATOR))
    data = {"file": (io.BytesIO(SAID.encode()), "tableur.csv"), "source": "", "status": "prospect"}
    columns = post("/members/import", "/members/import", data, content_type="multipart/form-data").location
    assert "soudeurs" not in browse(columns)
    chosen = {f"column-{n + 1}": c.value for n, c in enumerate(recognise_list(SAID.encode()).mapping.values())}
    checked = post(columns, columns, chosen).location
    html = browse(checked)
    assert "soudeurs" not in html
    assert "brought in by managers" in html
    post(checked, f"{checked}/commit")
    assert (how_many(db, Member), how_many(db, Issue)) == (2, 0)


def test_an_administrator_reads_no_list_that_a_manager_brought(
    sign_in: Callable[..., FlaskClient], client: FlaskClient, post: Callable[..., Any], browse: Callable[..., str]
) -> None:
    """Whatever it says that a column is: samples are shown of what is called no issue."""
    sign_in(factories.user(Role.MANAGER))
    told = SAID.replace("Besoin", "Notes")
    data = {"file": (io.BytesIO(told.encode()), "tableur.csv"), "source": "", "status": "prospect"}
    columns = post("/members/import", "/members/import", data, content_type="multipart/form-data").location
    assert "soudeurs" in browse(columns)
    page = columns.removesuffix("/columns")
    chosen = {"column-1": "legal_name", "column-2": "siren"}
    for is_checked in (False, True):
        if is_checked:
            sign_in(factories.user(Role.MANAGER))
            assert post(columns, columns, chosen).status_code == 303
        sign_in(factories.user(Role.ADMINISTRATOR))
        assert client.get(columns).status_code == 404
        assert "soudeurs" not in browse(page)
        for path in (columns, f"{page}/decide", f"{page}/commit"):
            assert post("/members/import", path, {"column-3": "description"}).status_code == 404
        assert columns not in browse(page)


def test_who_has_an_address_is_not_told_to_a_manager_of_other_sectors(db: Any) -> None:
    whose = factories.contact(
        factories.member(in_sector="AUTO"), last_name="Secret", email="odile@forge.example", phone="+33611223344"
    )
    whose.first_name = ""
    db.session.flush()
    text = f"Société;SIREN;Contact;E-mail;Tél.\nForge Églantine;{A};Odile FICTIVE;odile@forge.example;0472000001\n"
    by = factories.actor(sector_ids=frozenset({factories.sector("RAIL").id}))
    plan = services.check(text.encode(), options=Options(), source="", decisions=Decisions(), by=by)
    told = " ".join(one.reason for one in plan.warnings)
    assert ("Secret" in told, "11223344" in told, "other managers" in told) == (False, False, True)
    assert plan.extras == ()


def test_the_wizard_shows_what_comes_along(
    sign_in: Callable[..., FlaskClient], post: Callable[..., Any], browse: Callable[..., str], db: Any
) -> None:
    sign_in(factories.user(Role.MANAGER))
    data = {"file": (io.BytesIO(MIXED.encode()), "tableur.csv"), "source": "", "status": "prospect"}
    columns = post("/members/import", "/members/import", data, content_type="multipart/form-data").location
    html = browse(columns)
    chosen = {f"column-{n + 1}": c.value for n, c in enumerate(recognise_list(MIXED.encode()).mapping.values())}
    assert html.count(" selected") >= len(chosen)
    checked = post(columns, columns, chosen).location
    assert "years of membership" in browse(checked)
    post(checked, f"{checked}/commit")
    assert how_many(db, Contact) == 2
    browse(f"{checked}/undo")


def test_a_subject_and_its_description_are_one_issue(db: Any) -> None:
    bring(f"Société;SIREN;Sujet;Description;Date\nForge;{A};Prix du gaz;Il a doublé depuis 2022.;12/03/2024\n")
    one = db.session.scalars(sa.select(Issue)).one()
    assert (one.title, one.what_happens) == ("Prix du gaz", "Prix du gaz\nIl a doublé depuis 2022.")
    assert (one.submitted_at.date(), db.session.scalars(sa.select(Member.description)).one()) == (date(2024, 3, 12), "")


def test_a_second_person_in_the_row_is_another_whatever_its_column_is_called(db: Any) -> None:
    bring(
        "Société;SIREN;Nom du dirigeant;Email dirigeant;Nom DRH;Mail DRH\n"
        f"Forge;{A};Jean INVENTÉ;jean@forge.example;Zoé FICTIVE;zoe@forge.example\n"
    )
    assert [(one[1], one[2]) for one in people(db)] == [
        ("FICTIVE", "zoe@forge.example"),
        ("INVENTÉ", "jean@forge.example"),
    ]


def test_paid_on_no_day_is_paid_and_is_said(db: Any) -> None:
    _entry, plan = bring(f"Société;SIREN;Cotisation 2025;Payé\nForge;{A};800;oui\n")
    assert years(db) == [(2025, 800, None)]
    assert db.session.scalars(sa.select(Membership.paid_undated)).all() == [True]
    assert ["has no day" in one.reason for one in plan.warnings] == [True]


def test_sectors_that_a_slash_parts_are_several(db: Any) -> None:
    bring(f"Société;SIREN;Filière\nForge;{A};Ferroviaire / Automobile\n")
    member = db.session.scalars(sa.select(Member)).one()
    assert {line.sector.code for line in member.assignments} == {"RAIL", "AUTO"}


def test_fees_that_are_called_elsewhere_are_told_once() -> None:
    header = "Société;SIREN;Année;Cotisation;Appelée le"
    _entry, plan = bring(f"{header}\nForge;{A};2025;800;01/02/2025\nCâbles;000732826;2025;900;01/02/2025\n")
    told = [problem for problem in plan.warnings if "elsewhere" in problem.reason]
    assert [(problem.row, problem.reason[:6]) for problem in told] == [(2, "2 fees")]

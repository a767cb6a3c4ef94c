"""A question, the worker, and what is kept of the answer."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.errors import NotVisible
from cara_crm.jobs.models import Job
from cara_crm.official import queries, services
from cara_crm.official.comparing import Verdict
from cara_crm.official.models import Fact, FindingState, LookupState, OfficialFinding, OfficialLookup, Trouble
from tests import factories
from tests.official import registers
from tests.official.registers import SIREN, company, head, masked, point, results, status


def by_fact(record):
    return {one.fact: one for one in record.comparisons}


def test_a_member_is_looked_up_by_its_siren(server, forge, looked_up):
    server.companies.append(results(company()))
    record = looked_up(forge)
    assert (record.lookup.state, record.lookup.asked_for) == (LookupState.FOUND, SIREN)
    assert by_fact(record)[Fact.HEADCOUNT].official == "21"


def test_the_head_office_is_looked_for_where_it_is_said_to_be(server, forge, looked_up):
    server.companies.append(results(company()))
    record = looked_up(forge)
    assert server.asked[1][1]["q"] == "12 RUE DE LA FORGE 69007 LYON 7"
    assert by_fact(record)[Fact.TOWN].official == "Lyon"


def test_without_the_geocoder_the_rest_is_said(server, forge, looked_up):
    server.companies.append(results(company()))
    server.geocoder[:] = [status(500)]
    record = looked_up(forge)
    assert (record.lookup.state, by_fact(record)[Fact.TOWN].official) == (LookupState.FOUND, "LYON 7")


def test_a_member_without_a_number_is_looked_up_by_its_name(server, looked_up):
    member = factories.member("Forge Fictive", siren=None)
    server.companies.append(results(company(), company(factories.siren(778), nom_raison_sociale="FORGE INVENTEE")))
    record = looked_up(member)
    assert record.lookup.state is LookupState.CHOOSE
    assert [one["name"] for one in record.lookup.candidates] == ["FORGE FICTIVE", "FORGE INVENTEE"]
    assert record.comparisons == []


def test_a_name_is_looked_for_in_the_department_and_then_everywhere(server, looked_up):
    server.companies[:] = [results(), results(company())]
    looked_up(factories.member("Forge Fictive", siren=None, at="38"))
    assert [asked.get("departement") for _path, asked in server.asked] == ["38", None]


def test_the_chosen_one_is_looked_up_whole(server, looked_up):
    member = factories.member("Forge Fictive", siren=None)
    server.companies.append(results(company()))
    looked_up(member)
    record = looked_up(member, SIREN)
    assert (record.lookup.state, by_fact(record)[Fact.SIREN].official) == (LookupState.FOUND, SIREN)


@pytest.mark.parametrize("words", ["12", "123 456 789", "ab", "x" * 101])
def test_a_question_that_makes_no_sense_is_not_asked(forge, words, request_context):
    with pytest.raises(services.BadQuestion):
        services.ask(forge, words, by=factories.actor())


@pytest.mark.parametrize("words", ["Freins du Rhône", "FR 3000 Industrie"])
def test_a_name_that_begins_like_a_vat_number_is_a_name(forge, words, request_context):
    assert services.ask(forge, words, by=factories.actor()).asked_for == words


def test_asking_twice_asks_once(forge, db):
    for _click in range(2):
        services.ask(forge, by=factories.actor())
    assert db.session.scalar(sa.select(sa.func.count(Job.id))) == 1


def test_nobody_of_the_answer_is_kept(server, forge, looked_up, db):
    server.companies.append(results(company()))
    looked_up(forge)
    kept = [db.session.scalars(sa.select(OfficialLookup)).all(), db.session.scalars(sa.select(AuditEvent)).all()]
    rows = [{c.key: getattr(row, c.key) for c in sa.inspect(type(row)).columns} for rows in kept for row in rows]
    assert "SECRETE" not in json.dumps(rows, default=str)


def test_a_masked_company_changes_nothing(server, forge, looked_up):
    server.companies.append(results(masked()))
    record = looked_up(forge)
    assert {Fact.NAME, Fact.ADDRESS, Fact.POSTAL_CODE}.isdisjoint(one.fact for one in record.proposals)


def test_where_a_masked_company_lies_is_not_asked(server, forge, looked_up, db):
    forge.sites[0].address = "3 rue Inventée"
    db.session.commit()
    server.companies.append(results(masked()))
    assert by_fact(looked_up(forge))[Fact.COORDINATES].verdict is Verdict.MASKED
    assert [path for path, _asked in server.asked] == ["/api/search"]


def test_a_stored_address_is_looked_for_when_the_register_shows_nothing(server, forge, looked_up, db):
    forge.sites[0].address = "3 rue Inventée"
    db.session.commit()
    assert by_fact(looked_up(forge))[Fact.COORDINATES].official == "45.744100,4.841200"


def test_a_number_that_the_register_does_not_show_is_told(server, forge, looked_up):
    record = looked_up(forge)
    assert (record.lookup.state, record.lookup.company) == (LookupState.NOTHING, {})


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        (b"<html>", Trouble.NONSENSE),
        (status(302, Location="https://elsewhere.invalid/"), Trouble.REFUSED),
        (status(500), Trouble.BROKEN),
    ],
)
def test_trouble_changes_nothing(server, forge, looked_up, said, trouble):
    server.companies[:] = [results(company()), said]
    before = looked_up(forge)
    after = looked_up(forge)
    assert (after.lookup.state, after.lookup.trouble) == (LookupState.TROUBLE, trouble)
    assert after.stamp == before.stamp


def test_without_a_network_one_sentence_says_so(app, forge, looked_up, monkeypatch):
    monkeypatch.setitem(app.config, "COMPANIES_URL", f"http://127.0.0.1:{registers.closed_port()}")
    assert looked_up(forge).lookup.trouble is Trouble.UNREACHABLE


def test_switched_off_nobody_is_asked(forge, looked_up):
    assert looked_up(forge).lookup.trouble is Trouble.OFF


def test_while_the_register_rests_nobody_is_asked(server, forge, looked_up):
    server.companies[:] = [status(429, Retry_After="300"), results(company())]
    looked_up(forge)
    again = looked_up(factories.member("Autre Atelier"))
    assert (again.lookup.trouble, len(server.asked)) == (Trouble.BUSY, 1)
    assert again.lookup.retry_at > clock.now() + timedelta(seconds=250)


def test_a_difference_becomes_a_finding(server, forge, looked_up, db):
    server.companies.append(results(company(siege=head(libelle_commune="BRON"))))
    server.geocoder[:] = [point() | {"features": []}]
    looked_up(forge)
    found = db.session.scalars(sa.select(OfficialFinding).where(OfficialFinding.fact == Fact.TOWN)).one()
    assert (found.value, found.is_notable, found.state) == ("BRON", True, FindingState.OPEN)


def test_a_difference_that_is_gone_is_settled(server, forge, looked_up, db):
    server.companies[:] = [results(company()), results(company(tranche_effectif_salarie="12"))]
    looked_up(forge)
    looked_up(forge)
    found = db.session.scalars(sa.select(OfficialFinding).where(OfficialFinding.fact == Fact.HEADCOUNT)).one()
    assert found.state is FindingState.SETTLED


def test_who_asked_and_what_came_of_it_is_in_the_log(server, forge, looked_up, db):
    server.companies.append(results(company()))
    manager = factories.actor()
    looked_up(forge, by=manager)
    about = sa.select(AuditEvent).where(AuditEvent.action.like("official.%")).order_by(AuditEvent.id)
    events = db.session.scalars(about).all()
    assert [(one.action, one.actor_id) for one in events] == [
        ("official.asked", manager.user_id),
        ("official.answered", manager.user_id),
    ]


def test_a_member_of_another_sector_is_not_seen(forge):
    theirs = factories.actor(sector_ids=frozenset({factories.sector("AUTO").id}))
    with pytest.raises(NotVisible):
        queries.record_for(theirs, forge.id)

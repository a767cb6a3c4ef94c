"""The periodic check: slowly, the oldest first, and whoever looks after the member hears of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.jobs.models import Job
from cara_crm.members.models import AccountManager, MemberStatus
from cara_crm.official import jobs, queries, services
from cara_crm.official.models import Fact, LookupState, OfficialFinding, OfficialLookup
from cara_crm.official.queries import checking
from cara_crm.settings.models import Setting
from cara_crm.settings.queries import DEMONSTRATION
from cara_crm.tasks.models import Task, TaskKind
from tests import factories
from tests.official.conftest import BY
from tests.official.registers import company, head, results, status

SIRENS = tuple(factories.siren(n) for n in (901, 902, 903))


@pytest.fixture
def as_if_real(monkeypatch):
    """The check asks about the tests' numbers too, which nobody has."""
    monkeypatch.setattr(checking, "INVENTED", "none")


@pytest.fixture
def checked(db, server, worker, as_if_real):
    """checked() → a round of the periodic check, done."""

    def _checked():
        jobs.begin_check()
        db.session.commit()
        worker.do_one_job()
        db.session.expire_all()

    return _checked


def member(n=0, name="Forge Fictive", **more):
    return factories.member(name, siren=SIRENS[n], **more)


def said(n=0, **more):
    return results(company(SIRENS[n], **more))


def test_a_closed_member_becomes_a_finding(server, checked, db):
    member()
    server.companies.append(said(etat_administratif="C", date_fermeture="2026-09-30"))
    checked()
    found = db.session.scalars(sa.select(OfficialFinding).where(OfficialFinding.fact == Fact.STATE)).one()
    assert (found.value, found.is_notable) == ("closed 2026-09-30", True)


def test_who_looks_after_the_member_gets_one_task(server, checked, db):
    manager, forge = factories.user(), member()
    forge.managers.append(AccountManager(user_id=manager.id, from_on=clock.today()))
    server.companies[:] = [said(nom_raison_sociale="UN AUTRE NOM"), said(nom_raison_sociale="UN TROISIEME NOM")]
    checked()
    with clock.at(clock.now() + timedelta(days=8)):
        checked()
    task = db.session.scalars(sa.select(Task)).one()
    assert (task.kind, task.assignee_id, task.subject_id) == (TaskKind.OFFICIAL, manager.id, forge.id)


def test_the_task_is_done_once_everything_is_decided(server, checked, db):
    manager, forge = factories.user(), member()
    forge.managers.append(AccountManager(user_id=manager.id, from_on=clock.today()))
    server.companies.append(said(nom_raison_sociale="UN AUTRE NOM"))
    checked()
    record = queries.record_for(BY, forge.id)
    services.dismiss(record, set(Fact), version=forge.version, seen=record.stamp, by=factories.actor())
    assert db.session.scalars(sa.select(Task)).one().done_at is not None


def test_a_member_that_is_as_it_was_makes_no_noise(server, checked, db):
    forge = member(headcount_band="21")
    forge.sites[0].town = "Lyon"
    server.companies.append(said())
    checked()
    assert db.session.scalar(sa.select(sa.func.count()).where(OfficialFinding.is_notable)) == 0
    assert db.session.scalar(sa.select(sa.func.count(Task.id))) == 0


def test_the_check_does_not_ask_where_a_place_is(server, checked):
    member()
    server.companies.append(said())
    checked()
    assert [path for path, _asked in server.asked] == ["/api/search"]


def test_never_asked_comes_first_and_then_the_longest_ago(db, as_if_real):
    first, second, third = (member(n, f"Forge {n}") for n in range(3))
    for one, days in ((first, 9), (third, 20)):
        then = clock.now() - timedelta(days=days)
        seen = {"asked_at": then, "answered_at": then, "checked_at": then}
        factories.add(OfficialLookup(member_id=one.id, state=LookupState.FOUND, **seen))
    assert queries.due(10) == [second.id, third.id, first.id]


def test_who_was_asked_about_this_week_is_left_alone(db, as_if_real):
    one = member()
    seen = dict.fromkeys(("asked_at", "answered_at", "checked_at"), clock.now() - timedelta(days=3))
    factories.add(OfficialLookup(member_id=one.id, state=LookupState.FOUND, **seen))
    assert queries.due(10) == []


@pytest.mark.parametrize(
    "more",
    [{"siren": None}, {"status": MemberStatus.FORMER}, {"is_demonstration": True},
     {"archived_on": clock.today(), "archived_reason": "Doublon"}],
)  # fmt: skip
def test_nobody_asks_about_these_by_itself(db, as_if_real, more):
    factories.member("Forge Fictive", **({"siren": SIRENS[0]} | more))
    assert queries.due(10) == []


def test_nobody_asks_about_a_number_that_nobody_has(db):
    member()
    assert queries.due(10) == []


def test_in_a_demonstration_nothing_is_asked(server, checked, db):
    member()
    db.session.merge(Setting(key=DEMONSTRATION, value=True))
    checked()
    assert (server.asked, db.session.scalar(sa.select(sa.func.count(Job.id)))) == ([], 0)


def test_switched_off_nothing_is_asked(app, server, checked, db, monkeypatch):
    monkeypatch.setitem(app.config, "COMPANIES_URL", "")
    member()
    checked()
    assert db.session.scalar(sa.select(sa.func.count(Job.id))) == 0


def test_one_round_is_under_way_at_a_time(server, db, as_if_real):
    member()
    for _half_hour in range(2):
        jobs.begin_check()
        db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count(Job.id))) == 1


def test_a_register_that_rests_ends_the_round(server, checked, db):
    for n in range(3):
        member(n, f"Forge {n}")
    server.companies.append(status(429, Retry_After="900"))
    checked()
    checked()
    assert len(server.asked) == 1
    assert queries.resting_until() > clock.now() + timedelta(minutes=14)


def test_one_answer_that_makes_no_sense_does_not_end_it(server, checked, db):
    for n in range(2):
        member(n, f"Forge {n}")
    server.companies[:] = [b"<html>", said(1, siege=head(siren=SIRENS[1]))]
    checked()
    states = db.session.scalars(sa.select(OfficialLookup.state).order_by(OfficialLookup.member_id)).all()
    assert states == [LookupState.TROUBLE, LookupState.FOUND]


def test_a_member_archived_meanwhile_is_left_out(server, worker, db, as_if_real):
    one = member()
    jobs.begin_check()
    one.archived_on, one.archived_reason = clock.today(), "Doublon"
    db.session.commit()
    worker.do_one_job()
    assert server.asked == []

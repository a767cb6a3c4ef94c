"""Drafts that begin by themselves, on a first Monday, once."""

from datetime import date, timedelta

import pytest
import time_machine

from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.federations.models import Federation
from cara_crm.reports.models import Report, ReportPlan, Rhythm
from cara_crm.reports.plans import services
from cara_crm.reports.plans.days import last_monday, next_monday, period_before
from cara_crm.reports.services.drafting import NotInCharge, NotRepresented
from tests import factories, mails

MONDAY = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("rhythm", "day", "last", "coming", "start", "end"),
    [
        (Rhythm.QUARTER, date(2026, 11, 22), date(2026, 10, 5), date(2027, 1, 4), date(2026, 7, 1), date(2026, 9, 30)),
        (Rhythm.QUARTER, MONDAY, MONDAY, date(2027, 4, 5), date(2026, 10, 1), date(2026, 12, 31)),
        (Rhythm.QUARTER, date(2027, 1, 3), date(2026, 10, 5), MONDAY, date(2026, 7, 1), date(2026, 9, 30)),
        (Rhythm.MONTH, date(2026, 6, 1), date(2026, 6, 1), date(2026, 7, 6), date(2026, 5, 1), date(2026, 5, 31)),
        (Rhythm.HALF_YEAR, date(2026, 7, 5), date(2026, 1, 5), date(2026, 7, 6), date(2025, 7, 1), date(2025, 12, 31)),
        (Rhythm.YEAR, date(2026, 1, 1), date(2025, 1, 6), date(2026, 1, 5), date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_the_first_monday(rhythm, day, last, coming, start, end):
    assert (last_monday(rhythm, day), next_monday(rhythm, day)) == (last, coming)
    period = period_before(rhythm, last)
    assert (period.start, period.end) == (start, end)


@pytest.fixture
def today(request_context):
    with time_machine.travel(date(2026, 11, 22), tick=False) as traveller:
        yield traveller


@pytest.fixture
def writer():
    return factories.user(name="Claire", email="claire@cluster.example")


@pytest.fixture
def plan(writer, today, sign_in, post):
    """Planned through the page, by its writer."""

    def _plan(**values):
        sign_in(writer)
        chosen = {"federation": factories.federation().id, "sectors": [factories.sector().id], "language": "fr"}
        return post("/reports/plans", "/reports/plans", chosen | {"rhythm": "quarter"} | values)

    return _plan


def test_a_manager_plans_it_on_a_page_that_says_when(plan, browse, db):
    assert plan().status_code == 303
    assert db.session.query(ReportPlan).one().last_on == date(2026, 10, 5)
    page = browse("/reports/plans")
    assert "4 January 2027" in page
    assert "Claire" in page


def test_without_a_plan_the_page_teaches(writer, today, sign_in, browse):
    factories.federation()
    sign_in(writer)
    assert "Nothing is planned" in browse("/reports/plans")


@pytest.mark.parametrize("page", ["/reports/plans", "/reports/new"])
def test_without_a_federation_in_use_a_sentence_says_what_is_missing(page, writer, today, sign_in, client, db):
    for federation in db.session.query(Federation):
        federation.retired_on = date(2026, 1, 1)
    sign_in(writer)
    answer = client.get(page)
    assert answer.status_code == 422
    assert "No federation is in use" in answer.text


@pytest.mark.parametrize("values", [{"sectors": []}, {"sectors": ["99"]}, {"rhythm": "day"}, {"language": "de"}])
def test_what_makes_no_plan_is_said_at_the_field(plan, values, db):
    answer = plan(**values)
    assert answer.status_code == 422
    assert "field-error" in answer.text or "error" in answer.text
    assert db.session.query(ReportPlan).count() == 0


def test_the_same_is_not_planned_twice(plan, db):
    plan()
    assert "planned already" in plan().text
    assert plan(rhythm="year").status_code == 303


def test_on_the_day_one_draft_is_begun_and_its_writer_told_once(plan, writer, today, db):
    plan()
    assert services.draft_due() == 0
    today.move_to(MONDAY + timedelta(hours=10))
    assert (services.draft_due(), services.draft_due()) == (1, 0)
    report = db.session.query(Report).one()
    assert (report.period_from, report.period_until) == (date(2026, 10, 1), date(2026, 12, 31))
    assert report.created_by_id == writer.id
    assert report.sectors == [factories.sector()]
    assert db.session.query(Delivery).filter_by(kind="report_drafted", recipient=writer.email).count() == 1


def test_another_worker_that_looked_at_the_same_moment_begins_none(plan, today, db):
    plan()
    made = db.session.query(ReportPlan).one()
    today.move_to(MONDAY)
    assert services._draft(made) is True
    assert services._draft(made) is False


def test_after_a_long_time_without_a_worker_one_is_begun_about_the_last_period(plan, today, db):
    plan(rhythm="month")
    today.move_to(date(2027, 3, 10))
    assert services.draft_due() == 1
    assert db.session.query(Report).one().period_until == date(2027, 2, 28)


def test_one_that_cannot_be_begun_says_why_and_holds_up_no_other(plan, writer, today, sign_in, browse, db):
    plan()
    plan(rhythm="year")
    first = db.session.query(ReportPlan).order_by(ReportPlan.id).first()
    first.sectors = [factories.sector("VELO")]
    db.session.commit()
    today.move_to(MONDAY)
    assert services.draft_due() == 1
    sign_in(writer)
    assert "could not be begun" in browse("/reports/plans")


def test_when_its_writer_has_gone_the_draft_is_begun_for_whoever_takes_it(plan, writer, today, db):
    plan()
    db.session.query(ReportPlan).one().writer = None
    db.session.flush()
    today.move_to(MONDAY)
    assert services.draft_due() == 1
    assert db.session.query(Delivery).filter_by(kind="report_drafted").count() == 0


def test_a_manager_of_other_sectors_neither_sees_nor_plans_nor_stops_it(plan, sign_in, client, post, browse, db):
    plan()
    made = db.session.query(ReportPlan).one()
    elsewhere = factories.user(sectors=[factories.sector("VELO")])
    sign_in(elsewhere)
    assert "Nothing is planned" in browse("/reports/plans")
    assert post("/reports/plans", f"/reports/plans/{made.id}/stop").status_code == 404
    by = factories.actor(sector_ids=frozenset({factories.sector("VELO").id}))
    about = {"federation_id": made.federation_id, "rhythm": Rhythm.MONTH, "language": "fr"}
    with pytest.raises(NotInCharge):
        services.plan_drafts(sector_ids=[one.id for one in made.sectors], by=by, **about)
    with pytest.raises(NotRepresented):
        services.plan_drafts(sector_ids=[], by=factories.actor(Role.MANAGER), **about)


def test_it_is_stopped(plan, post, db):
    plan()
    made = db.session.query(ReportPlan).one()
    assert post("/reports/plans", f"/reports/plans/{made.id}/stop").status_code == 303
    assert db.session.query(ReportPlan).count() == 0


def test_the_mail():
    about = {"number": "CARA-2027-1", "federation": "FIF", "positions": 7, "url": "https://crm.example/reports/1"}
    mails.check("report_drafted", about | {"period_from": date(2026, 10, 1), "period_until": date(2026, 12, 31)})

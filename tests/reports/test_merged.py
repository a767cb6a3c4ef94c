"""A position of a draft is merged into another: the draft says so, and follows it."""

import pytest

from cara_crm.positions import services as positions
from cara_crm.reports.models import Report, ReportPosition
from cara_crm.reports.queries.merged import merged_away
from cara_crm.reports.services import follow_merged
from cara_crm.reports.services.drafting import NotADraft
from tests import factories

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def by():
    return factories.actor()


@pytest.fixture
def three():
    return [factories.position(factories.issue(), title=title) for title in ("Acier", "Délais", "Soudeurs")]


def draft(*chosen):
    day = factories.clock.today()
    made = Report(federation_id=chosen[0].federation_id, number="CARA-1", period_from=day, period_until=day)
    made.entries = [ReportPosition(position=one, ordinal=rank) for rank, one in enumerate(chosen, 1)]
    made.sectors = [factories.sector()]
    return factories.add(made)


def said(report):
    return [entry.position.title for entry in report.entries]


def test_the_place_goes_to_the_one_that_took_it_up(three, by, db):
    acier, delais, soudeurs = three
    report = draft(acier, soudeurs)
    positions.merge_positions(acier, into=delais, by=by)
    assert [(one.target.title, one.is_in_it) for one in merged_away(report)] == [("Délais", False)]
    assert follow_merged(report, by=by) == 1
    db.session.flush()
    db.session.expire(report)
    assert said(report) == ["Délais", "Soudeurs"]
    assert merged_away(report) == []


def test_it_goes_away_where_that_one_is_in_the_draft(three, by):
    report = draft(*three)
    positions.merge_positions(three[0], into=three[1], by=by)
    follow_merged(report, by=by)
    assert said(report) == ["Délais", "Soudeurs"]


def test_two_that_were_merged_into_one_leave_one_place(three, by, db):
    report = draft(three[0], three[1])
    positions.merge_positions(three[0], into=three[2], by=by)
    positions.merge_positions(three[1], into=three[2], by=by)
    follow_merged(report, by=by)
    db.session.flush()
    db.session.expire(report)
    assert said(report) == ["Soudeurs"]


def test_the_page_says_so_and_follows(three, by, sign_in, client, post):
    report = draft(three[0])
    positions.merge_positions(three[0], into=three[1], by=by)
    sign_in(factories.user())
    page = f"/reports/{report.id}"
    assert "was merged into" in client.get(page).text
    assert post(page, f"{page}/follow-merged").status_code == 303
    assert "was merged into" not in client.get(page).text


def test_one_that_is_with_the_reviewers_stays_as_it_is(three, by):
    report = draft(three[0])
    report.handed_over_at = factories.clock.now()
    with pytest.raises(NotADraft):
        follow_merged(report, by=by)

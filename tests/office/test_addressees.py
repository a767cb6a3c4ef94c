"""Who got a report: one line a person, however often it was written to."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.extensions import db
from cara_crm.reports.models import ReadingLink
from cara_crm.reports.queries.listing import tracking
from cara_crm.reports.reading.services import revoke_link
from tests import factories
from tests.office import cast
from tests.relays.cast import relayed, sent_report


@pytest.fixture
def report(db):
    return sent_report(relayed(factories.issue()))


def link(report, contact, *, days_ago, **kwargs):
    moment = clock.now() - timedelta(days=days_ago)
    values = {"token_hash": f"{next(factories.NUMBERS)}", "expires_at": moment + timedelta(days=60)} | kwargs
    return factories.add(ReadingLink(report=report, contact=contact, created_at=moment, **values))


@pytest.fixture
def people(report):
    return [factories.contact(of=report.federation, last_name=name) for name in ("Albin", "Zoé")]


def test_one_line_a_person_with_the_days_of_its_reminders(report, people):
    opened = clock.now() - timedelta(days=20)
    link(report, people[0], days_ago=30, opened_at=opened)
    link(report, people[1], days_ago=30)
    last = link(report, people[0], days_ago=3)
    first, second = tracking(report)
    assert (first.link_id, first.opened_at, first.again_at) == (last.id, opened, (last.created_at,))
    assert (second.opened_at, second.again_at) == (None, ())


def test_to_withdraw_ends_every_link_of_that_person_and_of_no_other(report, people, request_context):
    links = [
        link(report, people[0], days_ago=30),
        link(report, people[0], days_ago=3),
        link(report, people[1], days_ago=3),
    ]
    revoke_link(links[1], by=factories.actor())
    assert [one.revoked_at is not None for one in links] == [True, True, False]


def test_the_page_shows_it(report, people, sign_in, browse):
    link(report, people[0], days_ago=30)
    link(report, people[0], days_ago=3)
    sign_in(factories.user())
    page = browse(f"/reports/{report.id}", budget=20)
    assert page.count(people[0].name) >= 1
    assert "written to again" in page


def test_a_reading_link_ends_when_its_officer_leaves_the_federation(client) -> None:
    report, person = cast.sent(relayed(factories.issue())), factories.contact(of=factories.federation("FIF"))
    page = f"/read/{cast.link(report, person)}"
    assert client.get(page).status_code == 200
    person.affiliations[0].until_on = clock.today() - timedelta(days=1)
    db.session.commit()
    assert client.get(page).status_code == 404

"""An issue that came from a list without a day has none, wherever it is read; taken up again, it has that day."""

import pytest

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.desk import queries as desk
from cara_crm.extensions import db
from cara_crm.issues import services
from cara_crm.issues.models import Issue, IssueKind, IssueState
from cara_crm.issues.said import Said
from cara_crm.reports.voice.queries import seen_by_team, years_of
from tests import factories

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def undated() -> Issue:
    member = factories.member()
    said = Said(what_happens="Dit il y a longtemps.", title="Vieux", kind=IssueKind.NEED)
    clerk = Actor.system("import")
    contact = factories.contact(member)
    one = services.record_past(said, member=member, contact=contact, on=None, reason="a list", by=clerk)
    db.session.commit()
    return one


def test_taken_up_again_it_waits_from_that_day(undated: Issue) -> None:
    by = factories.actor()
    services.reopen(undated, reason="Encore.", by=by)
    db.session.flush()
    assert [(line.title, line.since.astimezone(clock.PARIS).date()) for line in desk.waiting(by)] == [
        ("Vieux", clock.today())
    ]
    services.record_oral_agreement(undated, contact=undated.contact, on=clock.today(), by=by)
    undated.state, undated.answered_at = IssueState.ANSWERED, clock.now()
    db.session.flush()
    shown = desk.glance(by)
    assert shown
    assert shown.loop_days == 0


def test_it_makes_no_year_of_a_sheet(undated: Issue) -> None:
    seen = seen_by_team(factories.actor(), undated.member_id, everything=True)
    assert years_of(seen) == [clock.today().year]


def test_its_page_names_no_day(undated: Issue, sign_in, browse) -> None:
    sign_in(factories.user(Role.MEMBER, contact_id=undated.contact_id, member_id=undated.member_id))
    db.session.commit()
    page = browse(f"/my/issues/{undated.id}")
    assert "Vieux" in page
    assert "Said on" not in page
    assert "1900" not in page

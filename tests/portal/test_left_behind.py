"""A draft of who left without a successor waits for the director; what was sent twice says when it went first."""

from datetime import timedelta

import pytest
from lxml import html as parser

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.issues.models import IssueState
from cara_crm.reports.models import ReportState
from cara_crm.reports.reading.queries import sent_with
from tests import factories
from tests.office import cast
from tests.relays.cast import relayed


@pytest.fixture
def member():
    return factories.member("Forge Fictive")


def person(member, **kwargs):
    return factories.user(Role.MEMBER, member_id=member.id, contact_id=factories.contact(member).id, **kwargs)


def test_a_draft_that_somebody_left_behind_is_the_directors(member, sign_in, client, post):
    draft = factories.issue(member, contact=None, state=IssueState.DRAFT, title="Laissé là")
    page = f"/my/issues/{draft.id}/draft"
    sign_in(person(member))
    assert client.get(page).status_code == 404
    director = person(member, is_member_director=True)
    sign_in(director)
    assert "Laissé là" in client.get("/my/issues").text
    assert client.get(page).status_code == 200
    consent = {f"consent_{factories.federation().id}": "anonymous"}
    post(f"/my/issues/{draft.id}/check", f"/my/issues/{draft.id}/send", consent)
    assert (draft.state, draft.contact_id) == (IssueState.SUBMITTED, director.contact_id)


def test_a_directors_own_drafts_are_not_mixed_with_them(member, sign_in, client):
    factories.issue(member, contact=None, state=IssueState.DRAFT, title="Laissé là")
    sign_in(person(member, is_member_director=True))
    assert "Laissé là" not in client.get("/my/issues/new").text


def test_what_was_sent_twice_says_when_it_went_first():
    issue = factories.issue(state=IssueState.RELAYED)
    position = relayed(issue)
    first = cast.sent(position)
    (sent,) = sent_with([issue.id], reader=issue.member_id)[issue.id]
    assert (sent.at, sent.last_at) == (first.sent_at, None)
    second = cast.sent(position)
    second.sent_at = first.sent_at + timedelta(days=30)
    db.session.flush()
    (sent,) = sent_with([issue.id], reader=issue.member_id)[issue.id]
    assert (sent.at, sent.last_at) == (first.sent_at, second.sent_at)
    assert second.state is ReportState.SENT


def test_a_stage_that_was_passed_over_is_not_done(member, sign_in, browse):
    author = person(member)
    values = {"state": IssueState.WITHDRAWN, "closed_at": clock.now(), "contact_id": author.contact_id}
    issue = factories.issue(member, **values)
    sign_in(author)
    stages = parser.document_fromstring(browse(f"/my/issues/{issue.id}")).xpath("//ol[@class='stages']/li")
    assert ["(done)" in one.text_content() for one in stages] == [True, False, False, False, False]

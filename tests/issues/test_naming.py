"""What a manager writes to an author names no other member, unless somebody has looked at it."""

import pytest

from cara_crm.audit.models import AuditEvent
from cara_crm.issues.models import Issue, IssueState
from cara_crm.members.models import Member
from tests import factories
from tests.browse import check

SAID = "Aciers Zélés l’a réglé autrement."
LOOKED = {"as_it_stands": "y"}


@pytest.fixture
def issue(sign_in) -> Issue:
    """One of a competitor of Aciers Zélés, a manager signed in."""
    factories.member("Aciers Zélés")
    issue = factories.issue(factories.member("Rivale Fictive"), state=IssueState.QUALIFIED)
    sign_in(factories.user())
    return issue


def refused(answer) -> bool:
    check(answer.text)
    return answer.status_code == 422 and "speaks of a member: Aciers Zélés" in answer.text and SAID in answer.text


def test_a_message_waits_for_a_second_look(issue, post) -> None:
    page = f"/issues/{issue.id}"
    assert refused(post(page, f"{page}/ask-back", {"text": SAID}))
    assert not issue.messages
    assert post(page, f"{page}/ask-back", {"text": SAID} | LOOKED).status_code == 303
    assert issue.messages[-1].text == SAID


def test_a_reason_too(issue, post) -> None:
    page = f"/issues/{issue.id}"
    end = {"step": "close", "reason": SAID}
    assert refused(post(page, f"{page}/end", end))
    assert post(page, f"{page}/end", end | LOOKED).status_code == 303
    assert issue.state is IssueState.CLOSED


def test_who_helped_and_agreed_may_be_named(issue, post) -> None:
    page = f"/issues/{issue.id}"
    end = {"step": "solve", "reason": SAID, "helpers": "Aciers Zélés"}
    assert refused(post(page, f"{page}/end", end))
    assert post(page, f"{page}/end", end | {"may_be_named": "y"}).status_code == 303
    assert issue.state is IssueState.SOLVED


def test_the_people_of_who_helped_and_agreed_are_not_named(issue, post, db) -> None:
    helper = db.session.query(Member).filter_by(legal_name="Aciers Zélés").one()
    factories.contact(helper, first_name="Jeanne", last_name="Morvalin")
    page = f"/issues/{issue.id}"
    end = {"step": "solve", "helpers": "Aciers Zélés", "may_be_named": "y"}
    answer = post(page, f"{page}/end", end | {"reason": "Jeanne Morvalin, d’Aciers Zélés, l’a réglé."})
    assert answer.status_code == 422
    assert "speaks of a member: Jeanne Morvalin" in answer.text


def test_one_reason_for_several_names_none_of_them(issue, post) -> None:
    other = factories.issue(factories.member("Troisième Fictive"), state=IssueState.QUALIFIED)
    page = f"/issues/together?ids={issue.id}&ids={other.id}"
    said = {"ids": [issue.id, other.id], "step": "decline", "reason": SAID}
    assert refused(post(page, "/issues/together", said))
    assert post(page, "/issues/together", said | LOOKED).status_code == 303
    assert other.state is IssueState.DECLINED


def test_who_let_it_stand_is_in_the_audit_log(issue, post, db) -> None:
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/ask-back", {"text": SAID} | LOOKED)
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/end", {"step": "close", "reason": SAID} | LOOKED)
    kept = {one.action: one.details for one in db.session.query(AuditEvent).filter_by(subject_id=issue.id)}
    assert kept["issue.message"]["as_it_stands"] is True
    assert "issue.names_stand" in kept

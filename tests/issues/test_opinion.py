"""Four weeks after an answer its author is asked once whether it helps; and may open again what had ended."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.issues import services
from cara_crm.issues.links import agreement_token, opinion_token
from cara_crm.issues.models import IssueState, IssueTransition, Opinion
from cara_crm.members.models import AccountManager
from cara_crm.tasks.models import Task
from tests import factories

CLOCK = Actor.system("clock")


def answered(member=None, *, days=30, **kwargs):
    member = member or factories.member()
    values = {"contact": factories.contact(member), "answered_at": clock.now() - timedelta(days=days)} | kwargs
    issue = factories.issue(member, state=IssueState.ANSWERED, **values)
    moved = {"from_state": IssueState.RELAYED, "to_state": IssueState.ANSWERED, "at": issue.answered_at}
    issue.transitions.append(IssueTransition(actor_label="Claire", **moved))
    return issue


def page_of(*issues) -> str:
    return f"/opinion/{opinion_token([one.id for one in issues], issues[0].contact_id)}"


@pytest.fixture
def ask(request_context):
    return lambda: services.ask_opinions(by=CLOCK)


def test_an_author_is_asked_once_four_weeks_after_the_answer(ask, db):
    answered(title="Acier")
    assert (ask(), ask()) == (1, 0)
    mail = db.session.query(Delivery).one()
    assert (mail.kind, "Acier" in mail.body_text, "Acier" in mail.subject) == ("opinion_asked", True, False)


def test_the_answers_to_one_author_are_asked_about_in_one_mail(ask, db):
    first = answered()
    answered(first.member, contact=first.contact)
    assert ask() == 2
    assert db.session.query(Delivery).count() == 1


@pytest.mark.parametrize("values", [{"days": 20}, {"days": 70}, {"opinion": Opinion.PARTLY}])
def test_who_heard_lately_or_long_ago_or_has_spoken_is_not_asked(ask, values):
    answered(**values)
    assert ask() == 0


def test_the_last_answer_counts_not_the_first(ask):
    issue = answered(days=60)
    moved = {"from_state": IssueState.RELAYED, "to_state": IssueState.ANSWERED, "at": clock.now() - timedelta(days=5)}
    issue.transitions.append(IssueTransition(actor_label="Claire", **moved))
    assert ask() == 0


def test_a_yes_from_the_mail_closes_the_issue(browse, post):
    issue = answered(title="Acier")
    assert "Acier" in browse(page_of(issue))
    assert issue.state is IssueState.ANSWERED
    chosen = {f"issue-{issue.id}-opinion": "yes"}
    assert post(page_of(issue), f"{page_of(issue)}/{issue.id}", chosen).status_code == 303
    assert (issue.state, issue.opinion) == (IssueState.CLOSED, Opinion.YES)
    assert "Thank you, the team reads it." in browse(page_of(issue))


def test_a_no_is_a_message_and_a_call_for_who_looks_after_the_member(post, db):
    issue, manager = answered(), factories.user()
    issue.member.managers.append(AccountManager(user_id=manager.id, from_on=factories.LONG_AGO))
    page = page_of(issue)
    post(page, f"{page}/{issue.id}", {f"issue-{issue.id}-opinion": "no", f"issue-{issue.id}-text": "Rien n’a changé."})
    assert (issue.state, issue.opinion) == (IssueState.ANSWERED, Opinion.NO)
    assert "Rien n’a changé." in issue.messages[-1].text
    assert db.session.query(Task).one().assignee_id == manager.id


def test_nothing_chosen_is_refused_and_what_was_typed_stays(post):
    issue = answered()
    answer = post(page_of(issue), f"{page_of(issue)}/{issue.id}", {f"issue-{issue.id}-text": "Rien n’a changé."})
    assert answer.status_code == 422
    assert "Rien n’a changé." in answer.text


def test_the_link_opens_nothing_else(client, post):
    mine, other = answered(), answered()
    assert post(page_of(mine), f"{page_of(mine)}/{other.id}").status_code == 404
    assert client.get(f"/opinion/{opinion_token([other.id], mine.contact_id)}").status_code == 404
    assert client.get(f"/opinion/{agreement_token([mine.id], mine.contact_id)}").status_code == 404


def test_who_has_left_the_member_is_asked_no_more(client):
    issue = answered()
    issue.contact.affiliations[0].until_on = clock.today() - timedelta(days=1)
    assert client.get(page_of(issue)).status_code == 410


@pytest.fixture
def author(sign_in):
    """Gives a member whose director is signed in."""
    member = factories.member()
    contact = factories.contact(member)
    sign_in(factories.user(Role.MEMBER, member_id=member.id, contact_id=contact.id))
    return contact, member


@pytest.mark.parametrize("state", [IssueState.CLOSED, IssueState.SOLVED, IssueState.DECLINED])
def test_an_author_opens_again_what_had_ended_with_a_reason_that_waits_for_the_team(author, browse, post, state):
    contact, member = author
    ended = {"closed_at": clock.now(), "solved_outcome": "Appel.", "opinion": Opinion.YES}
    issue = factories.issue(member, contact=contact, state=state, **ended)
    page = f"/my/issues/{issue.id}"
    assert "Open it again" in browse(page)
    assert post(page, f"{page}/reopen", {"reason": "Le délai est revenu."}).status_code == 303
    assert (issue.state, issue.closed_at, issue.opinion) == (IssueState.QUALIFIED, None, None)
    assert [(one.text, one.is_from_member, one.read_at) for one in issue.messages] == [
        ("Le délai est revenu.", True, None)
    ]


def test_opening_again_needs_a_reason(author, post):
    contact, member = author
    issue = factories.issue(member, contact=contact, state=IssueState.CLOSED, closed_at=clock.now())
    answer = post(f"/my/issues/{issue.id}", f"/my/issues/{issue.id}/reopen", {"reason": " "})
    assert answer.status_code == 422
    assert issue.state is IssueState.CLOSED


@pytest.mark.parametrize("state", [IssueState.SUBMITTED, IssueState.RELAYED, IssueState.WITHDRAWN])
def test_what_is_open_or_withdrawn_is_not_opened_again(author, post, state):
    contact, member = author
    issue = factories.issue(member, contact=contact, state=state)
    answer = post(f"/my/issues/{issue.id}", f"/my/issues/{issue.id}/reopen", {"reason": "Encore."})
    assert answer.status_code == 422
    assert issue.state is state


def test_the_opinion_of_the_portal_is_kept_and_may_change(author, post, browse):
    contact, member = author
    issue = answered(member, contact=contact)
    page = f"/my/issues/{issue.id}"
    assert post(page, f"{page}/opinion", {"opinion": "partly"}).status_code == 303
    assert issue.opinion is Opinion.PARTLY
    assert "The answer helps in part" in browse(page)
    assert post(page, f"{page}/opinion", {"opinion": "yes"}).status_code == 303
    assert (issue.state, issue.opinion) == (IssueState.CLOSED, Opinion.YES)

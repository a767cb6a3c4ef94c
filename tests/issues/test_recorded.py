"""Words that a manager noted are their author's: colleagues read them once it says so, and it says who will know."""

import pytest

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.issues import services
from cara_crm.issues.links import agreement_token
from cara_crm.issues.models import Agreement, Channel, Consent, IssueState
from cara_crm.issues.said import Said
from cara_crm.reports.voice import queries as voice
from tests import factories


@pytest.fixture
def member():
    return factories.member("Forge Fictive")


@pytest.fixture
def author(member):
    return factories.contact(member, email="paul@forge.example")


@pytest.fixture
def colleague(member):
    return factories.user(Role.MEMBER, member_id=member.id, contact_id=factories.contact(member).id)


def noted(member, author, **kwargs):
    said = Said(what_happens="Le four est arrêté deux jours.", title="Four arrêté")
    (issue,) = services.record_issues(
        [said], member=member, contact=author, channel=Channel.CALL, by=factories.actor(), **kwargs
    )
    factories.db.session.commit()
    return issue


def asked(member, author, **kwargs):
    return factories.issue(
        member, contact=author, agreement=Agreement.ASKED, agreement_contact=author, title="Four arrêté", **kwargs
    )


def page_of(issue):
    return f"/agreement/{agreement_token([issue.id], issue.agreement_contact_id)}"


def test_noted_words_are_not_shared_until_the_author_says_so(request_context, member, author, colleague, sign_in):
    issue = noted(member, author)
    client = sign_in(colleague)
    assert "Four arrêté" not in client.get("/my/issues").text
    services.agree(issue, by=factories.actor())
    factories.db.session.commit()
    assert client.get(f"/my/issues/{issue.id}").status_code == 404


@pytest.mark.parametrize("agreement", [Agreement.ASKED, Agreement.REFUSED])
def test_words_that_wait_or_were_refused_are_no_colleagues(member, author, colleague, sign_in, agreement):
    issue = asked(member, author, shared_with_colleagues=True)
    issue.agreement = agreement
    client = sign_in(colleague)
    own = [f"/my/issues/{issue.id}", f"/information/chain/{issue.id}"]
    assert {client.get(page).status_code for page in own} == {404}
    seen = voice.seen_by_team(factories.actor(), member.id, everything=False)
    assert not voice.says_something(issue.submitted_at.year, seen)
    issue.agreement = Agreement.AGREED
    factories.db.session.commit()
    assert {client.get(page).status_code for page in own} == {200}
    assert voice.says_something(issue.submitted_at.year, seen)


def test_of_a_colleagues_issue_nothing_is_asked(member, author, colleague, sign_in, request_context):
    issue = factories.issue(member, contact=author, shared_with_colleagues=True, title="Entre nous")
    services.ask_back(issue, "Depuis quand ?", by=factories.actor())
    factories.db.session.commit()
    html = sign_in(colleague).get("/my/issues").text
    assert ("Entre nous" in html, "We wait for you" in html) == (True, False)


def test_the_mailed_page_says_which_federation_will_know_and_how(member, author, browse, client):
    issue = asked(member, author, consent=Consent.NAMED)
    client.set_cookie("language", "fr")
    html = browse(page_of(issue))
    assert "la fédération peut savoir le nom de votre organisation" in html
    assert "FIF" in html


def test_by_the_mailed_page_the_author_says_who_may_know(member, author, post, browse, db):
    issue = asked(member, author)
    fif = issue.consents[0].federation_id
    said = {f"who-{issue.id}-consent_{fif}": "none", f"who-{issue.id}-shared": "y", "answer": "who"}
    assert post(page_of(issue), f"{page_of(issue)}/{issue.id}", said).status_code == 303
    assert (issue.consent_for(fif), issue.shared_with_colleagues) == (Consent.NONE, True)
    assert issue.agreement is Agreement.ASKED
    actions = db.session.query(AuditEvent.action).filter(AuditEvent.subject_id == issue.id).all()
    assert {"issue.consent", "issue.shared"} <= {one for (one,) in actions}
    assert "they may read it in the portal" in browse(page_of(issue))


def test_a_choice_that_is_none_changes_nothing(member, author, post):
    issue = asked(member, author)
    fif = issue.consents[0].federation_id
    said = {f"who-{issue.id}-consent_{fif}": "everybody", "answer": "who"}
    assert post(page_of(issue), f"{page_of(issue)}/{issue.id}", said).status_code == 422
    assert issue.consent_for(fif) is Consent.ANONYMOUS


def test_of_an_issue_that_ended_who_knows_is_not_asked(member, author, browse):
    issue = asked(member, author, state=IssueState.WITHDRAWN, closed_at=clock.now())
    assert "Who will know" not in browse(page_of(issue))

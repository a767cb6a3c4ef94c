"""A member on a phone: raise an issue, follow it, decide about it; never somebody else's."""

import re

import pytest
from lxml import html as parser

from cara_crm.audit.models import AuditEvent
from cara_crm.contacts.models import Contact
from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.issues import services
from cara_crm.issues.models import Agreement, Consent, Issue, IssueState
from cara_crm.positions import services as positions
from cara_crm.positions.models import Outcome, Way, WordingAgreement
from cara_crm.positions.queries import wishes_of
from cara_crm.tasks.models import Task
from tests import factories
from tests.relays.cast import sent_report

RAISED = {"what_happens": "L’acier met quatorze semaines.", "kind": "problem", "urgency": "normal", "euros": "40000"}


@pytest.fixture
def member():
    return factories.member("Forge Fictive")


@pytest.fixture
def me(member, sign_in):
    contact = factories.contact(member)
    return sign_in(factories.user(Role.MEMBER, member_id=member.id, contact_id=contact.id))


@pytest.fixture
def raised(me, post, db):
    def _raised(**values):
        consent = {f"consent_{factories.federation().id}": "anonymous"}
        return post("/my/issues/new", "/my/issues/new", RAISED | consent | values)

    return _raised


def own(member, **kwargs):
    return factories.issue(member, **kwargs)


def test_an_empty_list_teaches(me, browse):
    assert "Nothing raised yet" in browse("/my/issues")


def test_the_form_asks_five_questions(me, browse):
    html = browse("/my/issues/new")
    assert all(f"{n}. " in html for n in range(1, 6))


def test_a_draft_is_its_authors_alone_until_it_is_sent(raised, member, sign_in, client, post, db):
    raised(later="yes", title="Entre nous")
    issue = db.session.query(Issue).one()
    colleague = factories.user(Role.MEMBER, member_id=member.id, contact_id=factories.contact(member).id)
    sign_in(colleague)
    assert "Entre nous" not in client.get("/my/issues").text
    pages = [f"/my/issues/{issue.id}{page}" for page in ("", "/draft", "/check", "/chain")]
    assert {client.get(page).status_code for page in pages} == {404}
    assert post("/my/issues/new", f"/my/issues/{issue.id}/draft", RAISED).status_code == 404
    issue.state, issue.submitted_at = IssueState.SUBMITTED, clock.now()
    db.session.commit()
    assert "Entre nous" not in client.get("/my/issues").text
    issue.shared_with_colleagues = True
    db.session.commit()
    assert "Entre nous" in client.get("/my/issues").text


def colleague_of(member, **kwargs):
    return factories.user(Role.MEMBER, member_id=member.id, contact_id=factories.contact(member).id, **kwargs)


def test_what_is_sent_is_read_by_its_author_and_its_director_until_it_is_shared(member, sign_in, client):
    issue = factories.issue(member, contact=factories.contact(member), title="Entre nous")
    page = f"/my/issues/{issue.id}"
    pages = [page, f"{page}/consent", f"{page}/withdraw", f"/information/chain/{issue.id}"]
    sign_in(colleague_of(member))
    assert {client.get(one).status_code for one in pages} == {404}
    sign_in(colleague_of(member, is_member_director=True))
    assert {client.get(one).status_code for one in pages} == {200}


def test_a_director_does_not_read_drafts(member, sign_in, client):
    issue = factories.issue(member, contact=factories.contact(member), state=IssueState.DRAFT)
    sign_in(colleague_of(member, is_member_director=True))
    assert client.get(f"/my/issues/{issue.id}/draft").status_code == 404


def test_a_colleague_reads_what_is_shared_and_decides_nothing_about_it(member, sign_in, client, browse, post):
    values = {"state": IssueState.ANSWERED, "answered_at": clock.now(), "shared_with_colleagues": True}
    issue = factories.issue(member, contact=factories.contact(member), **values)
    sign_in(colleague_of(member))
    page = f"/my/issues/{issue.id}"
    html = browse(page)
    assert [word for word in ("Withdraw it", "Does this answer help you?", "Change my words") if word in html] == []
    for act in ("opinion", "reopen", "edit", "consent", "withdraw", "agreement"):
        assert post(page, f"{page}/{act}", {"opinion": "yes", "reason": "Non."}).status_code == 404
    assert issue.state is IssueState.ANSWERED


def test_the_author_says_whether_colleagues_may_read_it(raised, browse, post, db):
    raised(shared="y")
    issue = db.session.query(Issue).one()
    assert issue.shared_with_colleagues
    consent = {f"consent_{factories.federation().id}": "anonymous"}
    post(f"/my/issues/{issue.id}/check", f"/my/issues/{issue.id}/send", consent | {"shared": "y"})
    assert "with your colleagues" in browse(f"/my/issues/{issue.id}")
    post(f"/my/issues/{issue.id}/consent", f"/my/issues/{issue.id}/consent", consent)
    assert not issue.shared_with_colleagues


def test_recorded_words_are_seen_by_colleagues_and_words_without_an_author_are_in_their_hands(member, sign_in, client):
    issue = factories.issue(member, contact=None)
    sign_in(colleague_of(member))
    assert client.get(f"/my/issues/{issue.id}/withdraw").status_code == 200


def test_what_is_said_is_checked_then_sent(raised, client, browse, db, post):
    page = raised()
    issue = db.session.query(Issue).one()
    assert page.location.endswith(f"/my/issues/{issue.id}/check")
    assert "quatorze semaines" in browse(f"/my/issues/{issue.id}/check")
    consent = {f"consent_{factories.federation().id}": "named"}
    sent = post(f"/my/issues/{issue.id}/check", f"/my/issues/{issue.id}/send", consent)
    assert sent.location.endswith("/sent")
    assert "What happens next" in browse(f"/my/issues/{issue.id}/sent")
    assert issue.state is IssueState.SUBMITTED
    assert issue.consent_for(factories.federation().id) is Consent.NAMED


def test_before_sending_one_sees_what_a_federation_would_see_for_each_choice(raised, member, browse, db):
    raised(jobs="12", concerns_third_party="y", third_parties="Client Fictif")
    page = browse(f"/my/issues/{db.session.query(Issue).one().id}/check")
    preview = parser.document_fromstring(page).xpath("//details[@class='preview']")[0]
    without, named, nothing = (
        " ".join(one.text_content().split()) for one in preview.xpath(".//div[contains(@class, 'panel')]")
    )
    assert "12 jobs concerned: only inside a sum of at least 5 groups" in without
    assert member.name in named
    assert member.name not in without + nothing
    assert "Never the customer" in without
    assert "Client Fictif" not in without + named + nothing
    assert "Nothing: not a word" in nothing


def test_a_double_click_makes_one_draft(raised, db):
    raised(submission_key="same")
    raised(submission_key="same")
    assert db.session.query(Issue).count() == 1


@pytest.fixture
def typed(me, client, post):
    """What the page sends by itself while one types."""

    def _typed(address="/my/issues/keep", **values):
        consent = {f"consent_{factories.federation().id}": "anonymous"}
        return post("/my/issues/new", address, RAISED | consent | values, headers={"HX-Request": "true"})

    return _typed


def test_what_is_typed_is_kept_with_the_account_and_goes_on_elsewhere(typed, raised, browse, db):
    answer = typed(submission_key="one", what_happens="L’acier")
    issue = db.session.query(Issue).one()
    assert "Draft kept with your account" in answer.text
    assert answer.headers["HX-Replace-Url"] == f"/my/issues/{issue.id}/draft"
    typed(submission_key="one", what_happens="L’acier met quatorze semaines.")
    assert "quatorze semaines" in browse(f"/my/issues/{issue.id}/draft")
    assert "Go on with your draft" in browse("/my/issues/new")
    raised(submission_key="one", what_happens="Fini.")
    assert [one.what_happens for one in db.session.query(Issue)] == ["Fini."]


def test_typing_begins_a_draft_in_the_audit_log_once(typed, db):
    for words in ("Un", "Deux", "Trois"):
        typed(submission_key="one", what_happens=words)
    actions = [one.action for one in db.session.query(AuditEvent) if one.action.startswith("issue.")]
    assert actions == ["issue.draft_begun"]


def test_of_nothing_said_no_draft_is_made(typed, db):
    assert typed(what_happens="").status_code == 204
    assert db.session.query(Issue).count() == 0


def test_what_cannot_be_kept_says_so(typed, db):
    answer = typed(what_happens="x" * 10_001)
    assert answer.status_code == 422
    assert "Not kept yet" in answer.text


def test_what_was_sent_meanwhile_is_not_written_over(typed, member):
    issue = factories.issue(member, state=IssueState.SUBMITTED, what_happens="Envoyé.")
    assert typed(f"/my/issues/{issue.id}/keep", what_happens="Encore").status_code == 204
    assert issue.what_happens == "Envoyé."


def test_another_persons_draft_is_not_typed_over(typed, member, db):
    theirs = factories.issue(state=IssueState.DRAFT, submission_key="theirs", what_happens="À eux.")
    assert typed(f"/my/issues/{theirs.id}/keep").status_code == 404
    colleague = factories.contact(member)
    own = factories.issue(member, state=IssueState.DRAFT, contact=colleague, what_happens="À elle.")
    assert typed(f"/my/issues/{own.id}/keep").status_code == 404


def test_a_draft_may_be_empty_and_waits(raised, browse, client, db):
    raised(what_happens="", later="yes")
    issue = db.session.query(Issue).one()
    assert "Drafts" in browse("/my/issues")
    assert "Check before sending" in browse(f"/my/issues/{issue.id}/draft")


def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(raised):
    page = raised(what_happens="", asked="Un délai")
    html = page.get_data(as_text=True)
    assert page.status_code == 422
    assert "Say what happens" in html
    assert "Un délai" in html


def test_about_a_customer_the_check_page_withholds(raised, browse, db):
    raised(concerns_third_party="y")
    issue = db.session.query(Issue).one()
    html = browse(f"/my/issues/{issue.id}/check")
    assert "nothing is passed on unless" in html
    assert re.search(r'checked[^>]*value="none"', html)


@pytest.mark.parametrize("state", [s for s in IssueState if s not in (IssueState.DRAFT, IssueState.SOLVED)])
def test_an_issue_shows_its_stages_in_every_state(me, member, browse, state):
    issue = own(member, state=state)
    assert "Being prepared" in browse(f"/my/issues/{issue.id}")


def test_another_members_issue_is_not_there(me, client):
    other = factories.issue(factories.member("Ailleurs"))
    urls = [
        f"/my/issues/{other.id}{part}" for part in ("", "/edit", "/consent", "/withdraw", "/draft", "/check", "/sent")
    ]
    assert {client.get(url).status_code for url in urls} == {404}


def test_a_message_reaches_the_cluster_once(me, member, post):
    issue = own(member)
    for _click in range(2):
        post(f"/my/issues/{issue.id}", f"/my/issues/{issue.id}/message", {"text": "Du nouveau"})
    assert [one.text for one in issue.messages] == ["Du nouveau"]


def test_internal_notes_are_never_shown(me, member, browse):
    issue = own(member)
    services.add_note(issue, "Entre nous", by=factories.actor())
    assert "Entre nous" not in browse(f"/my/issues/{issue.id}")


def test_recorded_words_are_agreed_to(me, member, post):
    issue = own(member, agreement=Agreement.ASKED)
    post(f"/my/issues/{issue.id}", f"/my/issues/{issue.id}/agreement", {"answer": "agree"})
    assert issue.agreement is Agreement.AGREED


def test_words_are_changed_and_kept(me, member, browse, post):
    issue = own(member)
    browse(f"/my/issues/{issue.id}/edit")
    post(f"/my/issues/{issue.id}/edit", f"/my/issues/{issue.id}/edit", RAISED | {"title": "Acier"})
    assert issue.title == "Acier"
    assert len(issue.versions) == 1


def test_consent_is_changed(me, member, browse, post):
    issue = own(member)
    url, field = f"/my/issues/{issue.id}/consent", f"consent_{factories.federation().id}"
    browse(url)
    post(url, url, {field: "none"})
    assert issue.consent_for(factories.federation().id) is Consent.NONE


def test_an_issue_is_withdrawn(me, member, browse, post):
    issue = own(member)
    url = f"/my/issues/{issue.id}/withdraw"
    browse(url)
    post(url, url, {"reason": "Réglé"})
    assert issue.state is IssueState.WITHDRAWN


def test_the_wording_is_shown_once_it_was_sent(me, member, browse):
    issue = own(member)
    position = factories.position(issue)
    assert position.statement not in browse(f"/my/issues/{issue.id}")
    positions.mark_relayed([position], at=clock.now(), by=factories.actor())
    sent_report(position)
    assert position.statement in browse(f"/my/issues/{issue.id}")


def test_what_is_written_after_the_sending_is_not_shown(me, member, browse, db):
    issue = own(member)
    position = factories.position(issue)
    positions.mark_relayed([position], at=clock.now(), by=factories.actor())
    sent_report(position)
    before, position.statement = position.statement, "Fonderie Concurrente a dit hier que…"
    db.session.commit()
    html = browse(f"/my/issues/{issue.id}")
    assert before in html
    assert "Concurrente" not in html


def test_a_title_that_nobody_agreed_to_is_not_shown_with_the_question(me, member, browse, db, request_context):
    issue = own(member, contact=member.affiliations[0].contact)
    position = factories.position(issue, title="Ce que Fonderie Concurrente demande")
    positions.ask_wording(position, Way.SIGNAL, by=factories.actor())
    db.session.commit()
    html = browse("/my/issues")
    assert "Do you agree to this wording?" in html
    assert "Concurrente" not in html


def test_a_sole_author_is_warned_and_answers(me, member, browse, post, db, request_context):
    issue = own(member, contact=member.affiliations[0].contact)
    positions.ask_wording(factories.position(issue), Way.SIGNAL, by=factories.actor())
    question = db.session.query(WordingAgreement).one()
    url = f"/my/wordings/{question.id}"
    assert "You are the only one so far" in browse(url)
    post(url, url, {"answer": "agree"})
    assert question.agreed is True


def test_my_organisation_takes_a_proposal(me, member, browse, post, db):
    assert "Forge Fictive" in browse("/my/organisation")
    post("/my/organisation", "/my/organisation", {"text": "Nouvelle adresse"})
    assert db.session.query(Task).filter_by(subject_type="member", subject_id=member.id).count() == 1


def test_who_left_the_newsletters_comes_back(me, browse, post, db):
    kept = {"preference": "at_once", "language": "fr"}
    contact = db.session.query(Contact).order_by(Contact.id.desc()).first()
    post("/my/preferences", "/my/preferences", kept)
    assert contact.newsletter_opt_out_at is not None
    assert "You left them on" in browse("/my/preferences")
    post("/my/preferences", "/my/preferences", kept | {"newsletters": "y"})
    db.session.refresh(contact)
    assert contact.newsletter_opt_out_at is None


def test_my_preferences_are_kept(me, browse, post, db):
    browse("/my/preferences")
    post("/my/preferences", "/my/preferences", {"preference": "weekly", "language": "en"})
    assert "checked" in browse("/my/preferences").split('value="weekly"')[0][-80:] + browse("/my/preferences")


def sent_subject(n: int):
    issues = [factories.issue(factories.member(f"Atelier {i}")) for i in range(n)]
    position = factories.position(*issues, title="Acier trop lent", folded="acier trop lent quatorze semaines")
    positions.mark_relayed([position], at=clock.now(), by=factories.actor())
    return position


def test_a_subject_that_is_carried_is_joined_with_ones_own_words(raised, browse, post, db):
    position = sent_subject(5)
    raised(title="Acier trop lent")
    issue = db.session.query(Issue).order_by(Issue.id.desc()).first()
    assert position.statement in browse(f"/my/issues/{issue.id}/check")
    data = {f"consent_{factories.federation().id}": "anonymous", "join": position.id}
    post(f"/my/issues/{issue.id}/check", f"/my/issues/{issue.id}/send", data)
    assert wishes_of(issue.id) == {position.id}


def test_a_subject_of_fewer_than_k_groups_is_shown_to_nobody(raised, browse, db):
    position = sent_subject(4)
    raised(title="Acier trop lent")
    issue = db.session.query(Issue).order_by(Issue.id.desc()).first()
    assert position.statement not in browse(f"/my/issues/{issue.id}/check")


def answered(member):
    issue = own(member)
    position = factories.position(issue)
    positions.mark_relayed([position], at=clock.now(), by=factories.actor())
    positions.mark_answered(position, Outcome.TAKEN_UP, issues=[issue], at=clock.now(), by=factories.actor())
    return issue


@pytest.mark.parametrize(
    ("opinion", "state", "calls"),
    [("yes", IssueState.CLOSED, 0), ("partly", IssueState.ANSWERED, 0), ("no", IssueState.ANSWERED, 1)],
)
def test_the_member_says_whether_the_answer_helps(me, member, browse, post, db, opinion, state, calls):
    issue = answered(member)
    url = f"/my/issues/{issue.id}"
    assert "Does this answer help you?" in browse(url)
    post(url, f"{url}/opinion", {"opinion": opinion, "text": "Voilà"})
    assert issue.state is state
    assert db.session.query(Task).count() == calls

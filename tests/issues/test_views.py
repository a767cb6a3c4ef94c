"""The inbox and its reader; the page on which an author agrees without an account."""

import pytest

from cara_crm.core.permissions import Role
from cara_crm.issues import services
from cara_crm.issues.links import agreement_token
from cara_crm.issues.models import Agreement, Consent, IssueKind, IssueState, Urgency
from cara_crm.positions.models import PositionIssue
from tests import factories


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user())


def asked(**kwargs):
    member = factories.member()
    contact = factories.contact(member)
    return factories.issue(member, contact=contact, agreement_contact=contact, agreement=Agreement.ASKED, **kwargs)


def address(issue) -> str:
    return f"/agreement/{agreement_token(issue.id, issue.agreement_contact_id)}"


def test_an_empty_inbox_teaches(manager, browse):
    assert "No issue yet" in browse("/issues")


def test_the_list_is_narrowed_by_words_without_accents(manager, browse):
    factories.issue(title="Hydrogène", folded="hydrogene")
    factories.issue(title="Acier", folded="acier")
    html = browse("/issues?q=hydrogene")
    assert "Hydrogène" in html
    assert "Acier" not in html


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("view=submitted", {"state": IssueState.SUBMITTED}),
        ("view=agreement", {"agreement": Agreement.ASKED}),
        ("view=urgent", {"urgency": Urgency.HIGH}),
        ("kind=need", {"kind": IssueKind.NEED}),
    ],
)
def test_a_filter_shows_what_it_names_and_nothing_else(manager, browse, query, values):
    factories.issue(title="Hydrogène")
    factories.issue(title="Acier", **values)
    html = browse(f"/issues?{query}")
    assert "Acier" in html
    assert "Hydrogène" not in html


def test_the_list_is_narrowed_to_a_sector(manager, browse):
    factories.issue(title="Acier")
    factories.issue(title="Hydrogène").sectors = [factories.sector("VELO")]
    html = browse(f"/issues?sector={factories.sector('RAIL').id}")
    assert "Acier" in html
    assert "Hydrogène" not in html


def test_the_list_is_narrowed_to_a_member(manager, browse):
    factories.issue(title="Hydrogène")
    author = factories.issue(title="Acier").member
    html = browse(f"/issues?member={author.id}")
    assert "Acier" in html
    assert "Hydrogène" not in html


def test_filters_that_make_no_sense_narrow_nothing(manager, browse):
    factories.issue(title="Acier")
    assert "Acier" in browse("/issues?view=x&sector=y&kind=z")


def test_the_reader_stands_beside_the_list(manager, browse):
    issue = factories.issue(title="Certification des bogies")
    factories.issue(title="Certification des bogies aussi")
    factories.position(factories.issue())
    html = browse(f"/issues/{issue.id}")
    assert "Their words" in html
    assert "nearly the same title" in html


def test_it_is_qualified(manager, post):
    issue = factories.issue(state=IssueState.SUBMITTED)
    data = {
        "sector_ids": factories.sector().id,
        "priority_id": factories.priority().id,
        "kind": "need",
        "urgency": "high",
    }
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/qualify", data)
    assert (issue.state, issue.kind) == (IssueState.QUALIFIED, IssueKind.NEED)


def test_without_a_sector_it_is_refused_at_the_field(manager, post):
    issue = factories.issue(state=IssueState.SUBMITTED)
    page = post(
        f"/issues/{issue.id}", f"/issues/{issue.id}/qualify", {"priority_id": 0, "kind": "need", "urgency": "high"}
    )
    assert page.status_code == 422
    assert "Choose at least one sector." in page.get_data(as_text=True)


def test_one_action_groups_it_into_a_new_position(manager, post, db):
    issue = factories.issue()
    page = post(f"/issues/{issue.id}", f"/issues/{issue.id}/group", {"position": f"new:{factories.federation().id}"})
    link = db.session.query(PositionIssue).one()
    assert page.location.endswith(f"/positions/{link.position_id}/edit")


def test_one_action_adds_it_to_a_position(manager, post, db):
    position, issue = factories.position(factories.issue()), factories.issue(factories.member("Deux"))
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/group", {"position": position.id})
    assert db.session.query(PositionIssue).filter_by(position_id=position.id).count() == 2


def test_a_message_and_a_note(manager, post):
    issue = factories.issue()
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/ask-back", {"text": "Depuis quand ?"})
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/note", {"text": "À suivre"})
    assert ([m.text for m in issue.messages], [n.text for n in issue.notes]) == (["Depuis quand ?"], ["À suivre"])


@pytest.mark.parametrize(
    ("step", "state"), [("solve", IssueState.SOLVED), ("decline", IssueState.DECLINED), ("close", IssueState.CLOSED)]
)
def test_it_ends_with_a_reason(manager, post, step, state):
    issue = factories.issue()
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/end", {"step": step, "reason": "Voilà"})
    assert issue.state is state


def test_an_ending_without_a_reason_is_refused(manager, post):
    issue = factories.issue()
    assert post(f"/issues/{issue.id}", f"/issues/{issue.id}/end", {"step": "close", "reason": ""}).status_code == 422


def test_it_is_paused_and_goes_on(manager, post, browse):
    issue = factories.issue()
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/end", {"step": "pause", "reason": "Un décret est attendu."})
    assert "Un décret est attendu." in browse(f"/issues/{issue.id}")
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/resume")
    assert issue.paused_on is None


def test_the_words_are_corrected_and_asked_about(manager, post, browse):
    member = factories.member()
    issue = factories.issue(member, contact=factories.contact(member))
    browse(f"/issues/{issue.id}/edit")
    post(f"/issues/{issue.id}/edit", f"/issues/{issue.id}/edit", {"title": "Neuf", "what_happens": "Autrement dit."})
    assert (issue.title, issue.agreement) == ("Neuf", Agreement.ASKED)
    assert "Autrement dit." in browse(f"/issues/{issue.id}/versions")


def test_a_manager_sees_the_issues_of_its_sectors_only(sign_in, client):
    issue = factories.issue()
    sign_in(factories.user(sectors=[factories.sector("VELO")]))
    assert client.get(f"/issues/{issue.id}").status_code == 404
    assert issue.title not in client.get("/issues").get_data(as_text=True)


def test_a_draft_is_its_authors_alone(manager, client):
    issue = factories.issue(state=IssueState.DRAFT)
    assert client.get(f"/issues/{issue.id}").status_code == 404


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.OBSERVER, Role.REVIEWER, Role.ADMINISTRATOR])
def test_raw_words_are_for_managers(sign_in, client, role):
    sign_in(factories.user(role))
    assert client.get(f"/issues/{factories.issue().id}").status_code == 404


def test_a_link_shows_the_words_and_changes_nothing(browse):
    issue = asked()
    assert issue.what_happens in browse(address(issue))
    assert issue.agreement is Agreement.ASKED


@pytest.mark.parametrize(("answer", "agreement"), [("agree", Agreement.AGREED), ("refuse", Agreement.REFUSED)])
def test_its_buttons_answer(post, answer, agreement):
    issue = asked()
    post(address(issue), address(issue), {"answer": answer})
    assert issue.agreement is agreement


def test_words_are_corrected_by_the_link(post):
    issue = asked()
    post(address(issue), address(issue), {"answer": "correct", "title": "Mieux", "what_happens": "Dit autrement."})
    assert (issue.title, issue.agreement) == ("Mieux", Agreement.AGREED)


def test_a_link_of_somebody_else_opens_nothing(client):
    issue = asked()
    assert client.get(f"/agreement/{agreement_token(issue.id, 999_999)}").status_code == 404
    assert client.get("/agreement/nonsense").status_code == 404


def test_an_answer_cannot_be_given_twice(client, post):
    issue = asked()
    post(address(issue), address(issue), {"answer": "agree"})
    assert "You agreed" in client.get(address(issue)).get_data(as_text=True)


def test_without_consent_it_cannot_be_grouped(manager, browse):
    issue = factories.issue(consent=Consent.NONE)
    assert "No federation may know of it" in browse(f"/issues/{issue.id}")


def test_a_message_that_needs_no_answer_is_marked(manager, post, browse):
    issue = factories.issue()
    services.write_to_cluster(issue, "Merci !", by=factories.actor())
    assert "No answer needed" in browse(f"/issues/{issue.id}")
    post(f"/issues/{issue.id}", f"/issues/{issue.id}/read")
    assert issue.messages[0].read_at

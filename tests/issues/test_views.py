"""The inbox and its reader; the page on which an author agrees without an account."""

import pytest
from itsdangerous import URLSafeTimedSerializer
from lxml import html as parser

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
    return f"/agreement/{agreement_token([issue.id], issue.agreement_contact_id)}"


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
    post(
        f"/issues/{issue.id}",
        f"/issues/{issue.id}/end",
        {"step": "pause", "reason": "Un décret est attendu.", "waits_for": "partner"},
    )
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


def together(n=2):
    """Issues that one contact was asked about at once, and the address where it answers."""
    first = asked(title="Essais")
    same = {"contact": first.contact, "agreement_contact": first.contact, "agreement": Agreement.ASKED}
    issues = [first, *(factories.issue(first.member, title=f"Soudeurs {m}", **same) for m in range(1, n))]
    return issues, f"/agreement/{agreement_token([one.id for one in issues], first.agreement_contact_id)}"


@pytest.mark.parametrize(("answer", "agreement"), [("agree", Agreement.AGREED), ("refuse", Agreement.REFUSED)])
def test_its_buttons_answer(post, answer, agreement):
    issue = asked()
    assert post(address(issue), f"{address(issue)}/{issue.id}", {"answer": answer}).status_code == 303
    assert issue.agreement is agreement


def test_words_are_corrected_by_the_link(post):
    issue = asked()
    said = {f"issue-{issue.id}-title": "Mieux", f"issue-{issue.id}-what_happens": "Dit autrement."}
    post(address(issue), f"{address(issue)}/{issue.id}", {"answer": "correct"} | said)
    assert (issue.title, issue.agreement) == ("Mieux", Agreement.AGREED)


def test_each_of_several_issues_is_answered_by_itself(post, browse):
    (one, two, three), page = together(3)
    post(page, f"{page}/{one.id}", {"answer": "agree"})
    post(page, f"{page}/{two.id}", {"answer": "refuse"})
    assert [i.agreement for i in (one, two, three)] == [Agreement.AGREED, Agreement.REFUSED, Agreement.ASKED]
    assert [i.state for i in (one, two)] == [IssueState.QUALIFIED, IssueState.WITHDRAWN]
    assert "1 waits for your answer" in browse(page)


def test_what_is_wrong_in_one_correction_is_said_at_that_issue(post):
    (one, two), page = together()
    said = {f"issue-{two.id}-title": "Gardé", f"issue-{two.id}-what_happens": ""}
    refused = post(page, f"{page}/{two.id}", {"answer": "correct"} | said)
    html = parser.document_fromstring(refused.text)
    assert (refused.status_code, len(html.xpath("//details[@open]"))) == (422, 1)
    assert html.get_element_by_id(f"issue-{two.id}-title").get("value") == "Gardé"
    assert (one.agreement, two.agreement) == (Agreement.ASKED, Agreement.ASKED)


def test_an_issue_that_the_link_does_not_name_is_not_answered(post):
    issue, other = asked(), asked()
    assert post(address(issue), f"{address(issue)}/{other.id}", {"answer": "agree"}).status_code == 404
    assert other.agreement is Agreement.ASKED


def test_a_link_of_a_mail_about_one_issue_still_opens(app, browse):
    issue = asked()
    token = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="issue-agreement")
    assert issue.what_happens in browse(f"/agreement/{token.dumps([issue.id, issue.agreement_contact_id])}")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_several_issues_keeps_the_rules(client, browse, language):
    issues, page = together()
    client.set_cookie("language", language)
    html = browse(page)
    assert [one.title for one in issues if one.title not in html] == []
    assert "Essais" not in parser.document_fromstring(html).findtext(".//title")


def test_a_link_of_somebody_else_opens_nothing(client):
    issue = asked()
    assert client.get(f"/agreement/{agreement_token([issue.id], 999_999)}").status_code == 404
    assert client.get("/agreement/nonsense").status_code == 404


def test_an_answer_cannot_be_given_twice(client, post):
    issue = asked()
    post(address(issue), f"{address(issue)}/{issue.id}", {"answer": "agree"})
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

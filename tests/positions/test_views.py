"""The position editor through the door."""

import pytest

from cara_crm.deliveries.models import Delivery
from cara_crm.issues import services as issues
from cara_crm.issues.models import Consent
from cara_crm.positions import queries, services
from cara_crm.positions.links import wording_token
from cara_crm.positions.models import Position, PositionState, Stance, Way, WordingAgreement
from tests import factories
from tests.browse import filled

WORDS = {"title": "Délais", "statement": "C’est long.", "request": "Un délai.", "priority_id": "0"}


@pytest.fixture
def manager(sign_in):
    return sign_in(factories.user())


def backed(n: int = 2, **kwargs):
    made = []
    for i in range(n):
        member = factories.member(f"Atelier {i}")
        made.append(factories.issue(member, contact=factories.contact(member)))
    return factories.position(*made, **kwargs)


def test_an_empty_list_teaches(manager, browse):
    assert "No position yet" in browse("/positions")


def test_the_list_says_what_is_below_the_threshold(manager, browse):
    backed()
    assert "Below 5" in browse("/positions?state=draft")


def test_a_position_is_opened(manager, browse, post, db):
    browse("/positions/new")
    post("/positions/new", "/positions/new", {"federation_id": factories.federation().id, "title": "Neuve"})
    position = db.session.query(Position).one()
    assert "No issue stands behind it yet." in browse(f"/positions/{position.id}/edit")


def test_the_editor_shows_both_columns_and_four_ways(manager, browse):
    position = backed()
    html = browse(f"/positions/{position.id}/edit")
    assert all(word in html for word in ("Their words", "Our wording", "Ask each author", "Wait and tell them"))


def test_words_are_saved_as_a_version(manager, post, browse):
    position = backed()
    url = f"/positions/{position.id}/edit"
    post(url, url, WORDS | {"version": position.version})
    assert position.statement == "C’est long."
    assert "C’est long." in browse(f"/positions/{position.id}/versions")


def test_the_second_who_saves_sees_both(manager, post):
    position = backed()
    url = f"/positions/{position.id}/edit"
    page = post(url, url, WORDS | {"version": position.version + 7})
    html = page.get_data(as_text=True)
    assert page.status_code == 409
    assert "<del>" in html
    assert "C’est long." in html


def test_what_only_the_first_changed_stays_when_the_second_saves(manager, client, db):
    position = backed()
    url = f"/positions/{position.id}/edit"
    typed = filled(client.get(url).text, url)
    assert client.post(url, data=typed | {"title": "Le leur", "why": "Leur raison."}).status_code == 303
    answer = client.post(url, data=typed | {"statement": "C’est long.", "why": "Ma raison."})
    assert answer.status_code == 409
    assert "taken over" in answer.text
    assert client.post(url, data=filled(answer.text, url)).status_code == 303
    db.session.expire_all()
    assert (position.title, position.statement, position.why) == ("Le leur", "C’est long.", "Ma raison.")


def test_a_name_is_marked_where_it_stands(manager, client, post, browse):
    position = backed(statement="Chez Zorglubex Mécanique on attend.")
    factories.member("Zorglubex Mécanique")
    html = browse(f"/positions/{position.id}/leaks", budget=40)
    assert '<mark class="leak">' in html


def test_words_are_checked_before_they_are_saved(manager, post, db):
    position = backed()
    factories.member("Zorglubex Mécanique")
    db.session.commit()
    page = post(
        f"/positions/{position.id}/edit", f"/positions/{position.id}/check", {"why": "Zorglubex Mécanique attend."}
    )
    assert '<mark class="leak">' in page.get_data(as_text=True)
    assert position.why == ""


def test_an_authors_customer_and_exact_words_are_marked_while_they_are_worded(manager, browse):
    said = "Depuis mars notre client Zorvak refuse chaque pièce livrée."
    position = factories.position(factories.issue(what_happens=said), why="Zorvak est difficile.", examples=said)
    html = browse(f"/positions/{position.id}/leaks", budget=40)
    assert html.count("perhaps a customer or supplier that an author speaks of") == 2
    assert html.count("exact words: word it otherwise") == 1


def test_a_named_member_is_no_leak(manager, browse):
    member = factories.member("Zorglubex Mécanique")
    issue = factories.issue(member, consent=Consent.NAMED)
    position = factories.position(issue, statement="Chez Zorglubex Mécanique on attend.")
    assert '<mark class="leak">' not in browse(f"/positions/{position.id}/leaks", budget=40)


@pytest.mark.parametrize("way", ["wait", "named", "signal", "ask"])
def test_each_way_is_one_click(manager, post, db, way):
    position = backed()
    post(f"/positions/{position.id}/edit", f"/positions/{position.id}/way", {"way": way})
    assert position.way is Way(way)
    assert db.session.query(Delivery).count() == 2


def test_authors_are_not_asked_about_words_that_give_somebody_away(manager, post, db):
    factories.member("Zorglubex Mécanique")
    position = backed(statement="Chez Zorglubex Mécanique on attend.")
    page = post(f"/positions/{position.id}/edit", f"/positions/{position.id}/way", {"way": "signal"})
    assert page.location.endswith("/leaks")
    assert db.session.query(WordingAgreement).count() == 0


def test_issues_are_added_and_taken_out(manager, post):
    position, issue = backed(1), factories.issue(factories.member("Autre"))
    page = f"/positions/{position.id}/edit"
    post(page, f"/positions/{position.id}/issues", {"issue_id": issue.id})
    assert len(position.links) == 2
    post(page, f"/positions/{position.id}/issues/{issue.id}/remove")
    assert len(position.links) == 1


def test_an_issue_stands_against(manager, post):
    position = backed(1)
    link = position.links[0]
    page, stance = f"/positions/{position.id}/edit", f"/positions/{position.id}/issues/{link.issue_id}/stance"
    for _two_at_once in "12":
        post(page, stance, {"stance": "against"})
        assert link.stance is Stance.AGAINST
    post(page, stance)
    assert link.stance is Stance.FOR


def test_it_is_closed_and_taken_up(manager, post, browse):
    position = backed(1)
    post(f"/positions/{position.id}/edit", f"/positions/{position.id}/close")
    assert position.state is PositionState.CLOSED
    browse(f"/positions/{position.id}/edit")
    post(f"/positions/{position.id}/edit", f"/positions/{position.id}/take-up")
    assert position.state is PositionState.DRAFT


def test_what_changed_since_the_approval_is_said(manager, browse):
    position = backed(6)
    services.approve_position(position, by=factories.actor())
    position.content_revision += 1
    assert "To be approved again." in browse(f"/positions/{position.id}/edit")


def test_an_author_answers_by_a_link_without_an_account(client, post, browse, db, request_context):
    position = backed(2)
    services.ask_wording(position, Way.SIGNAL, by=factories.actor())
    question = db.session.query(WordingAgreement).first()
    url = f"/wording/{wording_token(question.id)}"
    assert position.statement in browse(url)
    assert question.agreed is None
    post(url, url, {"answer": "refuse"})
    assert question.agreed is False


def test_it_is_merged_and_split_through_the_door(manager, post):
    one, two = backed(2), factories.position(factories.issue(factories.member("Autre")), title="Autre")
    page = post(f"/positions/{one.id}/edit", f"/positions/{one.id}/merge", {"into": two.id})
    assert page.location.partition("?")[0].endswith(f"/positions/{two.id}/edit")
    post(
        f"/positions/{two.id}/edit", f"/positions/{two.id}/split", {"issue_id": two.links[0].issue_id, "title": "Seule"}
    )
    assert len(two.links) == 2


def test_words_of_a_sector_that_is_not_in_charge_are_not_shown(sign_in, browse):
    issue = factories.issue(factories.member("Rail Seul"), what_happens="Mots du rail.")
    position = factories.position(issue)
    position.sectors.append(factories.sector("VELO"))
    sign_in(factories.user(sectors=[factories.sector("VELO")]))
    html = browse(f"/positions/{position.id}/edit")
    assert "Mots du rail." not in html
    assert "Rail Seul" not in html


def test_the_evidence_is_broken_down_and_said_as_a_report_would(manager, browse):
    position = backed(6)
    html = browse(f"/positions/{position.id}/evidence", budget=40)
    assert all(word in html for word in ("Category", "Region", "As a report would say it today"))
    assert "groups of the sector concerned" in html


def test_below_the_threshold_the_page_says_what_no_report_shows(manager, browse):
    html = browse(f"/positions/{backed(2).id}/evidence", budget=40)
    assert "Never alone: below 5" in html
    assert "Too few groups stand behind it" in html


def test_the_editor_says_which_issue_lets_the_review_lapse(manager, browse, db):
    position = backed(6)
    services.approve_position(position, by=factories.actor())
    issue = position.links[0].issue
    issues.change_consent(issue, position.federation, Consent.NAMED, by=factories.actor())
    html = browse(f"/positions/{position.id}/edit")
    assert "its author changed who may know" in html
    assert f'href="/issues/{issue.id}"' in html


def test_an_issue_out_of_charge_that_lets_it_lapse_is_only_counted(sign_in, browse, db):
    position = backed(6)
    services.approve_position(position, by=factories.actor())
    issue = position.links[0].issue
    issue.sectors[:] = [factories.sector("VELO")]
    issue.content_revision += 1
    db.session.commit()
    sign_in(factories.user(sectors=[factories.sector("RAIL")]))
    html = browse(f"/positions/{position.id}/edit")
    assert "1 issue of a sector that is not in your charge changed." in html
    assert f'href="/issues/{issue.id}"' not in html


def test_versions_say_what_changed_since_the_approval_and_from_which_issues(manager, browse, db):
    position = backed(2)
    by = factories.actor()
    services.edit_position(position, {"statement": "Avant."}, priority=None, version_read=position.version, by=by)
    services.approve_position(position, by=by)
    db.session.flush()
    services.edit_position(position, {"statement": "Ensuite."}, priority=None, version_read=position.version, by=by)
    services.remove_issue(position, queries.links_of([position.id])[0], by=by)
    html = browse(f"/positions/{position.id}/versions")
    assert "What changed since version 2, which was approved" in html
    assert "<del>Avant.</del><ins>Ensuite.</ins>" in html
    assert "Went out" in html
    assert "Came in" in html

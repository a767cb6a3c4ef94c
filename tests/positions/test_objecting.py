"""Those behind a position see its words first and may object until a day; only here silence is a yes."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.issues.models import Consent
from cara_crm.positions import queries, services
from cara_crm.positions.links import wording_token
from cara_crm.positions.models import PositionState, Stance, Way, WordingAgreement
from cara_crm.reports.services import hand_over
from tests import factories
from tests.reports.cast import drafted, manager, stands, worded

pytestmark = pytest.mark.usefixtures("request_context")
BY = factories.actor


def backed(n: int = 6, **kwargs):
    made = []
    for i in range(n):
        member = factories.member(f"Atelier {i} Fictif")
        made.append(factories.issue(member, contact=factories.contact(member), **kwargs))
    return made


def shown(position, days: int = 10):
    told = services.open_window(position, until=clock.today() + timedelta(days=days), by=BY())
    factories.db.session.flush()
    return told


def questions(position):
    return queries.wording_agreements(position)


def later(monkeypatch, days: int):
    moment = clock.now() + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: moment.astimezone(clock.PARIS).date())


def test_each_author_behind_it_is_shown_the_words_once(db):
    position = factories.position(*backed(2))
    assert (shown(position), shown(position)) == (2, 0)
    assert db.session.query(Delivery).filter_by(kind="wording_shown").count() == 2


@pytest.mark.parametrize("days", [-1, 0, 2, 71])
def test_the_day_leaves_time_and_comes_before_the_link_ends(days):
    with pytest.raises(services.BadDay):
        shown(factories.position(*backed(1)), days)


def test_who_was_promised_a_day_keeps_it():
    position = factories.position(*backed(1))
    shown(position, 20)
    with pytest.raises(services.BadDay):
        shown(position, 5)
    shown(position, 30)
    assert position.objections_until == clock.today() + timedelta(days=30)


@pytest.mark.parametrize("ask", [shown, lambda position: services.ask_wording(position, Way.ASK, by=BY())])
def test_who_has_left_the_member_since_reads_no_words_of_others(ask, client, db):
    (issue,) = backed(1)
    position = factories.position(issue)
    ask(position)
    db.session.flush()
    (question,) = questions(position)
    address = f"/wording/{wording_token(question.id)}"
    db.session.commit()
    assert client.get(address).status_code == 200
    issue.contact.affiliations[0].until_on = clock.today() - timedelta(days=1)
    position.statement += " Autrement dit."
    ask(position)
    db.session.commit()
    assert db.session.query(Delivery).filter(Delivery.kind.like("wording_%")).count() == 1
    assert client.get(address).status_code == 410


def test_nothing_is_handed_over_before_the_day():
    by = manager()
    position = worded(by, *backed())
    shown(position)
    report = drafted(by)
    with pytest.raises(services.WindowOpen):
        hand_over(report, stands(report), by=by)


def test_silence_is_no_objection_once_the_day_is_over(monkeypatch):
    position = factories.position(*backed(2))
    shown(position)
    with pytest.raises(services.WindowOpen):
        services.refuse_unheard(position)
    later(monkeypatch, 11)
    services.refuse_unheard(position)


def test_when_everybody_has_read_it_nobody_waits():
    position = factories.position(*backed(2))
    shown(position)
    with pytest.raises(services.WindowOpen):
        services.refuse_unheard(position)
    for one in questions(position):
        services.answer_wording(one, agreed=True, by=BY())
    services.refuse_unheard(position)
    assert [one.agreed for one in questions(position)] == [True, True]


@pytest.mark.parametrize("settled", ["against", "taken out"])
def test_an_objection_is_settled_before_a_review(monkeypatch, settled):
    position = factories.position(*backed(2))
    shown(position)
    one = questions(position)[0]
    services.answer_wording(one, agreed=False, objection="  Chez nous c’est l’inverse. ", by=BY())
    assert one.objection == "Chez nous c’est l’inverse."
    later(monkeypatch, 11)
    with pytest.raises(services.WindowOpen):
        services.refuse_unheard(position)
    link = next(link for link in queries.links_of([position.id]) if link.issue_id == one.issue_id)
    if settled == "against":
        services.set_stance(position, link, Stance.AGAINST, by=BY())
    else:
        services.remove_issue(position, link, by=BY())
    factories.db.session.flush()
    services.refuse_unheard(position)


def test_other_words_are_shown_again(monkeypatch):
    position = factories.position(*backed(2))
    shown(position)
    services.edit_position(position, {"request": "Autre."}, priority=None, version_read=position.version, by=BY())
    later(monkeypatch, 11)
    with pytest.raises(services.WindowOpen, match="have not seen"):
        services.refuse_unheard(position)
    services.leave_window(position, by=BY())
    services.refuse_unheard(position)


def test_an_objection_lets_a_review_lapse_and_reading_does_not():
    position = factories.position(*backed(2))
    shown(position)
    read, against = questions(position)
    services.approve_position(position, by=BY())
    services.answer_wording(read, agreed=True, by=BY())
    assert not queries.needs_review_again(position, 5)
    services.answer_wording(against, agreed=False, by=BY())
    assert queries.needs_review_again(position, 5)


def test_after_the_day_nobody_objects(monkeypatch):
    position = factories.position(*backed(1))
    shown(position)
    (one,) = questions(position)
    later(monkeypatch, 11)
    with pytest.raises(services.WindowClosed):
        services.answer_wording(one, agreed=False, by=BY())


def test_an_author_objects_by_the_link_in_the_mail(client, browse, post, db):
    position = factories.position(*backed(2))
    shown(position)
    url = f"/wording/{wording_token(questions(position)[0].id)}"
    html = browse(url)
    assert "here your silence is not an objection" in html
    assert "silence is a no" not in html
    page = post(url, url, {"answer": "refuse", "objection": "Pas comme cela."}).get_data(as_text=True)
    assert "You object." in page
    assert db.session.query(WordingAgreement).filter_by(agreed=False).one().objection == "Pas comme cela."


def test_the_editor_opens_the_window_and_tells_what_came(sign_in, browse, post):
    position = factories.position(*backed(2))
    sign_in(factories.user())
    url = f"/positions/{position.id}/edit"
    post(url, f"/positions/{position.id}/objections", {"until": (clock.today() + timedelta(days=9)).isoformat()})
    services.answer_wording(questions(position)[0], agreed=False, objection="Non.", by=BY())
    html = browse(url)
    assert "0 have no objection, 1 object, 1 are silent." in html
    assert "<br>Non.</blockquote>" in html
    post(url, f"/positions/{position.id}/objections/leave")
    assert position.objections_until is None


def test_an_objection_out_of_charge_is_not_read(sign_in, browse):
    position = factories.position(*backed(2))
    shown(position)
    one = questions(position)[0]
    services.answer_wording(one, agreed=False, objection="Secret.", by=BY())
    one.issue.sectors[:] = [factories.sector("VELO")]
    factories.db.session.flush()
    sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("RAIL")]))
    assert "Secret." not in browse(f"/positions/{position.id}/edit")


def test_who_may_be_named_to_the_federation_is_not_named_to_other_members(sign_in, post):
    issues = backed(2, consent=Consent.NAMED)
    position = factories.position(*issues, statement=f"Chez {issues[0].member.legal_name} on attend.")
    sign_in(factories.user())
    until = (clock.today() + timedelta(days=9)).isoformat()
    page = post(f"/positions/{position.id}/edit", f"/positions/{position.id}/objections", {"until": until})
    assert page.location == f"/positions/{position.id}/leaks"
    assert position.objections_until is None
    assert position.state is PositionState.DRAFT

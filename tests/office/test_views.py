"""The federation's space through the door; and federations that try to see more than what was sent to them."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.extensions import db
from cara_crm.issues.models import IssueState
from cara_crm.positions.models import Outcome
from cara_crm.relays.models import Relay, RelayKind
from cara_crm.reports.models import AnswerState, ReadingLink, ReportState
from tests import factories
from tests.office import cast
from tests.relays.cast import relayed


@pytest.fixture
def position():
    return relayed(factories.issue(title="Mots bruts", state=IssueState.RELAYED))


@pytest.fixture
def report(position):
    return cast.sent(position)


def boxed(position, **values):
    return {f"p{position.id}-{name}": value for name, value in values.items()}


def test_a_link_is_not_used_up_by_looking_at_it(client, browse, report) -> None:
    token = cast.link(report)
    assert report.number in browse(f"/read/{token}")
    assert "Lire le rapport" in browse(f"/read/{token}")
    assert db.session.query(ReadingLink).one().opened_at is None
    assert client.get(f"/office/reports/{report.id}").status_code == 303


def test_a_link_speaks_the_language_of_whom_it_was_sent_to(client, report) -> None:
    token = cast.link(report)
    report_link = db.session.query(ReadingLink).one()
    for language, button in (("fr", "Lire le rapport"), ("en", "Read the report")):
        report_link.contact.language = language
        db.session.commit()
        assert button in client.get(f"/read/{token}").text


def test_the_button_opens_this_report_and_nothing_else(client, browse, post, report) -> None:
    other = cast.sent(relayed(factories.issue()))
    token = cast.link(report)
    db.session.commit()
    assert post(f"/read/{token}", f"/read/{token}").status_code == 303
    assert report.number in browse(f"/office/reports/{report.id}")
    assert client.get(f"/office/reports/{other.id}").status_code == 404
    assert other.number not in browse("/office")
    assert client.get("/office/share").status_code == 404
    assert client.get("/search").status_code == 303


@pytest.mark.parametrize("over", [{"revoked_at": clock.now()}, {"expires_at": clock.now() - timedelta(days=1)}])
def test_a_link_that_is_over_opens_nothing(client, report, over) -> None:
    token = cast.link(report, **over)
    db.session.commit()
    page = client.get(f"/read/{token}")
    assert page.status_code == 404
    assert report.number not in page.get_data(as_text=True)


def test_revoking_a_link_closes_browsers_that_opened_it(client, post, report) -> None:
    token = cast.link(report)
    db.session.commit()
    post(f"/read/{token}", f"/read/{token}")
    assert client.get(f"/office/reports/{report.id}").status_code == 200
    db.session.query(ReadingLink).one().revoked_at = clock.now()
    db.session.commit()
    assert client.get(f"/office/reports/{report.id}").status_code == 303


def test_a_made_up_cookie_opens_nothing(client, report) -> None:
    cast.link(report)
    db.session.commit()
    client.set_cookie("cara_reading", "1")
    assert client.get(f"/office/reports/{report.id}").status_code == 303


def test_a_reader_by_link_answers_and_closes(client, post, report, position) -> None:
    token = cast.link(report)
    db.session.commit()
    post(f"/read/{token}", f"/read/{token}")
    page = f"/office/reports/{report.id}"
    data = boxed(position, version="0", outcome="declined", text_members="Non.") | {"give": "yes"}
    assert post(page, f"{page}/positions/{position.id}/answer", data).status_code == 303
    assert report.answers[0].outcome is Outcome.DECLINED
    assert report.answers[0].contact_id
    post(page, "/read/close")
    assert client.get(page).status_code == 303


def test_a_federation_sees_only_its_own(sign_in, client, browse, report) -> None:
    sign_in(cast.officer("PFA"))
    assert report.number not in browse("/office")
    assert "Certification" not in browse("/office/positions")
    assert client.get(f"/office/reports/{report.id}").status_code == 404
    assert client.get(f"/office/reports/{report.id}/files/json").status_code == 404


def test_a_draft_report_is_not_there_for_the_federation(sign_in, client, report) -> None:
    report.state, report.sent_at, report.document = ReportState.DRAFT, None, None
    db.session.commit()
    sign_in(cast.officer())
    assert client.get(f"/office/reports/{report.id}").status_code == 404


def test_the_federation_reads_what_was_frozen_and_no_name(sign_in, browse, position) -> None:
    report = cast.sent(position)
    position.statement = "Brouillon d’après."
    member = position.links[0].issue.member
    sign_in(cast.officer())
    html = browse(f"/office/reports/{report.id}") + browse("/office/positions") + browse("/office")
    assert "La certification prend trop de temps." in html
    for secret in ("Brouillon d’après", member.name, "Mots bruts"):
        assert secret not in html


def test_the_files_are_those_that_were_sent(sign_in, client, report) -> None:
    sign_in(cast.officer())
    response = client.get(f"/office/reports/{report.id}/files/json")
    assert response.get_data(as_text=True) == report.document
    assert client.get(f"/office/reports/{report.id}/files/exe").status_code == 404


def test_keep_a_draft_then_send_it(sign_in, post, browse, report, position) -> None:
    sign_in(cast.officer())
    page = f"/office/reports/{report.id}"
    browse(page)
    data = boxed(position, version="0", outcome="taken_up", text_members="Nous le portons.")
    post(page, f"{page}/positions/{position.id}/answer", data)
    assert report.answers[0].state is AnswerState.DRAFT
    post(page, f"{page}/give")
    assert report.answers[0].state is AnswerState.GIVEN


def test_an_incomplete_answer_comes_back_with_what_was_typed(sign_in, post, report, position) -> None:
    sign_in(cast.officer())
    page = f"/office/reports/{report.id}"
    data = boxed(position, version="0", outcome="under_examination", text_members="Groupe de travail.") | {"give": "1"}
    response = post(page, f"{page}/positions/{position.id}/answer", data)
    html = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Groupe de travail." in html
    assert "Say until which day" in html
    assert report.answers == []


def test_two_officers_see_both_texts(sign_in, post, report, position) -> None:
    cast.answered(report, position, give=False, text_members="Le texte du collègue.")
    db.session.commit()
    sign_in(cast.officer())
    page = f"/office/reports/{report.id}"
    data = boxed(position, version="0", outcome="declined", text_members="Mon texte.")
    html = post(page, f"{page}/positions/{position.id}/answer", data).get_data(as_text=True)
    assert "Mon texte." in html
    assert "Le texte du collègue." in html


def test_htmx_gets_the_box_and_what_counts_the_answers(sign_in, post, report, position) -> None:
    sign_in(cast.officer())
    page = f"/office/reports/{report.id}"
    data = boxed(position, version="0", outcome="taken_up", text_members="Oui.")
    response = post(page, f"{page}/positions/{position.id}/answer", data, headers={"HX-Request": "true"})
    html = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "Draft kept" in html
    assert all(f'id="{part}"' in html for part in (f"answer-{position.id}", "head", "contents"))


def test_acknowledge_and_ask_back(sign_in, post, browse, report, position) -> None:
    sign_in(cast.officer())
    page = f"/office/reports/{report.id}"
    assert post(page, f"{page}/acknowledge").status_code == 303
    assert report.state is ReportState.ACKNOWLEDGED
    ask = f"{page}/positions/{position.id}/ask"
    browse(ask)
    assert post(ask, ask, {"question": "Depuis quand ?"}).status_code == 303
    assert post(ask, ask, {"question": ""}).status_code == 422


def test_share_an_information(sign_in, post, browse) -> None:
    sign_in(cast.officer())
    assert "Nothing yet" in browse("/office/share")
    assert post("/office/share", "/office/share", {"title": "Appel", "body": "Texte"}).status_code == 303
    assert "Appel" in browse("/office/share")
    sign_in(factories.user())
    assert "Appel" in browse("/journal")


def test_what_the_manager_makes_of_a_proposal_still_stands_on_the_officers_page(sign_in, post, browse) -> None:
    sign_in(cast.officer())
    post("/office/share", "/office/share", {"title": "Appel", "body": "Texte", "kind": "information"})
    relay = db.session.query(Relay).filter_by(title="Appel").one()
    relay.kind, relay.deadline_on = RelayKind.OPPORTUNITY, clock.today()
    db.session.commit()
    page = browse("/office/share")
    assert "Nothing yet" not in page
    assert "Opportunity, until" in page


def test_an_officer_proposes_an_event_in_both_languages_with_a_file(sign_in, post, browse) -> None:
    sign_in(cast.officer())
    said = {"title": "Journée", "body": "Venez.", "title_en": "A day", "body_en": "Come.", "kind": "event"}
    assert post("/office/share", "/office/share", said).status_code == 422
    file = (BytesIO(b"Programme"), "programme.txt")
    when = {"event_on": "2090-05-04", "from_time": "09:30", "until_time": "12:00", "place": "Lyon", "files": file}
    answer = post("/office/share", "/office/share", said | when)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    relay = db.session.query(Relay).filter_by(title="Journée").one()
    assert (relay.kind, relay.place, relay.title_en) == (RelayKind.EVENT, "Lyon", "A day")
    assert [one.file.name for one in relay.files] == ["programme.txt"]


def test_an_opportunity_needs_its_last_day_from_an_officer_too(sign_in, post) -> None:
    sign_in(cast.officer())
    said = {"title": "Appel", "body": "Texte", "kind": "opportunity"}
    answer = post("/office/share", "/office/share", said)
    assert answer.status_code == 422
    assert "An opportunity needs the day" in answer.get_data(as_text=True)


def test_an_officer_without_reports_is_told_what_will_be_here(sign_in, browse) -> None:
    sign_in(cast.officer())
    assert "No report yet" in browse("/office")
    assert "No position yet" in browse("/office/positions")


def test_a_manager_passes_an_answer_on(sign_in, post, browse, report, position) -> None:
    factories.contact(position.links[0].issue.member, last_name="Autrice")
    answer = cast.answered(report, position)
    sign_in(factories.user())
    assert "Certification" in browse("/answers")
    page = f"/answers/{answer.id}/pass-on"
    html = browse(page)
    assert "Autrice" in html
    assert "Entre nous." in html
    response = post(page, page)
    assert response.status_code == 303
    assert "1 person" in browse(response.location)
    assert "Every answer was passed on" in browse("/answers")
    assert "This answer was passed on." in browse(page)


def test_a_manager_of_other_sectors_passes_nothing_on(sign_in, client, report, position) -> None:
    answer = cast.answered(report, position)
    db.session.commit()
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    assert client.get(f"/answers/{answer.id}/pass-on").status_code == 404
    assert client.get(f"/reports/{report.id}/positions/{position.id}/answer").status_code == 404


def test_a_manager_does_not_see_a_federations_draft(sign_in, client, browse, report, position) -> None:
    answer = cast.answered(report, position, give=False)
    db.session.commit()
    sign_in(factories.user())
    assert client.get(f"/answers/{answer.id}/pass-on").status_code == 404
    assert "Certification" not in browse("/answers")


def test_a_manager_records_what_came_by_mail(sign_in, post, browse, report, position) -> None:
    sign_in(factories.user(Role.MANAGER))
    page = f"/reports/{report.id}/positions/{position.id}/answer"
    browse(page)
    assert post(page, page, boxed(position, version="0", outcome="taken_up")).status_code == 422
    data = boxed(position, version="0", outcome="taken_up", text_members="Oui, en janvier.")
    assert post(page, page, data).status_code == 303
    assert report.answers[0].recorded_by_id
    assert report.answers[0].state is AnswerState.GIVEN


def test_a_manager_withdraws_a_reading_link(sign_in, client, post, browse, report) -> None:
    token = cast.link(report)
    sign_in(factories.user())
    page = f"/reports/{report.id}"
    assert "Withdraw" in browse(page)
    key = db.session.query(ReadingLink).one().id
    assert post(page, f"/reading-links/{key}/revoke").status_code == 303
    assert client.get(f"/read/{token}").status_code == 404


def test_a_manager_of_other_sectors_withdraws_nothing(sign_in, post, report) -> None:
    cast.link(report)
    db.session.commit()
    sign_in(factories.user(sectors=[factories.sector("AUTO")]))
    key = db.session.query(ReadingLink).one().id
    assert post("/relays/new", f"/reading-links/{key}/revoke").status_code == 404


def test_who_opened_a_link_keeps_the_rest_of_his_rights(sign_in, client, post, browse, report) -> None:
    token = cast.link(report)
    db.session.commit()
    sign_in(factories.user())
    post(f"/read/{token}", f"/read/{token}")
    assert report.number in browse(f"/office/reports/{report.id}")
    assert "Answers to pass on" in browse("/answers")


def test_a_manager_sends_a_new_link(sign_in, client, post, report) -> None:
    old = cast.link(report)
    sign_in(factories.user())
    page, key = f"/reports/{report.id}", db.session.query(ReadingLink.id).scalar()
    assert post(page, f"/reading-links/{key}/renew").status_code == 303
    mail = db.session.query(Delivery).filter_by(kind="report_link").one()
    new = re.search(r"/read/\S+", mail.body_text)[0]
    assert mail.holds_token
    assert "1 position waits for your answer" in mail.body_text or "1 position attend votre réponse" in mail.body_text
    assert client.get(new).status_code == 200
    assert client.get(f"/read/{old}").status_code == 404

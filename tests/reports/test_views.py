import io
import json
import re

import pikepdf
import pytest
import sqlalchemy as sa

from cara_crm.accounts.models import User
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.positions.models import Stance
from cara_crm.reports.models import Report, ReportState
from tests import factories as f
from tests.browse import filled
from tests.reports.cast import approved, drafted, hand_over, manager, reviewer, sent, six_voices, stands, worded

BUDGET = 60  # a draft is built on the spot: a fixed number of queries, whatever it holds


def account(by: Actor) -> User:
    return f.db.session.get_one(User, by.user_id)


@pytest.fixture
def leaking(request_context) -> Report:
    by = manager()
    f.member("Zinguerie Balthazar")
    worded(by, *six_voices(), statement="Balthazar attend.")
    report = drafted(by)
    f.db.session.commit()
    return report


def test_an_empty_list_teaches(sign_in, browse):
    sign_in(f.user(Role.MANAGER))
    assert "No report yet" in browse("/reports/")


def test_the_list_shows_each_report(sign_in, browse, request_context):
    report, _ = sent(manager())
    sign_in(f.user(Role.OBSERVER))
    html = browse("/reports/")
    assert report.number in html
    assert "0 of 1" in html


def test_a_draft_is_for_writers_and_reviewers_only(sign_in, client, request_context):
    report = drafted(manager())
    sign_in(f.user(Role.OBSERVER))
    assert client.get(f"/reports/{report.id}").status_code == 404


def test_a_manager_of_other_sectors_sees_nothing_of_it(sign_in, client, request_context):
    report, _ = sent(manager())
    sign_in(f.user(Role.MANAGER, sectors=[f.sector("AUTO")]))
    assert client.get(f"/reports/{report.id}").status_code == 404


def test_a_draft_is_assembled_from_the_form(sign_in, post):
    f.position(*six_voices())
    sign_in(f.user(Role.MANAGER))
    fif = f.federation("FIF")
    data = {
        "federation": fif.id,
        "sectors": [f.sector("RAIL").id],
        "period_from": "2025-01-01",
        "period_until": "2030-01-01",
        "language": "fr",
    }
    response = post(f"/reports/new?federation={fif.id}", "/reports/", data)
    assert response.status_code == 303
    report = f.db.session.scalars(sa.select(Report)).one()
    assert len(report.entries) == 1


def test_what_was_typed_stays_when_it_is_refused(sign_in, post):
    sign_in(f.user(Role.MANAGER))
    data = {"sectors": [f.sector("RAIL").id], "period_from": "2026-05-01", "period_until": "2026-01-01"}
    response = post("/reports/new", "/reports/", {**data, "federation": f.federation("FIF").id, "language": "fr"})
    assert response.status_code == 422
    assert 'value="2026-05-01"' in response.get_data(as_text=True)


def test_the_draft_shows_the_document_and_what_is_withheld(sign_in, browse, request_context):
    by = manager()
    worded(by, *six_voices(), title="Certification times")
    worded(by, *six_voices()[:2], title="Steel delays")
    report = drafted(by)
    sign_in(account(by))
    html = browse(f"/reports/{report.id}", budget=BUDGET)
    assert "Certification times" in html
    assert "Too few groups stand behind it" in html


def test_a_leak_is_marked_in_the_text(sign_in, browse, leaking):
    sign_in(f.user(Role.MANAGER))
    html = browse(f"/reports/{leaking.id}", budget=BUDGET)
    assert '<mark class="leak">Balthazar' in html
    assert "Hand over" not in html


def test_a_false_alarm_is_proposed_on_the_page(sign_in, post, browse, leaking):
    sign_in(f.user(Role.MANAGER))
    key = stands(leaking).marks[0].key
    page = f"/reports/{leaking.id}"
    assert post(page, f"{page}/waivers", {"key": key, "reason": "A king of old."}).status_code == 303
    assert "A king of old." in browse(page, budget=BUDGET)


def test_key_messages_and_order_are_saved(sign_in, post, request_context):
    by = manager()
    first, second = worded(by, *six_voices()), worded(by, *six_voices())
    report = drafted(by)
    sign_in(account(by))
    data = {"version": report.version, "key_messages": "Parts wait.", "language": "en"}
    keep = {f"keep-{first.id}": "yes", f"rank-{first.id}": "2", f"keep-{second.id}": "yes", f"rank-{second.id}": "1"}
    assert post(f"/reports/{report.id}/edit", f"/reports/{report.id}", {**data, **keep}).status_code == 303
    f.db.session.expire_all()
    assert [entry.position_id for entry in report.entries] == [second.id, first.id]


def test_two_who_edit_at_once_both_keep_their_words(sign_in, post, request_context):
    by = manager()
    report = drafted(by)
    report.key_messages = "Theirs."
    f.db.session.commit()
    sign_in(account(by))
    data = {"version": report.version - 1, "key_messages": "Mine.", "language": "en"}
    response = post(f"/reports/{report.id}/edit", f"/reports/{report.id}", data)
    html = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "Theirs." in html
    assert "Mine." in html


def test_the_order_of_who_saved_first_stays_when_the_second_changed_the_words(sign_in, client, request_context):
    by = manager()
    first, second = worded(by, *six_voices()), worded(by, *six_voices())
    report = drafted(by)
    sign_in(account(by))
    url = f"/reports/{report.id}"
    typed = filled(client.get(f"{url}/edit").text, url)
    order = {f"keep-{first.id}": "yes", f"rank-{first.id}": "2", f"keep-{second.id}": "yes", f"rank-{second.id}": "1"}
    assert client.post(url, data=typed | order).status_code == 303
    answer = client.post(url, data=typed | {"key_messages": "Mine."})
    assert answer.status_code == 409
    assert "taken over" in answer.text
    assert client.post(url, data=filled(answer.text, url)).status_code == 303
    f.db.session.expire_all()
    assert report.key_messages == "Mine."
    assert [entry.position_id for entry in report.entries] == [second.id, first.id]


def test_two_orders_are_shown_beside_each_other(sign_in, client, request_context):
    by = manager()
    first, second = worded(by, *six_voices()), worded(by, *six_voices())
    report = drafted(by)
    sign_in(account(by))
    url = f"/reports/{report.id}"
    typed = filled(client.get(f"{url}/edit").text, url)
    assert client.post(url, data={k: v for k, v in typed.items() if k != f"keep-{first.id}"}).status_code == 303
    answer = client.post(url, data={k: v for k, v in typed.items() if k != f"keep-{second.id}"})
    assert answer.status_code == 409
    assert re.search(rf"Saved meanwhile by somebody else:</b></p><ol><li>{second.title}</li></ol>", answer.text)
    assert client.post(url, data=filled(answer.text, url)).status_code == 303
    f.db.session.expire_all()
    assert [entry.position_id for entry in report.entries] == [first.id]


def test_who_hands_over_hears_when_nobody_is_left_to_review(sign_in, post, browse, request_context):
    by = manager()
    worded(by, *six_voices())
    page = f"/reports/{drafted(by).id}"
    sign_in(account(by))
    post(page, f"{page}/hand-over")
    assert "everyone who reviews today wrote part of it" in browse(page, budget=BUDGET)


def test_the_whole_way_through_the_door(sign_in, post, browse, request_context):
    by, other = manager(), reviewer()
    f.contact(of=f.federation("FIF"), receives_reports=True)
    position = worded(by, *six_voices())
    report = drafted(by)
    page = f"/reports/{report.id}"
    sign_in(account(by))
    assert post(page, f"{page}/hand-over").status_code == 303
    sign_in(account(other))
    data = {"fingerprint": stands(report).fingerprint}
    verdicts = {f"verdict-position:{position.id}": "approved", "verdict-report": "approved"}
    assert post(f"{page}/review", f"{page}/review", {**data, **verdicts}).status_code == 303
    sign_in(account(by))
    assert post(page, f"{page}/send").status_code == 303
    f.db.session.expire_all()
    assert report.state is ReportState.SENT
    assert f.db.session.scalar(sa.select(sa.func.count(Delivery.id)).where(Delivery.kind == "report")) == 1
    assert "No acknowledgement yet" in browse(page, budget=20)


def test_the_reviewer_sees_wording_and_not_the_raw_words(sign_in, browse, request_context):
    by = manager()
    worded(by, *six_voices(what_happens="Our furnace in Villefictive stands still."))
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    sign_in(account(reviewer()))
    html = browse(f"/reports/{report.id}/review", budget=BUDGET)
    assert "La certification prend trop de temps." in html
    assert "furnace" not in html


def test_who_wrote_it_is_told_that_another_person_reviews(sign_in, browse, request_context):
    by = manager()
    worded(by, *six_voices())
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    account(by).is_reviewer = True
    sign_in(account(by))
    html = browse(f"/reports/{report.id}/review", budget=BUDGET)
    assert "another person reviews it" in html
    assert "Finish the review" not in html


def test_an_unfinished_review_keeps_what_was_typed(sign_in, post, request_context):
    by = manager()
    position = worded(by, *six_voices())
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    sign_in(account(reviewer()))
    page = f"/reports/{report.id}/review"
    item = f"position:{position.id}"
    data = {"fingerprint": stands(report).fingerprint, f"verdict-{item}": "sent_back", f"comment-{item}": "Too long."}
    response = post(page, page, data)
    assert response.status_code == 422
    assert "Too long." in response.get_data(as_text=True)


def test_a_frozen_file_is_given_out_as_it_was_sent(sign_in, client, request_context):
    report, _ = sent(manager())
    sign_in(f.user(Role.DIRECTOR))
    response = client.get(f"/reports/{report.id}/files/json")
    assert json.loads(response.data)["number"] == report.number
    assert pikepdf.open(io.BytesIO(client.get(f"/reports/{report.id}/files/pdf").data)).Root.Lang


def test_a_draft_file_is_made_on_the_spot_and_says_so(sign_in, client, request_context):
    by = manager()
    worded(by, *six_voices())
    report = drafted(by)
    sign_in(account(by))
    response = client.get(f"/reports/{report.id}/files/json")
    assert json.loads(response.data)["draft"] is True
    assert "draft" in response.headers["Content-Disposition"]


def test_there_are_no_other_files(sign_in, client, request_context):
    report, _ = sent(manager())
    sign_in(f.user(Role.MANAGER))
    assert client.get(f"/reports/{report.id}/files/exe").status_code == 404


def test_a_correction_begins_from_what_was_sent(sign_in, post, request_context):
    by = manager()
    report, _ = sent(by)
    sign_in(account(by))
    page = f"/reports/{report.id}/correct"
    response = post(page, page, {"note": "The request was cut short."})
    assert response.status_code == 303
    assert f.db.session.scalar(sa.select(Report.edition).where(Report.corrects_id == report.id)) == 2


def test_an_approved_report_offers_to_send_with_the_numbers(sign_in, browse, request_context):
    by = manager()
    f.contact(of=f.federation("FIF"), receives_reports=True)
    report = approved(by)
    sign_in(account(by))
    assert "One person of FIF gets it" in browse(f"/reports/{report.id}", budget=BUDGET)


def test_a_page_in_french_has_no_english_left(sign_in, browse, request_context):
    by = manager()
    worded(by, *six_voices())
    report = drafted(by, language="fr")
    sign_in(account(by))
    html = browse(f"/reports/{report.id}", budget=BUDGET, headers={"Accept-Language": "fr"})
    assert "Qui a été entendu" in html


def test_a_draft_that_leaks_does_not_become_a_file(sign_in, client, leaking):
    sign_in(f.user(Role.MANAGER))
    response = client.get(f"/reports/{leaking.id}/files/pdf")
    assert response.status_code == 422
    assert "reword it" in response.get_data(as_text=True)


def test_a_draft_goes_with_its_reviews_and_waivers(sign_in, post, request_context):
    by = manager()
    report = approved(by)
    sign_in(account(by))
    assert post(f"/reports/{report.id}", f"/reports/{report.id}/discard").status_code == 303
    assert f.db.session.scalar(sa.select(sa.func.count(Report.id))) == 0


def test_a_manager_of_some_sectors_reports_about_these(sign_in, browse):
    sign_in(f.user(Role.MANAGER, sectors=[f.sector("AUTO")]))
    html = browse(f"/reports/new?federation={f.federation('PFA').id}")
    assert f'value="{f.sector("AUTO").id}"' in html
    assert f'value="{f.sector("VI").id}"' not in html


def test_a_draft_says_which_positions_another_draft_holds(sign_in, browse):
    by = manager()
    worded(by, *six_voices())
    first, second = drafted(by), drafted(by)
    sign_in(f.user(Role.MANAGER))
    page = browse(f"/reports/{second.id}", budget=BUDGET)
    assert "1 position of these sectors stands in another draft" in page
    assert f'href="/reports/{first.id}">{first.number}' in page
    assert "stands in another draft" not in browse(f"/reports/{first.id}", budget=BUDGET)


def refused_page(answer, report) -> str:
    """The report's own page, with the sentence of a refusal."""
    assert answer.status_code == 422
    html: str = answer.get_data(as_text=True)
    assert f"<title>{report.number}" in html
    assert 'role="alert"' in html
    return html


def test_what_a_hand_over_lacks_is_said_on_the_reports_page_with_the_way_to_the_position(
    sign_in, post, request_context
):
    by = manager()
    position = worded(by, *six_voices(), f.issue(f.member("Contre")), title="Énergie")
    position.links[-1].stance = Stance.AGAINST
    report = drafted(by)
    f.db.session.commit()
    sign_in(account(by))
    html = refused_page(post(f"/reports/{report.id}", f"/reports/{report.id}/hand-over"), report)
    assert "A member stands against “Énergie”" in html
    assert f'<a href="/positions/{position.id}/edit">' in html


@pytest.mark.parametrize(
    ("button", "sentence"),
    [
        ("send", "This report is not approved"),
        ("waivers", "This place is not marked any more"),
        ("hand-over", "is with the reviewers already"),
    ],
)
def test_what_a_reports_button_refuses_is_said_on_its_page(sign_in, post, request_context, button, sentence):
    by = manager()
    worded(by, *six_voices())
    report = drafted(by)
    sign_in(account(by))
    page = f"/reports/{report.id}"
    if button == "hand-over":
        post(page, f"{page}/hand-over")
    assert sentence in refused_page(post(page, f"{page}/{button}", {"key": "?", "reason": "Rien"}), report)


def test_a_draft_that_may_not_become_a_file_says_so_on_its_page(sign_in, client, request_context):
    by = manager()
    f.member("Zingueries Balthazar")
    worded(by, *six_voices(), examples="Chez Zingueries Balthazar.")
    report = drafted(by)
    sign_in(account(by))
    for name in ("files/pdf", "draft.docx"):
        assert "reword it before it becomes a file" in refused_page(client.get(f"/reports/{report.id}/{name}"), report)


def test_what_was_sent_says_on_its_page_why_it_is_not_taken_back(sign_in, post, request_context):
    by = manager()
    report, _ = sent(by)
    sign_in(account(by))
    answer = post(f"/reports/{report.id}", f"/reports/{report.id}/take-back")
    assert "correct it by a new version" in refused_page(answer, report)

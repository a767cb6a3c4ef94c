"""The officer asks in its space and follows; the manager answers; the member sees what came of it."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from tests import factories as f
from tests.office import cast
from tests.reports.cast import manager, six_voices
from tests.reports.test_requests import QUESTION, asked, drafted, note_of, polled, sent

SOON = (clock.today() + timedelta(days=4)).isoformat()


def test_nothing_asked_yet_says_what_can_be_asked(sign_in, browse) -> None:
    sign_in(cast.officer())
    assert "one or two pages" in browse("/office/requests")


def test_an_officer_asks_and_sees_where_it_stands(sign_in, browse, post) -> None:
    f.sector("RAIL")
    sign_in(cast.officer())
    data = {"question": QUESTION, "details": "Pour jeudi.", "due_on": SOON}
    page = browse(post("/office/requests/new", "/office/requests/new", data).location)
    assert QUESTION in page
    assert "when somebody works on it" in page


def test_what_was_typed_comes_back_with_the_refusal(sign_in, post) -> None:
    f.sector("RAIL")
    sign_in(cast.officer())
    data = {"question": "Vos prix ?", "details": "Pour voir", "due_on": SOON}
    answer = post("/office/requests/new", "/office/requests/new", data)
    assert answer.status_code == 422
    assert "Pour voir" in answer.text
    assert "this may not be asked: “prix” (prices)" in answer.text


def test_a_manager_goes_the_whole_way(sign_in, browse, post) -> None:
    issues = six_voices(title="Retards de livraison")
    request = asked(cast.officer_actor())
    here = f"/reports/requests/{request.id}"
    sign_in(f.user(Role.MANAGER))
    assert QUESTION in browse("/today")
    assert QUESTION in browse("/reports/requests")
    assert "Atelier 0 Fictif" in browse(f"{here}/issues")
    post(f"{here}/issues", f"{here}/issues", {"issue": [one.id for one in issues]})
    assert "6 groups" in browse(here)
    edit = post(here, f"{here}/note", {"language": "en"}).location
    assert "Positions of the report" not in browse(edit)
    assert "6 of" in browse(edit.removesuffix("/edit"), budget=34)


@pytest.mark.usefixtures("request_context")
class TestReading:
    def test_the_note_is_read_by_its_link_and_in_the_space(self, sign_in, browse) -> None:
        by = manager()
        report = note_of(six_voices(), by)
        sent(report, by)
        db.session.commit()
        sign_in(cast.officer())
        page = browse(f"/office/reports/{report.id}")
        assert QUESTION in page
        assert "Atelier" not in page
        assert browse("/office").count("Flash note") == 1
        assert report.number in browse(f"/office/requests/{report.request_id}")

    def test_a_member_sees_what_came_of_its_answer(self, sign_in, browse) -> None:
        by = manager()
        request = asked(by)
        relay = polled(request, [(0, 4)] * 6)
        sent(drafted(request, by), by)
        row = relay.recipients[0]
        person = f.user(Role.MEMBER, member_id=row.member_id, contact_id=row.contact_id)
        db.session.commit()
        sign_in(person)
        assert "What came of it" in browse(f"/information/{relay.id}")

    def test_an_author_reads_where_its_issue_was_counted(self, sign_in, browse) -> None:
        by, issues = manager(), six_voices()
        report = note_of(issues, by)
        sent(report, by)
        person = f.contact(issues[0].member)
        issues[0].contact_id = person.id
        account = f.user(Role.MEMBER, member_id=issues[0].member_id, contact_id=person.id)
        sign_in(account)
        assert f"Counted in flash note {report.number}" in browse(f"/my/issues/{issues[0].id}")

    def test_who_reads_no_raw_words_reads_no_small_numbers(self, sign_in, browse) -> None:
        report = note_of(six_voices()[:2])
        db.session.commit()
        sign_in(f.user(Role.OBSERVER))
        page = browse(f"/reports/requests/{report.request_id}")
        assert "2 groups" not in page
        assert "is for the managers" in page

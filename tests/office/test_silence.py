"""A federation that does not answer: reminded by the clock, left in peace, and in the end told to the members."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.desk.queries import waiting
from cara_crm.desk.queries.waits import Wait
from cara_crm.positions.models import Outcome
from cara_crm.reports.answers import services as answers
from cara_crm.reports.models import Answer, AnswerState, ReadingLink, ReportReminder
from cara_crm.reports.reading.queries import link_of
from cara_crm.reports.silence import queries, services
from cara_crm.settings.queries import Clocks
from tests import factories, mails
from tests.office import cast
from tests.relays.cast import relayed

CLOCK = Actor.system("clock")
pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def report():
    """Two positions sent to one officer, who answered neither."""
    factories.contact(of=factories.federation("FIF"), receives_reports=True, email="officer@fif.example")
    return cast.sent(relayed(title="Énergie"), relayed(title="Soudeurs"), language="en")


def after(report, days: float):
    return time_machine.travel(report.sent_at + timedelta(days=days, minutes=5), tick=False)


def reminded() -> list[Delivery]:
    found = sa.select(Delivery).where(Delivery.kind == "report_reminder").order_by(Delivery.id)
    return list(factories.db.session.scalars(found))


def run(report, *days: float) -> None:
    for day in days:
        with after(report, day):
            services.remind_due(by=CLOCK)
            factories.db.session.commit()


class TestReminders:
    def test_the_clock_reminds_twice_and_no_more(self, report):
        run(report, 29, 30, 30.3, 31, 59, 60, 61, 119, 130)
        days = [round((one.at - report.sent_at).total_seconds() / 86400) for one in report.reminders]
        assert days == [30, 60]
        assert [one.recipient for one in reminded()] == ["officer@fif.example"] * 2

    def test_the_last_one_says_so(self, report):
        run(report, 30, 60)
        first, last = reminded()
        assert first.subject.endswith("2 positions attendent votre réponse")
        assert "dernière relance" not in first.body_text
        assert "dernière relance" in last.body_text

    def test_each_brings_a_link_of_its_own_and_the_earlier_ones_stay_good(self, report):
        token = cast.link(report, expires_at=clock.now() + timedelta(days=60))
        run(report, 30)
        assert link_of(token)
        links = sa.select(sa.func.count()).select_from(ReadingLink).where(ReadingLink.report_id == report.id)
        assert factories.db.session.scalar(links) == 2
        assert reminded()[0].holds_token

    def test_whoever_answered_everything_is_left_in_peace(self, report):
        for entry in report.entries:
            cast.answered(report, entry.position)
        run(report, 30, 60)
        assert reminded() == []

    def test_a_draft_is_no_answer(self, report):
        for entry in report.entries:
            cast.answered(report, entry.position, give=False)
        run(report, 30)
        assert len(reminded()) == 1

    def test_what_a_later_version_replaces_is_not_asked_for(self, report):
        cast.sent(report.entries[0].position, number=report.number, edition=2, sent_at=report.sent_at)
        run(report, 30)
        assert report.reminders == []

    def test_a_manager_may_prefer_to_call(self, report):
        services.set_reminding(report, False, by=factories.actor())
        run(report, 30, 60)
        assert reminded() == []

    def test_what_is_very_old_when_the_clock_begins_is_left_alone(self, report):
        run(report, 400)
        assert reminded() == []

    def test_two_reminders_are_two_weeks_apart(self, report):
        run(report, 58, 61, 71, 73)
        assert len(reminded()) == 2
        assert report.reminders[1].at - report.reminders[0].at >= timedelta(days=14)

    def test_without_an_addressee_nobody_is_reminded(self, report):
        report.federation_id = factories.federation("PFA").id
        factories.db.session.flush()
        run(report, 30)
        assert report.reminders == []


def test_the_mail_reads_as_agreed(report):
    context = {
        "number": "CARA-2026-3",
        "sent_on": datetime(2026, 3, 2, 12, tzinfo=UTC),
        "waiting": 2,
        "total": 9,
        "last": True,
        "silent_from": date(2026, 7, 1),
        "until": datetime(2026, 6, 2, 12, tzinfo=UTC),
        "url": "https://crm.example/read/abc",
    }
    mails.check("report_reminder", context)
    mails.check("report_reminder", context | {"last": False, "waiting": 1}, name="report_reminder_first")


class TestSilence:
    @pytest.fixture(autouse=True)
    def _reminded(self, report):
        run(report, 30, 60)

    def test_it_is_recorded_for_every_position_without_a_word(self, report):
        cast.answered(report, report.entries[0].position)
        with after(report, 121):
            done = services.record_silence(report, text_members="Nobody answered.", by=factories.actor())
        assert [entry.position.title for entry in done.silent] == ["Soudeurs"]
        answer = next(one for one in report.answers if one.outcome is Outcome.NO_ANSWER)
        assert (answer.state, answer.text_members) == (AnswerState.GIVEN, "Nobody answered.")

    def test_what_the_federation_has_begun_stays_with_it(self, report):
        cast.answered(report, report.entries[0].position, give=False)
        with after(report, 121):
            done = services.record_silence(report, text_members="–", by=factories.actor())
        assert (len(done.silent), len(done.begun)) == (1, 1)
        assert report.answers[0].state is AnswerState.DRAFT

    def test_not_before_its_day(self, report):
        with after(report, 119), pytest.raises(services.TooEarly):
            services.record_silence(report, text_members="–", by=factories.actor())

    def test_the_words_name_the_reminders(self, report):
        said = services.words_of_silence(report)
        assert said.startswith("FIF has not answered. Reminders sent: ")
        assert said.count(", ") == 1

    def test_today_offers_to_record_it(self, report):
        manager = factories.actor()
        with after(report, 119):
            assert Wait.NO_ANSWER not in {one.kind for one in waiting(manager)}
        with after(report, 121):
            assert [one.title for one in waiting(manager) if one.kind is Wait.NO_ANSWER] == [report.number]
            services.record_silence(report, text_members="–", by=manager)
            assert Wait.NO_ANSWER not in {one.kind for one in waiting(manager)}

    def test_a_manager_of_other_sectors_is_not_told(self, report):
        with after(report, 121):
            other = factories.actor(sector_ids=frozenset({factories.sector("AUTO").id}))
            assert Wait.NO_ANSWER not in {one.kind for one in waiting(other)}

    def test_an_answer_that_comes_after_all_is_passed_on_anew(self, report):
        position, manager = report.entries[0].position, factories.actor()
        with after(report, 121):
            services.record_silence(report, text_members="Nobody answered.", by=manager)
            answer = next(one for one in report.answers if one.position_id == position.id)
            answers.pass_on(answer, by=manager)
            factories.db.session.flush()
            told = answer.relay_id
            factories.db.session.refresh(answer)
            late = cast.answered(report, position, version=answer.version)
            assert (late.id, late.state, late.relay_id) == (answer.id, AnswerState.GIVEN, None)
            answers.pass_on(late, by=manager)
            factories.db.session.flush()
            assert late.relay_id not in (None, told)


class TestPages:
    @pytest.fixture
    def manager(self, sign_in):
        sign_in(factories.user())

    @pytest.fixture
    def sent_ago(self, report):
        """sent_ago(days): the report was sent so long ago, and its federation reminded on the way."""

        def _sent_ago(days: int) -> None:
            report.sent_at = clock.now() - timedelta(days=days)
            for day in (30, 60):
                if day < days:
                    at = report.sent_at + timedelta(days=day)
                    report.reminders.append(ReportReminder(at=at, people=1))
            factories.db.session.commit()

        return _sent_ago

    def test_the_report_shows_reminders_and_what_comes_next(self, manager, report, browse, sent_ago):
        sent_ago(31)
        html = browse(f"/reports/{report.id}")
        assert "the next on" in html
        assert "Send no reminders by itself" in html
        assert "Record that no answer came" not in html

    def test_reminding_now(self, manager, report, post, client):
        page = f"/reports/{report.id}"
        assert "1 person is reminded." in post(page, f"{page}/remind", follow_redirects=True).text
        assert "reminded today already" in post(page, f"{page}/remind").text
        assert len(reminded()) == 1
        assert len(reminded()) == 1

    def test_leaving_it_to_a_person(self, manager, report, post, db):
        page = f"/reports/{report.id}"
        assert post(page, f"{page}/reminders", {"reminds": ""}).status_code == 303
        assert not report.reminds
        assert post(page, f"{page}/reminders", {"reminds": "yes"}).status_code == 303
        assert report.reminds

    def test_one_button_records_it_and_it_waits_to_be_passed_on(self, manager, report, browse, post, sent_ago):
        sent_ago(121)
        page = f"/reports/{report.id}/silence"
        html = browse(page)
        assert "FIF has not answered. Reminders sent:" in html
        assert "Record: no answer to 2 positions" in html
        answer = post(page, page, {"text_members": "Nobody answered."}, follow_redirects=True)
        assert "Recorded for 2 positions." in answer.text
        states = factories.db.session.scalars(sa.select(Answer.state)).all()
        assert states == [AnswerState.GIVEN] * 2

    def test_a_second_click_finds_nothing_open(self, manager, report, post, client, sent_ago):
        sent_ago(121)
        page = f"/reports/{report.id}/silence"
        assert post(page, page, {"text_members": "–"}).status_code == 303
        assert "No position of this report is without a word." in client.get(page).text

    def test_without_words_it_is_refused_at_the_field(self, manager, report, post, sent_ago):
        sent_ago(121)
        page = f"/reports/{report.id}/silence"
        answer = post(page, page, {"text_members": " "})
        assert answer.status_code == 422
        assert "Write a sentence for the members" in answer.text

    def test_before_its_day_it_says_from_when_on(self, manager, report, browse, sent_ago):
        sent_ago(40)
        assert "Silence can be recorded from" in browse(f"/reports/{report.id}/silence")

    def test_a_manager_of_other_sectors_finds_nothing(self, report, sign_in, client):
        sign_in(factories.user(Role.MANAGER, sectors=[factories.sector("AUTO")]))
        assert client.get(f"/reports/{report.id}/silence").status_code == 404


def test_the_clocks_say_when(report):
    told = (report.sent_at + timedelta(days=10)).astimezone(clock.PARIS).date()
    assert queries.next_reminder(report, Clocks(first_reminder=10)) == told

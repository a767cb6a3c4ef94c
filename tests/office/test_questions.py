"""A question back: masked to the members, answered in general words, released by a second person."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.desk.queries import waiting
from cara_crm.desk.queries.waits import Wait
from cara_crm.issues import services as issues
from cara_crm.issues.models import IssueMessage
from cara_crm.issues.services import SpeaksOfMembers
from cara_crm.relays.services import AskedByMembersOnly
from cara_crm.reports.models import ReportQuestion
from cara_crm.reports.questions import queries, services
from cara_crm.settings.models import Setting
from cara_crm.settings.queries import SELF_REVIEW
from tests import factories, mails
from tests.office import cast
from tests.relays.cast import relayed

pytestmark = pytest.mark.usefixtures("request_context")
MEMBER = Actor(None, Role.MEMBER, "Claire Fictive")
LEAKS = 22  # what the register of names costs
HOSTILE = "Atelier Pivoine Fictif"


@pytest.fixture
def spoken():
    return [factories.issue(factories.member(name)) for name in (HOSTILE, "Forge Fictive")]


@pytest.fixture
def question(spoken) -> ReportQuestion:
    position = relayed(*spoken, title="Énergie")
    report = cast.sent(position)
    asked = services.ask_back(report, position.id, question="Depuis quand ?", by=cast.officer_actor())
    factories.db.session.commit()
    return asked


@pytest.fixture
def worded(question):
    services.word_reply(question, version=question.version, reply="Depuis deux ans.", by=factories.actor())
    factories.db.session.commit()
    return question


def release(question: ReportQuestion, **kwargs) -> None:
    """By who has read it as it stands."""
    services.release(question, version=question.version, **kwargs)


def messages() -> list[IssueMessage]:
    return list(factories.db.session.scalars(sa.select(IssueMessage).order_by(IssueMessage.id)))


def test_a_second_click_asks_nothing_more(question):
    again = services.ask_back(question.report, question.position_id, question=question.text, by=cast.officer_actor())
    assert again is question


class TestPut:
    def test_every_author_behind_is_asked_in_its_own_thread(self, question, spoken):
        assert services.put(question, text=services.masked(question), by=factories.actor()) == 2
        assert {one.issue_id for one in messages()} == {one.id for one in spoken}
        assert all("Depuis quand ?" in one.text and HOSTILE not in one.text for one in messages())

    @pytest.mark.parametrize("said", ["chez Zingueries Balthazar", "à jeanne@zingueries.example", "au 04 99 00 12 34"])
    def test_a_member_that_it_speaks_of_is_not_named_to_its_competitors(self, question, said):
        other = factories.member("Zingueries Balthazar")
        factories.contact(other, email="jeanne@zingueries.example", phone="+33 4 99 00 12 34")
        with pytest.raises(SpeaksOfMembers):
            services.put(question, text=f"Est-ce ainsi {said} ?", by=factories.actor())
        assert services.put(question, text=f"Est-ce ainsi {said} ?", as_it_stands=True, by=factories.actor()) == 2

    @pytest.mark.parametrize("secret", ["Combien d’heures machine avez-vous ?", "Quels clients livrez-vous ?"])
    def test_neither_a_federation_nor_a_manager_asks_competitors_for_their_secrets(self, question, secret):
        with pytest.raises(AskedByMembersOnly):
            services.ask_back(question.report, question.position_id, question=secret, by=cast.officer_actor())
        with pytest.raises(AskedByMembersOnly):
            services.put(question, text=secret, as_it_stands=True, by=factories.actor())

    def test_what_a_member_wrote_before_still_waits_for_an_answer(self, question, spoken):
        before = issues.write_to_cluster(spoken[0], "Et ma remontée ?", by=MEMBER)
        services.put(question, text="?", by=factories.actor())
        assert before.read_at is None

    def test_a_second_click_writes_nothing_more(self, question):
        for _click in range(2):
            services.put(question, text="Depuis quand ?", by=factories.actor())
            factories.db.session.flush()
        assert len(messages()) == 2

    def test_who_withdrew_is_not_asked(self, question, spoken):
        issues.withdraw(spoken[0], reason="–", by=factories.actor())
        factories.db.session.flush()
        assert services.put(question, text="?", by=factories.actor()) == 1

    def test_what_members_write_since_stands_with_the_question(self, question, spoken):
        services.put(question, text="?", by=factories.actor())
        issues.write_to_cluster(spoken[1], "Depuis 2024.", by=MEMBER)
        factories.db.session.flush()
        assert [one.text for one in queries.answers_of_members(factories.actor(), question, spoken)] == ["Depuis 2024."]


class TestReply:
    def test_a_second_person_releases_it_and_who_asked_is_told(self, worded):
        worded.contact = factories.contact(of=worded.report.federation, email="officer@fif.example")
        release(worded, marks=0, false_alarm=False, by=factories.actor(Role.REVIEWER))
        assert worded.released_at
        assert worded.task.done_at
        told = sa.select(Delivery).where(Delivery.kind == "question_replied")
        mail = factories.db.session.scalars(told).one()
        assert mail.recipient == "officer@fif.example"
        assert "deux ans" not in mail.subject + mail.body_text

    def test_nobody_releases_his_own_words(self, question):
        me = replace(factories.actor(), is_reviewer=True)
        services.word_reply(question, version=question.version, reply="Depuis deux ans.", by=me)
        with pytest.raises(services.OwnWords):
            release(question, marks=0, false_alarm=False, by=me)

    def test_nor_words_that_a_colleague_has_changed_since(self, question):
        me, colleague = replace(factories.actor(), is_reviewer=True), factories.actor()
        services.word_reply(question, version=question.version, reply="Depuis deux ans.", by=me)
        factories.db.session.flush()
        services.word_reply(question, version=question.version, reply="Depuis deux ans !", by=colleague)
        with pytest.raises(services.OwnWords):
            release(question, marks=0, false_alarm=False, by=me)

    def test_who_keeps_a_colleagues_words_has_not_worded_them(self, worded):
        me = factories.actor(Role.REVIEWER)
        services.word_reply(worded, version=worded.version, reply=worded.reply, by=me)
        release(worded, marks=0, false_alarm=False, by=me)
        assert worded.released_at

    def test_a_team_of_one_may_where_the_administrator_says_so(self, question):
        me = factories.actor()
        factories.db.session.merge(Setting(key=SELF_REVIEW, value=True))
        services.word_reply(question, version=question.version, reply="Depuis deux ans.", by=me)
        release(question, marks=0, false_alarm=False, by=me)
        assert question.released_at

    def test_a_name_in_it_is_seen_and_stops_it(self, question):
        reply = f"C'est surtout {HOSTILE} qui le dit."
        services.word_reply(question, version=question.version, reply=reply, by=factories.actor())
        leaks = queries.telling(question, reply)
        assert [leak.text for leak in leaks] == [HOSTILE]
        with pytest.raises(services.GivesAway):
            services.release(
                question,
                version=question.version,
                marks=len(leaks),
                false_alarm=False,
                by=factories.actor(Role.REVIEWER),
            )

    def test_a_false_alarm_is_said_to_be_one(self, worded):
        release(worded, marks=1, false_alarm=True, by=factories.actor(Role.REVIEWER))
        assert worded.released_at

    @pytest.mark.parametrize("act", [services.put, services.word_reply])
    def test_after_that_nothing_changes(self, worded, act):
        release(worded, marks=0, false_alarm=False, by=factories.actor(Role.REVIEWER))
        words = {"text": "?"} if act is services.put else {"reply": "?", "version": worded.version}
        with pytest.raises(services.AlreadyReleased):
            act(worded, **words, by=factories.actor())

    def test_nothing_is_no_reply(self, question):
        with pytest.raises(DomainError):
            services.word_reply(question, version=question.version, reply=" ", by=factories.actor())
        with pytest.raises(services.ReplyMissing):
            release(question, marks=0, false_alarm=False, by=factories.actor(Role.REVIEWER))


def test_it_waits_on_the_desk_of_who_did_not_word_it(question):
    me, other = (replace(factories.actor(), is_reviewer=True) for _n in range(2))
    services.word_reply(question, version=question.version, reply="Depuis deux ans.", by=me)
    factories.db.session.flush()
    assert Wait.REPLY not in {one.kind for one in waiting(me)}
    assert [one.target for one in waiting(other) if one.kind is Wait.REPLY] == [question.id]


def test_the_mail_reads_as_agreed():
    moment = datetime(2026, 3, 2, 12, tzinfo=UTC)
    context = {"number": "CARA-2026-3", "asked_on": moment, "url": "https://crm.example/office/reports/3#answer-7"}
    mails.check("question_replied", context)


class TestPages:
    def test_a_manager_puts_it_and_words_a_reply(self, question, sign_in, browse, post):
        sign_in(factories.user())
        page = f"/questions/{question.id}"
        html = browse(page)
        assert "Put it to the authors of 2 issues" in html
        assert "FIF, à qui nous avons porté" in html
        assert "2 authors" in post(page, f"{page}/put", {"text": "Depuis quand ?"}, follow_redirects=True).text
        assert (
            "another person has released"
            in post(page, f"{page}/reply", {"reply": "2 ans.", "version": question.version}, follow_redirects=True).text
        )
        assert "Release it" not in browse(page, budget=LEAKS)

    def test_a_question_that_names_a_member_is_shown_without_it(self, question, sign_in, browse, post):
        factories.member("Zingueries Balthazar")
        question.text = "Est-ce aussi le cas de Zingueries Balthazar ?"
        factories.db.session.commit()
        sign_in(factories.user())
        page = f"/questions/{question.id}"
        html = browse(page, budget=LEAKS)
        assert "Est-ce aussi le cas de […] ?" in html
        assert "<q>Zingueries Balthazar</q>" in html
        refused = post(page, f"{page}/put", {"text": question.text})
        assert refused.status_code == 422
        assert "speaks of a member: Zingueries Balthazar" in refused.text
        assert post(page, f"{page}/put", {"text": question.text, "as_it_stands": "y"}).status_code == 303

    def test_the_page_keeps_its_bound_also_when_health_is_asked(self, worded, sign_in, browse, client):
        sign_in(factories.user())
        client.application.extensions.pop("health", None)
        assert "Depuis deux ans." in browse(f"/questions/{worded.id}", budget=LEAKS)

    def test_nothing_typed_is_refused_at_its_field(self, question, sign_in, post):
        sign_in(factories.user())
        page = f"/questions/{question.id}"
        assert post(page, f"{page}/put", {"text": " "}).status_code == 422
        assert "Write the reply." in post(page, f"{page}/reply", {"reply": ""}).text

    def test_a_reviewer_releases_it_and_sees_no_members_words(self, worded, spoken, sign_in, browse, post):
        worded.put_at = clock.now()
        issues.write_to_cluster(spoken[1], "Des mots bruts.", by=MEMBER)
        sign_in(factories.user(Role.REVIEWER))
        page = f"/questions/{worded.id}"
        html = browse(page, budget=LEAKS)
        assert "Depuis deux ans." in html
        assert "Des mots bruts." not in html
        assert (
            "reads the reply now"
            in post(page, f"{page}/release", {"version": worded.version}, follow_redirects=True).text
        )

    def test_marks_stop_the_release_until_they_are_looked_at(self, question, sign_in, post, browse):
        services.word_reply(question, version=question.version, reply=f"{HOSTILE} le dit.", by=factories.actor())
        sign_in(factories.user(Role.REVIEWER))
        page = f"/questions/{question.id}"
        assert "<mark>" in browse(page, budget=LEAKS)
        read = {"version": question.version}
        assert post(page, f"{page}/release", read).status_code == 422
        assert post(page, f"{page}/release", read | {"false_alarm": "y"}).status_code == 303

    def test_nobody_releases_words_that_were_changed_while_he_read(self, worded, sign_in, post):
        read = {"version": worded.version}
        services.word_reply(worded, reply="Depuis hier, chez un seul.", version=worded.version, by=factories.actor())
        factories.db.session.commit()
        sign_in(factories.user(Role.REVIEWER))
        page = f"/questions/{worded.id}"
        refused = post(page, f"{page}/release", read)
        assert refused.status_code == 422
        assert "meanwhile" in refused.text
        assert worded.released_at is None
        again = re.search(r'name="version"[^>]*value="(\d+)"', refused.text)
        assert post(page, f"{page}/release", {"version": again[1]}).status_code == 303

    def test_a_manager_who_reviews_handles_the_questions_of_his_sectors_alone(self, worded, spoken, sign_in, post):
        services.put(worded, text="?", by=factories.actor())
        issues.write_to_cluster(spoken[1], "Des mots bruts.", by=MEMBER)
        factories.db.session.commit()
        sign_in(factories.user(sectors=[factories.sector("AUTO")], is_reviewer=True))
        page = f"/questions/{worded.id}"
        html = post(page, f"{page}/release").text
        assert "Depuis deux ans." in html
        assert "Des mots bruts." not in html
        assert post(page, f"{page}/put", {"text": "?"}).status_code == 404

    def test_and_reads_what_was_written_about_the_issues_of_his_sectors(self, worded, spoken, sign_in, browse):
        """A position may have issues of other sectors behind it."""
        spoken[1].sectors = [factories.sector("AUTO")]
        services.put(worded, text="?", by=factories.actor())
        for issue in spoken:
            issues.write_to_cluster(issue, f"Mots de {issue.id}.", by=MEMBER)
        factories.db.session.commit()
        sign_in(factories.user(sectors=[factories.sector("RAIL")]))
        html = browse(f"/questions/{worded.id}", budget=LEAKS)
        assert f"Mots de {spoken[0].id}." in html
        assert f"Mots de {spoken[1].id}." not in html

    @pytest.mark.parametrize("role", [Role.OBSERVER, Role.ADMINISTRATOR])
    def test_who_neither_answers_nor_reviews_finds_nothing(self, question, sign_in, client, role):
        sign_in(factories.user(role))
        assert client.get(f"/questions/{question.id}").status_code == 404

    def test_a_manager_of_other_sectors_finds_nothing(self, question, sign_in, client):
        sign_in(factories.user(sectors=[factories.sector("AUTO")]))
        assert client.get(f"/questions/{question.id}").status_code == 404

    def test_the_federation_reads_the_reply_only_once_it_is_released(self, worded, sign_in, browse):
        sign_in(cast.officer())
        page = f"/office/reports/{worded.report_id}"
        html = browse(page)
        assert "It is with the cluster." in html
        assert "Depuis deux ans." not in html
        release(worded, marks=0, false_alarm=False, by=factories.actor(Role.REVIEWER))
        assert "Depuis deux ans." in browse(page)

    def test_the_report_shows_its_questions_to_who_handles_them(self, worded, sign_in, browse):
        sign_in(factories.user())
        html = browse(f"/reports/{worded.report_id}")
        assert f'href="/questions/{worded.id}"' in html
        assert "Waits for a second person" in html

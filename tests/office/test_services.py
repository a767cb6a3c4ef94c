"""Rules of answers: who writes them, when they are whole, whom they reach."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.errors import DomainError, EditedMeanwhile, NotVisible
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.desk.queries.chain import own_ways
from cara_crm.extensions import db
from cara_crm.issues.models import IssueState
from cara_crm.issues.services import SpeaksOfMembers
from cara_crm.positions import services as positions
from cara_crm.positions.models import Outcome, PositionState
from cara_crm.relays.queries import answers_for_issue
from cara_crm.reports.answers import queries, services
from cara_crm.reports.models import AnswerState, ReportState
from cara_crm.reports.questions import services as questions
from cara_crm.reports.reading import services as reading
from cara_crm.tasks.models import Task, TaskKind
from tests import factories
from tests.office import cast
from tests.relays.cast import relayed

SUBJECTS = {"fr": "FIF a répondu à ce que vous avez fait remonter", "en": "FIF answered what you raised"}
pytestmark = pytest.mark.usefixtures("request_context")


def test_an_answer_needs_an_outcome() -> None:
    position = relayed(factories.issue())
    answer = cast.answered(cast.sent(position), position, outcome=None, give=False)
    with pytest.raises(services.OutcomeMissing):
        services.give_answer(answer, by=cast.officer_actor())


def test_under_examination_needs_a_day() -> None:
    position = relayed(factories.issue())
    with pytest.raises(services.DayMissing):
        cast.answered(cast.sent(position), position, outcome=Outcome.UNDER_EXAMINATION)


def test_the_members_read_a_sentence() -> None:
    position = relayed(factories.issue())
    with pytest.raises(services.TextMissing):
        cast.answered(cast.sent(position), position, text_members=" ")


def test_a_day_stays_with_an_examination_only() -> None:
    position = relayed(factories.issue())
    answer = cast.answered(cast.sent(position), position, until_on=clock.today())
    assert answer.until_on is None


def test_two_officers_at_once_both_keep_their_work() -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    cast.answered(report, position, give=False)
    with pytest.raises(EditedMeanwhile):
        cast.answered(report, position, text_members="Le mien", give=False)


def test_a_position_of_another_report_is_not_answered() -> None:
    report, other = cast.sent(relayed(factories.issue())), relayed(factories.issue())
    with pytest.raises(NotVisible):
        cast.answered(report, other)


def test_all_complete_drafts_are_sent_together() -> None:
    one, two = relayed(factories.issue()), relayed(factories.issue())
    report = cast.sent(one, two)
    cast.answered(report, one, give=False)
    cast.answered(report, two, give=False, outcome=None)
    assert services.give_all(report, by=cast.officer_actor()) == 1
    answered = queries.answered_of(report)
    assert (answered.given, answered.total) == (1, 2)


def test_receipt_is_acknowledged_once() -> None:
    report = cast.sent(relayed(factories.issue()))
    reading.acknowledge_report(report, by=cast.officer_actor())
    first = report.acknowledged_at
    reading.acknowledge_report(report, by=cast.officer_actor())
    assert (report.state, report.acknowledged_at) == (ReportState.ACKNOWLEDGED, first)


def test_an_answer_reaches_the_authors_and_nobody_else() -> None:
    one, other = factories.member("Un"), factories.member("Deux")
    author, _colleague, _stranger = factories.contact(one), factories.contact(one), factories.contact(other)
    position = relayed(factories.issue(one, contact_id=author.id, state=IssueState.RELAYED))
    answer = cast.answered(cast.sent(position), position)
    services.pass_on(answer, by=factories.actor())
    assert [r.contact_id for r in answer.relay.recipients] == [author.id]
    rows = db.session.scalars(sa.select(Delivery).where(Delivery.kind == "answer_passed_on")).all()
    assert [row.contact_id for row in rows] == [author.id]


def test_an_answer_tells_competitors_no_size_that_few_of_their_sector_have() -> None:
    factories.member("Le grand", in_sector="VI", headcount_band="32")
    for n in range(6):
        factories.member(f"Petit {n}", in_sector="VI", headcount_band="11")
    author = factories.contact(factories.member("Un"))
    issue = factories.issue(author.affiliations[0].member, contact_id=author.id, state=IssueState.RELAYED)
    position = relayed(issue)
    said = "Merci à la maison de 412 personnes et aux ateliers de 15 personnes."
    answer = cast.answered(cast.sent(position), position, text_members=said)
    services.pass_on(answer, by=factories.actor())
    assert answer.relay.body == "Merci à la maison de […] et aux ateliers de 15 personnes."


def test_who_raised_two_issues_gets_one_message() -> None:
    member = factories.member()
    author = factories.contact(member)
    issues = [factories.issue(member, contact_id=author.id, state=IssueState.RELAYED) for _ in range(2)]
    position = relayed(*issues)
    answer = cast.answered(cast.sent(position), position)
    services.pass_on(answer, by=factories.actor())
    assert len(answer.relay.recipients) == 1
    assert len(answer.relay.issues) == 2


def test_words_that_were_not_sent_hear_no_answer() -> None:
    sent, late = factories.issue(state=IssueState.RELAYED), factories.issue(factories.member("Tard"))
    position = relayed(sent, late)
    next(link for link in position.links if link.issue_id == late.id).relayed_at = None
    answer = cast.answered(cast.sent(position), position)
    assert [issue.id for issue in queries.behind(answer).issues] == [sent.id]


@pytest.mark.parametrize("when", ["before the answer", "after it"])
def test_a_position_that_was_merged_or_split_since_keeps_who_was_behind_it(when: str) -> None:
    issues = [factories.issue(factories.member(name), state=IssueState.RELAYED) for name in ("Un", "Deux")]
    for issue in issues:
        issue.contact_id = factories.contact(issue.member).id
    position, by = relayed(*issues), factories.actor()
    report = cast.sent(position)
    if when == "after it":
        services.pass_on(cast.answered(report, position), by=by)
    positions.take_up_again(position, by=by)
    positions.split_position(position, [issues[0].id], title="À part", by=by)
    positions.merge_positions(position, into=factories.position(), by=by)
    if when == "before the answer":
        services.pass_on(cast.answered(report, position), by=by)
    assert [len(answers_for_issue(issue)) for issue in issues] == [1, 1]
    assert [answers_for_issue(issue)[0].outcome for issue in issues] == [Outcome.TAKEN_UP] * 2
    assert [issue.state for issue in issues] == [IssueState.ANSWERED] * 2


def test_what_a_position_became_without_an_issue_is_not_told_to_its_author() -> None:
    own, other = (factories.issue(factories.member(name), state=IssueState.RELAYED) for name in ("Un", "Deux"))
    position, by = relayed(own, other), factories.actor()
    position.title = "Dit ensemble"
    first = cast.sent(position)
    services.pass_on(cast.answered(first, position, text_members="Première réponse."), by=by)
    positions.take_up_again(position, by=by)
    positions.split_position(position, [own.id], title="À part", by=by)
    position.title = "Dit par les autres"
    db.session.flush()
    db.session.expire(position)
    later = cast.sent(position, sent_at=clock.now())
    services.pass_on(cast.answered(later, position, text_members="Aux autres."), by=by)
    (way,) = own_ways(Actor(None, Role.MEMBER, member_id=own.member_id), own.id)
    assert [one.title for one in way.positions] == ["Dit ensemble"]
    assert ([one.text_members for one in way.answers], way.report) == (["Première réponse."], first)


def test_passing_on_moves_position_and_issue() -> None:
    issue = factories.issue(state=IssueState.RELAYED)
    position = relayed(issue)
    answer = cast.answered(cast.sent(position), position)
    services.pass_on(answer, by=factories.actor())
    assert position.state is PositionState.ANSWERED
    assert issue.state is IssueState.ANSWERED
    assert answer.state is AnswerState.RELAYED
    assert position.links[0].outcome is Outcome.TAKEN_UP


def test_an_answer_is_passed_on_once() -> None:
    position = relayed(factories.issue(state=IssueState.RELAYED))
    answer = cast.answered(cast.sent(position), position)
    services.pass_on(answer, by=factories.actor())
    with pytest.raises(services.AlreadyPassedOn):
        services.pass_on(answer, by=factories.actor())


def test_a_draft_is_not_passed_on() -> None:
    position = relayed(factories.issue())
    answer = cast.answered(cast.sent(position), position, give=False)
    with pytest.raises(services.NotGiven):
        services.pass_on(answer, by=factories.actor())


def test_what_the_members_read_is_the_wording_that_was_sent() -> None:
    issue = factories.issue(state=IssueState.RELAYED)
    position = relayed(issue)
    answer = cast.answered(cast.sent(position), position)
    position.statement = "Un brouillon que personne n’a relu."
    services.pass_on(answer, by=factories.actor())
    assert answers_for_issue(issue)[0].words.statement == "La certification prend trop de temps."


def test_the_text_for_the_cluster_is_never_passed_on() -> None:
    member = factories.member()
    factories.contact(member)
    position = relayed(factories.issue(member, state=IssueState.RELAYED))
    answer = cast.answered(cast.sent(position), position)
    services.pass_on(answer, addition="Un mot de nous.", by=factories.actor())
    mail = db.session.scalars(sa.select(Delivery).where(Delivery.kind == "answer_passed_on")).one()
    assert answer.relay.body == "Nous le portons.\n\nUn mot de nous."
    assert "Entre nous" not in mail.body_text + mail.body_html


def test_what_was_passed_on_stays() -> None:
    position = relayed(factories.issue(state=IssueState.RELAYED))
    report = cast.sent(position)
    answer = cast.answered(report, position)
    services.pass_on(answer, by=factories.actor())
    db.session.flush()
    with pytest.raises(services.AlreadyPassedOn):
        cast.answered(report, position, version=answer.version)


def test_a_question_back_goes_through_the_cluster() -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    questions.ask_back(report, position.id, question="Depuis quand ?", by=cast.officer_actor())
    task = db.session.scalars(sa.select(Task)).one()
    assert (task.kind, task.title, task.names) == (TaskKind.QUESTION, "Depuis quand ?", {"federation": "FIF"})
    assert (task.subject_type, task.subject_id) == ("position", position.id)
    assert db.session.scalars(sa.select(Delivery.kind)).one() == "question_asked"


def test_an_empty_question_is_not_asked() -> None:
    position = relayed(factories.issue())
    with pytest.raises(DomainError):
        questions.ask_back(cast.sent(position), position.id, question=" ", by=cast.officer_actor())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_answers_mail_in_both_languages(language: str) -> None:
    member = factories.member()
    factories.contact(member, language=language)
    position = relayed(factories.issue(member, state=IssueState.RELAYED))
    until = clock.today() + timedelta(days=30)
    outcome = {"outcome": Outcome.UNDER_EXAMINATION, "until_on": until}
    services.pass_on(cast.answered(cast.sent(position), position, **outcome), by=factories.actor())
    mail = db.session.scalars(sa.select(Delivery).where(Delivery.kind == "answer_passed_on")).one()
    assert (
        mail.subject
        == {"fr": "FIF a répondu à ce que vous avez fait remonter", "en": "FIF answered what you raised"}[language]
    )
    assert "Nous le portons." in mail.body_text
    assert "/information/" in mail.body_text
    assert mail.unsubscribe_url == ""


def test_the_federations_own_number_stays_with_its_answer_and_goes_to_no_member() -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    answer = cast.answered(report, position, own_reference=" FIF/2026/0042 ")
    assert answer.own_reference == "FIF/2026/0042"
    services.pass_on(answer, by=factories.actor())
    assert answer.relay is not None
    assert "0042" not in answer.relay.body + answer.relay.title


class TestMembersThatAnAnswerSpeaksOf:
    """The federation writes to competitors of whom it names."""

    TEXT = "Contactez Zingueries Balthazar (04 99 00 12 34) ou aide@fif.example au 01 44 00 00 00."

    @pytest.fixture
    def answer(self):
        other = factories.member("Zingueries Balthazar")
        factories.contact(other, phone="+33 4 99 00 12 34")
        position = relayed(factories.issue(), title="Énergie")
        return cast.answered(cast.sent(position), position, text_members=self.TEXT)

    def test_the_others_do_not_read_whom(self, answer):
        services.pass_on(answer, by=factories.actor())
        assert answer.relay.body == "Contactez […] ([…]) ou aide@fif.example au 01 44 00 00 00."

    def test_unless_somebody_saw_that_it_may_stand(self, answer):
        services.pass_on(answer, as_it_stands=True, by=factories.actor())
        assert answer.relay.body == self.TEXT

    def test_the_clusters_own_word_names_nobody_either(self, answer):
        with pytest.raises(SpeaksOfMembers):
            services.pass_on(answer, addition="Zingueries Balthazar vous aide.", by=factories.actor())

    def test_who_passes_it_on_sees_each_place_and_decides(self, answer, sign_in, browse, post):
        factories.db.session.commit()
        sign_in(factories.user())
        page = f"/answers/{answer.id}/pass-on"
        html = browse(page, budget=16)
        assert '<mark class="leak">Zingueries Balthazar</mark>' in html
        assert "2 places speak of members." in html
        refused = post(page, page, {"addition": "Voir Zingueries Balthazar."})
        assert refused.status_code == 422
        assert post(page, page, {"as_it_stands": "y"}).status_code == 303
        assert "Zingueries Balthazar (04 99 00 12 34)" in browse(page, budget=16)

"""A correction of a report that was answered: no answer is lost, none is asked for twice, nothing is told twice."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.desk.queries.chain import ChainKind, own_ways, ways
from cara_crm.desk.queries.waiting import waiting
from cara_crm.desk.queries.waits import Wait
from cara_crm.extensions import db
from cara_crm.insights.queries import asked, by_federation
from cara_crm.issues.models import IssueState
from cara_crm.positions.models import Outcome, Position
from cara_crm.relays.queries import answers_for_issue
from cara_crm.reports.answers import queries, services
from cara_crm.reports.answers.carrying import carry_answers
from cara_crm.reports.models import Answer, AnswerState, Report
from cara_crm.reports.reading.queries import positions_for
from cara_crm.reports.services import correct_report, hand_over, prepare, send_report
from tests import factories
from tests.office import cast
from tests.relays.cast import relayed
from tests.reports import cast as reports

pytestmark = pytest.mark.usefixtures("request_context")
BEFORE = clock.now() - timedelta(days=3)


def corrected(report: Report, *changed: Position) -> Report:
    """Version n+1 as the federation has it; the words of the changed positions are others."""
    for position in changed:
        position.statement = f"Autrement dit en version {report.edition + 1}."
    positions = [entry.position for entry in report.entries]
    version = cast.sent(*positions, number=report.number, edition=report.edition + 1, corrects_id=report.id)
    carry_answers(version, by=Actor.system("test"))
    db.session.flush()
    return version


def given(report: Report, position: Position, **kwargs: Any) -> Answer:
    """An answer of some days ago, by a person with a name."""
    answer = cast.answered(report, position, **kwargs)
    person = factories.contact(of=report.federation, first_name="Ariane", last_name="Girouette")
    answer.given_at, answer.contact, answer.author_label = BEFORE if answer.given_at else None, person, person.name
    db.session.flush()
    return answer


def answer_of(report: Report) -> Answer:
    return db.session.scalars(sa.select(Answer).where(Answer.report_id == report.id)).one()


def amend(report: Report, answer: Answer, text: str = "Nous avons changé d’avis.", by: Actor | None = None) -> Answer:
    values = {"version": answer.version, "outcome": Outcome.DECLINED, "until_on": None, "text_cluster": ""}
    officer = by or cast.officer_actor()
    return services.save_answer(report, answer.position_id, **values, text_members=text, by=officer)


def passed_on() -> tuple[Report, Answer]:
    """A report whose one answer was passed on to the one member behind it."""
    member = factories.member()
    factories.contact(member)
    position = relayed(factories.issue(member, state=IssueState.RELAYED))
    report = cast.sent(position)
    answer = given(report, position)
    services.pass_on(answer, by=factories.actor())
    db.session.flush()
    return report, answer


def told() -> int:
    return db.session.query(Delivery).filter_by(kind="answer_passed_on").count()


def test_an_answer_to_unchanged_words_stands_as_it_was_given() -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    first = given(report, position)
    second = answer_of(corrected(report))
    assert (second.given_at, second.contact, second.text_members) == (BEFORE, first.contact, first.text_members)
    assert second.author_label == "Ariane Girouette"
    assert (second.state, second.carried_from) == (AnswerState.GIVEN, first)


def test_who_amends_it_signs_it() -> None:
    report, _first = passed_on()
    version = corrected(report)
    me = cast.officer_actor()
    second = amend(version, answer_of(version), by=me)
    assert (second.author_label, second.contact_id) == (me.name, me.contact_id)


def test_an_answer_that_the_cluster_recorded_has_no_author() -> None:
    position = relayed(factories.issue())
    answer = cast.answered(cast.sent(position), position, give=False, by=factories.actor())
    services.record_answer(answer, by=factories.actor())
    assert answer.author_label == ""


def test_it_counts_as_answered() -> None:
    one, two = relayed(factories.issue()), relayed(factories.issue())
    report = cast.sent(one, two)
    given(report, one)
    answered = queries.answered_of(corrected(report))
    assert (answered.given, answered.total) == (1, 2)


def test_a_correction_that_is_really_sent_carries_what_was_answered() -> None:
    by = reports.manager()
    report, _relay = reports.sent(by)
    cast.answered(report, report.entries[0].position)
    version = correct_report(report, note="A figure.", by=by)
    db.session.flush()
    hand_over(version, reports.stands(version), by=by)
    reports.reviewed(version)
    db.session.flush()
    send_report(version, prepare(version), by=by)
    db.session.flush()
    assert answer_of(version).carried_from == answer_of(report)
    assert db.session.query(AuditEvent).filter_by(action="answer.carried").count() == 1


def test_changed_words_are_asked_about_again_with_the_earlier_answer_beside() -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    first = given(report, position)
    version = corrected(report, position)
    assert queries.answered_of(version).given == 0
    assert queries.answers_before(version) == {position.id: first}


def test_words_that_came_back_have_the_answer_that_was_given_to_them() -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    given(report, position)
    said = position.statement
    second = corrected(report, position)
    position.statement = said
    third = corrected(second)
    assert answer_of(third).carried_from == answer_of(report)


def test_a_draft_is_carried_as_a_draft() -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    cast.answered(report, position, give=False)
    second = answer_of(corrected(report))
    assert (second.state, second.text_members) == (AnswerState.DRAFT, "Nous le portons.")


def test_what_was_passed_on_stays_done_and_is_not_repeated() -> None:
    report, first = passed_on()
    second = answer_of(corrected(report))
    assert (second.state, second.relay) == (AnswerState.RELAYED, first.relay)
    assert queries.unpassed(factories.actor()) == []
    with pytest.raises(services.AlreadyPassedOn):
        services.pass_on(second, by=factories.actor())
    assert told() == 1


def test_an_answer_that_waits_is_passed_on_once_for_both_versions() -> None:
    position = relayed(factories.issue(state=IssueState.RELAYED))
    report = cast.sent(position)
    first = given(report, position)
    second = answer_of(corrected(report))
    me = factories.actor()
    assert queries.unpassed(me) == [second]
    assert [one.target for one in waiting(me) if one.kind is Wait.PASS_ON] == [second.id]
    with pytest.raises(services.AnsweredInLaterVersion):
        services.pass_on(first, by=me)


def test_an_amended_answer_is_passed_on_again() -> None:
    report, first = passed_on()
    version = corrected(report)
    second = amend(version, answer_of(version))
    assert (second.state, second.carried_from, second.given_at > BEFORE) == (AnswerState.GIVEN, None, True)
    services.pass_on(second, by=factories.actor())
    assert told() == 2
    assert (first.state, first.text_members) == (AnswerState.RELAYED, "Nous le portons.")
    issue = first.relay.issues[0]
    assert answers_for_issue(issue)[0].text == "Nous avons changé d’avis."


def test_saving_the_same_words_changes_nothing() -> None:
    report, first = passed_on()
    version = corrected(report)
    second = answer_of(version)
    values = {"version": second.version, "outcome": first.outcome, "until_on": None}
    services.save_answer(
        version,
        second.position_id,
        **values,
        text_members=first.text_members,
        text_cluster=first.text_cluster,
        by=cast.officer_actor(),
    )
    assert (second.state, second.carried_from, second.given_at) == (AnswerState.RELAYED, first, BEFORE)


def test_what_was_passed_on_for_this_version_stays() -> None:
    report, _first = passed_on()
    version = corrected(report)
    second = amend(version, answer_of(version))
    services.pass_on(second, by=factories.actor())
    db.session.flush()
    with pytest.raises(services.AlreadyPassedOn):
        amend(version, second, "Encore autrement.")


def test_the_earlier_version_is_answered_no_more() -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    first = given(report, position)
    corrected(report)
    with pytest.raises(services.AnsweredInLaterVersion):
        amend(report, first)


def test_a_position_that_the_correction_leaves_out_is_still_answered_where_it_stood() -> None:
    one, two = relayed(factories.issue()), relayed(factories.issue())
    report = cast.sent(one, two)
    cast.sent(one, number=report.number, edition=2, corrects_id=report.id)
    assert cast.answered(report, two).state is AnswerState.GIVEN


def test_the_chain_shows_one_answer_and_one_relay() -> None:
    report, first = passed_on()
    corrected(report)
    issue = first.relay.issues[0]
    author = Actor(None, Role.MEMBER, member_id=issue.member_id)
    found = [*ways(factories.actor(), ChainKind.POSITION, first.position_id, 1), *own_ways(author, issue.id)]
    assert [(len(way.given), way.relays) for way in found] == [(1, [first.relay])] * 2


def test_the_figures_count_a_corrected_report_once() -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    given(report, position)
    corrected(report)
    body = next(one for one in by_federation(asked()) if one.federation.code == "FIF").measures
    assert (body.reports, body.asked, body.answered) == (1, 1, 1)


def test_a_federation_finds_each_position_once_with_what_it_answered() -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    given(report, position)
    version = corrected(report)
    asked = positions_for(cast.officer_actor())
    assert [(one.report, one.answer) for one in asked] == [(version, answer_of(version))]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "by Ariane Girouette."), ("fr", "par Ariane Girouette.")],
)
def test_the_officer_sees_who_answered_and_may_change_it(sign_in: Any, browse: Any, language: str, said: str) -> None:
    report, _first = passed_on()
    version = corrected(report)
    client = sign_in(cast.officer())
    client.set_cookie("language", language)
    html = browse(f"/office/reports/{version.id}")
    assert said in html
    assert re.search(r"1 (of|sur) 1", html)
    assert "Nous le portons.</textarea>" in html


def test_the_officer_sees_the_earlier_answer_beside_changed_words(sign_in: Any, browse: Any) -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    given(report, position)
    version = corrected(report, position)
    sign_in(cast.officer())
    html = browse(f"/office/reports/{version.id}")
    assert "Your answer to version 1" in html
    assert "Nous le portons." in html
    assert "0 of 1 answered" in html


def test_the_earlier_version_leads_to_the_later(sign_in: Any, browse: Any) -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    version = corrected(report)
    sign_in(cast.officer())
    html = browse(f"/office/reports/{report.id}")
    assert f'href="/office/reports/{version.id}"' in html
    assert "Send this answer" not in html
    assert "Replaced by version 2" in browse("/office")


def test_an_answer_typed_into_the_earlier_version_comes_back(sign_in: Any, post: Any) -> None:
    position = relayed(factories.issue())
    report = cast.sent(position)
    page = f"/office/reports/{report.id}/positions/{position.id}"
    sign_in(cast.officer())
    typed = {"version": "0", "outcome": "declined", "text_members": "Tapé"}
    corrected(report)
    refused = post(f"{page}/ask", f"{page}/answer", {f"p{position.id}-{name}": value for name, value in typed.items()})
    assert refused.status_code == 422
    assert "answer this position there" in refused.text
    assert "Tapé" in refused.text


def test_a_manager_sees_both_answers_and_passes_on_the_later(sign_in: Any, browse: Any, client: Any) -> None:
    same, other = relayed(factories.issue()), relayed(factories.issue())
    report = cast.sent(same, other)
    old, _changed = given(report, same), given(report, other)
    version = corrected(report, other)
    sign_in(factories.user())
    html = browse(f"/reports/{version.id}", budget=20)
    assert "Given to the version before" in html
    assert "Answer to version 1" in html
    assert "by Ariane Girouette" in html
    new = db.session.scalars(sa.select(Answer).where(Answer.carried_from_id == old.id)).one()
    assert client.get(f"/answers/{old.id}/pass-on").location == f"/answers/{new.id}/pass-on"


def test_the_earlier_report_offers_nothing_that_the_later_has(sign_in: Any, browse: Any) -> None:
    same, other = relayed(factories.issue()), relayed(factories.issue())
    report = cast.sent(same, other)
    given(report, same)
    corrected(report)
    sign_in(factories.user())
    html = browse(f"/reports/{report.id}", budget=20)
    assert "/pass-on" not in html
    assert "Record an answer" not in html

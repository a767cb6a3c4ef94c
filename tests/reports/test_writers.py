"""Nobody reviews what he wrote: whoever changed anything that a report says is a writer of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.desk.queries.waiting import Wait, waiting
from cara_crm.extensions import db
from cara_crm.positions import services as positions
from cara_crm.positions.models import Position, Stance
from cara_crm.relays import services as relays
from cara_crm.relays.models import QuestionKind
from cara_crm.reports.models import Report
from cara_crm.reports.queries.writers import writers, writers_of
from cara_crm.reports.requests import services as requests
from cara_crm.reports.services import correct_report, edit_report, follow_merged, hand_over, withdraw_waiver
from cara_crm.reports.services.reviewing import OwnWork
from tests import factories as f
from tests.reports.cast import drafted, manager, reviewed, sent, six_voices, stands, worded

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.fixture
def noe() -> Actor:
    """Manages some sectors, and reviews what others write."""
    return f.actor(Role.REVIEWER)


@pytest.fixture
def report() -> Report:
    by = manager()
    worded(by, *six_voices())
    return drafted(by)


def edited(report: Report, by: Actor, **changes: object) -> None:
    values = {
        "key_messages": report.key_messages,
        "position_ids": [entry.position_id for entry in report.entries],
        "language": report.language,
        "version": report.version,
    }
    edit_report(report, **(values | changes), by=by)
    db.session.flush()


def the_position(report: Report) -> Position:
    return report.entries[0].position


def key_messages(report: Report, by: Actor) -> None:
    edited(report, by, key_messages="Many wait.")


def key_messages_rewritten_by_others(report: Report, by: Actor) -> None:
    edited(report, by, key_messages="Many wait.")
    edited(report, manager(), key_messages="Many wait, and pay.")


def choice_of_positions(report: Report, by: Actor) -> None:
    edited(report, by, position_ids=[])


def words_of_a_position(report: Report, by: Actor) -> None:
    position = the_position(report)
    positions.edit_position(position, {"why": "It costs orders."}, priority=None, version_read=position.version, by=by)


def an_issue_more(report: Report, by: Actor) -> None:
    positions.add_issues(the_position(report), [f.issue(f.member("Atelier 7 Fictif"))], by=by)


def an_issue_less(report: Report, by: Actor) -> None:
    positions.remove_issue(the_position(report), the_position(report).links[0], by=by)


def who_stands_against(report: Report, by: Actor) -> None:
    positions.set_stance(the_position(report), the_position(report).links[0], Stance.AGAINST, by=by)


def a_merge(report: Report, by: Actor) -> None:
    other = worded(manager(), *six_voices())
    positions.merge_positions(other, into=the_position(report), by=by)


def following_a_merge(report: Report, by: Actor) -> None:
    other = worded(manager(), *six_voices())
    positions.merge_positions(the_position(report), into=other, by=manager())
    follow_merged(report, by=by)


@pytest.mark.parametrize(
    "write",
    [
        key_messages,
        key_messages_rewritten_by_others,
        choice_of_positions,
        words_of_a_position,
        an_issue_more,
        an_issue_less,
        who_stands_against,
        a_merge,
        following_a_merge,
    ],
    ids=lambda write: write.__name__,
)
def test_who_changes_what_it_says_is_a_writer(
    report: Report, noe: Actor, write: Callable[[Report, Actor], None]
) -> None:
    assert noe.user_id not in writers_of(report)
    write(report, noe)
    db.session.flush()
    assert noe.user_id in writers_of(report)


def test_a_reviewer_who_wrote_the_key_messages_does_not_approve_them(report: Report, noe: Actor) -> None:
    key_messages(report, noe)
    hand_over(report, stands(report), by=noe)
    with pytest.raises(OwnWork):
        reviewed(report, by=noe)


def test_who_saves_it_as_it_was_wrote_nothing(report: Report, noe: Actor) -> None:
    edited(report, noe)
    assert noe.user_id not in writers_of(report)


def test_who_hands_over_or_takes_a_false_alarm_back_wrote_nothing(report: Report, noe: Actor) -> None:
    withdraw_waiver(report, key="none", by=noe)
    hand_over(report, stands(report), by=noe)
    db.session.flush()
    assert noe.user_id not in writers_of(report)


def test_who_wrote_a_version_does_not_review_the_one_that_corrects_it(noe: Actor) -> None:
    first, _relay = sent(noe)
    correction = correct_report(first, note="A figure was wrong.", by=manager())
    db.session.flush()
    assert noe.user_id in writers_of(correction)


def test_writers_of_several_are_told_apart(report: Report, noe: Actor) -> None:
    other = drafted(noe)
    found = writers([report.id, other.id])
    assert (noe.user_id in found[report.id], noe.user_id in found[other.id]) == (False, True)


def test_who_chose_what_a_flash_note_counts_does_not_review_it(noe: Actor) -> None:
    assert noe.user_id in writers_of(_note(chosen_by=noe))


def test_who_recorded_the_question_does_not_review_its_note(noe: Actor) -> None:
    assert noe.user_id in writers_of(_note(recorded_by=noe))


def test_who_worded_what_the_members_were_asked_does_not_review_the_note(noe: Actor) -> None:
    note = _note()
    assert note.request
    relay = requests.ask_members(note.request, by=manager())
    relays.ask(relay, (relays.Asked(QuestionKind.NUMBER, "Combien de machines ?", "How many machines?"),), by=noe)
    db.session.flush()
    assert noe.user_id in writers_of(note)


def _note(*, recorded_by: Actor | None = None, chosen_by: Actor | None = None) -> Report:
    f.sector("RAIL")
    by = manager()
    request = requests.ask_cluster(
        federation_id=f.federation("FIF").id,
        question="Combien d’ateliers attendent ?",
        details="",
        due_on=clock.today() + timedelta(days=3),
        sector_ids=(),
        submission_key=None,
        by=recorded_by or by,
    )
    requests.choose_issues(request, [one.id for one in six_voices()], by=chosen_by or by)
    report = requests.draft_note(request, language="en", by=by)
    db.session.flush()
    return report


def test_today_does_not_ask_who_wrote_part_of_it(report: Report, noe: Actor) -> None:
    key_messages(report, noe)
    hand_over(report, stands(report), by=manager())
    db.session.flush()
    assert Wait.REVIEW not in {line.kind for line in waiting(noe)}
    assert Wait.REVIEW in {line.kind for line in waiting(f.actor(Role.REVIEWER))}

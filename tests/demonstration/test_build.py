"""The demonstration tells one story, whole, in both languages, and plainly invented."""

from collections import Counter
from datetime import timedelta

import pytest

from cara_crm.accounts.models import User
from cara_crm.audit.models import AuditEvent
from cara_crm.contacts.models import Affiliation, Contact
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.demonstration import build as demonstration
from cara_crm.demonstration.importing import BROUGHT
from cara_crm.imports.models import ImportedMember, ImportState, MemberImport
from cara_crm.issues.models import Agreement, Issue, IssueMessage, IssueNote, IssueState
from cara_crm.members import siren
from cara_crm.members.models import Member, Site
from cara_crm.members.spreadsheet.values import BAND_CODES
from cara_crm.merging.models import MergeKind, Pair
from cara_crm.positions.models import Position, PositionIssue, PositionState, Stance, Way, WordingAgreement
from cara_crm.relays.models import Direction, Recipient, Relay, RelayKind, RelayState
from cara_crm.reports.models import Answer, AnswerState, Report, ReportState
from cara_crm.tasks.models import Task
from tests.demonstration.conftest import NOON

RESERVED = (".example", ".invalid", ".test")
AT_LEAST = {Member: 120, Contact: 240, Issue: 160, Position: 12, Report: 4, Relay: 25}

pytestmark = pytest.mark.slow


def star_of(told):
    return next(user for user in told.of(User) if user.role is Role.MEMBER)


def texts(told):
    """What people wrote, and where it stands: nothing that is drawn anew each time."""
    said = [(i.title, i.state, i.submitted_at, i.contact_id and told.one(Contact, i.contact_id).email)
            for i in told.of(Issue)]  # fmt: skip
    return [*said, *((p.title, p.state, p.way, p.updated_at) for p in told.of(Position)),
            *((r.title, r.happened_at) for r in told.of(Relay))]  # fmt: skip


def test_it_shows_life_on_every_screen(told):
    assert {kind.__name__: len(told.of(kind)) for kind, n in AT_LEAST.items() if len(told.of(kind)) < n} == {}


def test_every_state_is_met(told):
    assert {issue.state for issue in told.of(Issue)} == set(IssueState)
    assert {answer.state for answer in told.of(Answer)} == set(AnswerState)
    assert {report.state for report in told.of(Report)} == set(ReportState)
    assert {position.state for position in told.of(Position)} >= set(PositionState) - {PositionState.CLOSED}


def test_nobody_in_it_exists(told):
    assert all(member.siren.startswith("000") for member in told.of(Member))
    addresses = [*(one.email for one in told.of(Contact)), *(one.email for one in told.of(User))]
    assert all(address.endswith(RESERVED) for address in addresses)


def test_what_it_says_of_a_company_is_what_insee_would_write(told):
    assert all(siren.is_siren(one.siren) and one.headcount_band in BAND_CODES for one in told.of(Member))
    assert all(siren.read(site.siret).siret == site.siret for site in told.of(Site))


def test_every_role_can_come_in(told):
    signed = {user.role for user in told.of(User) if user.is_demonstration}
    assert signed == {Role.MANAGER, Role.MEMBER, Role.OFFICER, Role.DIRECTOR, Role.OBSERVER, Role.ADMINISTRATOR}


def test_the_same_seed_tells_the_same_story(told, again):
    assert texts(told) == texts(again)


def test_about_a_third_is_in_english(told):
    languages = Counter(told.one(Contact, issue.contact_id).language for issue in told.of(Issue))
    assert 0.25 < languages["en"] / languages.total() < 0.4


def test_a_report_in_english_was_sent_answered_and_passed_on(told):
    english = {r.id for r in told.of(Report) if r.language == "en" and r.state is ReportState.ACKNOWLEDGED}
    answers = [answer for answer in told.of(Answer) if answer.report_id in english]
    assert answers
    assert {answer.state for answer in answers} == {AnswerState.RELAYED}


def test_nobody_says_it_in_the_words_of_another(told):
    assert Counter(issue.what_happens for issue in told.of(Issue)).most_common(1)[0][1] == 1


def test_what_is_released_gives_nobody_away(told):
    assert told.leaks == []


def test_each_federation_has_several_addressees(told):
    addressed = Counter(one.federation_id for one in told.of(Affiliation) if one.receives_reports)
    assert min(addressed.values()) >= 2
    assert len(addressed) == 3


def test_two_positions_a_federation_speak_for_fifteen_and_one_for_too_few(told):
    behind = Counter(link.position_id for link in told.of(PositionIssue) if link.stance is Stance.FOR)
    sizes = {}
    for position in told.of(Position):
        sizes.setdefault(position.federation_id, []).append(behind[position.id])
    assert all(sorted(counts)[-2] >= 15 and min(counts) < 5 for counts in sizes.values())


def test_each_way_for_too_few_voices_is_gone(told):
    assert {position.way for position in told.of(Position)} == {None, *Way}


def test_somebody_stands_against_and_the_position_says_so(told):
    against = {link.position_id for link in told.of(PositionIssue) if link.stance is Stance.AGAINST}
    assert against
    assert all(told.one(Position, key).diverging_view for key in against)


def test_the_member_who_is_tried_has_something_at_every_stage(told):
    mine = [issue for issue in told.of(Issue) if issue.member_id == star_of(told).member_id]
    wanted = {IssueState.DRAFT, IssueState.SUBMITTED, IssueState.QUALIFIED, IssueState.RELAYED, IssueState.ANSWERED,
              IssueState.SOLVED}  # fmt: skip
    assert {issue.state for issue in mine} >= wanted
    assert Agreement.ASKED in {issue.agreement for issue in mine}


def test_the_member_who_is_tried_is_asked_and_has_something_to_read(told):
    star = star_of(told)
    mine = {issue.id for issue in told.of(Issue) if issue.member_id == star.member_id}
    assert [one for one in told.of(WordingAgreement) if one.issue_id in mine and one.agreed is None]
    assert [one for one in told.of(Recipient) if one.contact_id == star.contact_id and one.acknowledged_at is None]


def test_the_officer_who_is_tried_has_answered_in_part(told):
    officer = next(user for user in told.of(User) if user.role is Role.OFFICER)
    own = (r for r in told.of(Report) if r.federation_id == officer.federation_id and not r.is_note)
    latest = max(own, key=lambda r: r.id)
    states = Counter(answer.state for answer in told.of(Answer) if answer.report_id == latest.id)
    assert states == {AnswerState.RELAYED: 1, AnswerState.GIVEN: 1, AnswerState.DRAFT: 1}


def test_people_write_to_each_other_and_the_team_keeps_notes(told):
    threads = Counter((one.issue_id, one.is_from_member) for one in told.of(IssueMessage))
    talked = {issue for issue, from_member in threads if from_member} & {issue for issue, own in threads if not own}
    assert len(talked) >= 3
    assert told.of(IssueNote)
    assert [issue for issue in told.of(Issue) if issue.paused_reason]


def test_information_is_read_and_some_are_interested(told):
    read = [one for one in told.of(Recipient) if one.acknowledged_at]
    assert 0.3 < len(read) / len(told.of(Recipient)) < 0.8
    assert [one for one in read if one.interested_at]


def test_a_relay_made_a_member_speak_and_a_consultation_is_evidence(told):
    raised = [one for one in told.of(Issue) if one.raised_by_relay_id]
    assert [told.one(Relay, one.raised_by_relay_id).kind for one in raised] == [RelayKind.OPPORTUNITY]
    assert raised[0].member_id == star_of(told).member_id
    assert [one for one in told.of(AuditEvent) if one.action == "relay.position_chosen"]


def test_one_message_bounced_and_one_was_given_up(told):
    states = {one.status for one in told.of(Delivery) if one.kind == "relay_information"}
    assert {DeliveryStatus.BOUNCED, DeliveryStatus.FAILED} <= states


def test_some_tasks_are_late_and_some_are_done(told):
    tasks = told.of(Task)
    assert [task for task in tasks if task.due_on < NOON.date() and not task.done_at]
    assert [task for task in tasks if task.done_at]


def test_a_federations_proposal_waits_to_be_sent(told):
    assert [relay for relay in told.of(Relay) if relay.state is RelayState.DRAFT and relay.federation_id]


def test_nothing_has_happened_tomorrow(told, small):
    for story in (told, small):
        moments = [*(r.happened_at for r in story.of(Relay)), *(i.submitted_at for i in story.of(Issue)),
                   *(d.created_at for d in story.of(Delivery))]  # fmt: skip
        assert max(moment for moment in moments if moment) <= story.now


def test_few_members_are_enough(small):
    assert len(small.of(Member)) == demonstration.LEAST + BROUGHT
    assert [report for report in small.of(Report) if report.state is ReportState.ACKNOWLEDGED]
    assert small.leaks == []


def test_its_past_is_not_mailed_again(told):
    waiting = [one for one in told.of(Delivery) if one.status is DeliveryStatus.QUEUED]
    assert all(one.created_at >= NOON - timedelta(hours=1) for one in waiting)


def test_no_token_of_its_past_is_kept(told):
    kept = [one for one in told.of(Delivery) if one.holds_token and one.status is DeliveryStatus.SENT]
    assert {delivery.body_text for delivery in kept} == {""}


def test_what_went_up_came_down(told):
    kinds = Counter((relay.direction, relay.kind) for relay in told.of(Relay))
    assert kinds[Direction.UP, RelayKind.REPORT] >= 4
    assert kinds[Direction.DOWN, RelayKind.ANSWER] >= 4


def test_it_never_mixes_with_somebodys_data(db):
    db.session.add(User(email="quelquun@cara.example", name="Quelqu’un", role=Role.MANAGER))
    db.session.flush()
    with pytest.raises(demonstration.NotEmpty):
        demonstration.build()


def test_a_list_was_brought_that_can_be_undone_and_a_member_may_be_there_twice(told):
    [entry] = told.of(MemberImport)
    assert (entry.state, len([one for one in told.of(ImportedMember) if one.is_new])) == (ImportState.DONE, BROUGHT)
    [pair] = [one for one in told.of(Pair) if one.decided_at is None and one.kind is MergeKind.MEMBER]
    names = {told.one(Member, pair.left_id).name, told.one(Member, pair.right_id).name}
    assert len(names) == 1
    assert {told.one(Member, one.member_id).is_demonstration for one in told.of(ImportedMember)} == {True}

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from cara_crm.audit.models import AuditEvent
from cara_crm.core import clock
from cara_crm.core.errors import EditedMeanwhile
from cara_crm.deliveries.models import Delivery, DeliveryStatus
from cara_crm.issues.models import Consent, IssueState
from cara_crm.positions.models import PositionState, Stance
from cara_crm.relays.models import Direction
from cara_crm.reports.document import Period, ReportDocument, sha256
from cara_crm.reports.models import FileKind, ReadingLink, ReleasedCell, ReportState, Verdict
from cara_crm.reports.services import (
    Decision,
    correct_report,
    draft_report,
    edit_report,
    hand_over,
    items_of,
    prepare,
    propose_waiver,
    review_report,
    send_report,
    take_back,
)
from cara_crm.reports.services.correcting import CorrectionUnderWay, NoNote, NotSent
from cara_crm.reports.services.drafting import (
    BadPeriod,
    LeaksLeft,
    NoReason,
    NoSuchMark,
    NotADraft,
    NothingToSay,
    NotInCharge,
    NotRepresented,
    OneSided,
)
from cara_crm.reports.services.reviewing import NotHandedOver, OwnWork, TooSoon, Unfinished
from cara_crm.reports.services.sending import (
    ApprovalLapsed,
    NobodyToSendTo,
    NotApproved,
    PositionCannotBeSaid,
    WouldLeak,
)
from cara_crm.settings.models import Setting
from tests import factories as f
from tests.reports.cast import (
    approved,
    drafted,
    manager,
    reviewed,
    reviewer,
    sent,
    six_voices,
    stands,
    worded,
    yes_to_all,
)

pytestmark = pytest.mark.usefixtures("request_context")


def deliveries(*kinds: str) -> list[Delivery]:
    """Those of the report itself, unless others are asked for."""
    asked = kinds or ("report", "report_correction")
    return list(f.db.session.scalars(sa.select(Delivery).where(Delivery.kind.in_(asked)).order_by(Delivery.id)))


def allow_self_review() -> None:
    f.db.session.merge(Setting(key="review.self_review", value=True))
    f.db.session.flush()


# drafting


def test_a_draft_takes_the_open_positions_of_the_period():
    position = f.position(*six_voices())
    f.position(*six_voices(), state=PositionState.CLOSED)
    assert [entry.position_id for entry in drafted(manager()).entries] == [position.id]


def test_numbers_count_up_within_the_year():
    by, year = manager(), clock.today().year
    assert [drafted(by).number for _ in range(2)] == [f"CARA-{year}-1", f"CARA-{year}-2"]


def test_a_position_stands_in_one_draft_at_a_time():
    by = manager()
    f.position(*six_voices())
    drafted(by)
    assert drafted(by).entries == []


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadPeriod):
        drafted(manager(), period=Period(date(2026, 2, 1), date(2026, 1, 1)))


def test_only_represented_sectors_are_reported_on():
    with pytest.raises(NotRepresented):
        drafted(manager(), sector_ids={f.sector("CABLE").id})


def test_a_manager_reports_about_the_sectors_in_his_charge():
    with pytest.raises(NotInCharge):
        drafted(f.actor(sector_ids=frozenset({f.sector("AUTO").id})))


def test_positions_are_ordered_as_the_writer_says():
    by = manager()
    first, second = f.position(*six_voices()), f.position(*six_voices())
    report = drafted(by)
    edit_report(report, key_messages="Parts wait.", position_ids=[second.id, first.id], language="en", version=1, by=by)
    f.db.session.flush()
    assert [position.id for position in stands(report).document.positions] == [
        f"CARA-P{second.id}",
        f"CARA-P{first.id}",
    ]
    assert stands(report).document.key_messages == ("Parts wait.",)


def test_who_saves_second_is_told():
    report = drafted(manager())
    with pytest.raises(EditedMeanwhile):
        edit_report(report, key_messages="", position_ids=[], language="en", version=99, by=manager())


def test_a_leak_blocks_handing_over():
    by = manager()
    f.member("Zinguerie Balthazar")
    worded(by, *six_voices(), statement="Balthazar attend.")
    report = drafted(by)
    with pytest.raises(LeaksLeft):
        hand_over(report, stands(report), by=by)


def test_a_false_alarm_needs_a_reason_and_a_mark():
    by = manager()
    f.member("Zinguerie Balthazar")
    worded(by, *six_voices(), statement="Balthazar attend.")
    report = drafted(by)
    built = stands(report)
    with pytest.raises(NoReason):
        propose_waiver(report, built, key=built.marks[0].key, reason=" ", by=by)
    with pytest.raises(NoSuchMark):
        propose_waiver(report, built, key="nothing", reason="A proverb.", by=by)


def test_with_a_waiver_it_can_be_handed_over():
    by = manager()
    f.member("Zinguerie Balthazar")
    worded(by, *six_voices(), statement="Balthazar attend.")
    report = drafted(by)
    for mark in stands(report).marks:
        propose_waiver(report, stands(report), key=mark.key, reason="One of the three kings.", by=by)
    f.db.session.flush()
    hand_over(report, stands(report), by=by)
    assert any(item.startswith("waiver:") for item in items_of(report, stands(report)))


def test_who_stands_against_is_heard_before_it_is_handed_over():
    by = manager()
    position = worded(by, *six_voices())
    position.links[0].stance = Stance.AGAINST
    extra = f.issue(f.member("Atelier Sept Fictif"))
    position.links.append(f.PositionIssue(issue_id=extra.id, federation_id=position.federation_id))
    report = drafted(by)
    with pytest.raises(OneSided):
        hand_over(report, stands(report), by=by)


def test_an_empty_report_is_not_handed_over():
    report = drafted(manager())
    with pytest.raises(NothingToSay):
        hand_over(report, stands(report), by=manager())


def test_a_report_under_review_is_not_edited():
    by = manager()
    worded(by, *six_voices())
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    with pytest.raises(NotADraft):
        edit_report(report, key_messages="", position_ids=[], language="en", version=1, by=by)


# reviewing


def test_another_person_approves_report_and_positions():
    report = approved(manager())
    assert report.state is ReportState.APPROVED
    assert report.entries[0].position.state is PositionState.APPROVED


def test_nobody_reviews_what_he_wrote():
    by = manager()
    worded(by, *six_voices())
    report = drafted(manager())
    hand_over(report, stands(report), by=by)
    with pytest.raises(OwnWork):
        reviewed(report, by=by)


def test_a_self_review_waits_a_day_where_it_is_allowed():
    by = manager()
    allow_self_review()
    worded(by, *six_voices())
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    with pytest.raises(TooSoon):
        reviewed(report, by=by)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert reviewed(report, by=by).is_self_review


@pytest.mark.parametrize(
    ("by_its_author", "said", "unsaid"),
    [(True, "Nobody else reviewed it", "A second person"), (False, "A second person", "Nobody else")],
)
def test_the_document_says_whether_somebody_else_reviewed_it(by_its_author: bool, said: str, unsaid: str):
    by = manager()
    allow_self_review()
    f.contact(of=f.federation("FIF"), receives_reports=True)
    worded(by, *six_voices())
    report = drafted(by, language="en")
    hand_over(report, stands(report), by=by)
    with clock.at(clock.now() + timedelta(hours=25)):
        reviewed(report, by=by if by_its_author else None)
        method = " ".join(prepare(report).built.document.method)
    assert said in method
    assert unsaid not in method


def test_what_is_not_handed_over_is_not_reviewed():
    worded(manager(), *six_voices())
    with pytest.raises(NotHandedOver):
        reviewed(drafted(manager()))


def test_every_item_needs_a_verdict():
    by = manager()
    worded(by, *six_voices())
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    built = stands(report)
    with pytest.raises(Unfinished):
        review_report(report, built, fingerprint=built.fingerprint, decisions={}, comment="", by=reviewer())


def test_sending_one_item_back_says_why_and_sends_the_report_back():
    by = manager()
    worded(by, *six_voices())
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    built, decisions = stands(report), yes_to_all(report)
    decisions["report"] = Decision(Verdict.SENT_BACK, "The key messages are missing.")
    review = review_report(report, built, fingerprint=built.fingerprint, decisions=decisions, comment="", by=reviewer())
    assert (review.verdict, report.handed_over_at, report.state) == (Verdict.SENT_BACK, None, ReportState.DRAFT)


def test_a_report_that_changed_under_the_readers_eyes_is_read_again():
    by = manager()
    position = worded(by, *six_voices())
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    seen = stands(report).fingerprint
    position.statement = "Something else."
    f.db.session.flush()
    with pytest.raises(EditedMeanwhile):
        review_report(report, stands(report), fingerprint=seen, decisions=yes_to_all(report), comment="", by=reviewer())


# sending


def test_nothing_goes_up_on_one_persons_word():
    worded(manager(), *six_voices())
    with pytest.raises(NotApproved):
        prepare(drafted(manager()))


def test_without_addressee_nothing_is_sent():
    with pytest.raises(NobodyToSendTo):
        prepare(approved(manager()))


def test_sending_freezes_document_files_and_hashes():
    report, _ = sent(manager())
    assert report.state is ReportState.SENT
    assert {file.kind for file in report.files} == set(FileKind)
    assert all(sha256(file.file.content) == file.file.sha256 for file in report.files)
    assert sha256((report.document or "").encode()) == report.document_sha256


def test_a_sent_document_is_no_draft():
    report, _ = sent(manager())
    document = ReportDocument.from_json(report.document or "")
    assert (document.draft, document.number, document.version) == (False, report.number, 1)


def test_positions_and_issues_move_with_it():
    issues = six_voices()
    report, _ = sent(manager(), issues=issues)
    assert report.entries[0].position.state is PositionState.RELAYED
    assert {issue.state for issue in issues} == {IssueState.RELAYED}


def test_an_issue_that_may_not_be_known_does_not_move():
    silent = f.issue(f.member("Usine Muette"), consent=Consent.NONE)
    _, relay = sent(manager(), issues=[*six_voices(), silent])
    assert silent.state is IssueState.QUALIFIED
    assert silent not in relay.issues


def test_the_journal_gets_one_relay_up():
    report, relay = sent(manager())
    assert relay.direction is Direction.UP
    assert report.relay_id == relay.id
    assert len(relay.issues) == 6


def test_each_addressee_gets_the_pdf_and_a_link_of_its_own():
    report, _ = sent(manager())
    (delivery,) = deliveries()
    (link,) = f.db.session.scalars(sa.select(ReadingLink)).all()
    assert delivery.status is DeliveryStatus.QUEUED
    assert [attachment.file.media_type for attachment in delivery.attachments] == ["application/pdf"]
    assert (link.report_id, link.delivery_id) == (report.id, delivery.id)
    assert link.token_hash not in delivery.body_text


def test_the_subject_of_the_mail_says_no_confidential_word():
    sent(manager(), title="Secret title")
    assert "Secret" not in deliveries()[0].subject


def test_figures_that_left_are_remembered_with_their_groups():
    report, _ = sent(manager())
    cells = {c.cell: c for c in f.db.session.scalars(sa.select(ReleasedCell))}
    groups = cells[f"CARA-P{report.entries[0].position_id}:groups"]
    assert (groups.value, len(groups.group_keys)) == (6, 6)


def test_a_reworded_position_lapses_the_approval():
    f.contact(of=f.federation(), receives_reports=True)
    report = approved(manager())
    report.entries[0].position.request = "Something else."
    with pytest.raises(ApprovalLapsed):
        prepare(report)


def test_an_issue_added_only_refreshes_the_evidence():
    f.contact(of=f.federation(), receives_reports=True)
    report = approved(manager())
    position = report.entries[0].position
    extra = f.issue(f.member("Atelier Sept Fictif"))
    position.links.append(f.PositionIssue(issue_id=extra.id, federation_id=position.federation_id))
    f.db.session.flush()
    assert prepare(report).built.document.positions[0].figures[0].value == 7


def test_a_withdrawn_issue_lapses_the_approval():
    f.contact(of=f.federation(), receives_reports=True)
    issues = [*six_voices(), f.issue(f.member("Atelier Sept Fictif"))]
    report = approved(manager(), issues=issues)
    issues[0].state, issues[0].content_revision = IssueState.WITHDRAWN, issues[0].content_revision + 1
    f.db.session.flush()
    with pytest.raises(ApprovalLapsed):
        prepare(report)


def test_what_waits_is_left_out_and_stays_free():
    by = manager()
    small = worded(by, *six_voices()[:2])
    report, _ = sent(by)
    assert small.state is PositionState.DRAFT
    assert small.id not in [entry.position_id for entry in report.entries]


def test_one_of_two_positions_falling_under_the_threshold_lapses_the_approval():
    by = manager()
    f.contact(of=f.federation(), receives_reports=True)
    issues = six_voices()
    worded(by, *issues)
    report = approved(by)
    for issue in issues[:2]:
        issue.consents[0].consent = Consent.NONE
    f.db.session.flush()
    with pytest.raises(ApprovalLapsed):
        prepare(report)


def test_falling_under_the_threshold_stops_it():
    f.contact(of=f.federation(), receives_reports=True)
    issues = six_voices()
    report = approved(manager(), issues=issues)
    for issue in issues[:2]:
        issue.consents[0].consent = Consent.NONE
    f.db.session.flush()
    with pytest.raises(PositionCannotBeSaid):
        prepare(report)


def test_a_name_that_came_into_the_register_stops_it():
    f.contact(of=f.federation(), receives_reports=True)
    report = approved(manager(), statement="Balthazar attend.")
    f.member("Zinguerie Balthazar")
    with pytest.raises(WouldLeak):
        prepare(report)


def test_what_changed_while_it_was_made_is_not_sent():
    f.contact(of=f.federation(), receives_reports=True)
    report = approved(manager())
    prepared = prepare(report)
    report.entries[0].position.request = "Something else."
    f.db.session.flush()
    with pytest.raises(EditedMeanwhile):
        send_report(report, prepared, by=manager())


def test_sending_twice_sends_once():
    f.contact(of=f.federation(), receives_reports=True)
    report = approved(manager())
    prepared = prepare(report)
    send_report(report, prepared, by=manager())
    with pytest.raises(NotApproved):
        send_report(report, prepared, by=manager())
    assert len(deliveries()) == 1


def test_a_lapsed_approval_can_be_handed_over_again():
    by = manager()
    report = approved(by)
    report.entries[0].position.request = "Something else."
    f.db.session.flush()
    hand_over(report, stands(report), by=by)
    assert report.state is ReportState.DRAFT


def test_taking_back_ends_an_approval():
    report = approved(manager())
    take_back(report, by=manager())
    assert (report.state, report.approved_fingerprint) == (ReportState.DRAFT, None)


# correcting


def test_only_what_was_sent_is_corrected():
    with pytest.raises(NotSent):
        correct_report(drafted(manager()), note="A figure.", by=manager())


def test_a_correction_is_the_next_version_and_says_what_changes():
    report, _ = sent(manager())
    with pytest.raises(NoNote):
        correct_report(report, note=" ", by=manager())
    version = correct_report(report, note="The request was cut short.", by=manager())
    f.db.session.flush()
    assert (version.number, version.edition) == (report.number, 2)
    with pytest.raises(CorrectionUnderWay):
        correct_report(report, note="Again.", by=manager())


def test_a_correction_lists_the_differences_and_tells_who_had_the_first():
    by = manager()
    report, _ = sent(by)
    person = deliveries()[0].contact_id
    version = correct_report(report, note="The request was cut short.", by=by)
    report.entries[0].position.request = "A time limit of six months."
    f.db.session.flush()
    hand_over(version, stands(version), by=by)
    reviewed(version)
    f.db.session.flush()
    f.db.session.execute(sa.update(f.Affiliation).values(receives_reports=False))
    send_report(version, prepare(version), by=by)
    changes = ReportDocument.from_json(version.document or "").changes
    assert changes == ("The request was cut short.", "Position reworded: Certification")
    assert [d.contact_id for d in deliveries() if d.kind == "report_correction"] == [person]


@time_machine.travel("2026-11-22 10:00:00+01:00", tick=False)
def test_every_step_leaves_an_audit_event():
    sent(manager())
    actions = f.db.session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject_type == "report")).all()
    assert {"report.drafted", "report.handed_over", "report.approved", "report.sent"} <= set(actions)


def test_an_unknown_federation_is_not_represented():
    with pytest.raises(NotRepresented):
        draft_report(
            federation_id=f.federation("PFA").id,
            sector_ids={f.sector("RAIL").id},
            period=Period(clock.today(), clock.today()),
            language="fr",
            by=manager(),
        )

"""Who waits for a report hears that it is its turn."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from cara_crm.accounts.models import ReviewerDeputy
from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.deliveries.models import Delivery
from cara_crm.reports.services import correct_report, hand_over, prepare, review_report, send_report
from cara_crm.reports.verdicts import Decision, Verdict
from tests import factories as f
from tests.office import cast as office
from tests.relays.cast import relayed
from tests.reports.cast import drafted, manager, reviewed, reviewer, sent, six_voices, stands, worded, yes_to_all

pytestmark = pytest.mark.usefixtures("request_context")


def told(kind: str) -> list[str]:
    """Who got a message of this kind."""
    return list(f.db.session.scalars(sa.select(Delivery.recipient).where(Delivery.kind == kind).order_by(Delivery.id)))


def handed_over(by: Actor):
    worded(by, *six_voices())
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    return report


def test_reviewers_and_their_deputies_are_asked_and_nobody_else():
    reviewing, deputy, gone = f.user(Role.REVIEWER), f.user(), f.user(Role.REVIEWER)
    today, gone.deactivated_at = clock.today(), clock.now()
    f.add(ReviewerDeputy(user_id=reviewing.id, deputy_id=deputy.id, from_on=today, until_on=today + timedelta(days=3)))
    f.user(Role.OFFICER, federation_id=f.federation().id)
    handed_over(manager())
    assert told("review_asked") == [reviewing.email, deputy.email]


def test_nobody_is_asked_to_review_what_he_wrote():
    writer = f.user(is_reviewer=True)
    handed_over(Actor(writer.id, Role.MANAGER, writer.name, is_reviewer=True))
    assert told("review_asked") == []


@pytest.mark.parametrize(("verdict", "subject"), [(Verdict.APPROVED, "approuvé"), (Verdict.SENT_BACK, "vous revient")])
def test_the_writer_hears_the_verdict(verdict, subject):
    report = handed_over(manager())
    built, decisions = stands(report), yes_to_all(report)
    decisions["report"] = Decision(verdict, "Chiffres à revoir.")
    review_report(report, built, fingerprint=built.fingerprint, decisions=decisions, comment="", by=reviewer())
    assert told("review_given") == [report.created_by.email]
    mail = f.db.session.scalars(sa.select(Delivery).where(Delivery.kind == "review_given")).one()
    assert subject in mail.subject
    assert "Chiffres" not in mail.body_text


def test_the_writer_hears_once_that_answers_begin_to_come():
    positions = [relayed(f.issue()) for _ in range(2)]
    report = office.sent(*positions)
    for position in positions:
        office.answered(report, position)
    assert told("answers_begun") == [report.created_by.email]


def test_who_raised_two_issues_hears_once_that_they_left_and_of_a_correction_nothing():
    by = manager()
    voices = six_voices()
    author = voices[0].contact = f.contact(voices[0].member)
    other = f.issue(voices[0].member, contact_id=author.id)
    report, _relay = sent(by, issues=[*voices, other])
    assert told("issue_sent") == [author.email]
    correction = correct_report(report, note="Chiffre corrigé.", by=by)
    hand_over(correction, stands(correction), by=by)
    reviewed(correction)
    send_report(correction, prepare(correction), by=by)
    assert told("issue_sent") == [author.email]


def test_who_has_left_the_member_since_is_not_told_that_its_issue_left():
    voices = six_voices()
    author = voices[0].contact = f.contact(voices[0].member)
    f.db.session.flush()
    f.db.session.refresh(author)
    author.affiliations[0].until_on = f.LONG_AGO
    sent(manager(), issues=voices)
    assert told("issue_sent") == []

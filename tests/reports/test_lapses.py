"""What changed since a review is shown, and a sitting that is not finished goes on where it was left."""

from datetime import date

import pytest
import time_machine

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.issues.models import Consent
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.models import Review, Verdict
from cara_crm.reports.queries import listing
from cara_crm.reports.queries.wordings import position_code
from cara_crm.reports.services import Decision, correct_report, hand_over, keep_sitting, prepare, send_report
from cara_crm.reports.services.sending import ApprovalLapsed
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

BUDGET = 60  # a draft is built on the spot
pytestmark = pytest.mark.usefixtures("request_context")


def handed_over(by):
    worded(by, *six_voices())
    report = drafted(by)
    hand_over(report, stands(report), by=by)
    f.db.session.flush()
    return report


def reword(position, statement):
    position.statement = statement
    position.content_revision += 1
    f.db.session.flush()


def test_the_page_shows_word_by_word_what_changed_since_the_review(sign_in, browse):
    report = approved(manager())
    reword(report.entries[0].position, "La certification prend trop de mois.")
    sign_in(f.user(Role.MANAGER))
    html = browse(f"/reports/{report.id}", budget=BUDGET)
    assert "What changed since it was reviewed on" in html
    assert "<del>temps.</del><ins>mois.</ins>" in html


def test_nothing_changed_is_not_said(sign_in, browse):
    report = approved(manager())
    sign_in(f.user(Role.MANAGER))
    assert "What changed since it was reviewed" not in browse(f"/reports/{report.id}", budget=BUDGET)


def test_the_reviewer_sees_it_beside_the_next_sitting(sign_in, browse):
    by = manager()
    report = approved(by)
    reword(report.entries[0].position, "Autre chose.")
    hand_over(report, stands(report), by=by)
    sign_in(f.user(Role.REVIEWER))
    assert "What changed since it was reviewed on" in browse(f"/reports/{report.id}/review", budget=BUDGET)


def test_what_a_review_saw_goes_when_the_report_is_sent():
    report, _relay = sent(manager())
    f.db.session.expire_all()
    assert [one.document for one in listing.reviews_of(report)] == [None]
    assert listing.seen_last(report) is None


def test_a_sitting_is_kept_while_one_reads_and_goes_on(sign_in, browse, post):
    report = handed_over(manager())
    sign_in(f.user(Role.REVIEWER))
    url, item = f"/reports/{report.id}/review", f"position:{report.entries[0].position_id}"
    data = {
        "fingerprint": stands(report).fingerprint,
        f"verdict-{item}": "sent_back",
        f"comment-{item}": "Trop précis.",
    }
    assert "Kept with your account" in post(url, f"{url}/keep", data).get_data(as_text=True)
    html = browse(url, budget=BUDGET)
    assert "Trop précis." in html
    assert f'name="verdict-{item}" value="sent_back" checked' in html


def test_what_was_kept_of_other_words_is_not_offered(sign_in, browse):
    report = handed_over(manager())
    by = f.actor(Role.REVIEWER)
    keep_sitting(report, fingerprint="older", decisions=yes_to_all(report), comment="Ancien", by=by)
    f.db.session.flush()
    assert listing.unfinished(report, by.user_id, stands(report).fingerprint) is None


def test_to_finish_forgets_what_was_kept_and_nothing_kept_counts():
    report, by = handed_over(manager()), reviewer()
    fingerprint = stands(report).fingerprint
    kept = {f"position:{report.entries[0].position_id}": Decision(Verdict.SENT_BACK, "non")}
    for _ in range(2):
        keep_sitting(report, fingerprint=fingerprint, decisions=kept, comment="", by=by)
        f.db.session.flush()
    assert listing.reviews_of(report) == []
    reviewed(report, by=by)
    f.db.session.flush()
    assert [one.verdict for one in f.db.session.query(Review)] == [Verdict.APPROVED]
    f.contact(of=f.federation("FIF"), receives_reports=True)
    send_report(report, prepare(report), by=by)


def test_who_wrote_it_keeps_no_sitting(sign_in, post):
    user = f.user(Role.DIRECTOR)
    report = handed_over(Actor(user.id, Role.MANAGER, user.name))
    sign_in(user)
    page = post("/reports/", f"/reports/{report.id}/review/keep", {"fingerprint": "x"})
    assert page.status_code == 422
    assert f.db.session.query(Review).count() == 0


def corrected(report, by):
    """A correction, reviewed by somebody else."""
    version = correct_report(report, note="One position less.", by=by)
    hand_over(version, stands(version), by=by)
    reviewed(version)
    f.db.session.flush()
    return version


def silence(position, *, until):
    """Consents are taken back until so many voices are left."""
    for link in position.links[until:]:
        link.issue.consents[0].consent = Consent.NONE
        link.issue.content_revision += 1
    f.db.session.flush()


def test_a_correction_leaves_out_what_too_few_stand_behind_now():
    by = manager()
    issues = six_voices()
    fallen = worded(by, *issues)
    report, _ = sent(by)
    silence(fallen, until=2)
    version = corrected(report, by)
    assert position_code(fallen.id) not in {one.id for one in prepare(version).built.document.positions}
    send_report(version, prepare(version), by=by)
    assert fallen.id not in {entry.position_id for entry in version.entries}


def test_what_lapsed_behind_a_figure_that_is_repeated_goes_to_review_again():
    by = manager()
    report, _ = sent(by, issues=[*six_voices(), f.issue(f.member("Atelier Sept Fictif"))])
    version = corrected(report, by)
    silence(version.entries[0].position, until=6)
    with pytest.raises(ApprovalLapsed):
        prepare(version)
    hand_over(version, stands(version), by=by)
    reviewed(version)
    assert prepare(version).built.document.positions[0].figures[0].value == 7


def test_a_figure_that_is_repeated_keeps_its_day():
    by = manager()
    with time_machine.travel("2026-10-19 10:00+02:00", tick=False):
        report, _ = sent(by, issues=[*six_voices(), f.issue(f.member("Atelier Sept Fictif"))])
        silence(report.entries[0].position, until=6)
    for day in ("2026-11-03 10:00+01:00", "2026-11-17 10:00+01:00"):
        with time_machine.travel(day, tick=False):
            report = corrected(report, by)
            send_report(report, prepare(report), by=by)
            (position,) = ReportDocument.from_json(report.document).positions
            figure = position.figures[0]
            assert (figure.value, figure.as_of) == (7, date(2026, 10, 19))

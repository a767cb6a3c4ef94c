"""Consent to be named belongs to an issue: a name stands in the position that carries it, and hardly elsewhere."""

from datetime import timedelta

import pytest

from cara_crm.confidentiality.leaks import Leak
from cara_crm.issues.models import Consent
from cara_crm.members.models import Member
from cara_crm.positions.marks import Marked
from cara_crm.positions.models import Position, PositionIssue, Stance
from cara_crm.positions.views.leaking import marked_words
from cara_crm.positions.words import words_of
from cara_crm.reports.models import Report
from cara_crm.reports.queries.wordings import position_code
from tests import factories as f
from tests.reports.cast import drafted, manager, sent, six_voices, stands


def marked(report: Report, name: str) -> set[str]:
    """The places of the report where this name is marked."""
    return {mark.place for mark in stands(report).marks if mark.leak.text == name}


@pytest.fixture
def speaker() -> Member:
    """One of six that stand named behind a position whose statement names it."""
    speaker = f.member("Culbutine Fictive")
    named = [f.issue(one, consent=Consent.NAMED) for one in (speaker, *(f.member(f"Rotule {n}") for n in range(5)))]
    f.position(*named, title="Culbutine attend", statement="Culbutine attend la certification.")
    return speaker


def drafted_with(message: str) -> Report:
    report = drafted(manager())
    report.key_messages, report.correction_note = message, message
    f.db.session.flush()
    return report


def test_who_is_named_in_all_that_it_told_a_federation_is_named_in_the_key_messages(speaker):
    assert marked(drafted_with("Culbutine attend."), "Culbutine") == set()


@pytest.mark.parametrize("consent", [Consent.ANONYMOUS, Consent.NONE])
@pytest.mark.parametrize("is_in_the_report", [True, False])
def test_who_is_named_in_one_position_alone_is_marked_where_the_text_is_of_no_position(
    speaker, consent, is_in_the_report
):
    other = f.issue(speaker, consent=consent)
    if is_in_the_report:
        f.position(other, *(f.issue() for _ in range(5)), title="Outillages", statement="Les outillages attendent.")
    found = marked(drafted_with("Culbutine attend depuis mars."), "Culbutine")
    assert found == {"key_messages/1", "changes/1"}


def test_what_a_member_told_another_federation_leaves_its_name_as_it_is(speaker):
    f.issue(speaker, to="PFA")
    assert marked(drafted_with("Culbutine attend."), "Culbutine") == set()


def test_the_words_of_another_position_do_not_name_it(speaker):
    texts = dict.fromkeys(("title", "statement", "why", "examples", "request"), "Culbutine attend aussi.")
    other = f.position(f.issue(speaker), *(f.issue() for _ in range(5)), **texts)
    places = {f"position/{other.id}/{field}" for field in ("title", "statement", "why", "examples/1", "request")}
    assert marked(drafted_with(""), "Culbutine") == places


@pytest.mark.parametrize("stance", list(Stance))
def test_what_it_says_in_the_same_position_without_its_name_keeps_its_name_out(speaker, stance):
    position = f.db.session.query(Position).one()
    position.diverging_view = "Un délai suffit."
    link = PositionIssue(issue_id=f.issue(speaker).id, federation_id=position.federation_id, stance=stance)
    position.links.append(link)
    f.db.session.flush()
    assert f"position/{position.id}/statement" in marked(drafted_with(""), "Culbutine")
    assert any(mark.text == "Culbutine" for one in marked_words(position, words_of(position)) for mark in leaks(one))


def leaks(one: Marked) -> list[Leak]:
    return [mark.leak for mark in one.marks]


def test_an_earlier_request_names_who_agrees_to_it_still(db):
    by = manager()
    issues = six_voices(consent=Consent.NAMED)
    report, _ = sent(by, issues=issues, title="Atelier 1 Fictif attend", request="Un délai.")
    report.period_until -= timedelta(days=1)
    db.session.flush()
    later = drafted(by)
    place = f"earlier/{report.number}/{position_code(report.entries[0].position_id)}/title"
    assert marked(later, "Atelier 1 Fictif") == set()
    issues[1].consents[0].consent = Consent.ANONYMOUS
    db.session.flush()
    assert marked(later, "Atelier 1 Fictif") == {place}

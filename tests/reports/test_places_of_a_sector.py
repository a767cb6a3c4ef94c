"""In a report on a sector, a place, a size or a kind of few of that sector is marked before anything leaves."""

import pytest

from cara_crm.members.models import MemberCategory
from cara_crm.positions.models import Position
from cara_crm.positions.views.leaking import marked_words
from cara_crm.positions.words import words_of
from cara_crm.reports.models import Report, ReportQuestion
from cara_crm.reports.questions.queries import telling
from tests import factories as f
from tests.reports.cast import drafted, manager, stands

EXAMPLES = {
    "Un atelier du Cantal a arrêté une ligne.": "Cantal",
    "Les ateliers cantaliens attendent.": "cantaliens",
    "Un grand groupe attend.": "grand groupe",
    "Une école attend.": "école",
}


@pytest.fixture
def position() -> Position:
    """Six workshops of the Rhône behind it; one in the Cantal, one group and one school are members of the sector."""
    f.member("Zinquerie Plantelou", at="15")
    f.member("Plantelou Monde", category=MemberCategory.LARGE)
    f.member("Formations Brivoult", category=MemberCategory.EDUCATION)
    return f.position(*(f.issue(f.member(f"Atelier {n} Fictif")) for n in range(6)))


def told(report: Report) -> set[tuple[str, str]]:
    return {(mark.place, mark.leak.text) for mark in stands(report).marks}


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_of_a_position(position, text):
    position.examples = text
    f.db.session.flush()
    assert told(drafted(manager())) == {(f"position/{position.id}/examples/1", EXAMPLES[text])}
    (field,) = marked_words(position, words_of(position))
    assert [mark.leak.text for mark in field.marks] == [EXAMPLES[text]]


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_key_messages(position, text):
    report = drafted(manager())
    report.key_messages = text
    f.db.session.flush()
    assert told(report) == {("key_messages/1", EXAMPLES[text])}


@pytest.mark.parametrize("text", EXAMPLES)
def test_a_reply(position, text):
    report = drafted(manager())
    report.document = stands(report).document.to_json().decode()
    question = ReportQuestion(report=report, position=position, text="Combien ?")
    assert [leak.text for leak in telling(question, text)] == [EXAMPLES[text]]


def test_a_place_of_many_of_the_sector_is_not(position):
    position.examples = "Un atelier du Rhône attend."
    f.db.session.flush()
    assert told(drafted(manager())) == set()

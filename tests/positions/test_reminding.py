"""Who was asked about a wording and has not answered is asked again; silence stays no."""

from datetime import timedelta

import pytest

from cara_crm.core import clock
from cara_crm.core.actor import Actor
from cara_crm.deliveries.models import Delivery
from cara_crm.positions import services
from cara_crm.positions.models import Way, WordingAgreement
from cara_crm.positions.services.reminding import remind_of_wordings
from tests import factories

CLOCK = Actor.system("clock")


@pytest.fixture
def question(request_context, db):
    """A question about a wording, asked today."""
    member = factories.member()
    issue = factories.issue(member, contact=factories.contact(member))
    services.ask_wording(factories.position(issue), Way.SIGNAL, by=factories.actor())
    db.session.query(Delivery).delete()
    return db.session.query(WordingAgreement).one()


def reminded(question, days: int) -> int:
    question.asked_at = clock.now() - timedelta(days=days)
    return remind_of_wordings(by=CLOCK)


def test_an_author_is_asked_again_after_a_week_and_after_three(question, db):
    assert [reminded(question, days) for days in (6, 7, 8, 20, 21, 22)] == [0, 1, 0, 0, 1, 0]
    assert next(mail.subject for mail in db.session.query(Delivery)).startswith("Rappel")
    assert question.agreed is None


def test_after_two_months_a_person_of_the_team_calls(question):
    assert reminded(question, 61) == 0


def test_whoever_has_answered_is_not_asked_again(question):
    services.answer_wording(question, agreed=False, by=factories.actor())
    assert reminded(question, 7) == 0


def test_about_words_that_have_changed_nobody_is_asked_again(question):
    question.position.statement = "D’autres mots."
    assert reminded(question, 7) == 0


def test_who_has_left_the_member_is_not_asked_again(question):
    question.issue.contact.affiliations[0].until_on = clock.today() - timedelta(days=1)
    assert reminded(question, 7) == 0

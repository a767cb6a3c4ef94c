"""What the authors behind a position are told and asked, in both languages."""

from datetime import date

import pytest

from tests import mails

ISSUE = {"title": "Certification lente", "url": "https://crm.example/my/issues/7"}


def test_that_it_waits():
    mails.check("position_waiting", ISSUE | {"purpose": ""})


@pytest.mark.parametrize("purpose", ["signal", "named", "ask"])
def test_a_question_about_a_wording(purpose):
    mails.check("wording_asked", ISSUE | {"purpose": purpose, "reminder": False}, name=f"wording_{purpose}")


def test_a_question_that_is_asked_again():
    mails.check("wording_asked", ISSUE | {"purpose": "signal", "reminder": True}, name="wording_reminder")


def test_words_that_are_shown_before_they_are_sent():
    mails.check("wording_shown", ISSUE | {"until": date(2026, 12, 4)})

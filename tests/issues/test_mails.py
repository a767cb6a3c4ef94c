"""What an author is told, in both languages."""

import pytest

from tests import mails

ISSUE = {"title": "Certification lente", "url": "https://crm.example/my/issues/7"}


def test_the_receipt():
    mails.check("issue_received", ISSUE)


def test_recorded_words_are_sent_back():
    heard = {
        "what_happens": "La certification prend des mois.",
        "recorder": "Claire Aubrac",
        "member": "Atelier Fictif",
    }
    mails.check("agreement_asked", ISSUE | heard)


def test_a_question():
    mails.check("issue_message", ISSUE | {"writer": "Claire Aubrac"})


@pytest.mark.parametrize("outcome", ["solved", "declined", "closed"])
def test_the_end(outcome):
    mails.check(
        "issue_closed", ISSUE | {"outcome": outcome, "reason": "Le décret a été retiré."}, name=f"issue_{outcome}"
    )

"""What an author is told, in both languages."""

from datetime import UTC, date, datetime

import pytest

from tests import mails

WHO = [{"federation": "PFA", "consent": "anonymous"}, {"federation": "FIF", "consent": "named"}]
HEARD = {"title": "Certification lente", "what_happens": "La certification prend des mois.", "who": WHO}
ASKED = {
    "reminder": False,
    "recorder": "Claire Aubrac",
    "member": "Atelier Fictif",
    "url": "https://crm.example/my/issues/7",
}
ISSUE = {"title": "Certification lente", "url": "https://crm.example/my/issues/7"}


def test_the_receipt():
    mails.check("issue_received", ISSUE | {"answer_by": date(2026, 11, 30)})


def test_recorded_words_are_sent_back():
    mails.check("agreement_asked", ASKED | {"issues": [HEARD]})


def test_who_has_not_answered_is_asked_again():
    mails.check("agreement_asked", ASKED | {"issues": [HEARD], "reminder": True}, name="agreement_reminder")


def test_words_recorded_at_once_are_sent_back_together():
    other = {
        "title": "Soudeurs",
        "what_happens": "Il manque des soudeurs.",
        "who": [{"federation": "PFA", "consent": "none"}],
    }
    mails.check("agreement_asked", ASKED | {"issues": [HEARD, other]}, name="agreement_asked_for_two")


def test_a_question():
    mails.check("issue_message", ISSUE | {"writer": "Claire Aubrac"})


@pytest.mark.parametrize("outcome", ["solved", "declined", "closed"])
def test_the_end(outcome):
    mails.check(
        "issue_closed", ISSUE | {"outcome": outcome, "reason": "Le décret a été retiré."}, name=f"issue_{outcome}"
    )


@pytest.mark.parametrize("step", ["qualified", "paused", "reopened"])
def test_it_rests_or_goes_on(step):
    mails.check("issue_moved", ISSUE | {"step": step}, name=f"issue_{step}")


def test_where_they_stand():
    said = {"title": "Certification lente", "since": date(2026, 10, 3)}
    lines = [said | {"stage": stage, "waits": "open"} for stage in (1, 2, 3)]
    waiting = [said | {"stage": 2, "waits": waits} for waits in ("paused", "asked")]
    mails.check("issues_standing", {"issues": lines + waiting, "url": "https://crm.example/my/issues"})


def test_where_one_stands():
    said = {"title": "Certification lente", "since": date(2026, 10, 3), "stage": 2, "waits": "open"}
    mails.check("issues_standing", {"issues": [said], "url": ISSUE["url"]}, name="issue_standing")


@pytest.mark.parametrize("titles", [["Certification lente"], ["Certification lente", "Soudeurs"]])
def test_does_the_answer_help(titles):
    context = {"titles": titles, "url": "https://crm.example/opinion/x"}
    mails.check("opinion_asked", context, name=f"opinion_asked_{len(titles)}")


def test_what_came_by_mail_is_confirmed():
    said = {
        "member": "Atelier Fictif",
        "came_at": datetime(2026, 11, 22, 9, 12, tzinfo=UTC),
        "until": date(2026, 12, 22),
    }
    mails.check("issue_by_mail", said | {"url": "https://crm.example/my/by-mail/x"})

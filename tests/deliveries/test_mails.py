"""Every mail of the product, in both languages."""

from datetime import date, datetime

import pytest

from cara_crm.contacts.models import MailPreference, News, Rhythm
from cara_crm.core import clock
from cara_crm.issues.models import IssueKind
from cara_crm.positions.models import Outcome
from cara_crm.relays.models import Relay, RelayKind
from cara_crm.relays.text import as_html
from tests import mails

URL = "https://crm.example/somewhere"
REPORT = {
    "number": "PFA-2026-2",
    "edition": 2,
    "federation": "PFA",
    "period_from": date(2026, 7, 1),
    "period_until": date(2026, 9, 30),
    "positions": 3,
    "note": "Tableau 2 corrigé.",
    "url": URL,
}
RELAY = {
    "kind": RelayKind.OPPORTUNITY,
    "title": "Appel à projets",
    "body": "Premier alinéa.\n\nSecond alinéa.",
    "body_html": as_html("Premier alinéa.\n\nSecond alinéa."),
    "deadline_on": date(2026, 12, 15),
    "is_over": False,
    "starts_at": None,
    "ends_at": None,
    "errata": [],
    "sets_right": None,
    "place": "",
    "moved": False,
    "federation": "FIF",
    "priority": None,
    "programme": None,
    "link": "https://federation.example/appel",
    "files": ["calendrier.pdf", "règlement.pdf"],
    "files_attached": True,
    "relay_id": 7,
    "is_trial": False,
    "url": URL,
    "mail_url": "https://crm.example/my/mail/token",
    "unsubscribe_url": "https://crm.example/unsubscribe/token",
    "reason": "Achats, Ressorts & Cie",
}
EVENT = {
    "title": "Journée fournisseurs",
    "starts_at": datetime(2026, 12, 3, 9, 30, tzinfo=clock.PARIS),
    "ends_at": datetime(2026, 12, 3, 11, tzinfo=clock.PARIS),
    "place": "Salle des Rails, Lyon",
    "relay_id": 8,
    "given_up": False,
    "url": URL,
}
LATER = {
    **RELAY,
    "kind": RelayKind.EVENT,
    "title": "Journée fournisseurs",
    "deadline_on": None,
    "starts_at": EVENT["starts_at"],
    "relay_id": 8,
    "url": f"{URL}/2",
}
MAILS = {
    "board_summary": {
        "month": date(2026, 10, 1),
        "members": 431,
        "passed": [(RelayKind.REPORT, 1), (RelayKind.INFORMATION, 4)],
        "heard": [(IssueKind.NEED, None), (IssueKind.PROBLEM, 23)],
        "days": 61,
        "asked": 24,
        "answered": 9,
        "url": URL,
        "journal_url": f"{URL}/journal",
    },
    "trial": {},
    "report": REPORT,
    "report_correction": REPORT,
    "relay_information": RELAY,
    "relay_reminder": RELAY,
    "event_registered": {**EVENT, "placed": True},
    "event_changed": {**RELAY, **EVENT, "standing": "placed", "cancelled": False, "unsubscribe_url": ""},
    "relay_digest": {**RELAY, "items": [RELAY, LATER], "reason": ""},
    "choices_changed": {
        "rhythm": MailPreference.WEEKLY,
        "apart": [(News.OPPORTUNITY, Rhythm.AT_ONCE)],
        "hour": 8,
        "newsletters": True,
        "mail_url": RELAY["mail_url"],
    },
    "review_asked": {**REPORT, "writer": "Mina Sarcelle", "waivers": 1},
    "review_given": {**REPORT, "approved": False, "reviewer": "Noé Lampion", "sent_back": 2},
    "answers_begun": {**REPORT, "given": 1, "total": 3},
    "issue_sent": {**REPORT, "issues": 2},
    "question_asked": {**REPORT, "position": "Certification", "question": "Dans quels pays ?"},
    "answer_passed_on": {**RELAY, "kind": RelayKind.ANSWER, "outcome": Outcome.TAKEN_UP},
}


ERRATUM = {
    "day": datetime(2026, 11, 23, 9, tzinfo=clock.PARIS),
    "title": "L’échéance",
    "body": "La bonne échéance est le **15 décembre**.",
    "body_html": as_html("La bonne échéance est le **15 décembre**."),
    "words": "L’échéance – La bonne échéance est le 15 décembre.",
}


def test_what_was_set_right_reads_as_agreed(request_context):
    corrected = {**RELAY, "errata": [ERRATUM, {**ERRATUM, "title": ""}]}
    mails.check("relay_information", corrected, name="relay_corrected")
    mails.check("relay_reminder", corrected, name="reminder_corrected")
    mails.check("relay_digest", {**RELAY, "items": [corrected, LATER], "reason": ""}, name="digest_corrected")
    first = Relay(id=7, title="Appel à projets", title_en="Call", happened_at=ERRATUM["day"])
    erratum = {**RELAY, "kind": RelayKind.INFORMATION, "title": "Erratum : Appel à projets", "sets_right": first}
    mails.check("relay_information", {**erratum, "is_trial": True}, name="relay_erratum")


@pytest.mark.parametrize("kind", MAILS)
def test_a_mail_reads_as_agreed(kind):
    mails.check(kind, MAILS[kind])


def test_what_is_over_when_a_digest_is_written_is_called_so():
    over = [{**RELAY, "is_over": True}, {**LATER, "is_over": True}]
    mails.check("relay_digest", {**RELAY, "items": over, "reason": ""}, name="digest_over")


def test_an_event_reads_as_agreed():
    mails.check("event_registered", {**EVENT, "placed": False}, name="event_waiting")
    mails.check("relay_information", {**RELAY, "is_trial": True}, name="relay_trial")
    mails.check("event_registered", {**EVENT, "placed": False, "given_up": True}, name="event_given_up")
    cancelled = {"standing": "", "cancelled": True, "cancelled_reason": "La salle est fermée."}
    mails.check("event_changed", {**RELAY, **EVENT, **cancelled}, name="event_cancelled")
    in_line = {"standing": "in_line", "cancelled": False, "unsubscribe_url": ""}
    mails.check("event_changed", {**RELAY, **EVENT, **in_line}, name="event_changed_in_line")
    mails.check("relay_reminder", {**RELAY, **EVENT, "unsubscribe_url": ""}, name="event_reminder")
    moved = {**RELAY, **EVENT, "kind": RelayKind.EVENT, "deadline_on": None, "moved": True}
    mails.check("relay_information", moved, name="event_information_moved")
    mails.check(
        "relay_information", {**RELAY, **EVENT, "kind": RelayKind.EVENT, "deadline_on": None}, name="event_information"
    )

"""Reports of mail servers, each in its own manner. All servers and people are invented."""

import base64

import pytest

from cara_crm.mailbox import letters
from cara_crm.mailbox.refusals import Fate

OURS = "<0f3a9c@cluster.example>"
RETURNED = (
    f"Return-Path: <crm@cluster.example>\nMessage-ID: {OURS}\nSubject: Quota et politique\nTo: claire@forge.example"
)
WORDS = """\
The mail server mx.forge.example writes to you: a message was not delivered.

<claire@forge.example>: host mx.forge.example said: {said}
"""


def report(status: str, diagnostic: str, *, action: str = "failed", third: str = "text/rfc822-headers") -> bytes:
    """As RFC 3464 asks for it: words for people, fields for machines, what is returned."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.forge.example (Mail Delivery System)
To: crm@cluster.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

{WORDS.format(said=diagnostic)}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.forge.example
Arrival-Date: Mon, 3 Mar 2026 08:00:00 +0100

Final-Recipient: rfc822; claire@forge.example
Original-Recipient: rfc822;claire@forge.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--b
Content-Type: {third}

{RETURNED}

--b--
""".encode()


def plain(sender: str, text: str, **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"Return-Path: <>\nFrom: {sender}\nTo: crm@cluster.example\nSubject: failure\n{more}\n{text}".encode()


def read(raw: bytes):
    return letters.read(raw).bounce


def found(raw: bytes) -> tuple[tuple[str, ...], Fate]:
    """Which messages it names, and what became of ours."""
    bounce = read(raw)
    return bounce.mail.about, bounce.judged_for("claire@forge.example").fate


@pytest.mark.parametrize(
    ("status", "diagnostic", "fate"),
    [
        ("5.1.1", "550 5.1.1 <claire@forge.example>: Recipient address rejected: User unknown", Fate.GONE),
        ("5.0.0", "550 No such user here", Fate.GONE),
        ("5.0.0", "550 Utilisateur inconnu", Fate.GONE),
        ("5.5.0", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", Fate.GONE),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", Fate.GONE),
        ("5.4.4", "Host or domain name not found. Name service error", Fate.GONE),
        ("5.2.1", "550 5.2.1 This account is disabled", Fate.GONE),
        ("5.2.2", "552 5.2.2 No storage left", Fate.LATER),
        ("5.0.0", "552 Boîte pleine", Fate.LATER),
        ("4.4.7", "delivery time expired", Fate.LATER),
        ("5.4.1", "no answer from host", Fate.LATER),
        ("5.7.1", "550 5.7.1 Message rejected as spam", Fate.REFUSED),
        ("5.7.26", "550-5.7.26 blocked, unauthenticated", Fate.BARRED),
        ("5.3.4", "552 5.3.4 Message size exceeds fixed limit", Fate.REFUSED),
        ("5.0.0", "554 transaction failed", Fate.REFUSED),
        ("", "", Fate.REFUSED),
    ],
)
def test_a_report_says_what_became_of_it(status, diagnostic, fate):
    assert found(report(status, diagnostic)) == ((OURS,), fate)


def test_the_reason_is_kept_in_the_words_of_the_other_side():
    said = read(report("5.1.1", "550 5.1.1 No such mailbox")).judged_for("claire@forge.example").said
    assert said == "550 5.1.1 No such mailbox"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_waits_or_arrived_is_no_failure(action):
    assert found(report("4.4.1", "connection timed out", action=action))[1] is Fate.WAITS


@pytest.mark.parametrize("third", ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "text/plain"])
def test_what_is_returned_tells_which_message_it_was(third):
    assert found(report("5.1.1", "gone", third=third))[0] == (OURS,)


def test_fields_that_came_encoded_are_read_too():
    fields = b"Reporting-MTA: dns; mx\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 gone\r\n"
    raw = (
        f"Return-Path: <>\nIn-Reply-To: {OURS}\nContent-Type: multipart/report; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n"
        f"{base64.b64encode(fields).decode()}\n--b--\n"
    ).encode()
    assert found(raw) == ((OURS,), Fate.GONE)


def test_exim_writes_words_and_a_copy():
    text = (
        "Written by a mail server.\n\nWhat you sent did not reach:\n\n  claire@forge.example\n"
        "    host mx.forge.example [192.0.2.1]\n    it said after RCPT TO:\n"
        "    550 5.1.1 unknown user\n\n"
        f"------ A copy of the message with its headers. ------\n\n{RETURNED}\n\nquota spam policy"
    )
    sender = "Mail Delivery System <Mailer-Daemon@mx.example>"
    assert found(plain(sender, text, X_Failed_Recipients="claire@forge.example")) == ((OURS,), Fate.GONE)


def test_qmail_writes_words_and_a_copy():
    text = (
        "From the server mx.example.\nNot delivered:\n\n<claire@forge.example>:\n"
        f"Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below is the message.\n\n{RETURNED}\n"
    )
    assert found(plain("MAILER-DAEMON@mx.example", text)) == ((OURS,), Fate.GONE)


def test_a_report_without_a_copy_names_the_message_that_it_answers():
    text = "Votre message n'a pas pu être remis : utilisateur inconnu.\n"
    assert found(plain("postmaster@forge.example", text, In_Reply_To=OURS)) == ((OURS,), Fate.GONE)


@pytest.mark.parametrize(
    "raw",
    [
        plain("Claire Martin <claire@forge.example>", "5.1.1 user unknown, et je suis absente.", In_Reply_To=OURS),
        plain("Claire <claire@forge.example>", "Il n'existe pas.", In_Reply_To=OURS, Auto_Submitted="auto-replied"),
        plain("postmaster@forge.example", "Nous avons changé de serveur.", In_Reply_To=OURS),
        b"Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n"
        b"Content-Type: message/disposition-notification\n\nDisposition: automatic-action; displayed\n\n--b--\n",
        b"",
    ],
)
def test_nobody_elses_words_are_taken_for_a_report(raw):
    assert read(raw) is None


def test_a_report_inside_a_letter_that_is_forwarded_is_nothing():
    inner = report("5.1.1", "gone").decode()
    head = "From: a@x.example\nContent-Type: multipart/mixed; boundary=z\n\n--z\nContent-Type: message/rfc822\n\n"
    raw = f"{head}{inner}\n--z--\n"
    letter = letters.read(raw.encode())
    assert letter.enclosed[0].bounce is None


@pytest.mark.parametrize("cut", range(0, 1200, 60))
def test_whatever_is_missing_it_does_no_harm(cut):
    whole = report("5.1.1", "550 gone")
    found = [read(whole[:cut]), read(whole[cut:])]
    assert {type(one) for one in found} <= {type(None), type(read(whole))}

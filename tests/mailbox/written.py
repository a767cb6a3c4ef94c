"""Reports of mail servers in the files of `reports`, each below a line "=== fate | name".

One is a mail: its head, what it says for people, "--- status" and its fields, "--- arf" and its fields, "--- copy" or
{copy} where the head of our mail is returned. Below "=== refusals" and "=== answers" a line is one text: fate | text.
Fates: `rests` (the address, and a task), `asks` (a task), `again` (sent once more), `looks` (somebody has to),
`unsubscribed`, `left` (a task), and `nothing`. All servers and people are invented.
"""

import re
from dataclasses import dataclass
from pathlib import Path

HALVES = ("worked_on", "held_back")
PARTS = {"status": "message/delivery-status", "arf": "message/feedback-report", "copy": "text/rfc822-headers"}
REPORTING = "Reporting-MTA: dns; mx.forge.example\nArrival-Date: Mon, 2 Mar 2026 08:00:00 +0100\n\n"


@dataclass(frozen=True)
class Written:
    fate: str
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.fate}: {self.name[:70]}"


def _sections(half: str) -> list[list[str]]:
    text = (Path(__file__).parent / "reports" / f"{half}.txt").read_text(encoding="utf-8")
    return [one.split("\n", 1) for one in text.removeprefix("=== ").split("\n=== ")]


def reports(half: str) -> list[Written]:
    return [Written(*head.split(" | "), body) for head, body in _sections(half) if " | " in head]


def lines(half: str, of: str) -> list[Written]:
    """`of`: refusals or answers."""
    body = next(body for head, body in _sections(half) if head == of)
    told = [line.split(" | ", 1) for line in body.splitlines() if line]
    return [Written(fate, text, text) for fate, text in told]


def mail(report: Written, *, to: str, returned: str) -> bytes:
    """As it arrives. `to`: whom it is for; `returned`: the head of the mail that it is about."""
    head, _line, body = report.text.replace("{copy}", returned).partition("\n\n")
    words, *parts = re.split(r"\n--- (?=(?:status|arf|copy)\n?)", body)
    head = f"Return-Path: <>\nTo: {to}\nMIME-Version: 1.0\n{head}"
    if not parts:
        return f"{head}\n\n{words}\n".encode()
    texts = [f"Content-Type: text/plain; charset=utf-8\n\n{words}"]
    for part in parts:
        kind, _line, fields = part.partition("\n")
        said = {"status": f"{REPORTING}{fields}", "copy": returned}.get(kind, fields)
        texts.append(f"Content-Type: {PARTS[kind]}\n\n{said}")
    kind = "feedback-report" if "\n--- arf\n" in body else "delivery-status"
    whole = "".join(f"--b\n{text}\n" for text in texts)
    return f'{head}\nContent-Type: multipart/report; report-type={kind}; boundary="b"\n\n{whole}--b--\n'.encode()


def field_report(diagnostic: str) -> Written:
    """A report with fields about our address, whose server says this."""
    fields = f"Final-Recipient: rfc822; claire@forge.example\nAction: failed\nDiagnostic-Code: smtp; {diagnostic}\n"
    return Written(
        "", "", f"From: MAILER-DAEMON@mx.forge.example\nSubject: failed\n\nfailed\n--- status\n{fields}\n--- copy\n"
    )

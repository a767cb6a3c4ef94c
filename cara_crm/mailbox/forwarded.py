"""The head that a mail program writes above a message that is forwarded inside the text. Pure.

Outlook, Gmail, Thunderbird and Apple Mail, in French and English: lines "From: …", "Sent: …", "À : …", "Objet : …".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from cara_crm.core import clock, typed
from cara_crm.core.fold import fold
from cara_crm.mailbox.people import Person, people_in

LABELS = {
    "from": ("from", "de", "expediteur"),
    "to": ("to", "a", "pour", "destinataire", "destinataires"),
    "cc": ("cc", "copie", "copie a", "cci", "bcc"),
    "subject": ("subject", "objet", "sujet"),
    "date": ("date", "sent", "envoye", "envoye le", "date d envoi"),
    "reply": ("reply to", "repondre a", "importance", "priorite", "attachments", "pieces jointes", "sensitivity"),
}
FIELD = {label: name for name, labels in LABELS.items() for label in labels}
LINE = re.compile(r"^[\s>*_|]{0,20}([^\s:>*_][^:*_]{0,18}?)[\s*_]{0,4}:[\s*_]{0,4}(.{0,4000})$")
MOST_LINES = 4000
MONTHS = (
    ("jan",), ("fev", "feb"), ("mar",), ("avr", "apr"), ("mai", "may"), ("juin", "jun"),
    ("juil", "jul"), ("aou", "aug"), ("sep",), ("oct",), ("nov",), ("dec",),
)  # fmt: skip
WORDED = re.compile(r"\b(?:(\d{1,2})(?:er|st|nd|rd|th)?\s+([a-z]{3,9})|([a-z]{3,9})\s+(\d{1,2}))\s+(\d{4})\b")
FIGURES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
TIME = re.compile(r"\b(\d{1,2})\s?[:h]\s?(\d{2})(?::\d{2})?\s?([ap]m\b)?")


@dataclass(frozen=True)
class Head:
    """What is said of the message below it. `sent_at` is None where its day cannot be read."""

    sender: Person | None
    to: tuple[Person, ...]
    subject: str
    sent_at: datetime | None


def first_head(text: str) -> Head | None:
    """The first head in a text: of a message that was forwarded several times, the last time. None where there is none.

    A head names who wrote, and at least two of: to whom, when, about what.
    """
    lines = text.split("\n")[:MOST_LINES]
    return next((head for start in range(len(lines)) if (head := head_at(lines, start))), None)


def head_at(lines: list[str], start: int) -> Head | None:
    """The head that begins with this line, or None."""
    if _field(lines[start])[0] not in ("from", "subject"):
        return None
    found = dict(_fields(lines, start))
    return _head(found) if "from" in found and len(found.keys() & {"to", "date", "subject"}) >= 2 else None


def _fields(lines: list[str], start: int) -> Iterator[tuple[str, str]]:
    """Fields that follow each other; one empty line may stand between two, and a list of people go on below."""
    name, value, empty, seen = "", "", 0, set()
    for line in lines[start : start + 40]:
        found, said = _field(line)
        if found in seen:
            break
        if found:
            if name:
                yield name, value
            name, value, empty = found, said, 0
            seen.add(found)
        elif not line.strip(" >*_|"):
            empty += 1
            if empty > 1:
                break
        elif name in ("from", "to", "cc") and not empty and "@" in line:
            value += " " + line
        elif not (name and not value.strip() and not empty):  # Thunderbird's HTML has label and value apart
            break
        else:
            value = line
    if name:
        yield name, value


def _field(line: str) -> tuple[str, str]:
    match = LINE.match(line)
    return (FIELD.get(fold(match[1]), ""), match[2].strip()) if match else ("", "")


def _head(found: dict[str, str]) -> Head:
    return Head(
        sender=next(iter(people_in(found["from"])), None),
        to=people_in(f"{found.get('to', '')}, {found.get('cc', '')}"),
        subject=" ".join(found.get("subject", "").split())[:300],
        sent_at=moment_in(found.get("date", "")),
    )


def moment_in(said: str) -> datetime | None:
    """A moment as a mail program writes it, in Paris where it names no zone. "16/11/2026" is the 16th of November."""
    try:
        exact = parsedate_to_datetime(said)
        return exact.astimezone(UTC) if exact.tzinfo and typed.is_near(exact) else _spoken(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _spoken(said)


def _spoken(said: str) -> datetime | None:
    text = re.sub(r"[,.]", " ", fold_keeping_signs(said))
    day = _day(text)
    if day is None:
        return None
    time = TIME.search(text)
    hour, minute = (int(time[1]), int(time[2])) if time else (12, 0)
    if time and time[3]:
        hour = hour % 12 + (12 if time[3] == "pm" else 0)
    try:
        moment = datetime(*day, hour, minute, tzinfo=clock.PARIS)
    except ValueError:
        return None
    return moment.astimezone(UTC) if typed.is_near(moment) else None


def _day(text: str) -> tuple[int, int, int] | None:
    if iso := ISO.search(text):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if figures := FIGURES.search(text):
        first, second, year = int(figures[1]), int(figures[2]), int(figures[3])
        return (year, second, first) if second <= 12 else (year, first, second)
    for found in WORDED.finditer(text):
        name, day = (found[2], found[1]) if found[1] else (found[3], found[4])
        for number, starts in enumerate(MONTHS, start=1):
            if name.startswith(starts):
                return int(found[5]), number, int(day)
    return None


def fold_keeping_signs(said: str) -> str:
    """In lower case and without accents, figures and signs as they are."""
    return "".join(fold(one) or one for one in said)

"""A year of a member's voice on paper (PDF/UA-1), in the present language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from cara_crm.core import clock
from cara_crm.core.languages import current_language, in_words, label, named
from cara_crm.core.typesetting import typeset
from cara_crm.deliveries import letters
from cara_crm.issues.models import Issue, IssueState
from cara_crm.members.models import Member
from cara_crm.relays.queries import IssueAnswer
from cara_crm.reports.reading.queries import Sent
from cara_crm.reports.voice.queries import Seen, Told, told_in

TEMPLATE = Path(__file__).parent / "voice.typ"
LONGEST = 1500  # characters of what one issue says: a year is a few pages
ENDED = (IssueState.SOLVED, IssueState.CLOSED, IssueState.DECLINED, IssueState.WITHDRAWN)


@dataclass(frozen=True)
class Voice:
    """What is printed. `reader`: for whom the paper is, as its foot says. `says_who`: which person said what, for a
    director; colleagues read what is shared, not whose it is."""

    member: str
    year: int
    reader: str
    cluster: str
    dated: date
    told: Sequence[Told]
    says_who: bool
    is_demonstration: bool = False


def render_voice(voice: Voice) -> bytes:
    """The file's bytes; a year in which nothing was said says so."""
    return typeset(TEMPLATE, laid_out(voice), dated=voice.dated)


def laid_out(voice: Voice) -> dict[str, Any]:
    """What the paper shows, as plain values."""
    return {
        "member": voice.member,
        "title": _("Your voice %(year)s", year=voice.year),
        "cluster": voice.cluster,
        "day": [voice.dated.year, voice.dated.month, voice.dated.day],
        "issues": [_issue(one, says_who=voice.says_who) for one in voice.told],
        "language": current_language(),
        "is_demonstration": voice.is_demonstration,
        "w": _words(voice),
    }


def voice_for(reader: str, member: Member, year: int, seen: Seen, *, says_who: bool) -> Voice:
    """A member's year as its reader sees it, today."""
    house = letters.house()
    return Voice(
        member=member.name,
        year=year,
        reader=reader,
        cluster=str(house["site_name"]),
        dated=clock.today(),
        told=told_in(year, seen),
        says_who=says_who,
        is_demonstration=bool(house["demonstration"]),
    )


def _words(voice: Voice) -> dict[str, str]:
    said = {"member": voice.member, "year": voice.year}
    return {
        "reader": voice.reader,
        "state": _("As it stands on %(day)s", day=in_words(voice.dated)),
        "page": _("Page"),
        "intro": _("What %(member)s said, what was made of it, where it went, and what came back.", **said),
        "empty": _("In %(year)s nothing was said, and nothing that had been said before went further.", **said),
        "words": _("Your words"),
        "wording": _("Our wording"),
        "why": _("We speak for several companies at once, and we leave out what would lead to one of them."),
        "request": _("What we ask for"),
        "answer": _("The answer"),
        "changed": _("What changed"),
        "demonstration": _("Demonstration: companies, people, federations and issues are invented."),
    }


def _issue(told: Told, *, says_who: bool) -> dict[str, Any]:
    issue = told.issue
    line = [
        "" if issue.is_undated else _("Said on %(day)s", day=in_words(issue.submitted_at)),
        label(issue.kind),
        issue.contact.name if issue.contact and says_who else "",
    ]
    return {
        "title": issue.title,
        "line": " · ".join(filter(None, line)),
        "said": _cut(issue.what_happens),
        "asked": _cut(issue.asked),
        "sent": [_sent(one, told.answers) for one in told.sent],
        "where": "" if told.sent else _nowhere(issue),
        "changed": _changed(issue),
    }


def _sent(sent: Sent, answers: Sequence[IssueAnswer]) -> dict[str, Any]:
    theirs = [_answer(one) for one in answers if one.federation.id == sent.federation.id]
    where = _("To %(federation)s, on %(day)s", federation=named(sent.federation), day=in_words(sent.at))
    again = _("in these words on %(day)s", day=in_words(sent.last_at)) if sent.last_at else ""
    return {
        "where": " · ".join(filter(None, (where, again))),
        "statement": sent.said.statement if sent.said else "",
        "request": sent.said.request if sent.said else "",
        "answers": theirs,
        "waiting": "" if theirs else _("No answer of %(name)s has reached you yet.", name=sent.federation.short_name),
    }


def _answer(answer: IssueAnswer) -> dict[str, str]:
    until = _("until %(day)s", day=in_words(answer.until_on)) if answer.until_on else ""
    outcome = label(answer.outcome) if answer.outcome else ""
    head = [answer.federation.short_name, outcome, until, in_words(answer.at)]
    return {"head": " · ".join(filter(None, head)), "text": _cut(answer.text)}


def _nowhere(issue: Issue) -> str:
    return "" if issue.state in ENDED else _("It has not left yet: it is being prepared.")


def _changed(issue: Issue) -> str:
    """How it ended, in the words that its author read; an answer's own words stand above."""
    if issue.state not in ENDED:
        return ""
    reason = issue.transitions[-1].reason if issue.transitions else ""
    return " ".join(filter(None, (f"{label(issue.state)}.", _cut(issue.solved_outcome or reason))))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"

"""What a row says of the past: what its member once said, what was carried up for it, what it was told. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.members.spreadsheet import values
from cara_crm.members.spreadsheet.answers import NO, is_no, is_yes
from cara_crm.members.spreadsheet.sent import is_header_told, when_sent

Cell = tuple[str, str, str]
"""(kind of column, its header, its text)"""
UP = re.compile(
    r"(up|m|montante?s?|ascendante?s?|remonte\w*|up to .*|vers (la |le |l )?(federation|national|haut)\b.*)$"
)
DOWN = re.compile(r"(down|d|descendante?s?|information|info|vers (le |les |l )?(adherent|membre|bas)\w*)$")
KINDS = (
    ("need", re.compile(r"(besoins?|needs?)\b")),
    ("expectation", re.compile(r"(attentes?|expectations?|demandes?)\b")),
    ("problem", re.compile(r"(problem\w*|difficultes?|freins?|irritants?|issues?)\b")),
)
URGENCIES = (
    ("low", re.compile(r"(bas|basse|faible|low|mineur|mineure|secondaire|(non|pas|peu) urgente?|p3)\b")),
    ("normal", re.compile(r"(normale?|moyenn?e?|medium|modere|moderee|standard|p2)\b")),
    ("high", re.compile(r"(tres )?(haute?|elevee?|forte?|urgente?|critique|high|immediate?|bloquante?|p1)\b")),
)
#: To whom a header says that an issue was passed: "Transmis à (PFA)", "Remontée à la FIF le".
WHOM = re.compile(
    r"\S+\s+(?:on\s+|up\s+)?(?:à|a|aux?|vers|to)\b[\s(]*(?:(?:la|le|les|the)\s+|l['’])?(.*?)\)?(?:\s+(?:le|on))?\s*",
    re.I,
)
WHEN = re.compile(r"(.*?)[\s,(:-]+(?:le |on )?(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d)\)?")
NOBODY = frozenset({"federation", "federations", "federation nationale", "federations nationales", "national body"})
#: Answers of who has nothing to say, folded.
NOTHING = values.NOTHING_FOLDED | {
    "ras", "r a s", "rien", "rien a signaler", "rien a remonter", "rien de particulier", "so", "s o", "sans objet",
    "aucun", "aucune", "pas de remontee", "pas de remontees", "aucune remontee", "aucune remontee a ce jour",
    "pas de retour", "sans remontee", "pas de probleme", "aucun probleme", "pas de besoin", "aucun besoin",
    "nothing to report", "nothing", "a voir", "a completer", "x", "pas de besoin particulier", "pas de demande",
    "aucune demande", "pas de sujet",
}  # fmt: skip
REFERS = re.compile(r"(idem|id|ditto|voir ci dessus|voir plus haut|meme chose|cf ci dessus|same as above)$")
WORDS = frozenset({"issue", "relay", "relay_up"})
WITH_IT = ("federation", "direction", "more", "answer")


@dataclass(frozen=True, slots=True)
class Past:
    """What a member said (`is_relay` False), or what passed between it and a federation. `on` is the first day of what
    the list names, `unsure` its words where that is a month or a year. `is_carried`: an issue that was passed on; its
    `text` is the issue's."""

    text: str
    on: date | None = None
    is_relay: bool = False
    kind: str = "problem"
    row: int = 0
    is_up: bool = False
    federation: str = ""
    more: str = ""
    answer: str = ""
    unsure: str = ""
    urgency: str = "normal"
    is_carried: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What is the same twice."""
        return self.is_relay, self.is_up, self.on, fold(self.federation), fold(self.text)


def read_past(cells: Sequence[Cell], row: int, year: int | None, problems: list[tuple[str, str]]) -> list[Past]:
    """What was said, then what passed; `year` is the row's, for a relay that no other column dates."""
    days = {kind: _days(cells, f"{kind}_on", problems) for kind in ("issue", "issue_to", "relay")}
    said = _said(cells, row, days["issue"], year, problems)
    carried = [one for issue in said for one in _carried(issue, cells, days["issue_to"])]
    relayed = _relayed(cells, row, days["relay"] or days["issue"], year)
    _say_alone(cells, said, relayed, problems)
    return [*said, *carried, *relayed]


def _say_alone(
    cells: Sequence[Cell], said: Sequence[Past], relayed: Sequence[Past], problems: list[tuple[str, str]]
) -> None:
    """What belongs to an issue or a relay that the row has none of."""
    for kind, header, text in cells:
        if kind in WORDS and REFERS.match(fold(text)):
            problems.append((header, _("“%(text)s” repeats what stands elsewhere: write it out.", text=text[:40])))
        main = kind.partition("_")[0]
        has_one = said or (kind == "issue_on" and relayed) if main == "issue" else relayed
        if has_one or kind in WORDS or fold(text) in NO | NOTHING:
            continue
        told = (
            _("“%(text)s” belongs to an issue, and this row has none: left out.", text=text[:80])
            if main == "issue"
            else _("“%(text)s” belongs to a relay, and this row has none: left out.", text=text[:80])
        )
        problems.append((header, told))


def _days(cells: Sequence[Cell], kind: str, problems: list[tuple[str, str]]) -> list[tuple[date | None, str]]:
    """(day, the words of a day that is not exact) of each filled cell."""
    found: list[tuple[date | None, str]] = []
    for name, header, text in cells:
        if name != kind or not text:
            continue
        day, first = values.day_of(text), values.first_day_of(text)
        if day is None and first is None:
            problems.append((header, _("“%(text)s” is not a day.", text=text[:40])))
        elif day is None:
            problems.append((header, _("“%(text)s” names no day: it stands at its beginning.", text=text[:40])))
        found.append((day or first, "" if day else " ".join(text.split())[:40]))
    return found


def _said(
    cells: Sequence[Cell],
    row: int,
    days: Sequence[tuple[date | None, str]],
    year: int | None,
    problems: list[tuple[str, str]],
) -> list[Past]:
    more = "\n".join(text for name, _header, text in cells if name == "issue_more" and text)
    told = next((kind for name, _h, text in cells if name == "issue_kind" and (kind := kind_of(text))), None)
    answer = "\n".join(text for name, _header, text in cells if name == "issue_answer" and text)
    said = (urgency_of(text) for name, _header, text in cells if name == "issue_urgency")
    urgency = next(filter(None, said), "normal")
    found: list[Past] = []
    for header, text in _texts(cells, "issue"):
        day, unsure = days[min(len(found), len(days) - 1)] if days else (None, "")
        if day is None:
            day, words = _otherwise(header, year)
            unsure = unsure or words
            problems.append((header, _of_day(day)))
        whole = f"{text}\n{more}" if more and not found else text
        kind = told or kind_of(header) or "problem"
        found.append(
            Past(whole, day, kind=kind, row=row, answer="" if found else answer, urgency=urgency, unsure=unsure)
        )
    return found


def _otherwise(header: str, year: int | None) -> tuple[date | None, str]:
    """The day of an issue that no column dates: the year of its header ("Remontées 2024"), else the row's."""
    named = values.year_of(header) or year
    return (date(named, 1, 1), str(named)) if named else (None, "")


def _of_day(day: date | None) -> str:
    if day is None:
        return _("No day is told of this issue: it is stored without one.")
    return _("No day is told of this issue: it stands at the beginning of %(year)s.", year=day.year)


def _carried(issue: Past, cells: Sequence[Cell], days: Sequence[tuple[date | None, str]]) -> list[Past]:
    """The passages of an issue to federations; on the day of the issue where no other is told."""
    told = [one for kind, header, text in cells if kind == "issue_to" for one in _whom(header, text)]
    otherwise = (issue.on, issue.unsure or str(_("that of the issue")))
    found: list[Past] = []
    for at, (federation, own) in enumerate(told):
        on, unsure = own or (days[min(at, len(days) - 1)] if days else otherwise)
        if fold(federation) in NOBODY:
            federation = ""
        found.append(
            replace(
                issue,
                is_relay=True,
                is_up=True,
                is_carried=True,
                on=on,
                federation=federation,
                unsure=unsure,
                answer="",
            )
        )
    return found


def _whom(header: str, text: str) -> list[tuple[str, tuple[date | None, str] | None]]:
    """(federation, day where the cell tells it with its words where it is not exact) of one cell."""
    if is_no(text):
        return []
    named = WHOM.fullmatch(header.strip())
    whom = " ".join(named[1].split()) if named else ""
    day, first = values.day_of(text), values.first_day_of(text)
    if day or first:
        return [(whom, (day or first, "" if day else text[:40]))]
    if is_yes(text):
        return [(whom, None)]
    found: list[tuple[str, tuple[date | None, str] | None]] = []
    for one in values.split_list(text):
        dated = WHEN.fullmatch(one)
        on = values.day_of(dated[2]) if dated else None
        found.append((dated[1], (on, "")) if dated and on else (one, None))
    return found


def _relayed(cells: Sequence[Cell], row: int, days: Sequence[tuple[date | None, str]], year: int | None) -> list[Past]:
    told = {kind: [text for name, _header, text in cells if name == f"relay_{kind}" and text] for kind in WITH_IT}
    day, unsure = days[0] if days else (date(year, 1, 1) if year else None, str(year or ""))
    direction = fold(" ".join(told["direction"]))
    found: list[Past] = []
    for kind in ("relay", "relay_up"):
        for header, text in _texts(cells, kind):
            at = min(len(found), len(days) - 1)
            on, words = days[at] if days else (day, unsure)
            if is_header_told(header, text):
                on, words = when_sent(header, text) or (on, words)
                text = header
            found.append(
                Past(
                    text,
                    on,
                    is_relay=True,
                    row=row,
                    is_up=bool(UP.match(direction)) or (kind == "relay_up" and not DOWN.match(direction)),
                    federation=told["federation"][0] if told["federation"] else "",
                    more="\n".join(told["more"]) if not found else "",
                    answer="\n".join(told["answer"]) if not found else "",
                    unsure=words,
                )
            )
    return found


def _texts(cells: Sequence[Cell], kind: str) -> list[tuple[str, str]]:
    """(header, text) of what says something."""
    told = [(header, text) for name, header, text in cells if name == kind]
    return [
        (header, text)
        for header, text in told
        if (fold(text) not in NO | NOTHING and not REFERS.match(fold(text)))
        or (kind.startswith("relay") and is_header_told(header, text))
    ]


def kind_of(words: str) -> str | None:
    """What a header or a cell calls what was said; None when it does not say."""
    return next((kind for kind, pattern in KINDS if pattern.match(fold(words))), None)


def urgency_of(words: str) -> str | None:
    """How urgent a cell calls what was said; None when it does not say: what "2" means is not known."""
    return next((urgency for urgency, pattern in URGENCIES if pattern.match(fold(words))), None)

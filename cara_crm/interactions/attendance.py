"""Who was there, as people paste it: from a mail's header, a table, minutes, or by hand. Pure: nobody is looked up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cara_crm.core.fold import fold


def words_in(text: str) -> frozenset[str]:
    """The set of words of a constant."""
    return frozenset(text.split())


MOST = 80  # lines
LONGEST = 2000
EMAIL = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+\.[^\s<>()\[\],;:\"'.]+")
PARTED = re.compile(r"\s*(?:[,;|\t]|\s[-–—/]\s|\(|\))\s*")
TITLES = words_in("m mm mr mme mmes mlle mlles mrs ms dr pr monsieur madame mademoiselle messieurs mesdames")
AFTER_MAIL = re.compile(rf"({EMAIL.pattern}[>)\]\"']*)\s*[,;]")  # between the persons of a mail's "To:"
TITLED = re.compile(r"(?:\s*[,;]|\s+et|\s+and)\s+(?=(?:MM?|Mr|Mmes?|Mlles?|Mrs|Ms|Dr|Pr|Monsieur|Madame)\b\.?\s)")
HOUSED = re.compile(r"(?<=\))(?:\s*[,;]|\s+et|\s+and)\s+(?=[^()]*\()")  # "A (house), B (house)"
BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,2}[.)])\s+")
AWAY = words_in("excuse excusee excuses excusees absent absente absents absentes apologies apology regrets")
PRESENT = words_in("present presente presents presentes participant participants participante participantes")
SECTION = PRESENT | AWAY | words_in("etaient sont ont liste des les de of list attendees attending and et for")
ADDRESSEES = frozenset(("a", "to", "cc", "cci", "bcc", "de", "from"))
HEADINGS = words_in(
    "nom noms prenom prenoms et de du la le l societe societes entreprise organisation organisme structure adherent "
    "fonction poste titre civilite mail e email mel courriel adresse telephone tel portable mobile signature "
    "emargement presence filiere name names first last surname company organization role job title address phone "
    "n numero no oui non ou"
)
TELLING = HEADINGS - words_in("et de du la le l e n no oui non ou")


@dataclass(frozen=True)
class Line:
    """What one entry says: its text, an address, folded words of the name and of the rest (a place), and its parts.

    `is_away`: it says that the person was excused or absent; `is_under_away`: it stands under such a heading.
    """

    text: str
    email: str
    name: tuple[str, ...]
    rest: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()
    is_away: bool = False
    is_under_away: bool = False

    @property
    def whole(self) -> str:
        """All its words, as an organisation's name is folded."""
        return " ".join([*self.name, *self.rest])


def lines_of(text: str) -> list[Line]:
    """One a person, at most MOST; a line that holds several (a mail's header, names with semicolons) is taken apart.

    Headings of a table or of a list of names are no persons; "Excusés :" makes those below absent.
    """
    return list(dict.fromkeys(_entries(text)))[:MOST]


def is_too_long(text: str) -> bool:
    """Are there more lines than are read?"""
    return len(set(_entries(text))) > MOST


def _entries(text: str) -> Iterator[Line]:
    is_away, presence = False, -1
    for row in text.splitlines():
        said, heads = _below_heading(row)
        if heads is not None:
            is_away = heads if not said.strip() else is_away
        elif _is_heading(row):
            presence = _column_of_presence(row)
            continue
        away = is_away if heads is None else heads
        missed = presence > 0 and row.count("\t") >= presence and fold(row.split("\t")[presence]) in ("non", "no")
        yield from (one_line(part, away or missed) for part in _several(said) if fold(part))


def _below_heading(row: str) -> tuple[str, bool | None]:
    """("Ange Escarpin", True) of "Excusés : Ange Escarpin"; (the row, None) of one without such a heading."""
    head, colon, said = row.partition(":")
    words = [word for word in fold(head).split() if not word.isdigit()]
    if words and set(words) <= ADDRESSEES and colon and len(words) == 1:
        return said, False
    if "\t" in head or not (PRESENT | AWAY | {"attendees"}) & set(words) or not set(words) <= SECTION:
        return row, None
    return said, bool(AWAY & set(words))


def _is_heading(row: str) -> bool:
    words = set(fold(row).split())
    return bool(words & (TELLING | PRESENT)) and words <= HEADINGS | PRESENT | AWAY and "@" not in row


def _column_of_presence(row: str) -> int:
    """Which cell of a table's first row says who came; -1: none."""
    told = PRESENT | {"presence"}
    return next((n for n, cell in enumerate(row.split("\t")) if told & set(fold(cell).split())), -1)


def _several(line: str) -> list[str]:
    """The entries of one line: nobody vanishes, and what belongs to one person ("name; place") stays together."""
    if "\t" in line.strip():
        return [line]
    line = re.sub(r'"[^"]*"', lambda quoted: re.sub("[,;]", " ", quoted.group()), line)
    return [
        one
        for titled in TITLED.split(line)
        for housed in HOUSED.split(titled)
        for piece in _by_semicolons(housed)
        for one in (AFTER_MAIL.sub(r"\1\n", piece).split("\n") if piece.count("@") > 1 else [piece])
    ]


def _by_semicolons(line: str) -> list[str]:
    pieces = [piece for piece in line.split(";") if fold(piece)]
    counts = [0 if EMAIL.search(piece) else len(_words(piece)) for piece in pieces]
    if len(pieces) < 2 or ("@" not in line and min(counts) < 2) or counts[:2] == [1, 1]:
        return [line]
    found: list[str] = []
    for piece, count in zip(pieces, counts, strict=True):
        is_bare = not _words(EMAIL.sub(" ", piece))
        if found and (count == 1 or (is_bare and "@" not in found[-1])):
            found[-1] += f";{piece}"
        else:
            found.append(piece)
    return found


def one_line(text: str, is_under_away: bool = False) -> Line:
    """What one entry says."""
    said = BULLET.sub("", text).strip()[:LONGEST]
    email = next(iter(EMAIL.findall(said)), "").lower()
    bare = EMAIL.sub(" ", said).replace("<", " ").replace(">", " ")
    told = [words for part in PARTED.split(bare) if (words := _words(part))]
    parts = [left for words in told if not all(map(str.isdigit, words)) and (left := _without_marks(words))]
    rest = tuple(word for part in parts[1:] for word in part)
    away = is_under_away or any(word in AWAY for part in told for word in part)
    shown = re.sub(r"\s*\t\s*", ", ", said).strip(", ")
    return Line(shown, email, tuple(parts[0]) if parts else (), rest, tuple(map(tuple, parts)), away, is_under_away)


def _without_marks(words: list[str]) -> list[str]:
    return [word for word in words if word not in AWAY]


def _words(part: str) -> list[str]:
    return [word for word in fold(part).split() if word not in TITLES]

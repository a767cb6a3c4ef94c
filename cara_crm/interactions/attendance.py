"""Who was there, as people paste it: one person a line, from a mail's header, a list of attendees, or by hand. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cara_crm.core.fold import fold

MOST = 80  # lines
LONGEST = 200
EMAIL = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+\.[^\s<>()\[\],;:\"'.]+")
PARTED = re.compile(r"\s*(?:[,;|\t]|\s[-–—]\s|\(|\))\s*")
TITLES = frozenset({"m", "mr", "mme", "mlle", "mrs", "ms", "dr", "monsieur", "madame"})
HEADER = re.compile(r"(?<=>)\s*[,;]|[,;](?=[^,;]*<)")  # between the persons of a mail's "To:"
BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class Line:
    """What one line says: the text as it stands, an address, folded words of the name and of the rest (a place)."""

    text: str
    email: str
    name: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def whole(self) -> str:
        """All its words, as an organisation's name is folded."""
        return " ".join([*self.name, *self.rest])


@dataclass(frozen=True)
class Known:
    """A function of somebody, to compare with: `words` are the person's folded names, `house` those of the place."""

    id: int
    contact_id: int
    email: str
    words: frozenset[str]
    house: str


def lines_of(text: str) -> list[Line]:
    """One a person, at most MOST; a line that holds several (a mail's header, names with semicolons) is taken apart."""
    found = [_line(part) for line in text.splitlines() for part in _several(line) if fold(part)]
    return list(dict.fromkeys(found))[:MOST]


def _several(line: str) -> list[str]:
    """The entries of one line: nobody vanishes, and what belongs to one person ("name; place") stays together."""
    listed, pieces = re.split(r"[,;]", line), line.split(";")
    if line.count("@") > 1:
        return listed if all("@" in piece for piece in listed) else HEADER.split(line)
    if "@" in line:
        return re.split(r"(?<=>)\s*;", line)
    return pieces if all(len(fold(piece).split()) > 1 for piece in pieces if piece.strip()) else [line]


def _line(text: str) -> Line:
    said = BULLET.sub("", text).strip()[:LONGEST]
    email = next(iter(EMAIL.findall(said)), "").lower()
    bare = EMAIL.sub(" ", said).replace("<", " ").replace(">", " ")
    parts = [words for part in PARTED.split(bare) if (words := _words(part))]
    return Line(said, email, tuple(parts[0]) if parts else (), tuple(word for part in parts[1:] for word in part))


def _words(part: str) -> list[str]:
    return [word for word in fold(part).split() if word not in TITLES]


def fitting(line: Line, known: Sequence[Known]) -> list[Known]:
    """Whom a line may mean: by its address, else by the name, narrowed by the place when somebody fits both."""
    by_address = [one for one in known if line.email and one.email == line.email]
    if by_address or not line.name:
        return by_address
    named = [one for one in known if len(line.name) > 1 and set(line.name) <= one.words]
    both = [one for one in named if line.rest and all(word in one.house for word in line.rest)]
    some = [one for one in named if line.rest and any(word in one.house for word in line.rest if len(word) > 3)]
    return both or some or named

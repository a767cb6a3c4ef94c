"""Whom a pasted entry may mean, and where one entry names several. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cara_crm.core.fold import fold
from cara_crm.interactions.attendance import TITLES, Line, one_line, words_in

BETWEEN = re.compile(r"(\s*[,;|\t]\s*(?![^()]*\))|\s+(?:et|and|&|[-–—/])\s+(?![^()]*\)))")
PARTICLES = words_in("d da de del della der des di do du el l la le les ten van von y")
FUNCTIONS = words_in(
    "adjoint adjointe animateur animatrice assistant assistante associe associee ceo cfo charge chargee chef cheffe "
    "commercial commerciale conseiller conseillere consultant coordinateur coordinatrice cto dg dga dirigeant "
    "dirigeante directeur directrice direction director engineer expert general generale gerant gerante head "
    "ingenieur ingenieure manager officer pdg president presidente production project projet responsable rh sales "
    "secretaire technicien technicienne vice"
)


@dataclass(frozen=True)
class Known:
    """A function of somebody, to compare with: `words` are the person's folded names, `house` those of the place."""

    id: int
    contact_id: int
    email: str
    words: frozenset[str]
    house: str


def fitting(line: Line, known: Sequence[Known]) -> list[Known]:
    """Whom a line may mean: by its address, else by the name, narrowed by the place when somebody fits both."""
    by_address = [one for one in known if line.email and one.email == line.email]
    if by_address or not line.name:
        return by_address
    named = [one for one in known if len(line.name) > 1 and set(line.name) <= one.words]
    if not named:
        return _celled(line, known) or _initialled(line, known)
    return _there(line.rest, named)


def _there(rest: Sequence[str], named: list[Known]) -> list[Known]:
    """Those of them who work where the rest says, as far as it says it."""
    both = [one for one in named if rest and all(word in one.house for word in rest)]
    some = [one for one in named if rest and any(word in one.house for word in rest if len(word) > 3)]
    return both or some or named


def _celled(line: Line, known: Sequence[Known]) -> list[Known]:
    """Whose name stands in parts of the line, in any order: a table's "Bennes", "ESCARPIN", "Ange"."""
    named = [one for one in known if len({word for part in line.parts if one.words >= {*part} for word in part}) > 1]
    words = {word for one in named for word in one.words}
    return _there([word for part in line.parts for word in part if word not in words], named)


def _initialled(line: Line, known: Sequence[Known]) -> list[Known]:
    """Who is named by letters and a family name ("L. Exemple"), where the place says that it is the one."""
    letters, family = ([word for word in line.name if (len(word) == 1) is is_one] for is_one in (True, False))
    if not letters or not family:
        return []
    place = {word for word in line.rest if len(word) > 3}
    return [
        one
        for one in known
        if set(family) <= one.words
        and place & set(one.house.split())
        and all(any(word.startswith(letter) for word in one.words - set(family)) for letter in letters)
    ]


def apart(line: Line, known: Sequence[Known]) -> list[Line]:
    """The entries of a line whose parts name several, where somebody of them is known; else the line as it is.

    What says where the person before works stays with it; another's name becomes an entry: no word is lost.
    """
    entries: list[str] = []
    before: list[Known] = []
    pieces = BETWEEN.split(line.text)
    for said, gap in zip(pieces[::2], ["", *pieces[1::2]], strict=True):
        meant = _named_whole(said, known)
        if entries and not (_begins(said, meant, before) if before else _is_another(entries[-1], meant)):
            entries[-1] += gap + said
            before = before or meant
        else:
            entries.append(said)
            before = meant or before
    if len(entries) < 2 or not before:
        return [line]
    return [one_line(text, line.is_under_away) for text in entries if fold(text)]


def _named_whole(said: str, known: Sequence[Known]) -> list[Known]:
    """Whom one part means by itself."""
    part = one_line(said)
    by_address = [one for one in known if part.email and one.email == part.email]
    return by_address or [one for one in known if len(part.name) > 1 and set(part.name) <= one.words]


def _begins(said: str, meant: list[Known], before: list[Known]) -> bool:
    """Does this part begin another entry than that of the persons before it?"""
    if {one.contact_id for one in meant} & {one.contact_id for one in before}:
        return False
    if "@" not in said and _is_place_of(said, before):
        return False
    return bool(meant) or _is_like_a_name(said)


def _is_another(said: str, meant: list[Known]) -> bool:
    """Does what stands before the first person that is known name another one, not its last name or its place?"""
    return bool(meant) and _is_like_a_name(said) and not _is_place_of(said, meant)


def _is_place_of(said: str, people: list[Known]) -> bool:
    words = {word for word in fold(said).split() if len(word) > 3}
    return any(words & set(one.house.split()) for one in people)


def _is_like_a_name(said: str) -> bool:
    """Two to four words with capital letters, none of which is a function's."""
    words = [word for word in re.findall(r"[^\W\d_][^\s(]*", said.split("(")[0]) if fold(word) not in TITLES]
    capital = [word for word in words if word[0].isupper()]
    small = {fold(word) for word in words if not word[0].isupper()}
    named = {part for word in words for part in fold(word).split()}
    return 1 < len(capital) < 5 and small <= PARTICLES and not named & FUNCTIONS and not any(map(str.isdigit, said))

"""One cell of people: each with name, function, phones and e-mails as people write them together. Pure.

"Mme Ana ROUX, Directrice générale", "Jean Dupré (PDG) / Marie Curat (RH) marie@forge.example". A form of address, a
function or "TOTAL" alone is nobody; what is not understood is told, never taken for a name.
"""

import re
from dataclasses import dataclass, field

from cara_crm.core.fold import fold
from cara_crm.core.personal_names import begins_family, first_and_last
from cara_crm.members.spreadsheet.functions import is_function, is_like_one, parted
from cara_crm.members.spreadsheet.totals import is_label
from cara_crm.members.spreadsheet.values import NOTHING_FOLDED

ADDRESSED = r"(?:m|mr|mme|mlle|mmes|mm|ms|mrs|dr|me|pr|monsieur|madame|mademoiselle|messieurs|mesdames|docteur|maître)"
CIVILITY = re.compile(rf"^{ADDRESSED}(?:\.?(?:\s+|$)|\.(?=[^\W\d_]{{2}}))", re.IGNORECASE)
MAIL = re.compile(
    r"(?:\b(?:e-?mail|m[ée]l|courriel)\s*:\s*)?<?\s*(?:mailto:)?([^\s<>;,:/|()\"'@]+@[^\s<>;,:/|()\"'@]*[^\s<>;,:/|()\"'@.])\s*>?",
    re.IGNORECASE,
)
LABELS = r"(?:t[ée]l(?:[ée]phone)?|port(?:able)?|mob(?:ile)?|gsm|fixe|ligne directe|ld|e-?mail|m[ée]l|courriel|[tpm])"
PHONE = re.compile(
    rf"(?:\b{LABELS}\b\.?\s*:?\s*)?((?:\+|\b00)?\d(?:[\d\s.\-\u00a0\u202f]|\(0\)){{7,}}\d)", re.IGNORECASE
)
LEAST_FIGURES = 9
BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
BETWEEN = re.compile(r"[;\n|•/]|(?<=\))\s*,?\s*(?:et|&|and)\s+|,\s*et\s+")
WITHIN = re.compile(r"\s+[-–—]+\s+|\s*[–—]\s+|\s*:\s*|\s*,\s*")
AND = re.compile(r"\s+(?:et|&|and|\+|ou)\s+", re.IGNORECASE)
#: Labels, and what says that there is nobody.
NOBODY = frozenset({
    "contact", "contacts", "standard", "accueil", "reception", "tel", "telephone", "portable", "mobile", "fixe", "mail",
    "email", "e mail", "courriel", "mel", "gsm", "port", "mob", "vacant", "poste vacant", "a definir", "a preciser",
    "a completer", "a recruter", "aucun", "aucune", "personne", "x", "xx", "xxx", "ras", "ligne directe", "ld", "siege",
    "t", "p", "interlocuteur", "dirigeant", "non connu", "a trouver", "a voir", "tbd", "tbc",
})  # fmt: skip
REFERS = re.compile(r"(idem|id|voir|cf|meme|same|see|ditto)\b.*|.*\bci dessus")
#: Who was there, and is no more.
GONE = re.compile(r"(jusqu|until |till |ancien(ne)?s?\b|ex\b|parti(e)?\b|retraite|a quitte|former|left\b|retired)")
MOST_WORDS = 7  # of a name; more are a sentence
FORENAMES = 2  # words at most behind "DUPONT,"


@dataclass(slots=True)
class Named:
    """Somebody in a cell."""

    first_name: str
    last_name: str
    functions: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)

    @property
    def function(self) -> str:
        return " / ".join(dict.fromkeys(self.functions))


@dataclass(slots=True)
class Cell:
    """What a cell says: people in their order, what is nobody's, and words that are not understood."""

    people: list[Named] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def read_cell(text: str) -> Cell:
    """Everybody whom a cell names."""
    cell = Cell()
    kept: list[str] = []
    hidden = BRACKETS.sub(lambda one: f" ({_keep(one[1], kept)}) ", text)
    for piece in BETWEEN.split(hidden):
        if piece.strip():
            _read_piece(re.sub(r"\((\d+)\)", lambda one: f"({kept[int(one[1])]})", piece), cell)
    return cell


def _keep(inside: str, kept: list[str]) -> str:
    kept.append(inside)
    return str(len(kept) - 1)


def _read_piece(piece: str, cell: Cell) -> None:
    """One line of a cell; a function, phone or e-mail of its own is that of who stands above it."""
    mails = MAIL.findall(piece)
    plain = MAIL.sub(" ", piece)
    told = [one for one in PHONE.finditer(plain) if sum(map(str.isdigit, one[1])) >= LEAST_FIGURES]
    phones = [" ".join(one[1].split()).strip(" .-") for one in told]
    for one in told:
        plain = plain.replace(one[0], " ")
    functions: list[str] = []
    if any(GONE.match(fold(inside)) for inside in BRACKETS.findall(plain)):
        cell.left.append(" ".join(piece.split()))
        return
    for inside in BRACKETS.findall(plain):
        _bracket(" ".join(inside.split()), functions, cell)
    plain = " ".join(BRACKETS.sub(" ", plain).split()).strip(" ,:-–")
    if cell.people and _is_bare(plain):
        cell.left.append(plain)  # a function that is not known, or half a name
        plain = ""
    found = _people(plain, functions, cell) if plain else []
    cell.people += found
    whose = found or (cell.people[-1:] if fold(plain) not in ("standard", "accueil", "secretariat") else [])
    if len(whose) > 1 and len(mails) == len(whose):
        for person, mail in zip(whose, mails, strict=True):
            person.mails.append(mail)
    else:
        (whose[-1].mails if whose else cell.mails).extend(mails)
    (whose[-1].phones if whose else cell.phones).extend(phones)
    (whose[-1].functions if whose else cell.functions).extend(functions)


def _is_bare(text: str) -> bool:
    """Is it a lone word that no form of address makes a name of, and no capitals?"""
    return len(text.split()) == 1 and not (is_function(text) or text.isupper()) and fold(text) not in NOBODY


def _bracket(inside: str, functions: list[str], cell: Cell) -> None:
    if not inside or CIVILITY.fullmatch(inside) or fold(inside) in NOBODY:
        return
    is_word = len(inside) <= 5 and inside.isupper() and not inside[0].isdigit()
    (functions if is_word or (is_like_one(inside) and not inside[0].isdigit()) else cell.left).append(inside)


def _people(text: str, functions: list[str], cell: Cell) -> list[Named]:
    """The people of a line without its phones, e-mails and brackets; functions without a name go to `functions`."""
    found: list[Named] = []
    segments = [part for part in WITHIN.split(text) if part and part.strip()]
    by_comma = [part.strip() for part in text.split(",")]
    if by_comma == segments and len(segments) == 2 and _is_last_first(*segments):
        return [Named(CIVILITY.sub("", segments[1]).strip(), segments[0])]
    for at, segment in enumerate(segments):
        if is_function(segment) and not CIVILITY.match(segment):
            before, name, behind = parted(segment.split())
            if before and not behind and 1 < len(name) <= 3 and all(word[:1].isupper() for word in name):
                found += _one(name, [*functions, before], cell)
            else:
                (found[-1].functions if found else functions).append(segment)
        elif found and at and (is_like_one(segment) or len(segment.split()) == 1):
            found[-1].functions.append(segment)
            if not is_like_one(segment):
                cell.left.append(segment)
        else:
            found += _several(segment, functions, cell)
    for one in found[:1]:
        one.functions[:0] = functions
    if found:
        functions.clear()
    return found


def _is_last_first(last: str, first: str) -> bool:
    """ "DUPONT, Jean", "DE LA TOUR, Odile", "de La Tour, Odile"; and not "Jean Dupré, DG" or "Li Wei, Léa Gros"."""
    if (
        is_function(first)
        or is_function(last)
        or CIVILITY.match(last)
        or len(CIVILITY.sub("", first).split()) > FORENAMES
        or first.isupper()
    ):
        return False
    words = last.split()
    is_loud = all(word.isupper() or begins_family(word) for word in words)
    return bool(first[:1].isupper()) and (len(words) == 1 or is_loud or begins_family(words[0]))


def _several(text: str, functions: list[str], cell: Cell) -> list[Named]:
    """ "Jean-Paul Petit et Anne Petit", "Jean et Anne Petit", "M. et Mme Petit"."""
    parts = AND.split(text)
    found: list[Named] = []
    alone: list[str] = []
    for part in parts:
        name = CIVILITY.sub("", part.strip())
        if len(parts) > 1 and (not name or (len(name.split()) == 1 and name == part.strip())):
            alone.append(part.strip())
            continue
        for one in _one(part.split(), [], cell):
            given = [first for first in alone if not CIVILITY.fullmatch(first)]
            found += [Named(first, one.last_name) for first in given if one.first_name]
            cell.left += [first for first in alone if first not in given or not one.first_name]
            alone = []
            found.append(one)
    cell.left += alone
    return found


def _one(words: list[str], functions: list[str], cell: Cell) -> list[Named]:
    """Somebody, or nobody: a form of address, a label, a number, a sentence is none."""
    text = " ".join(words)
    plain = CIVILITY.sub("", CIVILITY.sub("", text))
    folded = fold(plain)
    if not folded or folded in NOBODY or folded in NOTHING_FOLDED:
        return []
    before, name, behind = parted(plain.split())
    named = name_of(" ".join(name), is_addressed=plain != text)
    is_none = (
        is_label(plain)
        or REFERS.fullmatch(folded)
        or any(word[:1].isdigit() for word in name)
        or len(name) > MOST_WORDS
    )
    if is_none or named is None:
        cell.left.append(text)
        return []
    return [Named(*named, functions=[*functions, *filter(None, (before, behind))])]


def name_of(text: str, *, is_addressed: bool = False) -> tuple[str, str] | None:
    """(first name, last name) of "Mme Odile DE LA TOUR", "DUPONT Jean", "Jean Dupont"; None for what names nobody."""
    plain = CIVILITY.sub("", text.strip())[:200]
    if not re.search(r"[^\W\d_]{2}", plain) or "@" in plain or is_label(plain):
        return None
    return first_and_last(plain, is_addressed=is_addressed or plain != text.strip())

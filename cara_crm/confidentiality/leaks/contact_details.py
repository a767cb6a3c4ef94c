"""Addresses and numbers of anybody, in the register or not: by them a third party is reached, whoever it is.

What is looked for has a shape of its own: an e-mail address, a web address, a telephone number, a SIREN or SIRET with
its check digit. Years, dates, amounts, standards' numbers and long counts have another one.
"""

import re
from collections.abc import Iterable, Iterator

from cara_crm.confidentiality.leaks.folding import Token, listed, shown
from cara_crm.confidentiality.leaks.matching import Hit
from cara_crm.confidentiality.leaks.numbers import LENGTH, spoken_numbers
from cara_crm.confidentiality.leaks.register import LeakKind

Found = tuple[int, int, LeakKind, str]
"""Start and end in the text as it is shown, kind, and the thing itself without its disguise."""

_NAMES = listed(
    "com net org info biz io co eu fr example invalid test ai app dev tech pro shop online site cloud mobi bike group"
    " de be ch lu it es uk nl at pt pl cz ie us ca cn jp in se no fi dk ro hu sk tr bzh alsace paris corsica re gp mq"
)
_WORDS = frozenset(listed("de es it at in se no re be us pro test"))  # "la filière.De plus": a space is missing
_UNITS = listed(
    "€ % £ k€ m€ md€ eur euros? dollars? millions? milliards? tonnes? kg km m2 kwh mwh gwh voyageurs? passagers?"
    " voyages? vehicules? pieces? unites? habitants? trajets? personnes? emplois heures? passengers? vehicles? units?"
    " parts? trips? people jobs inhabitants hours?"
)
_TLD = rf"(?:{'|'.join(_NAMES)})(?![\w@])"
_LABEL = r"\w(?:[\w-]{0,61}\w)?"
_DOT = r"(?:\.|\s*[(\[{<]\s*(?:dot|point|pt|\.)\s*[)\]}>]\s*|\s+dot\s+|\s+\.\s*(?=\w+\b))"
_SPOKEN_DOT = rf"(?:{_DOT}|\s+point\s+)"
_LOCAL = r"(?<!\w)\w[\w.%+'-]{0,63}"
_IN_BRACKETS = r"\s*[(\[{<]\s*(?:at|@|arr?obase?|chez)\s*[)\]}>]\s*"
_MAILS = [
    re.compile(rf"{_LOCAL}(?:\s?@\s?|{_IN_BRACKETS}){_LABEL}(?:{_SPOKEN_DOT}{_LABEL}){{1,4}}"),
    re.compile(rf"{_LOCAL}\s+arr?obase?\s+{_LABEL}(?:{_SPOKEN_DOT}{_LABEL}){{1,4}}"),
    re.compile(rf"{_LOCAL}(?:\s+at\s+|\s*[(\[]a[)\]]\s*)(?:{_LABEL}{_DOT}){{1,4}}{_TLD}"),
]
_AT = re.compile(rf"{_IN_BRACKETS}|\s*[(\[]a[)\]]\s*|\s+(?:arr?obase?|at)\s+|\s?@\s?")
_WEB = [
    re.compile(rf"(?:https?://|\bwww\.){_LABEL}(?:\.{_LABEL}){{0,6}}"),
    re.compile(rf"(?<![\w.@-])(?:{_LABEL}\.){{0,4}}\w[\w-]{{0,61}}\w(?:\.|\s*[(\[](?:dot|point|\.)[)\]]\s*){_TLD}"),
]
_GAP = r"[\s./_()\-‐‑–]{0,3}"
_ALONE = r"(?<!\d)(?<!\d[.,])"
_FRENCH = re.compile(rf"{_ALONE}(?:(?:\+|00){_GAP}33{_GAP}0?|\b[0o]){_GAP}[1-9](?:{_GAP}\d){{8}}(?!\d)")
_FOREIGN = re.compile(rf"{_ALONE}(?<!\d\s)(?:\+|00){_GAP}[1-9](?:{_GAP}\d){{7,13}}(?!\d)")
_DATE = re.compile(r"(?<!\d)\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)\d\d(?!\d)")
_THOUSANDS = re.compile(r"\+?\s?\d{1,3}(?:[\s.]\d{3})+")
_SIREN = re.compile(
    rf"{_ALONE}(?<!\d[\s-])(?:fr\s?\w\w\s?)?(\d{{3}}([\s.-]?)\d{{3}}\2\d{{3}}(?:[\s.-]?\d{{5}})?)(?![\d])(?![\s.,-]\d)"
)
_UNIT = re.compile(rf"\s*(?:{'|'.join(_UNITS)})(?!\w)")
_NUMBERS = frozenset({LeakKind.PHONE, LeakKind.SIREN})
_MAIL = frozenset({LeakKind.EMAIL, LeakKind.DOMAIN})
_REPLACED_BY = {
    LeakKind.EMAIL: frozenset({LeakKind.EMAIL}),
    LeakKind.DOMAIN: _MAIL,
    LeakKind.PHONE: _NUMBERS,
    LeakKind.SIREN: _NUMBERS,
}


def contact_details(text: str, read: list[Token], known: Iterable[Hit]) -> list[Hit]:
    """Everything of that shape but what the register knows, which has its own hit: without owners, nobody agreed."""
    seen, places = shown(text)
    found = [
        Hit(places[start][0], places[end - 1][1], kind, what, frozenset())
        for start, end, kind, what in (*_mails(seen), *_webs(seen, text, places), *_phones(seen), *_sirens(seen))
    ]
    found += [Hit(start, end, LeakKind.PHONE, what, frozenset()) for start, end, what in spoken_numbers(read)]
    kept: list[Hit] = []
    for hit in found:
        if not any(_says_the_same(hit, other) for other in (*known, *kept)):
            kept.append(hit)
    return kept


def _says_the_same(hit: Hit, other: Hit) -> bool:
    return other.kind in _REPLACED_BY[hit.kind] and other.start < hit.end and hit.start < other.end


def _mails(seen: str) -> Iterator[Found]:
    for pattern in _MAILS:
        for match in pattern.finditer(seen):
            local, host = _AT.split(match.group(), maxsplit=1)
            yield match.start(), match.end(), LeakKind.EMAIL, f"{local}@{_host(host)}"


def _webs(seen: str, text: str, places: list[tuple[int, int]]) -> Iterator[Found]:
    for pattern in _WEB:
        for match in pattern.finditer(seen):
            host = _host(match.group().removeprefix("https://").removeprefix("http://")).removeprefix("www.")
            last = text[places[match.end() - 1][0] - len(host.rpartition(".")[2]) + 1 : places[match.end() - 1][1]]
            if host.rpartition(".")[2] not in _WORDS or last.islower():
                yield match.start(), match.end(), LeakKind.DOMAIN, host


def _host(said: str) -> str:
    """ "x [point] example" is x.example."""
    return ".".join(re.split(rf"{_SPOKEN_DOT}", said)).replace(" ", "")


def _phones(seen: str) -> Iterator[Found]:
    for pattern in (_FRENCH, _FOREIGN):
        for match in pattern.finditer(seen):
            if not _DATE.search(match.group()) and not _is_amount(seen, match):
                digits = re.sub(r"\D", "", match.group().replace("o", "0"))
                yield match.start(), match.end(), LeakKind.PHONE, digits[-LENGTH:]


def _is_amount(seen: str, match: re.Match[str]) -> bool:
    """ "+12 000 000 €": thousands, and what they count."""
    if not _THOUSANDS.fullmatch(match.group()):
        return False
    short = sum(map(str.isdecimal, match.group())) <= LENGTH
    return bool(_UNIT.match(seen, match.end())) or (short and bool(re.match(r"\s*[a-z]", seen[match.end() :])))


def _sirens(seen: str) -> Iterator[Found]:
    for match in _SIREN.finditer(seen):
        digits = re.sub(r"\D", "", match.group(1))
        is_count = digits.endswith("000") or (match.group(2) != "" and _UNIT.match(seen, match.end()))
        if _is_checked(digits) and not is_count:
            yield match.start(1), match.end(1), LeakKind.SIREN, digits[:LENGTH]


def _is_checked(digits: str) -> bool:
    """Does the last digit check the others (Luhn, as INSEE computes it for SIREN and SIRET)?"""
    weighted = (int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in weighted) % 10 == 0

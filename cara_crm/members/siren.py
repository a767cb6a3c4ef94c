"""SIREN and SIRET, the numbers of the French register of companies (Sirene), as people and spreadsheets write them.

A SIREN has 9 digits, a SIRET 14: the SIREN and five of the site. Both end with a Luhn check digit, but for the sites of
La Poste (SIREN 356000000), whose digits add up to a multiple of five (INSEE; the same rule in python-stdnum).
"""

import re
from dataclasses import dataclass

from stdnum.exceptions import ValidationError
from stdnum.fr import siren as siren_rule
from stdnum.fr import siret as siret_rule
from stdnum.fr import tva as vat_rule

SIREN_LENGTH = 9
SIRET_LENGTH = 14
ZEROS_EATEN = 3  # more zeros at the left than any number in use has
BLANKS = re.compile(r"[\s\u00a0\u202f\u2009.\-_/]+")
#: What is not seen (soft hyphens, marks of direction, joiners) or says "this is text" to a spreadsheet program.
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff'’‘`\"=]+")
SAID = re.compile(
    r"^(?:r\.?c\.?s|sire[nt]|tva|n[°ºo]|num[ée]ro)\b[^0-9]*(?=[0-9])", re.IGNORECASE
)  # "RCS Lyon B 552 …"


class NotANumber(ValueError):
    """What was written is no SIREN, SIRET or French VAT number. `kind` says how: shape, check or rounded."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Number:
    """What a written number says: `siret` when it names a site, `padded` when zeros lost at the left came back."""

    siren: str
    siret: str | None = None
    padded: bool = False


def read(written: str | int | float) -> Number:
    """The number in "552 032 534", 86650041.0, "FR44732829320" or a SIRET.

    Raises NotANumber: "shape" (not 9 or 14 digits), "check" (a wrong check digit), "rounded" (1,23E+13).
    """
    text = _plain(written)
    if re.fullmatch(r"\d+(,\d+)?E\+?\d+", text, re.IGNORECASE):
        raise NotANumber("rounded")
    if re.match(r"FR[0-9A-Z]{2}", text, re.IGNORECASE):
        return _from_vat(text)
    digits = text
    if not re.fullmatch(r"[0-9]+", digits) or not set(digits) - {"0"}:
        raise NotANumber("shape")
    return _checked(digits)


def is_siren(text: str) -> bool:
    """Is it a SIREN, and not a SIRET or something else?"""
    try:
        return read(text).siret is None
    except NotANumber:
        return False


def spaced(number: str | None) -> str:
    """As people read it: "552 032 534", "552 032 534 00047"."""
    if not number:
        return ""
    return " ".join(part for part in (number[:3], number[3:6], number[6:9], number[9:]) if part)


def _plain(written: str | int | float) -> str:
    if isinstance(written, float):
        return str(int(written)) if written == int(written) else str(written)
    text = UNSEEN.sub("", str(written)).strip()
    return BLANKS.sub("", re.sub(r"\.0+$", "", SAID.sub("", text)))


def _checked(digits: str) -> Number:
    for length, rule in ((SIREN_LENGTH, siren_rule), (SIRET_LENGTH, siret_rule)):
        missing = length - len(digits)
        if not 0 <= missing <= ZEROS_EATEN:
            continue
        full = digits.zfill(length)
        if not rule.is_valid(full):
            raise NotANumber("check")
        return Number(full[:SIREN_LENGTH], full if length == SIRET_LENGTH else None, padded=missing > 0)
    raise NotANumber("shape")


def _from_vat(text: str) -> Number:
    try:
        number = vat_rule.validate(text.upper())
    except ValidationError as refused:
        raise NotANumber("check") from refused
    return Number(number[2:])

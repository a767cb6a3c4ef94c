"""The number of a company abroad: that of its VAT or of its country's register, kept with its country in one writing.

The country's two letters (ISO 3166-1) stand first: "BE0000100067", "CHE000001011", "DE Stuttgart HRB 12345". A number
that python-stdnum knows is checked by its check digit; another is kept as it is written, without what parts it.
"""

import re
from functools import cache

from babel import Locale
from stdnum.ch import uid
from stdnum.de import handelsregisternummer
from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError
from stdnum.util import get_cc_module

from cara_crm.core.fold import fold

HERE = frozenset({"FR", "GP", "GF", "MQ", "RE", "YT", "PM", "BL", "MF"})  # their companies have a SIREN
NO_COUNTRY = frozenset({"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"})
SAME = {"EL": "GR", "UK": "GB", "XI": "GB"}  # as VAT numbers and people write them
NAMED = {
    "angleterre": "GB", "grande bretagne": "GB", "great britain": "GB", "usa": "US", "etats unis d amerique": "US",
    "hollande": "NL", "republique tcheque": "CZ", "czech republic": "CZ", "d": "DE", "a": "AT", "b": "BE", "i": "IT",
    "l": "LU",
}  # fmt: skip
#: "DE 136…", "ATU13…", "ESA58…": letters before a number; "HRB 12345" is not of Croatia.
PREFIX = re.compile(r"(?!HR[AB]\b)(CHE|[A-Z]{2})(?=[ \d]|U\d|[A-Z]\d{7})")
OF_A_COURT = re.compile(r"\b(HR[AB]|GnR|PR|VR)\b", re.IGNORECASE)
SUFFIX = re.compile(r" ?(MWST|TVA|IVA|VAT|MVA)$")
FEWEST, MOST = 3, 40  # figures, characters


class NotForeign(ValueError):
    """What was written is no such number. `kind` says how: country, here, court, check or shape."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def read(written: str, country: str = "") -> str:
    """The number of "CHE-000.001.011 MWST", "BE 0000.100.067", "DE HRB 12345 Stuttgart"; `country` is its code, where
    the number does not say it.

    Raises NotForeign: "country" (none is said), "here" (a French one has a SIREN), "court" (numbers of the German
    register are each court's own), "check" (a wrong check digit), "shape".
    """
    text = SUFFIX.sub("", " ".join(re.sub(r"[^0-9A-Z]+", " ", fold(written).upper()).split()))
    found = PREFIX.match(text)
    said = _code(found[1]) if found else ""
    code = _code(country) or said or ("DE" if OF_A_COURT.search(text) else "")
    if not code:
        raise NotForeign("country")
    if code in HERE:
        raise NotForeign("here")
    rest = text[len(found[1]) :].strip() if found and said == code else text
    if sum(map(str.isdigit, rest)) < FEWEST or len(rest) > MOST:
        raise NotForeign("shape")
    if code == "DE" and OF_A_COURT.search(rest):
        return f"DE {_of_court(written)}"
    return _checked(code, rest.replace(" ", ""))


def shown(number: str | None) -> str:
    """As people read it: "CHE-000.001.011", "BE 0000.100.067", "DE Stuttgart HRB 12345"; "" for none."""
    if not number:
        return ""
    if re.fullmatch(r"CHE\d{9}", number):
        return str(uid.format(number))
    if re.fullmatch(r"BE\d{10}", number):
        return f"BE {number[2:6]}.{number[6:9]}.{number[9:]}"
    return f"{number[:2]} {number[2:].strip()}"


def code_of(name: str) -> str:
    """The code of a country that a list names in French, English or German, or by its code; "" for none."""
    return _names().get(fold(name), "") or _code(name.strip().upper())


@cache
def _names() -> dict[str, str]:
    found = {
        fold(name): code
        for language in ("de", "en", "fr")
        for code, name in Locale(language).territories.items()
        if _is_country(code)
    }
    return found | NAMED


def _code(said: str) -> str:
    """ISO's code of a prefix; "" for what is none."""
    code = SAME.get(said, said[:2] if said == "CHE" else said)
    return code if _is_country(code) else ""


@cache
def _is_country(code: str) -> bool:
    known = Locale("en").territories
    return len(code) == 2 and code.isascii() and code.isalpha() and code in known and code not in NO_COUNTRY


def _of_court(written: str) -> str:
    """As python-stdnum writes it; a court that it does not know is kept as it is written."""
    plain = re.sub(r"(?i)\b(DE|amtsgericht|AG|registergericht)\b[:.,-]?", " ", written)
    text = " ".join(re.sub(r"[^\w()]+", " ", plain).split())
    try:
        return str(handelsregisternummer.validate(text))
    except ValidationError as wrong:
        if not re.search(r"[^\W\d_]{3}", OF_A_COURT.sub(" ", text)):
            raise NotForeign("court") from wrong
        return text[:MOST]


def _checked(code: str, rest: str) -> str:
    if code == "CH":
        rest = rest.removeprefix("CHE") if rest.startswith("CHE") else rest
        if not re.fullmatch(r"\d{9}", rest):
            return f"CH{rest}"
    rule = uid if code == "CH" else get_cc_module(code.lower(), "vat")
    try:
        number = rule.validate(f"CHE{rest}" if code == "CH" else rest) if rule else rest
    except (InvalidChecksum, InvalidComponent) as wrong:
        raise NotForeign("check") from wrong
    except ValidationError:
        number = rest  # of another register than VAT's
    return str(number) if code == "CH" else f"{code}{SUFFIX.sub('', number)}"

"""E-mail addresses and telephone numbers that the register does not know: somebody's they are all the same."""

import re
from collections.abc import Iterator

from cara_crm.confidentiality.leaks.folding import fold
from cara_crm.confidentiality.leaks.register import LeakKind

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\d,.])(?:(?:\+|00)33[\s.]?(?:\(0\)[\s.]?)?|0)[1-9](?:[\s.\-]?\d\d){4}(?!\d)")  # a French one


def unregistered(text: str) -> Iterator[tuple[int, int, LeakKind, str]]:
    """Every address and number as it is usually written: start, end, kind, and its letters or last nine digits."""
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), LeakKind.EMAIL, fold(match.group())
    for match in _PHONE.finditer(text):
        digits = "".join(filter(str.isdecimal, match.group()))
        yield match.start(), match.end(), LeakKind.PHONE, digits[-9:]

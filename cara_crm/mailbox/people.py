"""Names and addresses as mails write them. Pure."""

import re
from dataclasses import dataclass

from cara_crm.mailbox.words import in_a_line

LONGEST_LINE = 20_000  # of a header: a mail to hundreds
LONGEST_NAME = 120
MOST = 60
ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
AROUND = " \t\r\n\"'<>[](),;:*_"


@dataclass(frozen=True)
class Person:
    """`address` in lower case; `name` as it was written, "" where there was none."""

    address: str
    name: str = ""


def people_in(text: str) -> tuple[Person, ...]:
    """Everybody with an address in a header or in a line that a mail program wrote, once each, in their order.

    "Martin, Claire" <c@x.example>; Paul [mailto:p@x.example], r@x.example
    """
    found: dict[str, Person] = {}
    before = 0
    for match in ADDRESS.finditer(text[:LONGEST_LINE]):
        address = match[0].lower().strip(".'")
        name = _name(text[before : match.start()])
        before = match.end()
        known = found.get(address)
        if known is None or (name and not known.name):
            found[address] = Person(address, name)
        if len(found) == MOST:
            break
    return tuple(found.values())


def _name(said: str) -> str:
    """What stands before an address, after the one before it: without quotation marks, "mailto:" and brackets."""
    opened = said.rstrip()
    if not opened.endswith(("<", "[", "(", "mailto:")):
        return ""
    bare = opened.removesuffix("mailto:").strip(AROUND).replace('"', "").replace("\\", "")
    name = in_a_line(bare, LONGEST_NAME)
    last, comma, first = name.partition(", ")
    return "" if "@" in name else f"{first} {last}" if comma and first and "," not in first else name

"""An organisation's own phone and e-mail: in columns of their own, else what a row gives without a person."""

from collections.abc import Callable
from dataclasses import replace

from cara_crm.core.errors import DomainError
from cara_crm.core.reaching import email_of, phone_of
from cara_crm.core.told import gettext as _
from cara_crm.members.spreadsheet.beside import Beside
from cara_crm.members.spreadsheet.grid import Problem
from cara_crm.members.spreadsheet.mails import addresses
from cara_crm.members.spreadsheet.people import pieces
from cara_crm.members.spreadsheet.reading import Reading
from cara_crm.members.spreadsheet.row import Row
from cara_crm.members.spreadsheet.wordings import Column


def phone(text: str) -> str | None:
    """The first number of a cell, as it is kept; None for what is none."""
    return _read(phone_of, pieces(text)[0])


def email(text: str) -> str | None:
    """The first address of a cell, as it is kept; None for what is none."""
    found = addresses(text)
    return _read(email_of, found[0][1]) if found else None


def _read(how: Callable[[str], str], text: str) -> str | None:
    try:
        return how(text) or None
    except DomainError:
        return None


READ: dict[str, Callable[[str], str | None]] = {"phone": phone, "email": email}


def with_own(row: Row, found: Beside, reading: Reading) -> Row:
    """The row with a phone and an e-mail that nobody's name stands beside, where it has none; what is left is told."""
    own = {"phone": row.phone, "email": row.email}
    for kind, header, text in found.general:
        name = kind.removeprefix("contact_")
        value = READ[name](text)
        if value and not own[name]:
            own[name] = value
        elif value is None or value != own[name]:
            told = _("“%(text)s” is nobody’s: give the name of the contact.", text=text[:80])
            reading.warnings.append(Problem(row.number, header or None, told))
    return replace(row, phone=own["phone"], email=own["email"])


def own_phone(reading: Reading) -> str:
    """What the column of the organisation's own phone says."""
    return reading.value(Column.PHONE, phone) or ""


def own_email(reading: Reading) -> str:
    return reading.value(Column.EMAIL, email) or ""

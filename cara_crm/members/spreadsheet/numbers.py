"""The company's numbers of a row: SIREN and SIRET, a French VAT number, or that of the country where it is."""

import re
from contextlib import suppress

from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.members import foreign, siren
from cara_crm.members.spreadsheet import values
from cara_crm.members.spreadsheet.reading import Reading
from cara_crm.members.spreadsheet.wordings import Column

#: VAT numbers of the European Union and its neighbours without blanks (directive 2006/112/EC, art. 215; CHE, GB, NO).
FRENCH_VAT = re.compile(r"\s*FR\s*[0-9A-Z]{2}\s*\d", re.IGNORECASE)
VAT_ABROAD = re.compile(
    r"(AT|BE|BG|CHE?|CY|CZ|DE|DK|EE|EL|ES|FI|GB|GR|HR|HU|IE|IT|LI|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK|XI)"
    r"(?=(?:[A-Z]*[0-9]){5})[0-9A-Z]{7,15}"
)
HERE = frozenset({"france", "fr", "fra", "france metropolitaine"})


def is_abroad(reading: Reading) -> bool:
    """By its country, else by its VAT number."""
    if country := fold(reading.text(Column.COUNTRY)):
        return country not in HERE
    return any(_is_foreign(reading.text(column)) for column in (Column.SIREN, Column.SIRET, Column.FOREIGN_NUMBER))


def _is_foreign(text: str) -> bool:
    return bool(VAT_ABROAD.fullmatch(siren.BLANKS.sub("", text).upper()))


def company_numbers(reading: Reading) -> tuple[siren.Number | None, str | None]:
    """SIREN and SIRET of the row (both columns must speak of the same company), and its number abroad."""
    found: dict[Column, siren.Number] = {}
    abroad, there = is_abroad(reading), _told(reading)
    for column in (Column.SIREN, Column.SIRET):
        text = reading.text(column)
        if not text or text.strip("-–./ ?").lower() in values.NOTHING_SAID:
            continue
        if not re.search("[0-9]", text):
            reading.warn(column, _("“%(text)s” is no number: the row is read without it.", text=text[:40]))
            continue
        try:
            found[column] = siren.read(text)
        except siren.NotANumber as wrong:
            if abroad or _is_foreign(text):
                there = there or _kept(reading, column)
            else:
                reading.refuse(column, _why_no_number(wrong.kind, text))
            continue
        if abroad and found[column].padded:
            del found[column]
            there = there or _kept(reading, column)
        elif found[column].padded:
            reading.warn(
                column, _("Zeros lost at the left were given back: %(number)s.", number=_written(found[column]))
            )
    if not found and not abroad and FRENCH_VAT.match(reading.text(Column.FOREIGN_NUMBER)):
        with suppress(siren.NotANumber):
            found[Column.SIREN] = siren.read(reading.text(Column.FOREIGN_NUMBER))
    if len({number.siren for number in found.values()}) > 1:
        reading.refuse(Column.SIRET, _("SIREN and SIRET name two different companies."))
    return found.get(Column.SIRET) or found.get(Column.SIREN), there


def _told(reading: Reading) -> str | None:
    """What the column of numbers abroad says."""
    text = reading.text(Column.FOREIGN_NUMBER)
    is_said = text and not FRENCH_VAT.match(text) and text.strip("-–./ ?").lower() not in values.NOTHING_SAID
    return _kept(reading, Column.FOREIGN_NUMBER) if is_said else None


def _kept(reading: Reading, column: Column) -> str | None:
    """The number abroad in a cell; one that is none, or of nobody knows where, is told and left out."""
    text = reading.text(column)
    try:
        return foreign.read(text, foreign.code_of(reading.text(Column.COUNTRY)))
    except foreign.NotForeign as wrong:
        reading.warn(column, _number_abroad(text) if wrong.kind != "check" else _wrong_abroad(text))
        return None


def _wrong_abroad(text: str) -> str:
    return _(
        "“%(text)s” is a number from abroad whose check digit is wrong: the row is read without it, it is not kept.",
        text=text[:40],
    )


def _number_abroad(text: str) -> str:
    return _(
        "“%(text)s” is a number from abroad without its country or its court: it is not kept.",
        text=text[:40],
    )


def _written(number: siren.Number) -> str:
    return siren.spaced(number.siret or number.siren)


def _why_no_number(kind: str, text: str) -> str:
    reasons = {
        "check": _("“%(text)s” is not a SIREN or SIRET: its check digit is wrong.", text=text),
        "rounded": _("“%(text)s” was rounded by a spreadsheet program: format the column as text.", text=text),
    }
    otherwise = _("“%(text)s” is not a SIREN (9 digits) or SIRET (14 digits).", text=text[:40])
    return str(reasons.get(kind, otherwise))

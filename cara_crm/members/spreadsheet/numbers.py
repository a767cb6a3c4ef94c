"""The company number of a row: SIREN and SIRET, a French VAT number, or none where the company is abroad."""

import re

from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.members import siren
from cara_crm.members.spreadsheet import values
from cara_crm.members.spreadsheet.reading import Reading
from cara_crm.members.spreadsheet.wordings import Column

#: VAT numbers of the European Union and its neighbours without blanks (directive 2006/112/EC, art. 215; CHE, GB, NO).
VAT_ABROAD = re.compile(
    r"(AT|BE|BG|CHE?|CY|CZ|DE|DK|EE|EL|ES|FI|GB|GR|HR|HU|IE|IT|LI|LT|LU|LV|MT|NL|NO|PL|PT|RO|SE|SI|SK|XI)"
    r"(?=(?:[A-Z]*[0-9]){5})[0-9A-Z]{7,15}"
)
HERE = frozenset({"france", "fr", "fra", "france metropolitaine"})


def is_abroad(reading: Reading) -> bool:
    """By its country, else by its VAT number."""
    if country := fold(reading.text(Column.COUNTRY)):
        return country not in HERE
    return any(_is_foreign(reading.text(column)) for column in (Column.SIREN, Column.SIRET))


def _is_foreign(text: str) -> bool:
    return bool(VAT_ABROAD.fullmatch(siren.BLANKS.sub("", text).upper()))


def company_number(reading: Reading) -> siren.Number | None:
    """SIREN and SIRET of the row; both columns must speak of the same company."""
    found: dict[Column, siren.Number] = {}
    abroad = is_abroad(reading)
    for column in (Column.SIREN, Column.SIRET):
        text = reading.text(column)
        if not text or text.strip("-–./ ?").lower() in values.NOTHING_SAID:
            continue
        try:
            found[column] = siren.read(text)
        except siren.NotANumber as wrong:
            if abroad or _is_foreign(text):
                reading.warn(column, _number_abroad(text))
            else:
                reading.refuse(column, _why_no_number(wrong.kind, text))
            continue
        if abroad and found[column].padded:
            del found[column]
            reading.warn(column, _number_abroad(text))
        elif found[column].padded:
            reading.warn(
                column, _("Zeros lost at the left were given back: %(number)s.", number=_written(found[column]))
            )
    if len({number.siren for number in found.values()}) > 1:
        reading.refuse(Column.SIRET, _("SIREN and SIRET name two different companies."))
    return found.get(Column.SIRET) or found.get(Column.SIREN)


def _number_abroad(text: str) -> str:
    return _(
        "“%(text)s” is a number from abroad: the row is read without SIREN, the number is not kept.", text=text[:40]
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

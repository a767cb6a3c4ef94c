"""Rows of cells into frozen values, each with what is wrong with it."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from sys import intern
from typing import Any

from cara_crm.core import clock
from cara_crm.core.fold import fold
from cara_crm.core.told import gettext as _
from cara_crm.core.told import ngettext
from cara_crm.members.spreadsheet import crosses, formulas, values
from cara_crm.members.spreadsheet.answers import is_no
from cara_crm.members.spreadsheet.below import NAMING, Above
from cara_crm.members.spreadsheet.beside import Beside
from cara_crm.members.spreadsheet.beside import read as read_beside
from cara_crm.members.spreadsheet.grid import Grid, Problem
from cara_crm.members.spreadsheet.header import Header
from cara_crm.members.spreadsheet.notes import notes
from cara_crm.members.spreadsheet.numbers import company_numbers, is_abroad
from cara_crm.members.spreadsheet.past import Cell
from cara_crm.members.spreadsheet.reached import own_email, own_phone, with_own
from cara_crm.members.spreadsheet.reading import Reading
from cara_crm.members.spreadsheet.row import Parsed, Row
from cara_crm.members.spreadsheet.totals import totals_of
from cara_crm.members.spreadsheet.wordings import Column
from cara_crm.territory import postal

USUALLY_SHORT = 0.2  # share of rows shorter than the header from which on nobody meant anything by it
BETWEEN = {Column.ADDRESS: " ", Column.SECTORS: "; "}
FORMULA = re.compile(r"\s*(=|@[A-Za-z.]+\()")
LONGEST = 500  # characters of a name, town or address


def parse_rows(
    grid: Grid, header: Header, mapping: Mapping[int, Column], departments: dict[str, str], *, spend: bool = False
) -> Parsed:
    """Every data row below the header; `departments` is folded name → code. `spend` empties the grid on the way."""
    headers = {column: header.cells[index] for index, column in mapping.items()}
    data = _rows_of_data(grid, header)
    width = len(header.cells)
    tolerant = grid.kind != "csv" or sum(len(grid.rows[i]) < width for i in data) > max(1, USUALLY_SHORT * len(data))
    more = [(i, column) for i, column in sorted(mapping.items()) if column.is_beside]
    rows: list[Row] = []
    refused: list[Problem] = []
    warnings: list[Problem] = []
    above = Above()
    crosses.say(grid.rows, data, crosses.crossed(header.cells, [grid.rows[i] for i in data], mapping))
    broken_rows = {**grid.broken, **notes(grid.rows, data, mapping)}
    counting = totals_of(grid.rows, data, mapping) - broken_rows.keys()
    for index in data:
        cells, row = grid.rows[index], None
        if spend:
            grid.rows[index] = []
        totals = index in counting and str(_("A line of totals."))
        slipped = totals or broken_rows.get(index) or _misshapen(cells, width, mapping, tolerant)
        broken = slipped or _formula(cells, mapping, grid.unknown.get(index))
        told = _told(cells, mapping)
        if more and not broken:
            told = above.name(index, told, _cells(more, header, cells))
        reading = Reading(index + 1, headers, told)
        if broken:
            reading.refuse(Column.NAME if totals and Column.NAME in headers else None, broken)
        else:
            row = _row(reading, departments)
            if row and more:
                found = _beside(reading, more, header, cells, row)
                row = with_own(replace(row, beside=found), found, reading)
            rows.extend([row] if row and not reading.refused else [])
            warnings.extend(reading.warnings)
        above.is_now(index, None if reading.refused else row)
        refused.extend(reading.refused)
    warnings += [*above.problems(headers), *formulas.problems(grid.unknown, header.cells, mapping)]
    return Parsed(len(data), rows, tuple(refused), tuple(warnings))


def _rows_of_data(grid: Grid, header: Header) -> list[int]:
    """Indexes of the rows below the header that hold something, if only a formula without its value."""
    again = [fold(cell) for cell in grid.rows[header.at]] if header.at is not None else None
    return [
        i
        for i, row in enumerate(grid.rows)
        if i >= header.until and (any(map(str.strip, row)) or i in grid.unknown) and not _is_header(row, again)
    ]


def _cells(more: Sequence[tuple[int, Column]], header: Header, cells: Sequence[str]) -> list[Cell]:
    """What stands beside the member: kind, header, text."""
    return [(column.value, header.cells[i], cells[i]) for i, column in more if i < len(cells)]


def _told(cells: Sequence[str], mapping: Mapping[int, Column]) -> dict[Column, str]:
    """Column → its cell; what stands in several columns (an address, sectors) is put together in their order."""
    told: dict[Column, str] = {}
    for index, column in sorted(mapping.items()):
        if index < len(cells):
            between = BETWEEN.get(column, "")
            before = told.get(column, "") if between else ""
            told[column] = f"{before}{between}{cells[index]}" if before.strip() else cells[index]
    return told


def _is_header(row: Sequence[str], header: list[str] | None) -> bool:
    """Programs that print pages repeat the header on each."""
    return header is not None and bool(row) and row[0].strip()[:1].isalpha() and [fold(cell) for cell in row] == header


def _beside(
    reading: Reading, more: Sequence[tuple[int, Column]], header: Header, cells: Sequence[str], row: Row
) -> Beside:
    """What the row holds beside its member, with a warning for what is not understood."""
    found = read_beside(_cells(more, header, cells), row.number, row.year, clock.today().year)
    reading.warnings.extend(Problem(row.number, name, reason) for name, reason in found.problems)
    return found


def _misshapen(cells: list[str], width: int, mapping: Mapping[int, Column], tolerant: bool) -> str | None:
    """A row with more cells than headers has slipped; one that lacks cells we read was cut off."""
    slipped = any(cell.strip() for cell in cells[width:])
    cut_off = not tolerant and len(cells) < width and any(index >= len(cells) for index in mapping)
    if slipped or cut_off:
        return ngettext(
            "This row has one cell where the header has %(width)s.",
            "This row has %(num)d cells where the header has %(width)s.",
            len(cells),
            width=width,
        )
    return None


def _formula(cells: Sequence[str], mapping: Mapping[int, Column], unknown: Set[int] | None) -> str | None:
    """Text that a spreadsheet program would run: of a workbook's own formulas only the values are read."""
    found = next((cells[i] for i in mapping if i < len(cells) and FORMULA.match(cells[i])), None)
    if unknown and not found:
        return _nameless(cells, mapping, unknown)
    return str(_("“%(text)s” is a formula: write its value.", text=found[:40])) if found else None


def _nameless(cells: Sequence[str], mapping: Mapping[int, Column], unknown: Set[int]) -> str | None:
    """Why a row is nobody whose name and numbers are formulas that tell nothing."""
    naming = {i for i, column in mapping.items() if column in NAMING}
    if not naming & unknown or any(i < len(cells) and cells[i].strip() for i in naming):
        return None
    return str(_("Its name is a formula that tells nothing."))


def _why_nobody(name: str, site_name: str) -> str | None:
    """Why a row without a company number is no organisation; None when it is one."""
    if not name:
        told = _("A site without the name or SIREN of its company.") if site_name else _("Neither a name nor a SIREN.")
        return str(told)
    if not any(character.isalpha() for character in name):
        return str(_("“%(text)s” is no name: no letter in it, and no SIREN beside it.", text=name[:40]))
    return None


def _row(reading: Reading, departments: dict[str, str]) -> Row | None:
    number, abroad = company_numbers(reading)
    name, site_name = reading.text(Column.NAME), reading.text(Column.SITE_NAME)
    if reading.refused:
        return None
    if number is None and abroad is None and (reason := _why_nobody(name, site_name)):
        reading.refuse(Column.NAME if Column.NAME in reading.headers else None, reason)
        return None
    too_long = next(
        (c for c in (Column.NAME, Column.SITE_NAME, Column.TOWN, Column.ADDRESS) if len(reading.text(c)) > LONGEST),
        None,
    )
    if too_long:
        reading.refuse(too_long, _("Longer than %(most)s characters.", most=LONGEST))
        return None
    return Row(
        number=reading.number,
        siren=number.siren if number else None,
        siret=number.siret if number else None,
        foreign_number=abroad,
        name=name,
        site_name=site_name,
        usual_name=reading.text(Column.USUAL_NAME),
        other_names=values.split_list(reading.cells.get(Column.OTHER_NAMES, "")),
        brands=values.split_list(reading.cells.get(Column.BRANDS, "")),
        description=reading.cells.get(Column.DESCRIPTION, "").strip(),
        website=reading.text(Column.WEBSITE),
        network=reading.text(Column.NETWORK),
        account_manager=reading.text(Column.ACCOUNT_MANAGER),
        group=reading.text(Column.GROUP),
        sectors=tuple(w for w in values.split_list(reading.cells.get(Column.SECTORS, "")) if not is_no(w)),
        roles=values.split_list(reading.cells.get(Column.ROLE, "")),
        tags=values.split_list(reading.cells.get(Column.TAGS, "")),
        phone=own_phone(reading),
        email=own_email(reading),
        **_place(reading, departments),
        **_facts(reading),
    )


def _facts(reading: Reading) -> dict[str, Any]:
    header = reading.headers.get(Column.TURNOVER, "")
    band = reading.value(Column.HEADCOUNT_BAND, values.band_of)
    number, band = _headcount(reading, band)
    category = reading.value(Column.CATEGORY, values.category_of)
    return {
        "year": reading.value(Column.YEAR, values.year_of),
        "activity": reading.value(Column.ACTIVITY, values.activity_of),
        "category": "micro" if category == "sme" and band in values.MICRO_BANDS else category,
        "headcount_band": band,
        "headcount": number,
        "turnover": reading.value(Column.TURNOVER, lambda text: values.amount_of(text, header)),
        "status": reading.value(Column.STATUS, values.status_of),
        "member_since": reading.value(Column.MEMBER_SINCE, _until_today),
    }


def _headcount(reading: Reading, band: str | None) -> tuple[int | None, str | None]:
    """The number and the band: a band may stand in the column of numbers ("20 à 49")."""
    said = values.band_of(reading.text(Column.HEADCOUNT))
    if said and values.headcount_of(reading.text(Column.HEADCOUNT)) is None:
        return None, band or said
    return reading.value(Column.HEADCOUNT, values.headcount_of), band


def _until_today(text: str) -> date | None:
    day = values.since_of(text)
    return day if day and day <= clock.today() else None


def _place(reading: Reading, departments: dict[str, str]) -> dict[str, Any]:
    """Address and department: what the list says of the department goes before what its postal code suggests."""
    address, code, town = reading.text(Column.ADDRESS), reading.text(Column.POSTAL_CODE), reading.text(Column.TOWN)
    if not code and (parts := values.split_address(reading.cells.get(Column.ADDRESS, ""))):
        address, code, town = parts[0], parts[1], town or parts[2]
    if not code and (turned := values.split_address(town)) and not turned[0]:
        _street, code, town = turned
    country, abroad = reading.text(Column.COUNTRY), is_abroad(reading)
    derived = None if abroad else postal.department_of(code, town)
    told = reading.value(Column.DEPARTMENT, lambda text: values.department_of_cell(text, departments))
    if told and derived and told != derived:
        reading.warn(
            Column.DEPARTMENT, _("The postal code %(code)s lies in department %(derived)s.", code=code, derived=derived)
        )
    plain = None if abroad else postal.clean(code)
    if plain and plain != code and plain == f"0{re.sub(r'[.]0+$', '', code)}":
        reading.warn(Column.POSTAL_CODE, _("Zeros lost at the left were given back: %(number)s.", number=plain))
    return {
        "address": address,
        "postal_code": intern(plain or code),  # of a long list many are the same
        "town": intern(town),
        "country": country if abroad else "",
        "department": told or derived,
    }

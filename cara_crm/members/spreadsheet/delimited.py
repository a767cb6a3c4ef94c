"""Delimited text (CSV) into a grid: which delimiter, quoted line breaks, rows that break."""

import csv
import re
from collections import Counter
from collections.abc import Iterator

from cara_crm.core.told import gettext as _
from cara_crm.members.spreadsheet.decoding import decode
from cara_crm.members.spreadsheet.grid import LARGEST_CELL, Grid, Unreadable

DELIMITERS = (";", ",", "\t", "|", "£", "¤", "~", "^", "#", ":")
SAMPLE_LINES = 200
LONGEST_RECORD = 200  # lines; a quotation mark that closes later was never meant to span so much
#: What is written so that a spreadsheet program takes it for text: ="01000".
AS_TEXT = re.compile(r'^\s*="([^"=]*)"\s*$')


def read_delimited(data: bytes, *, encoding: str | None = None, delimiter: str | None = None) -> Grid:
    """The grid of a CSV file. Raises Unreadable."""
    decoded = decode(data, encoding)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        why = _("There are zero bytes in this text: the file is damaged. Save the list again as XLSX or CSV.")
        raise Unreadable(why)
    if not text.strip():
        raise Unreadable(_("This file is empty."))
    told, text = _told_delimiter(text)
    chosen = delimiter or told or recognise_delimiter(text)
    lines = text.split("\n")
    rows, broken = _records(lines, chosen, _usual_width(lines[:SAMPLE_LINES], chosen))
    if '="' in text:
        rows = [[AS_TEXT.sub(r"\1", cell) for cell in row] for row in rows]
    return Grid(rows, "csv", decoded.encoding, chosen, broken=broken, notes=tuple(decoded.notes))


def recognise_delimiter(text: str) -> str:
    """The character that cuts most lines into the same number of cells, at least two; ";" for a single column."""
    lines = text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES]
    scored = [(_evenness(lines, candidate), candidate) for candidate in DELIMITERS]
    best, chosen = max(scored, key=lambda pair: (pair[0], -DELIMITERS.index(pair[1])))
    return chosen if best > 0 else ";"


def _told_delimiter(text: str) -> tuple[str | None, str]:
    """Spreadsheet programs accept a first line "sep=;"."""
    found = re.match(r'"?sep=(.)"?[^\n]*\n', text, re.IGNORECASE)
    return (found.group(1), text[found.end() :]) if found else (None, text)


def _usual_width(lines: list[str], delimiter: str) -> int:
    widths = _widths(lines, delimiter)
    return max(widths, key=lambda width: widths[width], default=0)


def _widths(lines: list[str], delimiter: str) -> Counter[int]:
    rows, _broken = _records(lines, delimiter)
    return Counter(len(row) for row in rows if any(cell.strip() for cell in row))


def _evenness(lines: list[str], delimiter: str) -> float:
    widths = _widths(lines, delimiter)
    cut = {width: n for width, n in widths.items() if width > 1}
    if not cut:
        return 0.0
    width, often = max(cut.items(), key=lambda item: (item[1], item[0]))
    share = often / sum(widths.values())
    usual = 1.0 if delimiter in DELIMITERS[:4] else 0.5
    return share * usual * (1 + min(width, 20) / 20)


def _records(lines: list[str], delimiter: str, width: int = 0) -> tuple[list[list[str]], dict[int, str]]:
    """Every record; where a quotation mark never closes, its line is cut plainly and reading goes on below."""
    csv.field_size_limit(2**31 - 1)
    rows: list[list[str]] = []
    broken: dict[int, str] = {}
    at = 0
    while at < len(lines):
        for row, after in _from(lines, at, delimiter):
            if _swallowed(row, lines[at:after], delimiter, width) or (after >= len(lines) and _runs_out(row)):
                broken[len(rows)] = _("A quotation mark is opened and never closed.")
                rows.append(lines[at].replace('"', "").split(delimiter))
                at += 1
                break
            rows.append(row)
            at = after
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows, broken


def _from(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Records from line `start` on, each with the index of the line after; none looks past LONGEST_RECORD."""
    after = start

    def feed() -> Iterator[str]:
        for at in range(start, len(lines)):
            if at - after > LONGEST_RECORD:
                return
            yield lines[at] + "\n"

    reader = csv.reader(feed(), delimiter=delimiter, skipinitialspace=True)
    for row in reader:
        after = start + reader.line_num
        yield row, after


def _swallowed(row: list[str], lines: list[str], delimiter: str, width: int) -> bool:
    """Did a stray quotation mark make one record of several? Then it has another width, or whole rows inside."""
    if len(lines) == 1:
        return False
    if len(lines) > LONGEST_RECORD or any(len(cell) > LARGEST_CELL for cell in row):
        return True
    whole_rows = any(line.count(delimiter) == width - 1 for line in lines[1:-1])
    return width > 1 and (len(row) != width or whole_rows)


def _runs_out(row: list[str]) -> bool:
    """Did the text end inside quotation marks? Then the last cell keeps the break that should have ended the row."""
    return bool(row) and row[-1].endswith("\n")

"""Rows into files that a spreadsheet program opens without running anything: CSV, XLSX, JSON."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Any

from cara_crm.members import workbook

Rows = Iterable[Sequence[Any]]
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
#: A cell that begins so, spaces apart, is a formula to a spreadsheet program (OWASP, CSV injection), in full width too.
FORMULA = re.compile("[ \u00a0]*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
PIECE = 1 << 16
LONGEST_NUMBER = 11  # figures that a spreadsheet program shows as they are; more of them as 5,52033E+13


def made(kind: str, rows: Rows, headers: Mapping[str, str]) -> Iterator[bytes]:
    """What `write` writes, in pieces: all of it is made before the first is read, in a temporary file, so that the
    memory stays the same whatever its length, and an error shows in time."""
    with ExitStack() as kept:
        file = kept.enter_context(TemporaryFile())
        write(kind, rows, headers, file)
        file.seek(0)
        return _pieces(file, kept.pop_all())


def _pieces(file: IO[bytes], kept: ExitStack) -> Iterator[bytes]:
    with kept:
        while piece := file.read(PIECE):
            yield piece


def write(kind: str, rows: Rows, headers: Mapping[str, str], out: IO[bytes]) -> None:
    """Write a file of kind "csv", "xlsx" or "json"; `headers`: column → heading, in the order of each row's cells.

    JSON keeps the columns' names.
    """
    writers: dict[str, Callable[[Rows, Mapping[str, str], IO[bytes]], None]] = {
        "csv": _csv,
        "xlsx": _xlsx,
        "json": _json,
    }
    writers[kind](rows, headers, out)


def in_order(rows: Iterable[Mapping[str, Any]], headers: Mapping[str, str]) -> Iterator[list[Any]]:
    """The cells of rows that are told by name."""
    return ([row[column] for column in headers] for row in rows)


def harmless(value: object) -> object:
    """Text that cannot be taken for a formula: an apostrophe goes before it."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _csv(rows: Rows, headers: Mapping[str, str], out: IO[bytes]) -> None:
    """UTF-8 with mark and semicolons, as French spreadsheet programs open it at once. Figures that they would change
    stand as ="01000", which they show as text 01000, and which an import reads back."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headers.values())
    writer.writerows([_plain(value) for value in row] for row in rows)
    text.flush()
    text.detach()


def _plain(value: object) -> object:
    if isinstance(value, str):
        if (value[:1] == "0" or len(value) > LONGEST_NUMBER) and value.isascii() and value.isdigit() and value != "0":
            return f'="{value}"'
        return f"'{value}" if FORMULA.match(value) else value
    return int(value) if isinstance(value, bool) else value


def _xlsx(rows: Rows, headers: Mapping[str, str], out: IO[bytes]) -> None:
    workbook.write(rows, list(headers.values()), out)


def _json(rows: Rows, headers: Mapping[str, str], out: IO[bytes]) -> None:
    """A list with a line for each row."""
    begin = b"[\n"
    for row in rows:
        out.write(begin + json.dumps(dict(zip(headers, row, strict=True)), ensure_ascii=False).encode())
        begin = b",\n"
    out.write(b"[]\n" if begin == b"[\n" else b"\n]\n")

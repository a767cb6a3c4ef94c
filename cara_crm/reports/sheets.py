"""Sheets of a workbook: numbers are numbers, text is only text."""

import re
from typing import Any

from cara_crm.reports.document import Number

SHEET_NAME_LENGTH = 31
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""How a workbook is opened, so that no cell becomes a formula or a link whatever it begins with."""


class Sheets:
    """Adds sheets with distinct legal names and writes typed rows into them."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.soft = book.add_format({"italic": True, "font_color": "#51605D"})
        self.number = book.add_format({"num_format": "#,##0.##", "valign": "top"})

    def add(self, name: str, widths: list[int]) -> Any:
        """A new sheet; the name is shortened and made distinct as Excel wants it (31 characters, no []:*?/\\)."""
        legal = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:SHEET_NAME_LENGTH] or "-"
        taken = {sheet.get_name().lower() for sheet in self.book.worksheets()}
        rank = 2
        while legal.lower() in taken:
            legal = f"{legal[: SHEET_NAME_LENGTH - 4]} ({rank})"
            rank += 1
        sheet = self.book.add_worksheet(legal)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        return sheet

    def row(self, sheet: Any, at: int, values: list[str | Number | None], style: Any = None) -> None:
        """One row: numbers as numbers, text as text, None as an empty cell."""
        for column, value in enumerate(values):
            if isinstance(value, int | float):
                sheet.write_number(at, column, value, self.number)
            elif value is not None:
                sheet.write_string(at, column, value, style or self.text)

    def rows(self, sheet: Any, head: list[str], rows: list[list[str | Number | None]]) -> None:
        """A head that stays in sight, then the rows."""
        self.row(sheet, 0, list(head), self.bold)
        sheet.freeze_panes(1, 0)
        for at, values in enumerate(rows, 1):
            self.row(sheet, at, values)

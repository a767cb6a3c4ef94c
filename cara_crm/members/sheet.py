"""A member on one or two pages of paper, from plain values."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from flask_babel import gettext as _

from cara_crm.core.languages import current_language, in_words
from cara_crm.core.typesetting import typeset

TEMPLATE = Path(__file__).parent / "sheet.typ"


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it: rows of cells under `head`, or pairs of term and value without one.

    `widths` are the columns' shares of the page; `left_out` says how many more there are than the paper shows.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    left_out: str = ""


@dataclass(frozen=True)
class Sheet:
    """What is printed; parts without rows are left out."""

    name: str
    line: str
    cluster: str
    dated: date
    parts: tuple[Part, ...]
    is_demonstration: bool = False


def render_sheet(sheet: Sheet) -> bytes:
    """The file's bytes, in the present language."""
    values = {
        "name": sheet.name,
        "line": sheet.line,
        "cluster": sheet.cluster,
        "day": [sheet.dated.year, sheet.dated.month, sheet.dated.day],
        "parts": [asdict(part) for part in sheet.parts if part.rows],
        "language": current_language(),
        "is_demonstration": sheet.is_demonstration,
        "w": {
            "state": _("As the register says on %(day)s", day=in_words(sheet.dated)),
            "confidential": _("For the team only"),
            "page": _("Page"),
            "demonstration": _("Demonstration: companies, people, federations and issues are invented."),
        },
    }
    return typeset(TEMPLATE, values, dated=sheet.dated)

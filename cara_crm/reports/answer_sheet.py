"""The sheet of the report's workbook in which a federation may answer; `answers.returned` reads what comes back."""

from typing import Any

from cara_crm.positions.models import Outcome
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.words import words

WIDTHS = [24, 44, 26, 16, 70, 50, 24]
OFFERED = tuple(outcome for outcome in Outcome if outcome is not Outcome.NO_ANSWER)


def write_answer_sheet(sheets: Any, document: ReportDocument) -> None:
    """Number and version, a head, one row a position: its identifier and title, then five cells to fill in.

    The outcome is chosen from a list in the document's language; a list in Excel holds 255 characters at most.
    """
    known = words(document.language)
    sheet = sheets.add(known["answers_sheet"], WIDTHS)
    sheets.row(sheet, 0, [known["number"], document.number, known["version"], document.version])
    heads = ("answer_outcome", "answer_until", "answer_members", "answer_cluster", "answer_reference")
    sheets.row(sheet, 1, [known["position"], known["title"], *(known[key] for key in heads)], sheets.bold)
    sheet.freeze_panes(2, 2)
    for at, position in enumerate(document.positions, 2):
        sheets.row(sheet, at, [document.public_id(position.id), position.title])
    if document.positions:
        choices = [known["outcomes"][outcome.value] for outcome in OFFERED]
        sheet.data_validation(2, 2, 1 + len(document.positions), 2, {"validate": "list", "source": choices})
    sheet.write_string(3 + len(document.positions), 0, known["answer_note"], sheets.soft)

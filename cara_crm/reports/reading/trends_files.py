"""A federation's reports over the years as files: what its page shows of its frozen documents, and nothing else.

No figure is made here. Each stood in a document that was sent, and was protected then, against every earlier one too
(`assemble.given`); what a document withheld is withheld in the files.
"""

import io
import json
from collections.abc import Mapping

import xlsxwriter
from flask_babel import gettext as _

from cara_crm.reports.reading.trends import Narrowed, Step, Trends
from cara_crm.reports.sheets import PLAIN, Sheets

FORMAT = "cluster-trends/1"


def trends_as_json(trends: Trends, federation: str, narrowed: Narrowed) -> bytes:
    """UTF-8, sorted keys. Keys and codes are those of the reports' files; a count that is null was withheld there."""
    content = {
        "format": FORMAT,
        "federation": federation,
        "narrowed": {"priority": narrowed.priority, "sector": narrowed.sector, "since": narrowed.since},
        "years": [
            {
                "priority": one.code,
                "name": one.priority,
                "year": one.year,
                "positions": one.positions,
                "answered": one.answered,
                "outcomes": dict(one.outcomes),
            }
            for one in trends.years
        ],
        "heard": [_step(one) for one in trends.heard],
        "positions": [
            {"id": one.public_id, "title": one.title, "reports": [_step(step) for step in one.steps]}
            for one in trends.courses
        ],
    }
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _step(one: Step) -> dict[str, str | int | None]:
    report = one.report
    return {
        "report": report.number,
        "version": report.edition,
        "until": report.period_until.isoformat(),
        "groups": one.groups,
    }


def trends_as_workbook(trends: Trends, outcomes: Mapping[str, str]) -> bytes:
    """The XLSX file's bytes, in the present language; `outcomes`: the words for the answers. One sheet a table."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, PLAIN) as book:
        sheets = Sheets(book)
        told = [name for name in outcomes if any(name in dict(one.outcomes) for one in trends.years)]
        heads = [_("Code"), _("Priority"), _("Year"), _("Positions"), _("Answered")]
        sheets.rows(
            sheets.add(_("By priority and year"), [16, 40, 8, 12, 12, *([20] * len(told))]),
            [*heads, *(outcomes[name] for name in told)],
            [
                [one.code, one.priority or _("Outside the priorities"), one.year, one.positions, one.answered]
                + [dict(one.outcomes).get(name, 0) for name in told]
                for one in trends.years
            ],
        )
        reports = [_("Report"), _("Version"), _("Until"), _("Groups")]
        sheets.rows(sheets.add(_("Who was heard"), [16, 10, 14, 12]), reports, [_cells(one) for one in trends.heard])
        sheets.rows(
            sheets.add(_("Positions that came back"), [20, 60, 16, 10, 14, 12]),
            [_("Code"), _("Position"), *reports],
            [[one.public_id, one.title, *_cells(step)] for one in trends.courses for step in one.steps],
        )
    return buffer.getvalue()


def _cells(one: Step) -> list[str | int | float | None]:
    report = one.report
    groups = _("withheld") if one.groups is None else one.groups
    return [report.number, report.edition, report.period_until.isoformat(), groups]

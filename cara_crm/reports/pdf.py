"""The report as a tagged PDF (PDF/UA-1), typeset by Typst from data alone: no text of a person is ever markup."""

import json
from datetime import UTC, datetime
from pathlib import Path

import typst

from cara_crm.reports.document import ReportDocument
from cara_crm.reports.glyphs import printable
from cara_crm.reports.layout import laid_out

HERE = Path(__file__).parent


def render_pdf(document: ReportDocument) -> bytes:
    """The file's bytes; the same document gives the same bytes on every machine.

    Fonts are the package's own, dates come from the document, and the metadata name the cluster and nobody else.
    """
    dated = datetime(document.dated.year, document.dated.month, document.dated.day, tzinfo=UTC)
    return typst.compile(
        str(HERE / "report.typ"),
        root=str(HERE),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"report": json.dumps(printable(laid_out(document)), ensure_ascii=False, sort_keys=True)},
        timestamp=int(dated.timestamp()),
    )

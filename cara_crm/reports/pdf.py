"""The report as a tagged PDF (PDF/UA-1)."""

from pathlib import Path

from cara_crm.core.typesetting import typeset
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.layout import laid_out

TEMPLATE = Path(__file__).parent / "report.typ"


def render_pdf(document: ReportDocument) -> bytes:
    """The file's bytes; dates come from the document, and the metadata name the cluster and nobody else."""
    return typeset(TEMPLATE, laid_out(document), dated=document.dated)

"""The report and its one-page summary as tagged PDF (PDF/UA-1)."""

from pathlib import Path

from cara_crm.core.typesetting import typeset
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.layout import laid_out
from cara_crm.reports.seal import NO_SEAL, Seal

HERE = Path(__file__).parent
REPORT, SUMMARY, NOTE = HERE / "report.typ", HERE / "summary.typ", HERE / "note.typ"


def render_pdf(document: ReportDocument, seal: Seal = NO_SEAL) -> bytes:
    """The file's bytes; dates come from the document, and the metadata name the cluster and nobody else."""
    return _typeset(NOTE if document.is_note else REPORT, document, seal)


def render_summary(document: ReportDocument, seal: Seal = NO_SEAL) -> bytes:
    """One page: the key messages, who was heard, the positions with what they ask for and how many stand behind."""
    return _typeset(SUMMARY, document, seal)


def _typeset(template: Path, document: ReportDocument, seal: Seal) -> bytes:
    values = laid_out(document)
    values["seal"] = {"fingerprint": seal.in_blocks, "url": seal.url}
    return typeset(template, values, dated=document.dated)

"""A report from the database without storing anything: assembled, checked, and rendered as a draft."""

from dataclasses import dataclass

from cara_crm.reports.assemble import Assembled, assemble
from cara_crm.reports.checks import Mark, fingerprint, marks
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.models import FileKind
from cara_crm.reports.pdf import render_pdf
from cara_crm.reports.queries.gather import gather
from cara_crm.reports.queries.register import leak_index
from cara_crm.reports.queries.scope import Scope
from cara_crm.reports.queries.words import said_words
from cara_crm.reports.workbook import render_workbook


@dataclass(frozen=True, slots=True)
class Built:
    """A report as it would leave now, and the leaks that keep it from leaving."""

    assembled: Assembled
    marks: tuple[Mark, ...]

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of what a review looks at."""
        return fingerprint(self.assembled)

    @property
    def said(self) -> tuple[int, ...]:
        """Ids of the positions that the document holds, in its order."""
        return tuple(position_id for position_id, _ in self.assembled.carried)

    @property
    def lapsed(self) -> tuple[int, ...]:
        """Ids of positions whose review does not hold any more."""
        return self.assembled.lapsed

    @property
    def document(self) -> ReportDocument:
        """The document."""
        return self.assembled.document


def build(scope: Scope, waived: frozenset[str] = frozenset()) -> Built:
    """Assemble and check a report on the present data."""
    assembled = assembled_for(scope)
    return Built(assembled, marks(assembled, leak_index(), said_words(scope), waived))


def assembled_for(scope: Scope) -> Assembled:
    """The document on the present data, without the leak check."""
    return assemble(gather(scope))


def render(document: ReportDocument) -> dict[FileKind, bytes]:
    """The three files of a document."""
    return {
        FileKind.PDF: render_pdf(document),
        FileKind.XLSX: render_workbook(document),
        FileKind.JSON: document.to_json(),
    }


def file_name(document: ReportDocument, kind: FileKind) -> str:
    """A name that says what is in it: CARA-2026-3_PFA_2026-07-01_2026-09-30_v1.pdf."""
    parts = (
        document.number or document.cluster,
        document.federation,
        document.period.start.isoformat(),
        document.period.end.isoformat(),
        f"v{document.version}",
        *(("draft",) if document.draft else ()),
    )
    return "_".join(parts) + f".{kind.value}"

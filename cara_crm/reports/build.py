"""A report from the database without storing anything: assembled, checked, and rendered as a draft."""

from dataclasses import dataclass

from cara_crm.core.links import absolute_url
from cara_crm.issues.queries.register import leak_index
from cara_crm.reports.assemble import Assembled, assemble
from cara_crm.reports.checks import Mark, fingerprint, marks
from cara_crm.reports.document import ReportDocument, sha256
from cara_crm.reports.models import FileKind
from cara_crm.reports.pdf import render_pdf, render_summary
from cara_crm.reports.queries.gather import gather
from cara_crm.reports.queries.scope import Scope
from cara_crm.reports.queries.words import said_words
from cara_crm.reports.seal import NO_SEAL, Seal
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
    """The files of a document. What is final prints the hash of its JSON, by which it is known again."""
    content = document.to_json()
    seal = NO_SEAL if document.draft else Seal(sha256(content), absolute_url("reports.verify"))
    return {kind: content if kind is FileKind.JSON else _RENDERED[kind](document, seal) for kind in kinds_of(document)}


def kinds_of(document: ReportDocument) -> list[FileKind]:
    """Which files a document has: a flash note is no longer than a summary."""
    return [kind for kind in FileKind if not (document.is_note and kind is FileKind.SUMMARY)]


def render_draft(document: ReportDocument, kind: FileKind) -> bytes:
    """One file of what is not final."""
    return document.to_json() if kind is FileKind.JSON else _RENDERED[kind](document, NO_SEAL)


_RENDERED = {FileKind.PDF: render_pdf, FileKind.SUMMARY: render_summary, FileKind.XLSX: render_workbook}


def file_name(document: ReportDocument, kind: FileKind) -> str:
    """A name that says what is in it: CARA-2026-3_PFA_2026-07-01_2026-09-30_v1.pdf."""
    parts = (
        document.number or document.cluster,
        document.federation,
        document.period.start.isoformat(),
        document.period.end.isoformat(),
        *(("flash",) if document.is_note else ()),
        f"v{document.version}",
        *(("draft",) if document.draft else ()),
        *(("summary",) if kind is FileKind.SUMMARY else ()),
    )
    return "_".join(parts) + f".{kind.ending}"

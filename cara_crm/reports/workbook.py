"""The report as a workbook: one sheet a table, the positions, the method. Numbers are numbers, text is only text."""

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from cara_crm.reports.answer_sheet import write_answer_sheet
from cara_crm.reports.document import TOTAL, Number, ReportDocument, Table
from cara_crm.reports.seal import NO_SEAL, Seal
from cara_crm.reports.sheets import PLAIN, Sheets
from cara_crm.reports.words import words


def render_workbook(document: ReportDocument, seal: Seal = NO_SEAL) -> bytes:
    """The XLSX file's bytes; the same document gives the same bytes.

    A withheld cell is the document's word for it, explained under its table. Text is written as text whatever it
    begins with, so that no cell becomes a formula or a link.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, PLAIN) as book:
        _properties(book, document)
        sheets = Sheets(book)
        _report(sheets, document, seal)
        if not document.is_note:
            _positions(sheets, document)
        _figures(sheets, document)
        for table in document.tables:
            _table(sheets, document, table)
        _followed(sheets, document)
        _method(sheets, document)
        if not document.is_note:
            write_answer_sheet(sheets, document)
    return buffer.getvalue()


def _properties(book: Any, document: ReportDocument) -> None:
    created = datetime(document.dated.year, document.dated.month, document.dated.day, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": document.title, "author": document.cluster, "created": created})


def _fixed(document: ReportDocument, key: str) -> str:
    return str(words(document.language)[key]).replace("{k}", str(document.threshold))


def _report(sheets: Sheets, document: ReportDocument, seal: Seal) -> None:
    def w(key: str) -> str:
        return _fixed(document, key)

    sheet = sheets.add(w("note" if document.is_note else "report"), [26, 110])
    rows: list[list[str | Number | None]] = [
        [w("title"), document.title],
        [w("cluster"), document.cluster],
        [w("federation"), document.addressee],
        [w("sectors"), ", ".join(document.sector_names)],
        [w("from"), document.period.start.isoformat()],
        [w("until"), document.period.end.isoformat()],
        [w("number"), document.number],
        [w("version"), document.version],
        [w("dated"), document.dated.isoformat()],
        [w("language"), document.language],
    ]
    rows += [[w("draft"), w("draft_note")]] if document.draft else []
    rows += [["", w("demonstration")]] if document.demonstration else []
    rows += [[w("question"), document.question]] if document.is_note else []
    rows += [[w("asked_on"), document.asked_on.isoformat()]] if document.asked_on else []
    rows += [[w("key_messages"), text] for text in document.key_messages]
    rows += [[w("changes"), text] for text in document.changes]
    rows += [[w("heard"), text] for text in document.heard]
    rows += [
        [w("caveat"), caveat.text] for caveat in document.caveats if caveat.about in ("report", "heard", "answers")
    ]
    if seal.fingerprint:
        rows += [[w("fingerprint"), seal.fingerprint], [w("verify"), seal.url]]
    for at, values in enumerate(rows):
        sheets.row(sheet, at, values)


def _positions(sheets: Sheets, document: ReportDocument) -> None:
    def w(key: str) -> str:
        return _fixed(document, key)

    keys = ("number", "priority", "title", "statement", "why", "examples", "named", "diverging", "request", "caveat")
    sheet = sheets.add(w("positions"), [24, 26, 34, 60, 44, 60, 30, 40, 60, 40])
    rows: list[list[str | Number | None]] = []
    for item in document.positions:
        caveats = [*item.caveats, *document.caveats_about(item.id)]
        caveats = [w("fewer_note"), *caveats] if item.signal else caveats
        examples, named = "\n\n".join(item.examples), ", ".join(item.named)
        priority = document.priority_name(item.priority)
        texts = [item.title, item.statement, item.why, examples, named, item.diverging, item.request]
        rows.append([document.public_id(item.id), priority, *texts, "\n\n".join(caveats)])
    sheets.rows(sheet, [w(key) for key in keys], rows)


def _figures(sheets: Sheets, document: ReportDocument) -> None:
    def w(key: str) -> str:
        return _fixed(document, key)

    sheet = sheets.add(w("evidence"), [24, 50, 14, 14, 10, 12, 14])
    pairs = [(item.id, figure) for item in document.positions for figure in item.figures]
    pairs += [(document.number, figure) for figure in document.figures]
    rows: list[list[str | Number | None]] = [
        [
            document.public_id(identifier),
            figure.label,
            w("withheld") if figure.value is None else figure.value,
            figure.unit,
            figure.n,
            figure.population,
            figure.as_of.isoformat() if figure.as_of else None,
        ]
        for identifier, figure in pairs
    ]
    head = [
        w("number" if document.is_note else "position"),
        w("figure"),
        w("value"),
        w("unit"),
        "n",
        w("population"),
        w("as_of"),
    ]
    sheets.rows(sheet, head, rows)


def _table(sheets: Sheets, document: ReportDocument, table: Table) -> None:
    def w(key: str) -> str:
        return _fixed(document, key)

    sheet = sheets.add(_sheet_name(document, table), [32, *([16] * (len(table.columns) + table.shares))])
    rows: list[list[str | Number | None]] = [
        [name, *(w("withheld") if value is None else value for value in cells), *_shares(table, cells)]
        for name, cells in zip(table.row_names, table.cells, strict=True)
    ]
    sheets.rows(sheet, [table.row_head, *table.column_names, *([f"{w('share')} (%)"] if table.shares else [])], rows)
    notes = [table.title, *([w("withheld_note")] if table.withheld else []), *document.caveats_about(table.id)]
    for at, text in enumerate(notes, len(rows) + 2):
        sheet.write_string(at, 0, text, sheets.soft)


def _sheet_name(document: ReportDocument, table: Table) -> str:
    """What the table shows, short enough for a tab; of a position's tables with its identifier."""
    known = words(document.language)
    if table.about in {position.id for position in document.positions}:
        return f"{document.public_id(table.about)} {known['text']['category']}"
    return str(known["sheets"].get(table.id) or document.public_id(table.id))


def _shares(table: Table, cells: tuple[Number | None, ...]) -> list[Number | None]:
    """What part of the total a row is, in whole percent, where that may be said."""
    whole = table.column(TOTAL)[TOTAL]
    if not table.shares:
        return []
    return [round(cells[-1] * 100 / whole) if whole and cells[-1] is not None else None]


def _followed(sheets: Sheets, document: ReportDocument) -> None:
    def w(key: str) -> str:
        return _fixed(document, key)

    known = words(document.language)
    if document.earlier:
        sheet = sheets.add(known["sheets"]["earlier"], [12, 24, 40, 60, 22, 14, 60])
        head = [w(key) for key in ("report", "position", "title", "request", "outcome", "answered_on", "answer")]
        earlier: list[list[str | Number | None]] = [
            [
                item.report,
                document.public_id(item.position),
                item.title,
                item.request,
                known["outcomes"].get(item.outcome, item.outcome),
                item.on.isoformat() if item.on else None,
                item.text,
            ]
            for item in document.earlier
        ]
        sheets.rows(sheet, head, earlier)
    if document.downward:
        sheet = sheets.add(known["sheets"]["downward"], [18, 60, 14, 12, 12, 12])
        head = [w("kind"), w("title"), w("sent_on"), w("targeted"), w("reached"), w("acknowledged")]
        down: list[list[str | Number | None]] = [
            [
                known["kinds"].get(item.kind, item.kind),
                item.title,
                item.sent_on.isoformat(),
                *(w("withheld") if v is None else v for v in (item.targeted, item.reached, item.acknowledged)),
            ]
            for item in document.downward
        ]
        sheets.rows(sheet, head, down)
        for at, text in enumerate(document.caveats_about("downward"), len(down) + 2):
            sheet.write_string(at, 0, text, sheets.soft)


def _method(sheets: Sheets, document: ReportDocument) -> None:
    sheet = sheets.add(_fixed(document, "method"), [32, 110])
    rows: list[list[str | Number | None]] = [["", text] for text in document.method]
    rows += [[item.term, item.text] for item in document.definitions]
    for at, values in enumerate(rows):
        sheets.row(sheet, at, values)

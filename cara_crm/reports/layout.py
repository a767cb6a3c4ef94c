"""A document laid out for reading: every number, day and label already written in the document's language.

The web page and the PDF both print this and nothing else, so that they cannot say different things.
"""

from typing import Any

from cara_crm.reports.document import (
    TOTAL,
    DocumentPosition,
    Downward,
    EarlierRequest,
    Figure,
    Number,
    ReportDocument,
    Table,
)
from cara_crm.reports.map import drawn
from cara_crm.reports.words import day, number, percent, period, words

GROUPS = "groups"
OUT_OF = (GROUPS, "replied")
"""Figures that are a part of a population."""


def laid_out(document: ReportDocument) -> dict[str, Any]:
    """The whole document as nested plain values: text, lists, flags, and lengths between 0 and 1 for bars."""
    lang = document.language
    return {
        "w": _words(document),
        "lang": lang,
        "head": _head(document),
        "key_messages": list(document.key_messages),
        "glance": [_glance(document, i, p) for i, p in enumerate(document.positions, 1)],
        "changes": list(document.changes),
        "caveats": document.caveats_about("report"),
        "note": _note(document) if document.is_note else None,
        "heard": {
            "text": list(document.heard),
            "caveats": document.caveats_about("heard"),
            "tables": [_table(document, table) for table in document.tables_about("heard")],
        },
        "chapters": _chapters(document),
        "earlier": [_earlier(document, item) for item in document.earlier],
        "downward": [_downward(document, item) for item in document.downward],
        "downward_caveats": document.caveats_about("downward"),
        "method": list(document.method),
        "definitions": [{"term": item.term, "text": item.text} for item in document.definitions],
    }


def _note(document: ReportDocument) -> dict[str, Any]:
    """What a flash note says besides who was heard."""
    return {
        "question": document.question,
        "figures": [_figure(document, figure) for figure in document.figures],
        "tables": [_table(document, table) for table in document.tables],
        "caveats": document.caveats_about("answers"),
    }


def _words(document: ReportDocument) -> dict[str, Any]:
    k = str(document.threshold)
    return {
        key: text.replace("{k}", k) if isinstance(text, str) else text for key, text in words(document.language).items()
    }


def _head(document: ReportDocument) -> dict[str, Any]:
    w = words(document.language)
    return {
        "cluster": document.cluster,
        "federation": document.federation,
        "federation_name": document.federation_name,
        "title": document.title,
        "edition": f"{_number(document)}, {w['version']} {document.version}",
        "number": f"{w[document.kind]} {_number(document)}, {w['version']} {document.version}",
        "to": document.addressee,
        "period": _period(document),
        "sectors": ", ".join(document.sector_names),
        "dated": f"{w['dated']} {day(document.dated, document.language)}",
        "date": [document.dated.year, document.dated.month, document.dated.day],
        "draft": document.draft,
        "demonstration": document.demonstration,
    }


def _period(document: ReportDocument) -> str:
    """The days that a report is about; of a note, when it was asked for."""
    if document.asked_on is None:
        return period(document.period, document.language)
    return f"{words(document.language)['asked_on']} {day(document.asked_on, document.language)}"


def _number(document: ReportDocument) -> str:
    return document.number or str(words(document.language)["no_number"])


def _glance(document: ReportDocument, rank: int, position: DocumentPosition) -> dict[str, Any]:
    return {
        "rank": str(rank),
        "id": position.id,
        "title": position.title,
        "priority": _priority(document, position.priority),
        "request": position.request,
        "groups": _behind(document, position),
        "signal": position.signal,
    }


def _priority(document: ReportDocument, code: str) -> str:
    return document.priority_name(code) if code else str(words(document.language)["no_priority"])


def _behind(document: ReportDocument, position: DocumentPosition) -> str:
    """How many groups stand behind a position, in words of the language."""
    w = _words(document)
    if position.signal:
        return str(w["fewer"])
    figure = next((figure for figure in position.figures if figure.id == GROUPS), None)
    return _value(document, figure) if figure else ""


def _chapters(document: ReportDocument) -> list[dict[str, Any]]:
    """The positions under their national priority, both in the document's order, numbered throughout."""
    order = list(dict.fromkeys(position.priority for position in document.positions))
    ranks = {position.id: str(rank) for rank, position in enumerate(document.positions, 1)}
    return [
        {
            "name": _priority(document, code),
            "positions": [_position(document, p, ranks[p.id]) for p in document.positions if p.priority == code],
        }
        for code in order
    ]


def _position(document: ReportDocument, position: DocumentPosition, rank: str) -> dict[str, Any]:
    return {
        "rank": rank,
        "id": position.id,
        "code": document.public_id(position.id),
        "title": position.title,
        "priority": _priority(document, position.priority),
        "signal": position.signal,
        "statement": position.statement,
        "why": position.why,
        "figures": [_figure(document, figure) for figure in position.figures],
        "tables": [_table(document, table) for table in document.tables_about(position.id)],
        "examples": list(position.examples),
        "named": list(position.named),
        "diverging": position.diverging,
        "request": position.request,
        "caveats": [*position.caveats, *document.caveats_about(position.id)],
    }


def _value(document: ReportDocument, figure: Figure) -> str:
    w, lang = words(document.language), document.language
    if figure.value is None:
        return str(w["withheld"])
    text = number(figure.value, lang)
    if figure.id in OUT_OF and figure.population:
        return f"{text} {w['population']} {number(figure.population, lang)}"
    return f"{text} {figure.unit}" if figure.unit else text


def _figure(document: ReportDocument, figure: Figure) -> dict[str, Any]:
    w, lang = words(document.language), document.language
    details = []
    part: float | None = None
    if figure.id in OUT_OF and figure.population and figure.value is not None:
        part = figure.value / figure.population
        details.append(percent(figure.value, figure.population, lang))
    if figure.n is not None and figure.id not in OUT_OF and figure.value is not None:
        details.append(f"{w['n']}\u00a0{number(figure.n, lang)}")
    if figure.as_of:
        details.append(f"{w['as_of']} {day(figure.as_of, lang)}")
    return {
        "value": _value(document, figure),
        "label": figure.label,
        "detail": ", ".join(details),
        "part": part,
        "withheld": figure.value is None,
    }


def _table(document: ReportDocument, table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "public": table.public,
        "head": [table.row_head, *table.column_names],
        "rows": [
            {
                "label": name,
                "total": code == TOTAL,
                "cells": [_cell(document, value, _whole(table, code)) for value in cells],
            }
            for code, name, cells in zip(table.rows, table.row_names, table.cells, strict=True)
        ],
        "withheld": table.withheld,
        "caveats": document.caveats_about(table.id),
        "chart": _chart(document, table),
        "map": _map(document, table),
    }


def _whole(table: Table, row: str) -> Number:
    """What the cells of a row are a part of, where that is said with them; else 0."""
    return (table.column(TOTAL)[TOTAL] or 0) if table.shares and row != TOTAL else 0


def _cell(document: ReportDocument, value: Number | None, whole: Number = 0) -> dict[str, Any]:
    if value is None:
        return {"text": words(document.language)["withheld"], "withheld": True}
    share = f" ({percent(value, whole, document.language)})" if whole else ""
    return {"text": number(value, document.language) + share, "withheld": False}


def _chart(document: ReportDocument, table: Table) -> dict[str, Any] | None:
    """Bars of the ``total`` column within the bars of the population, longest population = 1."""
    whole = next((other for other in document.tables if other.id == table.population), None)
    if not table.chart or whole is None:
        return None
    heard, members = table.column(TOTAL), whole.column(TOTAL)
    names = {
        code: name
        for code, name in zip(table.rows, table.row_names, strict=True)
        if code != TOTAL and members.get(code)
    }
    longest = max((members[code] or 0 for code in names), default=0)
    bars = [_bar(document, name, heard[code], members[code] or 0, longest) for code, name in names.items()]
    return {"alt": table.chart, "bars": bars, "key": words(document.language)["chart_key"]} if bars else None


def _map(document: ReportDocument, table: Table) -> dict[str, Any] | None:
    """The departments of a table as outlines, the darker the more."""
    if not table.map:
        return None
    cells, names = table.column(TOTAL), dict(zip(table.rows, table.row_names, strict=True))
    counts = {code: int(value) for code, value in cells.items() if code != TOTAL and value}
    return {"alt": table.map, **drawn(counts, names)}


def _bar(document: ReportDocument, name: str, part: Number | None, whole: Number, longest: Number) -> dict[str, Any]:
    w, lang = words(document.language), document.language
    shown = w["withheld"] if part is None else number(part, lang)
    share = f" ({percent(part, whole, lang)})" if part is not None else ""
    return {
        "label": name,
        "frame": whole / longest,
        "fill": None if part is None else part / longest,
        "text": f"{shown} {w['population']} {number(whole, lang)}{share}",
    }


def _earlier(document: ReportDocument, item: EarlierRequest) -> dict[str, str]:
    w, lang = words(document.language), document.language
    return {
        "report": item.report,
        "position": document.public_id(item.position),
        "title": item.title,
        "request": item.request,
        "outcome": w["outcomes"].get(item.outcome, item.outcome),
        "text": item.text,
        "on": day(item.on, lang) if item.on else "",
    }


def _downward(document: ReportDocument, item: Downward) -> dict[str, Any]:
    w, lang = words(document.language), document.language
    return {
        "kind": w["kinds"].get(item.kind, item.kind),
        "title": item.title,
        "sent_on": day(item.sent_on, lang),
        "counts": [_cell(document, value) for value in (item.targeted, item.reached, item.acknowledged)],
    }

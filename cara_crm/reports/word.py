"""A draft of a report or flash note for a word processor, for those who edit there before the review; one way only.

It says what the web page and the PDF say, from the same laid-out document; charts and the map stay in these, their
tables are here.
"""

import io
import re
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cara_crm.reports.document import ReportDocument
from cara_crm.reports.layout import laid_out

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to say them
LOCALES = {"fr": "fr-FR", "en": "en-GB"}


def render_word(document: ReportDocument) -> bytes:
    """The DOCX file's bytes. Its metadata name the cluster and nobody else."""
    values = laid_out(document)
    page = _opened(document, values)
    if document.is_note:
        _flash_note(page, values)
    else:
        _report(page, values)
    _method(page, values)
    content = io.BytesIO()
    page.save(content)
    return content.getvalue()


def _report(page: WordDocument, values: dict[str, Any]) -> None:
    _summary(page, values)
    _heard(page, values)
    for chapter in values["chapters"]:
        page.add_heading(_plain(chapter["name"]), 1)
        for position in chapter["positions"]:
            _position(page, position, values["w"])
    _followed(page, values)


def _flash_note(page: WordDocument, values: dict[str, Any]) -> None:
    """In the order of the PDF: what changed, the answer in words, who replied, the figures and their caveats."""
    w, answered = values["w"], values["note"]
    _changes(page, values, level=1)
    if values["key_messages"]:
        page.add_heading(_plain(w["answer_given"]), 1)
        style = "List Number" if len(values["key_messages"]) > 1 else None
        for text in values["key_messages"]:
            page.add_paragraph(_plain(text), style)
    page.add_heading(_plain(w["figures"]), 1)
    for text in values["heard"]["text"]:
        page.add_paragraph(_plain(text))
    for figure in answered["figures"]:
        page.add_paragraph(_plain(_figure(figure)), "List Bullet")
    page.add_paragraph(_plain(w["heard_note"]))
    for table in answered["tables"]:
        _table(page, table, w)
    for text in answered["caveats"]:
        _note(page, w["caveat"], text)


def _changes(page: WordDocument, values: dict[str, Any], *, level: int) -> None:
    """What a correction says of itself."""
    if values["changes"]:
        page.add_heading(_plain(values["w"]["changes"]), level)
    for text in values["changes"]:
        page.add_paragraph(_plain(text), "List Bullet")


def _opened(document: ReportDocument, values: dict[str, Any]) -> WordDocument:
    page, head, w = Document(), values["head"], values["w"]
    about = page.core_properties
    about.author = about.last_modified_by = document.cluster
    about.title, about.comments, about.language = document.title, "", LOCALES[document.language]
    about.created = about.modified = datetime(*head["date"])  # noqa: DTZ001 (a day, without a time)
    section = page.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(23)
    page.styles["Normal"].font.size = Pt(10.5)
    for language in page.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LOCALES[document.language])
    section.header.paragraphs[0].text = _plain(f"{w['draft']} · {head['cluster']} · {head['number']}")
    page.add_paragraph(_plain(f"{head['cluster']} · {head['to']}"))
    page.add_heading(_plain(head["title"]), 0)
    page.add_paragraph(_plain(f"{head['period']}\n{head['sectors']}\n{head['edition']}. {head['dated']}"))
    _note(page, w["draft"], w["draft_note"])
    if head["demonstration"]:
        _note(page, w["caveat"], w["demonstration"])
    return page


def _summary(page: WordDocument, values: dict[str, Any]) -> None:
    w = values["w"]
    page.add_heading(_plain(w["summary"]), 1)
    for text in values["key_messages"]:
        page.add_paragraph(_plain(text), "List Number")
    for text in values["caveats"]:
        _note(page, w["caveat"], text)
    _changes(page, values, level=2)
    page.add_heading(_plain(w["glance"]), 2)
    rows = [[one["rank"], one["title"], one["priority"], one["groups"]] for one in values["glance"]]
    _rows(page, ["N°", w["position"], w["priority"], w["groups"]], rows)


def _heard(page: WordDocument, values: dict[str, Any]) -> None:
    w, heard = values["w"], values["heard"]
    page.add_heading(_plain(w["heard"]), 1)
    for text in (*heard["text"], w["heard_note"]):
        page.add_paragraph(_plain(text))
    for text in heard["caveats"]:
        _note(page, w["caveat"], text)
    for table in heard["tables"]:
        _table(page, table, w)


def _position(page: WordDocument, position: dict[str, Any], w: dict[str, Any]) -> None:
    page.add_heading(_plain(f"{position['rank']}. {position['title']}"), 2)
    page.add_paragraph(_plain(f"{position['code']} · {position['priority']}"))
    if position["signal"]:
        _note(page, w["signal"], w["fewer_note"])
    page.add_paragraph(_plain(position["statement"]))
    _part(page, w["why"], [position["why"]])
    _part(page, w["evidence"], [_figure(one) for one in position["figures"]])
    for text in position["caveats"]:
        _note(page, w["caveat"], text)
    for table in position["tables"]:
        _table(page, table, w)
    _part(page, w["examples"], position["examples"])
    _part(page, w["named"], position["named"])
    _part(page, w["diverging"], [position["diverging"]])
    _part(page, w["request"], [position["request"]])


def _figure(figure: dict[str, Any]) -> str:
    detail = f" ({figure['detail']})" if figure["detail"] else ""
    return f"{figure['value']} {figure['label']}{detail}"


def _followed(page: WordDocument, values: dict[str, Any]) -> None:
    w = values["w"]
    if values["earlier"]:
        page.add_heading(_plain(w["earlier"]), 1)
        head = [w["report"], w["position"], w["title"], w["outcome"], w["answer"]]
        rows = [
            [e["report"], e["position"], e["title"], f"{e['outcome']} {e['on']}", e["text"]] for e in values["earlier"]
        ]
        _rows(page, head, rows)
    if values["downward"]:
        page.add_heading(_plain(w["downward"]), 1)
        head = [w["title"], w["kind"], w["sent_on"], w["targeted"], w["reached"], w["acknowledged"]]
        rows = [[d["title"], d["kind"], d["sent_on"], *(c["text"] for c in d["counts"])] for d in values["downward"]]
        _rows(page, head, rows)
    for text in values["downward_caveats"]:
        _note(page, w["caveat"], text)


def _method(page: WordDocument, values: dict[str, Any]) -> None:
    page.add_heading(_plain(values["w"]["method"]), 1)
    for text in values["method"]:
        page.add_paragraph(_plain(text))
    _rows(
        page,
        [values["w"]["term"], values["w"]["meaning"]],
        [[one["term"], one["text"]] for one in values["definitions"]],
    )


def _part(page: WordDocument, title: str, texts: list[str]) -> None:
    """A small heading and its paragraphs, when there is anything to say."""
    said = [text for text in texts if text]
    if said:
        page.add_heading(_plain(title), 3)
    for text in said:
        page.add_paragraph(_plain(text))


def _note(page: WordDocument, label: str, text: str) -> None:
    paragraph = page.add_paragraph()
    paragraph.add_run(_plain(f"{label}. ")).bold = True
    paragraph.add_run(_plain(text))


def _table(page: WordDocument, table: dict[str, Any], w: dict[str, Any]) -> None:
    page.add_heading(_plain(table["title"]), 3)
    _rows(page, table["head"], [[row["label"], *(cell["text"] for cell in row["cells"])] for row in table["rows"]])
    for text in [w["withheld_note"]] * bool(table["withheld"]) + table["caveats"]:
        _note(page, w["caveat"], text)


def _rows(page: WordDocument, head: list[str], rows: list[list[str]]) -> None:
    if not rows:
        return
    table = page.add_table(rows=1, cols=len(head), style="Table Grid")
    repeated = table.rows[0]._tr.get_or_add_trPr()
    repeated.append(repeated.makeelement(qn("w:tblHeader"), {}))  # the head stands on every page
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(_plain(text)).bold = True
    for values in rows:
        for cell, text in zip(table.add_row().cells, values, strict=True):
            cell.text = _plain(text)
    page.add_paragraph()


def _plain(text: object) -> str:
    return UNWRITABLE.sub("", str(text))

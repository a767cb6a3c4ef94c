"""A draft for a word processor: the words and figures of the document, no more of anybody than the PDF has."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest

from cara_crm.core.permissions import Role
from cara_crm.reports.layout import laid_out
from cara_crm.reports.word import render_word
from tests import factories as f
from tests.reports.cast import drafted, manager, sent, six_voices, worded
from tests.reports.sample import DOCUMENT, long_document

DRAFT = replace(DOCUMENT, draft=True)


def opened(document=DRAFT):
    return docx.Document(io.BytesIO(render_word(document)))


def text_of(page) -> str:
    cells = (cell.text for table in page.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in page.paragraphs), *cells])


def test_it_says_what_the_document_says():
    said = text_of(opened())
    for position in DOCUMENT.positions:
        assert all(text in said for text in (position.title, position.statement, position.request, *position.examples))
    assert all(text in said for text in (*DOCUMENT.key_messages, *DOCUMENT.heard, *DOCUMENT.method))


def test_withheld_cells_stay_withheld():
    table = next(one for one in opened().tables if one.rows[0].cells[0].text == "Catégorie")
    values = laid_out(DRAFT)["heard"]["tables"][0]
    assert [[cell.text for cell in row.cells][1:] for row in table.rows[1:]] == [
        [cell["text"] for cell in row["cells"]] for row in values["rows"]
    ]


def test_it_is_a_draft_in_its_language_by_the_cluster_alone():
    page = opened()
    assert "PROJET" in page.sections[0].header.paragraphs[0].text
    about = page.core_properties
    assert (about.author, about.last_modified_by, about.comments, about.language) == ("CARA", "CARA", "", "fr-FR")
    assert about.created.date() == DOCUMENT.dated


def test_headings_lead_through_it():
    styles = [one.style.name for one in opened().paragraphs if one.style.name.startswith(("Title", "Heading"))]
    assert styles[0] == "Title"
    assert {"Heading 1", "Heading 2"} <= set(styles)


def test_nothing_in_it_is_markup_or_breaks_the_file():
    odd = replace(DRAFT, key_messages=("<w:p>\x0b & {{ 1 }} \x01fin",))
    content = render_word(odd)
    assert "<w:p> & {{ 1 }} fin" in text_of(docx.Document(io.BytesIO(content)))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.testzip() is None


def test_forty_positions_are_no_trouble():
    assert len([one for one in opened(long_document(40)).paragraphs if one.style.name == "Heading 2"]) >= 40


def test_a_draft_is_fetched_and_what_was_sent_is_not(sign_in, client, request_context):
    by = manager()
    report, _relay = sent(by)
    worded(by, *six_voices())
    draft = drafted(by)
    f.db.session.commit()
    sign_in(f.user(Role.MANAGER))
    answer = client.get(f"/reports/{draft.id}/draft.docx")
    assert answer.headers["Content-Disposition"].endswith('_v1_draft.docx"')
    assert draft.number in docx.Document(io.BytesIO(answer.data)).sections[0].header.paragraphs[0].text
    assert client.get(f"/reports/{report.id}/draft.docx").status_code == 404


@pytest.mark.usefixtures("request_context")
def test_a_draft_that_would_give_somebody_away_is_no_file(sign_in, client):
    by = manager()
    issues = six_voices()
    worded(by, *issues, statement="Zorglubex Mécanique attend.")
    f.member("Zorglubex Mécanique")
    draft = drafted(by)
    f.db.session.commit()
    sign_in(f.user(Role.MANAGER))
    assert client.get(f"/reports/{draft.id}/draft.docx").status_code == 422

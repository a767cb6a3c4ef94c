"""The files of a sent report: each is known again by its hash, and none says more than it should."""

import io
import json
import re
import zipfile
from dataclasses import replace

import pikepdf
import pytest

from cara_crm.core.permissions import Role
from cara_crm.reports.build import file_name, render
from cara_crm.reports.document import sha256
from cara_crm.reports.models import FileKind
from cara_crm.reports.pdf import render_pdf, render_summary
from cara_crm.reports.queries.files import files_of, known_by
from cara_crm.reports.seal import Seal, typed_hash
from cara_crm.reports.services import correct_report, hand_over, prepare, send_report
from tests import factories as f
from tests.reports.cast import manager, reviewed, sent, stands
from tests.reports.sample import DOCUMENT, long_document

URL = "/reports/verify"
FINAL = replace(DOCUMENT, draft=False)


def pages(content: bytes) -> list[pikepdf.Page]:
    return list(pikepdf.open(io.BytesIO(content)).pages)


@pytest.mark.parametrize("positions", [1, 14, 40])
def test_the_summary_is_one_tagged_page_however_many_positions(positions):
    pdf = pikepdf.open(io.BytesIO(render_summary(long_document(positions))))
    assert len(pdf.pages) == 1
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()


def test_messages_as_long_as_a_page_leave_it_one():
    endless = replace(DOCUMENT, key_messages=tuple("Un message très long. " * 40 for _ in range(9)))
    assert len(pages(render_summary(endless))) == 1


def test_the_hash_is_printed_in_blocks():
    assert Seal("0123456789abcdef" * 4).in_blocks.startswith("01234567 89abcdef 0123")
    assert render_pdf(DOCUMENT, Seal("a" * 64)) != render_pdf(DOCUMENT)


@pytest.mark.parametrize(
    ("text", "found"),
    [("A1" * 32, "a1" * 32), ("a1b2c3d4 " * 8, "a1b2c3d4" * 8), ("a1" * 31, None), ("zz" * 32, None), ("", None)],
)
def test_a_hash_is_read_as_people_copy_it(text, found):
    assert typed_hash(text) == found


@pytest.mark.usefixtures("request_context")
def test_what_is_final_carries_the_hash_of_its_json_and_a_draft_does_not():
    final, draft = render(FINAL), render(replace(FINAL, draft=True))
    assert sha256(final[FileKind.JSON]).encode() in _sheet(final[FileKind.XLSX])
    assert sha256(draft[FileKind.JSON]).encode() not in _sheet(draft[FileKind.XLSX])


def _sheet(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        return book.read("xl/sharedStrings.xml")


def test_the_summary_has_a_name_of_its_own():
    assert file_name(FINAL, FileKind.SUMMARY).endswith("_v1_summary.pdf")


@pytest.mark.usefixtures("request_context")
def test_every_file_of_a_sent_report_is_known_by_its_hash():
    report, _relay = sent(manager())
    found = [known_by(one.file.sha256) for one in files_of(report)]
    assert [one.kind for one in found] == list(FileKind)
    assert {(one.number, one.edition, one.later) for one in found} == {(report.number, 1, None)}
    assert known_by(report.document_sha256).kind is FileKind.JSON


@pytest.mark.usefixtures("request_context")
def test_an_earlier_version_is_said_to_be_replaced():
    by = manager()
    report, _relay = sent(by)
    version = correct_report(report, note="Une faute.", by=by)
    f.db.session.flush()
    hand_over(version, stands(version), by=by)
    reviewed(version)
    send_report(version, prepare(version), by=by)
    assert known_by(report.document_sha256).later == 2
    assert known_by(version.document_sha256).later is None


def test_anybody_checks_a_file_that_was_dropped(browse, post, request_context):
    report, _relay = sent(manager())
    browse(URL)
    content = files_of(report)[0].file.content
    page = post(URL, URL, {"file": (io.BytesIO(content), "something.pdf")})
    assert page.status_code == 200
    html = page.get_data(as_text=True)
    assert f"Yes: this is the PDF of report {report.number}, version 1." in html
    assert "No: no report" in post(URL, URL, {"file": (io.BytesIO(content + b" "), "x.pdf")}).get_data(as_text=True)


def test_a_printed_hash_is_looked_up_too(post, request_context):
    report, _relay = sent(manager())
    typed = Seal(report.document_sha256).in_blocks.upper()
    assert "Yes: this is the JSON file" in post(URL, URL, {"fingerprint": typed}).get_data(as_text=True)


@pytest.mark.parametrize(("data", "sentence"), [({}, "Choose a file"), ({"fingerprint": "abc"}, "This is no SHA-256")])
def test_what_cannot_be_checked_is_said_at_the_field(post, data, sentence):
    page = post(URL, URL, data)
    assert page.status_code == 422
    assert sentence in page.get_data(as_text=True)


def test_who_asks_too_often_waits(post):
    codes = [post(URL, URL, {"fingerprint": "a1" * 32}).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]


def test_a_sent_report_lists_its_files(sign_in, browse, request_context):
    report, _relay = sent(manager())
    sign_in(f.user(Role.MANAGER))
    html = browse(f"/reports/{report.id}")
    assert all(one.file.sha256 in html for one in files_of(report))
    assert json.loads(report.document)["number"] in re.sub(r"\s+", " ", html)

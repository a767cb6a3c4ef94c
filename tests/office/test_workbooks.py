"""Answers in a returned workbook: read within limits, compared, taken by who says so, never silently over others."""

import io
from collections.abc import Mapping
from dataclasses import replace

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.positions.models import Outcome, Position
from cara_crm.reports.answers.returned import NotReadable, outcome_of, read_answers
from cara_crm.reports.document import ReportDocument
from cara_crm.reports.models import Answer, AnswerState, Report
from cara_crm.reports.workbook import render_workbook
from tests import factories as f
from tests.office import cast
from tests.relays.cast import relayed

WRITTEN = {2: "Pris en compte", 4: "Nous le portons.", 6: "DGE-12"}


@pytest.fixture
def position() -> Position:
    return relayed(f.issue())


def filled(report: Report, said: Mapping[str, Mapping[int, str]], **change: object) -> bytes:
    """The report's own sheet of answers with these cells filled in, by identifier."""
    document = replace(ReportDocument.from_json(report.document or ""), **change)
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_workbook(document)))
    rows = book.get_sheet_by_index(len(book.sheet_names) - 1).to_python(skip_empty_area=False)
    rows += [[key, ""] for key in said if key not in {row[0] for row in rows}]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        sheet = made.add_worksheet("Answers")
        for at, row in enumerate(rows):
            for column, value in enumerate([*row, *[""] * 7][:7]):
                sheet.write(at, column, said.get(str(row[0]), {}).get(column, value))
    return content.getvalue()


def sent(*positions: Position) -> Report:
    report = cast.sent(*positions)
    document = replace(ReportDocument.from_json(report.document or ""), number=report.number, version=report.edition)
    report.document = document.to_json().decode()
    db.session.flush()
    return report


def code(position: Position) -> str:
    return f"CARA-P{position.id}"


@pytest.mark.usefixtures("request_context")
class TestReading:
    def test_what_was_written_is_read_by_identifier(self, position) -> None:
        report = sent(position)
        (row,) = read_answers(filled(report, {code(position): WRITTEN}), report).rows
        assert (row.outcome, row.text_members, row.own_reference) == (Outcome.TAKEN_UP, "Nous le portons.", "DGE-12")

    def test_rows_left_empty_say_nothing(self, position) -> None:
        report = sent(position)
        assert read_answers(filled(report, {}), report).rows == ()

    def test_unknown_positions_are_said(self, position) -> None:
        report = sent(position)
        read = read_answers(filled(report, {"CARA-P99999": WRITTEN}), report)
        assert (read.rows, read.unknown) == ((), ("CARA-P99999",))

    def test_an_outcome_that_nobody_understands_is_said(self, position) -> None:
        report = sent(position)
        read = read_answers(filled(report, {code(position): {2: "Peut-être", 4: "Un mot."}}), report)
        assert read.unread == (code(position),)
        assert read.rows[0].text_members == "Un mot."

    def test_a_position_that_was_reworded_since_is_not_taken(self, position) -> None:
        first, second = sent(position), None
        data = filled(first, {code(position): WRITTEN})
        second = sent(position)
        second.number, second.edition = first.number, 2
        document = ReportDocument.from_json(second.document or "")
        words = tuple(replace(one, statement="Autrement dit.") for one in document.positions)
        second.document = replace(document, number=first.number, version=2, positions=words).to_json().decode()
        db.session.flush()
        read = read_answers(data, second)
        assert (read.rows, read.changed) == ((), (position.title,))

    @pytest.mark.parametrize(
        "data", [b"", b"%PDF-1.7", b"PK\x03\x04 and then nothing", b"=cmd|' /C calc'!A0", b"\xd0\xcf\x11\xe0old"]
    )
    def test_what_is_no_workbook_is_refused(self, position, data) -> None:
        with pytest.raises(NotReadable):
            read_answers(data, sent(position))

    def test_another_report_is_refused(self, position) -> None:
        report = sent(position)
        with pytest.raises(NotReadable):
            read_answers(filled(report, {}, number="CARA-1999-1"), report)

    def test_both_languages_are_understood(self) -> None:
        assert outcome_of("taken up") is Outcome.TAKEN_UP
        assert outcome_of("No answer") is None


@pytest.mark.usefixtures("request_context")
class TestTaking:
    def upload(self, post, url: str, data: bytes) -> object:
        return post(url, url, {"file": (io.BytesIO(data), "r.xlsx")}, content_type="multipart/form-data")

    def test_an_officer_keeps_drafts(self, sign_in, browse, post, position) -> None:
        report = sent(position)
        data = filled(report, {code(position): WRITTEN})
        url = f"/office/reports/{report.id}/workbook"
        db.session.commit()
        sign_in(cast.officer())
        browse(url)
        page = self.upload(post, url, data)
        assert page.status_code == 200
        assert "Nous le portons." in page.text
        assert db.session.query(Answer).count() == 0
        typed = {
            f"take-{position.id}": "yes",
            f"p{position.id}-version": "0",
            f"p{position.id}-outcome": "taken_up",
            f"p{position.id}-text_members": "Nous le portons.",
        }
        assert post(url, f"{url}/take", typed).status_code == 303
        assert db.session.query(Answer).one().state is AnswerState.DRAFT

    def test_a_manager_confirms_what_came_by_mail(self, sign_in, post, position) -> None:
        report = sent(position)
        url = f"/reports/{report.id}/workbook"
        typed = {
            f"take-{position.id}": "yes",
            f"p{position.id}-version": "0",
            f"p{position.id}-outcome": "taken_up",
            f"p{position.id}-text_members": "Nous le portons.",
        }
        db.session.commit()
        sign_in(f.user(Role.MANAGER))
        assert post(url, f"{url}/take", typed).status_code == 303
        assert db.session.query(Answer).one().state is AnswerState.GIVEN

    def test_what_was_sent_stands_beside_and_is_not_ticked(self, sign_in, post, position) -> None:
        report = sent(position)
        cast.answered(report, position, text_members="Ce qui a été envoyé.")
        data = filled(report, {code(position): WRITTEN})
        url = f"/office/reports/{report.id}/workbook"
        db.session.commit()
        sign_in(cast.officer())
        page = self.upload(post, url, data).text
        assert "Ce qui a été envoyé." in page
        assert "Replaces an answer that was sent" in page
        assert f'name="take-{position.id}" value="yes" checked' not in page

    def test_what_a_colleague_saved_meanwhile_is_not_overwritten(self, sign_in, post, position) -> None:
        report = sent(position)
        url = f"/office/reports/{report.id}/workbook"
        cast.answered(report, position, give=False, text_members="D’une collègue.")
        typed = {f"take-{position.id}": "yes", f"p{position.id}-version": "0", f"p{position.id}-outcome": "declined"}
        db.session.commit()
        sign_in(cast.officer())
        answer = post(url, f"{url}/take", typed)
        assert answer.status_code == 422
        assert db.session.query(Answer).one().text_members == "D’une collègue."

    def test_a_federation_returns_no_workbook_of_another(self, sign_in, client, position) -> None:
        report = sent(position)
        db.session.commit()
        sign_in(cast.officer("PFA"))
        assert client.get(f"/office/reports/{report.id}/workbook").status_code == 404

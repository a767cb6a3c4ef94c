"""Reports over the years, on the federation's side: what frozen documents say, nothing else."""

import io
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.reports.document import Figure, Named, ReportDocument
from cara_crm.reports.models import Report
from cara_crm.reports.reading.trends import OUTSIDE, Narrowed, trends_of
from tests import factories as f
from tests.office import cast
from tests.relays.cast import relayed

pytestmark = pytest.mark.usefixtures("request_context")


def told(report: Report, groups: int | None) -> Report:
    """With this many groups behind each position, in the frozen document."""
    document = ReportDocument.from_json(report.document or "")
    figure = Figure("groups", "groups", groups, "", n=groups, population=40)
    words = tuple(replace(one, figures=(figure,)) for one in document.positions)
    report.document = replace(document, number=report.number, positions=words, tables=()).to_json().decode()
    db.session.flush()
    return report


def test_a_position_that_came_back_shows_what_each_report_showed() -> None:
    position = relayed(f.issue())
    first, second = told(cast.sent(position), 12), told(cast.sent(position), None)
    (course,) = trends_of(cast.officer_actor()).courses
    assert {step.report.id: step.groups for step in course.steps} == {first.id: 12, second.id: None}


def test_answers_are_counted_once_they_are_given() -> None:
    given, kept = relayed(f.issue()), relayed(f.issue(f.member("Deux")))
    report = cast.sent(given, kept)
    cast.answered(report, given)
    cast.answered(report, kept, give=False)
    (year,) = trends_of(cast.officer_actor()).years
    assert (year.positions, year.answered, year.outcomes) == (2, 1, (("taken_up", 1),))


def test_another_federation_has_no_part_in_it(sign_in, browse) -> None:
    cast.sent(relayed(f.issue()))
    assert trends_of(cast.officer_actor("PFA")).years == ()
    sign_in(cast.officer("PFA"))
    assert "With the second report" in browse("/office/trends")


def test_a_reading_link_opens_none() -> None:
    report = cast.sent(relayed(f.issue()))
    reader = Actor(None, Role.OFFICER, federation_id=report.federation_id, report_ids=frozenset({report.id}))
    assert len(trends_of(reader).heard) == 1


def test_the_page_shows_it(sign_in, browse) -> None:
    position = relayed(f.issue())
    told(cast.sent(position), 12)
    told(cast.sent(position), 15)
    sign_in(cast.officer())
    page = browse("/office/trends")
    assert "Positions that came back" in page
    assert position.title in page


@pytest.fixture
def two_years():
    """A position under a priority in 2025, and one outside of them in 2026, answered."""
    first, second = relayed(f.issue(), title="Essais"), relayed(f.issue(f.member("Deux")), title="Gares")
    early, late = told(cast.sent(first), 12), told(cast.sent(second), 15)
    early.sent_at = early.sent_at.replace(year=late.sent_at.year - 2)
    document = ReportDocument.from_json(early.document or "")
    words = tuple(replace(one, priority="FIF-1") for one in document.positions)
    known = (Named("FIF-1", "Compétences"),)
    early.document = replace(document, positions=words, priorities=known).to_json().decode()
    late_document = ReportDocument.from_json(late.document or "")
    outside = tuple(replace(one, priority="") for one in late_document.positions)
    late.document = replace(late_document, positions=outside).to_json().decode()
    cast.answered(late, second)
    db.session.commit()
    return early.sent_at.year


def test_a_drawing_has_every_year_and_what_was_answered(two_years) -> None:
    trends = trends_of(cast.officer_actor())
    years = (two_years, two_years + 1, two_years + 2)
    assert [(one.priority, one.years) for one in trends.charts] == [
        ("Compétences", tuple(zip(years, (1, 0, 0), (0, 0, 0), strict=True))),
        ("", tuple(zip(years, (0, 0, 1), (0, 0, 1), strict=True))),
    ]


def test_one_priority_and_later_years_are_looked_at(two_years) -> None:
    by = cast.officer_actor()
    assert [one.priority for one in trends_of(by, Narrowed(priority="FIF-1")).years] == ["Compétences"]
    assert [one.priority for one in trends_of(by, Narrowed(priority=OUTSIDE)).years] == [""]
    assert [one.year for one in trends_of(by, Narrowed(since=two_years + 1)).years] == [two_years + 2]
    assert trends_of(by, Narrowed(sector="NONE")).years == ()


def test_the_page_draws_and_narrows(two_years, sign_in, browse) -> None:
    sign_in(cast.officer())
    page = browse("/office/trends")
    assert f"{two_years}: 1 position, 0 answered" in page
    narrowed = browse("/office/trends?priority=FIF-1&since=x")
    assert "Compétences" in narrowed
    assert f"{two_years + 2}: 1 position" not in narrowed
    assert "Nothing matches" in browse("/office/trends?priority=no-such")


def test_the_files_say_what_the_page_says(two_years, sign_in, client) -> None:
    sign_in(cast.officer())
    told = client.get(f"/office/trends/json?since={two_years + 1}").get_json()
    assert (told["federation"], told["narrowed"]["since"]) == ("FIF", two_years + 1)
    (year,) = told["years"]
    assert (year["priority"], year["positions"], year["outcomes"]) == ("", 1, {"taken_up": 1})
    whole = client.get("/office/trends/json").get_json()
    assert [one["priority"] for one in whole["years"]] == ["", "FIF-1"]


def test_what_a_report_withheld_is_withheld_in_the_files(sign_in, client) -> None:
    position = relayed(f.issue(), title="=1+1")
    first, second = told(cast.sent(position), 12), told(cast.sent(position), None)
    db.session.commit()
    sign_in(cast.officer())
    (course,) = client.get("/office/trends/json").get_json()["positions"]
    assert {one["report"]: one["groups"] for one in course["reports"]} == {first.number: 12, second.number: None}
    content = client.get("/office/trends/xlsx").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("Positions that came back").to_python()[1:]
    assert {row[2]: row[5] for row in rows} == {first.number: 12.0, second.number: "withheld"}
    assert {row[1] for row in rows} == {"=1+1"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_other_files_are_none_and_a_link_opens_none(sign_in, client, post) -> None:
    report = cast.sent(relayed(f.issue()))
    token = cast.link(report)
    db.session.commit()
    post(f"/read/{token}", f"/read/{token}")
    assert client.get("/office/trends/json").status_code == 404
    sign_in(cast.officer())
    assert client.get("/office/trends/pdf").status_code == 404

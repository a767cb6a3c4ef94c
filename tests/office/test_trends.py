"""Reports over the years, on the federation's side: what frozen documents say, nothing else."""

from dataclasses import replace

import pytest

from cara_crm.core.actor import Actor
from cara_crm.core.permissions import Role
from cara_crm.extensions import db
from cara_crm.reports.document import Figure, ReportDocument
from cara_crm.reports.models import Report
from cara_crm.reports.reading.trends import trends_of
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

"""A consultation as evidence in a report: figures beside the position that it was chosen for, protected as all are."""

from dataclasses import replace
from datetime import date

from cara_crm.reports.assemble import assemble
from cara_crm.reports.checks import fingerprint
from cara_crm.reports.layout import laid_out
from cara_crm.reports.material import AskedQuestion, Poll, Reply
from tests.reports.raw import material, wording

CHOICE = AskedQuestion(1, "choice", "Does it concern you?", ("Yes", "No"))
NUMBER = AskedQuestion(2, "number", "How many weeks?")


def poll(yes: int, no: int, asked: int = 40, questions=(CHOICE,), weeks: int = 3) -> Poll:
    replies = [Reply(f"m{n}", ((1, 0), (2, weeks)) if n < yes else ((1, 1),)) for n in range(yes + no)]
    groups = frozenset(f"m{n}" for n in range(asked))
    return Poll(9, tuple(questions), groups, tuple(replies), closed_on=date(2026, 9, 1))


def said(*positions):
    return assemble(material(*positions))


def of_poll(document):
    return [table for table in document.tables if table.id.startswith("poll-")]


def test_its_figures_stand_with_the_position_and_say_who_was_asked_and_replied() -> None:
    document = said(wording(8, poll=poll(12, 8))).document
    (position,), (table,) = document.positions, of_poll(document)
    replied = next(one for one in position.figures if one.id == "replied")
    assert (replied.value, replied.population) == (20, 40)
    assert (table.about, table.cells) == (position.id, ((12,), (8,), (20,)))
    assert any("closed on 1 September 2026" in text and "40" in text and "20" in text for text in position.caveats)
    shown = laid_out(document)["chapters"][0]["positions"][0]
    assert [one["title"] for one in shown["tables"]][-1] == "Does it concern you?"


def test_what_few_answered_is_withheld() -> None:
    (table,) = of_poll(said(wording(8, poll=poll(19, 1))).document)
    assert None in {cell for row in table.cells for cell in row[:1]}
    assert table.cells[1] == (None,)
    assert table.cells[0] == (None,)


def test_few_replies_are_no_figure() -> None:
    document = said(wording(8, poll=poll(3, 0))).document
    replied = next(one for one in document.positions[0].figures if one.id == "replied")
    assert replied.value is None
    assert [table.cells for table in of_poll(document)] == [((None,), (None,), (None,))]


def test_a_sum_that_one_group_dominates_is_withheld() -> None:
    asked = poll(10, 0, questions=(NUMBER,))
    even, uneven = said(wording(8, poll=asked)), [Reply("m0", ((2, 1_000),)), *asked.replies[1:]]
    assert next(f for f in even.document.positions[0].figures if f.id == "q2").value == 30
    document = said(wording(8, poll=replace(asked, replies=tuple(uneven)))).document
    assert next(f for f in document.positions[0].figures if f.id == "q2").value is None


def test_the_position_keeps_its_own_figures_and_breakdowns() -> None:
    alone, beside = said(wording(30)), said(wording(30, poll=poll(12, 8)))
    figures = alone.document.positions[0].figures
    assert beside.document.positions[0].figures[: len(figures)] == figures
    assert set(alone.document.tables) <= set(beside.document.tables)


def test_a_signal_says_nothing_but_its_words() -> None:
    one = wording(2, way="signal", poll=poll(12, 8))
    agreed = replace(one, voices=tuple(replace(voice, agreed_signal=True) for voice in one.voices))
    document = said(agreed).document
    assert document.positions[0].signal
    assert not of_poll(document)
    assert not document.positions[0].figures


def test_the_questions_are_read_for_leaks_and_a_review_sees_that_they_came() -> None:
    without, asked = said(wording(8)), said(wording(8, poll=poll(12, 0, questions=(NUMBER,))))
    assert {"position/7/answers/2"} == {text.place for text in asked.texts} - {text.place for text in without.texts}
    assert fingerprint(without) != fingerprint(asked)


def test_one_consultation_is_told_once_and_remembered() -> None:
    second = replace(wording(9), id=8, code="CARA-P8", poll=poll(12, 8))
    found = said(wording(8, poll=poll(12, 8)), second)
    assert len(of_poll(found.document)) == 1
    assert any(cell.key == "poll:9:replied" and cell.value == 20 for cell in found.cells)

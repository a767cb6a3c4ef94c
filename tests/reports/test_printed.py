"""What a document prints beside a text may be told again in it; what it withholds may not."""

from dataclasses import replace

import pytest

from cara_crm.confidentiality.leaks import LeakIndex
from cara_crm.reports.assemble import Assembled, CheckedText
from cara_crm.reports.checks import marks
from cara_crm.reports.printed import printed_at
from cara_crm.reports.queries.words import SaidWords
from tests.reports.sample import DOCUMENT, FURNACES, HEARD, MEMBERS

POSITION = replace(FURNACES, id="CARA-P7", tables=("polled",))
TABLE = replace(
    HEARD,
    id="polled",
    about="CARA-P7",
    rows=("yes", "no", "total"),
    columns=("total",),
    row_names=("Oui", "Non", "Total"),
    column_names=("Total",),
    cells=((None,), (None,), (12,)),
    shares=True,
)
WITHHELD = replace(DOCUMENT, positions=(POSITION,), tables=(TABLE, MEMBERS))
TOLD = replace(WITHHELD, tables=(replace(TABLE, cells=((7,), (5,), (12,))), MEMBERS))


def marked(place, text, document):
    made = Assembled(document, (), (CheckedText(place, text, frozenset()),), (), (), ())
    return [mark.leak.text for mark in marks(made, LeakIndex([]), SaidWords())]


def test_figures_and_cells_are_printed_and_those_of_groups_count_organisations():
    printed = printed_at(TOLD, "CARA-P7")
    assert printed.groups == {5, 7, 12, 13, 17}
    assert {1240, 62, 58, 42} <= printed.numbers
    assert printed_at(TOLD, "CARA-P8").groups == frozenset()


def test_the_public_membership_is_printed_in_the_document_and_is_no_count_of_who_spoke():
    printed = printed_at(WITHHELD)
    assert 110 in printed.numbers - printed.groups


@pytest.mark.parametrize("place", ["position/7/statement", "key_messages/1"])
@pytest.mark.parametrize(
    "text", ["Dix des douze ateliers attendent.", "Tous sauf deux attendent.", "83 % des ateliers attendent."]
)
def test_a_withheld_count_is_not_told_in_words(place, text):
    assert marked(place, text, WITHHELD)


@pytest.mark.parametrize("place", ["position/7/statement", "key_messages/1"])
@pytest.mark.parametrize(
    "text", ["Sept des douze ateliers attendent.", "58 % des ateliers attendent.", "12 ateliers ont répondu."]
)
def test_a_count_that_is_printed_beside_the_text_is_told(place, text):
    assert marked(place, text, TOLD) == []

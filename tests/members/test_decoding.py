"""Text of any usual encoding, delimiter and disorder becomes the same rows."""

import codecs

import pytest

from cara_crm.members.spreadsheet.decoding import decode
from cara_crm.members.spreadsheet.delimited import read_delimited
from cara_crm.members.spreadsheet.grid import Unreadable
from tests.members.lists import PLANTS, YEARS

pytestmark = pytest.mark.usefixtures("request_context")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac-roman", "cp850", "utf-32"]
)
def test_every_usual_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(YEARS.encode(encoding)).text == YEARS


def test_a_mark_of_utf8_before_windows_text_is_not_believed() -> None:
    assert decode(codecs.BOM_UTF8 + YEARS.encode("cp1252")).text == YEARS


def test_one_line_of_another_encoding_does_not_spoil_the_rest() -> None:
    mixed = "Nom\nÉglantine\nCâblages\n".encode() + "Vénissieux\n".encode("cp1252")
    assert decode(mixed).text.split() == ["Nom", "Églantine", "Câblages", "Vénissieux"]


def test_an_encoding_that_was_told_and_does_not_fit_is_refused() -> None:
    with pytest.raises(Unreadable, match="utf-8"):
        decode(YEARS.encode("cp1252"), "utf-8")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|", "£"])
def test_the_delimiter_is_recognised(delimiter: str) -> None:
    grid = read_delimited(YEARS.replace(";", delimiter).encode())
    assert grid.delimiter == delimiter
    assert {len(row) for row in grid.rows} == {9}


def test_commas_inside_cells_do_not_make_a_comma_the_delimiter() -> None:
    assert read_delimited(b"nom;ca\nA, B et C;1,5\nD, E;2,5\n").delimiter == ";"


def test_a_first_line_may_tell_the_delimiter() -> None:
    assert read_delimited(b"sep=|\nnom|siren\na;b|c\n").rows == [["nom", "siren"], ["a;b", "c"]]


def test_a_line_break_inside_quotes_stays_in_its_cell() -> None:
    grid = read_delimited(PLANTS.encode())
    assert grid.rows[1][3] == "12 rue du Four\nBP 8"
    assert len(grid.rows) == 4


def test_a_quotation_mark_that_never_closes_breaks_its_own_row_only() -> None:
    grid = read_delimited(b'a;b;c\n1;"2;3\n4;5;6\n7;8;9\n')
    assert grid.rows == [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]]
    assert list(grid.broken) == [1]


def test_two_stray_quotation_marks_do_not_swallow_the_rows_between() -> None:
    grid = read_delimited(b'a;b;c\n1;"2;3\n4;5;6\n"7;8;9\n1;2;3\n')
    assert [row[0] for row in grid.rows] == ["a", "1", "4", "7", "1"]
    assert list(grid.broken) == [1, 3]


@pytest.mark.parametrize("data", [b"", b"\n\n  \n", "﻿".encode()])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_delimited(data)


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(Unreadable):
        decode(bytes(range(256)) * 12)

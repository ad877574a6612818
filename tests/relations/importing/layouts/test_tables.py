"""Tables whose columns have names, as publishers write them and spreadsheets save them again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.importing.files import InputFile, Row
from relations.importing.layouts.tables import Table, fits, number
from relations.importing.layouts.wording import cut, listed, runs, said_runs
from relations.importing.records import Trouble

Write = Callable[..., InputFile]
NEEDED = ("a", "b")


def cells(file: InputFile) -> list[list[str]]:
    return [row.cells for row in Table(file, NEEDED).rows() if isinstance(row, Row)]


def troubles(file: InputFile) -> list[Trouble]:
    return [row for row in Table(file, NEEDED).rows() if isinstance(row, Trouble)]


@pytest.mark.parametrize(
    "text",
    [
        "a,b,c\n1,2,3\n",
        "\ufeffa,b,c\r\n1,2,3\r\n",
        '"a";"b";"c"\r\n"1";"2";"3"\r\n',
        "a\tb\tc\n1\t2\t3\n",
        "\n\nA , B,C\n1,2,3\n",
    ],
    ids=["plain", "mark and CRLF", "semicolons, quoted", "tabs", "blank lines, blanks, capitals"],
)
def test_a_table_is_read_however_it_was_saved(write: Write, text: str) -> None:
    file = write(text)

    assert fits(file, ("a", "c"))
    assert cells(file) == [["1", "2", "3"]]
    assert not troubles(file)


def test_a_utf16_file_of_a_spreadsheet_is_read(write: Write) -> None:
    assert cells(write("a\tb\n1\tĀ\n", encoding="utf-16")) == [["1", "Ā"]]


def test_columns_are_found_in_any_order(write: Write) -> None:
    table = Table(write("b,a\n2,1\n"), NEEDED)

    assert [row.cells[table.at("a")] for row in table.rows() if isinstance(row, Row)] == ["1"]


def test_a_file_without_a_needed_column_is_not_of_the_layout(write: Write) -> None:
    assert not fits(write("a,c\n1,2\n"), NEEDED)
    assert not fits(write("a,b,year\n1,2,3\n"), NEEDED, without=("year",))
    assert not fits(write(""), NEEDED)


def test_empty_cells_left_out_at_the_end_of_a_row_are_there(write: Write) -> None:
    assert cells(write("a,b,c,d\n1,2\n5,6,7,8\n")) == [["1", "2", "", ""], ["5", "6", "7", "8"]]


def test_a_row_without_a_needed_cell_is_refused_where_it_stands(write: Write) -> None:
    (refusal,) = troubles(write("a,b\n1\n3,4\n"))

    assert refusal.is_refusal
    assert refusal.line == 2
    assert refusal.said == "The row has 1 cells of 2."


def test_a_row_with_more_cells_than_headings_is_refused(write: Write) -> None:
    (refusal,) = troubles(write("a,b\n1,2,3\n4,5,\n"))

    assert (refusal.line, refusal.is_refusal) == (2, True)


def test_a_file_cut_in_a_row_says_so_of_that_row(write: Write) -> None:
    (refusal,) = troubles(write("a,b,c\n1,2,3\n4,5"))

    assert (refusal.line, refusal.is_refusal) == (3, True)
    assert "the file may be cut" in refusal.said


def test_a_file_cut_in_its_last_cell_is_remarked_on(write: Write) -> None:
    (remark,) = troubles(write("a,b\n1,2\n3,4"))

    assert (remark.line, remark.is_refusal) == (3, False)


def test_a_file_cut_in_a_quoted_cell_says_so(write: Write) -> None:
    (refusal,) = troubles(write('a,b,c\n1,"two\n'))

    assert (refusal.line, refusal.is_refusal) == (2, True)


def test_an_open_quotation_mark_that_swallows_the_file_is_a_refusal(write: Write) -> None:
    found = troubles(write('a,b\n1,2\n3,"' + "x,\n" * 400_000))

    assert [trouble.line for trouble in found] == [3]
    assert "quotation mark" in found[0].said


def test_empty_rows_are_passed_over(write: Write) -> None:
    file = write("a,b\n,\n\n1,2\n,,\n")

    assert cells(file) == [["1", "2"]]
    assert not troubles(file)


def test_a_file_of_headings_has_no_rows(write: Write) -> None:
    assert cells(write("a,b\n")) == []
    assert not troubles(write("a,b"))


@pytest.mark.parametrize(
    ("text", "expected"), [("1949", 1949), ("1949.0", 1949), (" 2 ", 2), ("-9", -9), ("NA", None)]
)
def test_a_number_is_read_as_spreadsheets_write_it(text: str, expected: int | None) -> None:
    assert number(text) == expected


@pytest.mark.parametrize("text", ["19x", "1949.5", "TBD", "١٩٤٩"])
def test_what_is_no_whole_number_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        number(text)


@given(st.sets(st.integers(1800, 2100)))
def test_runs_hold_exactly_the_years_they_were_made_of(years: set[int]) -> None:
    found = runs(years)

    assert {year for first, last in found for year in range(first, last + 1)} == years
    assert all(first > last + 1 for (_, last), (first, _) in pairwise(found))


def test_runs_are_said_in_words() -> None:
    assert said_runs([1949, 1950, 1952]) == "1949–1950 and 1952"
    assert listed([]) == ""


def test_a_long_text_ends_at_a_word() -> None:
    assert cut("one two three", 9) == "one two…"


def test_the_path_is_not_kept_open(write: Write, tmp_path: Path) -> None:
    cells(write("a,b\n1,2\n"))
    (tmp_path / "file.csv").unlink()

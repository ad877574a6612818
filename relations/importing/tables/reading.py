"""Rows of a table as texts, whatever the file: CSV by its own delimiter, or a spreadsheet.

How a spreadsheet's cells become text `relations.importing.spreadsheets` says. A file that cannot
be read is refused in one sentence.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from relations.importing import spreadsheets
from relations.importing.errors import Unreadable
from relations.importing.files import InputFile
from relations.importing.tables.mapping import Mapping

__all__ = ["MOST_ROWS", "Line", "Sheet", "Unreadable", "open_sheet"]

MOST_ROWS = 100_000
MOST_COLUMNS = 300
_DELIMITERS = ",;\t|"
_OLD = b"\xd0\xcf\x11\xe0"
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Line:
    """Cells of a row as texts without blanks around them, and its line from 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """The headings of a table, and its rows, those without any text left out."""

    headings: list[str]
    rows: Iterator[Line]


@contextmanager
def open_sheet(file: InputFile, mapping: Mapping) -> Iterator[Sheet]:
    """Open a table. Raise Unreadable, at once or while its rows are read."""
    if file.size == 0:
        raise Unreadable(f"{file.name} is empty.")
    with file.path.open("rb") as opened:
        start = opened.read(8)
    if start.startswith(_OLD):
        raise Unreadable(
            f"{file.name} is an old spreadsheet or locked by a password; save it as .xlsx."
        )
    if file.is_spreadsheet:
        with spreadsheets.open_book(file.path, file.name) as book:
            yield _sheet(_rows_of(file, book, mapping), mapping, file)
        return
    yield _sheet(_lines_of(file, mapping), mapping, file)


def _sheet(lines: Iterator[Line], mapping: Mapping, file: InputFile) -> Sheet:
    for line in lines:
        if line.line >= mapping.heading_row and any(line.cells):
            headings = [" ".join(cell.lstrip("\ufeff").split()) for cell in line.cells]
            while headings and not headings[-1]:
                headings.pop()
            return Sheet(headings, _counted(lines, file))
    raise Unreadable(f"{file.name} has no row of headings.")


def _counted(lines: Iterator[Line], file: InputFile) -> Iterator[Line]:
    count = 0
    for line in lines:
        if not any(line.cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise Unreadable(
                f"{file.name} has more than {MOST_ROWS:,} rows; divide it into several files."
            )
        yield line


# --- texts -------------------------------------------------------------------------------


def _lines_of(file: InputFile, mapping: Mapping) -> Iterator[Line]:
    opened = InputFile(file.path, file.name)
    if mapping.encoding:
        opened.encoding = mapping.encoding
    if _BINARY.search(opened.head[:4_000]):
        raise Unreadable(f"{file.name} is neither a text nor a spreadsheet of the kind .xlsx.")
    delimiter, skipped = mapping.delimiter, 0
    first = opened.first_lines[0].lstrip("\ufeff") if opened.first_lines else ""
    if re.fullmatch(r"sep=.", first):
        delimiter, skipped = delimiter or first[-1], 1
    if not delimiter:
        shown = opened.first_lines[skipped:][mapping.heading_row - 1 : mapping.heading_row]
        delimiter = _delimiter_of(shown[0] if shown else "")
    try:
        for row in opened.rows(delimiter, start=1 + skipped):
            yield Line(row.line, [cell.strip() for cell in row.cells[:MOST_COLUMNS]])
    except csv.Error as error:
        raise Unreadable(
            f"{file.name} cannot be divided into cells ({error}): a quotation mark may be "
            "left open."
        ) from error
    except UnicodeError as error:
        raise Unreadable(f"{file.name} is not written in {mapping.encoding}.") from error


def _delimiter_of(line: str) -> str:
    """The sign that parts the headings into the most cells; a comma where there is none."""
    counts = {sign: len(next(csv.reader([line], delimiter=sign), [])) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: counts[sign])


# --- spreadsheets ------------------------------------------------------------------------


def _rows_of(file: InputFile, book: Any, mapping: Mapping) -> Iterator[Line]:
    sheet = spreadsheets.sheet_of(book, file.name, mapping.sheet)
    rows = spreadsheets.rows_of(sheet, file.name, MOST_COLUMNS)
    for number, cells in enumerate(rows, 1):
        yield Line(number, cells)

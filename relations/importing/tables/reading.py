"""Rows of a table as texts, whatever the file: CSV by its own delimiter, or a spreadsheet.

A spreadsheet is told by its bytes, not its name. Its numbers are written plainly, its formulas
give the values they had when it was saved, and a date is as precise as its cell shows it: one
that shows "Jul 2022" is 2022-07. Files that would unpack to very much, hold macros or are cut are
refused in one sentence.
"""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl

from relations.importing.files import InputFile, NotRecognised
from relations.importing.tables.mapping import Mapping

__all__ = ["MOST_ROWS", "Line", "Sheet", "Unreadable", "is_spreadsheet", "open_sheet"]

MOST_ROWS = 100_000
MOST_COLUMNS = 300
MOST_UNPACKED = 256 * 1024 * 1024
MOST_STRINGS = 64 * 1024 * 1024
"""Of the part with a spreadsheet's texts, which is read whole."""
_DELIMITERS = ",;\t|"
_OLD = b"\xd0\xcf\x11\xe0"
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Unreadable(NotRecognised):
    """The file is no table we can read; the message is one sentence."""


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


def is_spreadsheet(file: InputFile) -> bool:
    with file.path.open("rb") as opened:
        return opened.read(4) == b"PK\x03\x04"


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
    if start.startswith(b"PK\x03\x04"):
        with _workbook(file) as book:
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


@contextmanager
def _workbook(file: InputFile) -> Iterator[Any]:
    _refuse_unsafe(file)
    # opened here: from a path the reader believes the name's ending
    with file.path.open("rb") as opened:
        with _readable(file), warnings.catch_warnings():
            # of parts that it leaves out, such as drop-down lists and pictures
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(opened, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _refuse_unsafe(file: InputFile) -> None:
    with _readable(file), zipfile.ZipFile(file.path) as archive:
        parts = {part.filename: part for part in archive.infolist()}
        if "xl/workbook.xml" not in parts:
            raise Unreadable(f"{file.name} is no spreadsheet of the kind .xlsx.")
        if any("vbaproject" in name.lower() for name in parts):
            raise Unreadable(f"{file.name} carries macros; save it as .xlsx without them.")
        # what reads a part stops at the size written here
        size = sum(part.file_size for part in parts.values())
        strings = parts.get("xl/sharedStrings.xml")
        if size > MOST_UNPACKED or (strings and strings.file_size > MOST_STRINGS):
            raise Unreadable(
                f"{file.name} unpacks to {size:,} bytes; a spreadsheet may have "
                f"{MOST_UNPACKED:,}, of them {MOST_STRINGS:,} of text. Save it as CSV."
            )
        for name, part in parts.items():
            if name.endswith((".xml", ".rels")):
                with archive.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(2_000):
                        raise Unreadable(f"{file.name} is no spreadsheet that a program wrote.")


@contextmanager
def _readable(file: InputFile) -> Iterator[None]:
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:
        # a damaged file breaks its reader in whatever way it likes
        raise Unreadable(
            f"{file.name} cannot be read as a spreadsheet; it may be cut or damaged."
        ) from error


def _rows_of(file: InputFile, book: Any, mapping: Mapping) -> Iterator[Line]:
    names = [sheet.title for sheet in book.worksheets]
    if mapping.sheet and mapping.sheet not in names:
        raise Unreadable(
            f"{file.name} has no sheet “{mapping.sheet}”; it has {', '.join(names)[:200]}."
        )
    if not names:
        raise Unreadable(f"{file.name} has no sheet of cells.")
    with _readable(file):
        page = book[mapping.sheet] if mapping.sheet else book.worksheets[0]
        # some programs write a size that is not the sheet's
        page.reset_dimensions()
        rows = page.iter_rows()
    number = 0
    while True:
        with _readable(file):
            row = next(rows, None)
        if row is None:
            return
        number += 1
        yield Line(number, [_text(cell) for cell in row[:MOST_COLUMNS]])


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, date):
        return _date(value, str(cell.number_format or ""))
    return str(value)


def _date(value: date, shown: str) -> str:
    """As precise as it is shown: without a day in its format a month, with years alone a year."""
    day = value.date() if isinstance(value, datetime) else value
    letters = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", shown.lower())
    if "y" in letters and "d" not in letters:
        return f"{day.year:04}-{day.month:02}" if "m" in letters else f"{day.year:04}"
    return day.isoformat()

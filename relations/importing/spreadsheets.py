"""Spreadsheets of the kind .xlsx as rows of text, told by their bytes and not their name.

Numbers are written plainly, formulas give the values they had when the file was saved, and a date
is as precise as its cell shows it: one that shows "Jul 2022" is 2022-07. Rows are read one by one;
only the texts, which a spreadsheet keeps in a part of their own, are read whole. Files that would
unpack to very much, hold macros or are cut are refused in one sentence.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl

from relations.importing.errors import Unreadable

__all__ = ["is_spreadsheet", "open_book", "readable", "rows_of", "sheet_of", "widest"]

MOST_UNPACKED = 256 * 1024 * 1024
MOST_STRINGS = 64 * 1024 * 1024
"""Of the part with a spreadsheet's texts, which is read whole."""
_LOOKED_AT = 30
"""Rows in which a sheet's headings are looked for."""


def is_spreadsheet(path: Path) -> bool:
    with path.open("rb") as opened:
        return opened.read(4) == b"PK\x03\x04"


@contextmanager
def open_book(path: Path, name: str, *, times: int = 1) -> Iterator[Any]:
    """Open a workbook to read. Raise Unreadable.

    times: by how much a publisher's own file may be larger than a table somebody has made.
    """
    _refuse_unsafe(path, name, times)
    # opened here: from a path the reader believes the name's ending
    with path.open("rb") as opened:
        with readable(name), warnings.catch_warnings():
            # of parts that it leaves out, such as drop-down lists and pictures
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(opened, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _refuse_unsafe(path: Path, name: str, times: int) -> None:
    most, most_text = MOST_UNPACKED * times, MOST_STRINGS * times
    with readable(name), zipfile.ZipFile(path) as archive:
        parts = {part.filename: part for part in archive.infolist()}
        if "xl/workbook.xml" not in parts:
            raise Unreadable(f"{name} is no spreadsheet of the kind .xlsx.")
        if any("vbaproject" in part.lower() for part in parts):
            raise Unreadable(f"{name} carries macros; save it as .xlsx without them.")
        # what reads a part stops at the size written here
        size = sum(part.file_size for part in parts.values())
        strings = parts.get("xl/sharedStrings.xml")
        if size > most or (strings and strings.file_size > most_text):
            raise Unreadable(
                f"{name} unpacks to {size:,} bytes; a spreadsheet may have {most:,}, of them "
                f"{most_text:,} of text. Save it as CSV."
            )
        for part in parts.values():
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(2_000):
                        raise Unreadable(f"{name} is no spreadsheet that a program wrote.")


@contextmanager
def readable(name: str) -> Iterator[None]:
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:
        # a damaged file breaks its reader in whatever way it likes
        raise Unreadable(
            f"{name} cannot be read as a spreadsheet; it may be cut or damaged."
        ) from error


def sheet_of(book: Any, name: str, wanted: str = "") -> Any:
    """Return the sheet of a name, or the first. Raise Unreadable."""
    titles = [sheet.title for sheet in book.worksheets]
    if wanted and wanted not in titles:
        raise Unreadable(f"{name} has no sheet “{wanted}”; it has {', '.join(titles)[:200]}.")
    if not titles:
        raise Unreadable(f"{name} has no sheet of cells.")
    return book[wanted] if wanted else book.worksheets[0]


def widest(book: Any, name: str) -> Any:
    """Return the sheet whose headings are the most; of several the first. Raise Unreadable.

    Publishers put a sheet that explains the columns, which is narrow, beside or before the data.
    """
    first = sheet_of(book, name)
    width = {sheet.title: _headings(sheet, name) for sheet in book.worksheets}
    return max(book.worksheets, key=lambda sheet: width[sheet.title], default=first)


def _headings(sheet: Any, name: str) -> int:
    return max(
        (sum(1 for cell in row if cell) for row in islice(rows_of(sheet, name), _LOOKED_AT)),
        default=0,
    )


def rows_of(sheet: Any, name: str, most: int | None = None) -> Iterator[list[str]]:
    """Yield the rows of a sheet, empty ones too. most: of cells. Raise Unreadable."""
    with readable(name):
        # some programs write a size that is not the sheet's
        sheet.reset_dimensions()
        rows = sheet.iter_rows()
    while True:
        with readable(name):
            row = next(rows, None)
        if row is None:
            return
        yield [_text(cell) for cell in row[:most]]


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

"""Tables whose columns have names: headings in any order, rows checked, numbers as written.

A spreadsheet that saves a publisher's file again changes the separator, quotes cells, writes 1949
as 1949.0, or leaves out the empty cells at the end of a row. All of that is read; a row that is
too short for what a layout needs is refused, and the last one may show that the file was cut.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from relations import dates
from relations.importing.files import InputFile, Row
from relations.importing.records import Trouble

__all__ = [
    "Renamed", "Table", "Unreadable", "fits", "headings", "number", "trouble", "values_in", "when",
]  # fmt: skip

Made = TypeVar("Made")

Renamed = Mapping[str, Sequence[str]]
"""What other editions of a data set call a column, by the name it has here."""

_SEPARATORS = ",;\t"
_MISSING = frozenset(("", "NA", "N/A", "#N/A", "NULL", "NaN", "nan", "None"))

when = lru_cache(maxsize=50_000)(dates.parse)
"""`dates.parse`, which remembers: a data set says the same years over and over."""


def _heading_line(file: InputFile) -> tuple[int, str]:
    for number_, line in enumerate(file.first_lines, 1):
        if line.strip(" ,;\t\ufeff"):
            return number_, line.lstrip("\ufeff")
    return 1, ""


def headings(file: InputFile) -> tuple[int, str, list[str]]:
    """Return the line of the headings, the separator, and the headings as they stand."""
    line, text = _heading_line(file)
    best: list[str] = []
    separator = ","
    for candidate in _SEPARATORS:
        cells = next(csv.reader([text], delimiter=candidate), [])
        if len(cells) > len(best):
            best, separator = cells, candidate
    return line, separator, [cell.strip() for cell in best]


def fits(
    file: InputFile,
    needed: Sequence[str],
    without: Sequence[str] = (),
    renamed: Renamed | None = None,
) -> bool:
    """Whether a file has columns of all these names, and of none of the others."""
    found = {name.casefold() for name in headings(file)[2]}
    others = renamed or {}
    return all(
        any(one.casefold() in found for one in (name, *others.get(name, ()))) for name in needed
    ) and not any(name.casefold() in found for name in without)


class Unreadable(Exception):
    """What of a row cannot be read: one sentence, the heading and the value."""

    def __init__(self, said: str, column: str = "", value: str = "") -> None:
        self.said, self.column, self.value = said, column, value
        super().__init__(said)


class Table:
    """A file read by the names of its columns; `needed` are those no row can be without.

    is_quoted: False where the publisher quotes nothing, so that a mark in a text opens no cell.
    """

    def __init__(
        self,
        file: InputFile,
        needed: Sequence[str],
        renamed: Renamed | None = None,
        *,
        is_quoted: bool = True,
    ) -> None:
        self.file = file
        self._is_quoted = is_quoted
        line, self._separator, self.headings = headings(file)
        self._start = line + 1
        named = [(at, name.casefold()) for at, name in enumerate(self.headings) if name]
        self._at = {name: at for at, name in reversed(named)}
        for name, others in (renamed or {}).items():
            at = self.find(name, *others)
            if at is not None:
                self._at[name.casefold()] = at
        self._width = named[-1][0] + 1 if named else 0
        self._least = max((self._at[name.casefold()] for name in needed), default=-1) + 1

    def at(self, name: str) -> int:
        """Return the position of a column; KeyError if there is none."""
        return self._at[name.casefold()]

    def find(self, *names: str) -> int | None:
        """Return the position of the first of these columns that is here."""
        for name in names:
            if (at := self._at.get(name.casefold())) is not None:
                return at
        return None

    def text(self, row: Row, name: str) -> str:
        """Return a cell without blanks around it; empty where there is no such column."""
        at = self._at.get(name)
        text = "" if at is None else row.cells[at].strip()
        if not self._is_quoted and len(text) > 1 and text[0] == text[-1] == '"':
            # a spreadsheet has saved it again
            return text[1:-1].replace('""', '"').strip()
        return text

    def number(self, row: Row, name: str) -> int | None:
        """Return a whole number; None where it is missing. Raise Unreadable for a word."""
        at = self._at.get(name)
        try:
            return None if at is None else number(row.cells[at])
        except ValueError:
            raise Unreadable("This is not a number.", name, row.cells[at or 0]) from None

    def year(self, row: Row, name: str) -> int:
        """Return a year from 1 to 9998. Raise Unreadable for anything else."""
        year = self.number(row, name)
        if year is None or not 1 <= year < 9999:
            raise Unreadable("This is not a year.", name, self.text(row, name))
        return year

    def refuse(self, row: Row, error: Unreadable) -> Trouble:
        return trouble(self.file, row, error.said, self._heading(error.column), error.value)

    def remark(self, row: Row, said: str, column: str = "", value: str = "") -> Trouble:
        return trouble(self.file, row, said, self._heading(column), value, is_refusal=False)

    def _heading(self, column: str) -> str:
        """Return a heading as it stands in the file."""
        at = self._at.get(column.casefold())
        return column if at is None else self.headings[at]

    def rows(self) -> Iterator[Row | Trouble]:
        """Yield each row, as wide as the headings at least, or why it cannot be read."""
        waiting: Row | None = None
        last: Row | None = None
        try:
            for row in self.file.rows(
                self._separator, start=self._start, is_quoted=self._is_quoted
            ):
                if waiting is not None:
                    yield self._mended(waiting)
                    waiting = None
                count = len(row.cells)
                if count < self._width:
                    if count > 0 and any(row.cells):
                        last = waiting = row
                    continue
                if count > self._width and any(row.cells[self._width :]):
                    yield trouble(
                        self.file,
                        row,
                        f"The row has {count} cells and the headings are {self._width}; a cell "
                        "may hold a separator without quotation marks.",
                    )
                    continue
                last = row
                if any(row.cells):
                    yield row
        except csv.Error as error:
            yield Trouble(
                last.last_line + 1 if last else self._start,
                f"The file cannot be read from here on ({error}); a quotation mark may be open.",
                file=self.file.name,
            )
            return
        if last is None:
            return
        is_whole = _ends_with_break(self.file)
        if waiting is not None:
            yield (
                self._mended(waiting)
                if is_whole and not _is_open(waiting)
                else trouble(
                    self.file,
                    waiting,
                    f"The last row has {len(waiting.cells)} cells of {self._width}: "
                    "the file may be cut here.",
                )
            )
        elif not is_whole:
            yield trouble(
                self.file,
                last,
                "The last line has no line break: the file may be cut here.",
                is_refusal=False,
            )

    def each(self, take: Callable[[Table, Row], Iterator[Made]]) -> Iterator[Made | Trouble]:
        """Yield what is made of each row, or why it cannot be read.

        take: may raise Unreadable, which refuses the row.
        """
        for row in self.rows():
            if isinstance(row, Trouble):
                yield row
                continue
            try:
                yield from take(self, row)
            except Unreadable as error:
                yield self.refuse(row, error)

    def _mended(self, row: Row) -> Row | Trouble:
        """Give a row the empty cells that were left out at its end."""
        if len(row.cells) < self._least:
            return trouble(self.file, row, f"The row has {len(row.cells)} cells of {self._width}.")
        padding = [""] * (self._width - len(row.cells))
        return Row(row.line, row.cells + padding, row.last_line, row.raw)


def values_in(
    files: Iterable[InputFile], needed: Sequence[str], column: str, renamed: Renamed | None = None
) -> set[str]:
    """Return every text that stands in a column of the files."""
    found: set[str] = set()
    for file in files:
        table = Table(file, needed, renamed)
        found |= {table.text(row, column) for row in table.rows() if isinstance(row, Row)}
    return found


def _is_open(row: Row) -> bool:
    return row.raw.count('"') % 2 == 1


def _ends_with_break(file: InputFile) -> bool:
    with file.text_path.open("rb") as raw:
        raw.seek(max(0, file.text_path.stat().st_size - 4))
        return raw.read().rstrip(b"\x00")[-1:] in (b"\n", b"\r")


def trouble(
    file: InputFile,
    row: Row,
    said: str,
    column: str = "",
    value: str = "",
    *,
    is_refusal: bool = True,
) -> Trouble:
    """Refuse a row, or remark on it, where it stands."""
    return Trouble(row.line, said, column, value, is_refusal, file.name)


@lru_cache(maxsize=10_000)
def number(text: str) -> int | None:
    """Read a whole number as written: 1949, 1949.0; None where it is missing.

    Raise ValueError for anything else. -9 is a number here: what it means is the data set's.
    """
    text = text.strip()
    if text in _MISSING:
        return None
    head, point, tail = text.partition(".")
    if point and tail.strip("0"):
        raise ValueError(text)
    if not head.isascii():
        raise ValueError(text)
    return int(head)

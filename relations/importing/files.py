"""Files as they come: bytes of an unknown encoding, rows with the lines they stand on.

A spreadsheet is read as the text of its widest sheet, a line a row.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from relations.importing import spreadsheets
from relations.importing.errors import NotRecognised

__all__ = ["MOST_BYTES", "InputFile", "NotRecognised", "Row"]

MOST_BYTES = 400 * 1024 * 1024
_HEAD = 64 * 1024
_CHUNK = 1024 * 1024
_HEAD_ROWS = 40
_LARGER = 3
"""By how much a publisher's spreadsheet may be larger than a table of one's own."""

csv.field_size_limit(1024 * 1024)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of a row and the first and last line of the file it stands on, from 1."""

    line: int
    cells: list[str]
    last_line: int
    raw: str = ""

    @property
    def place(self) -> str:
        return place_of(self.line, self.last_line)


def place_of(first: int, last: int) -> str:
    """Say where rows stand: "line 4", "lines 4 to 9"."""
    return f"line {first}" if last == first else f"lines {first} to {last}"


class InputFile:
    """One file to import: its name, its digest, and its text line by line.

    Text is UTF-8 (with or without a mark), UTF-16 with its mark, else Windows-1252, in which
    every byte but five means something; those five are kept as U+FFFD and counted. What is read
    of a spreadsheet may raise Unreadable.
    """

    def __init__(self, path: Path, name: str = "") -> None:
        self.path = path
        self.name = name or path.name
        self.size = path.stat().st_size
        if self.size > MOST_BYTES:
            raise NotRecognised(
                f"{self.name} has {self.size:,} bytes; files may have {MOST_BYTES:,}."
            )

    @cached_property
    def sha256(self) -> str:
        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest()

    @cached_property
    def is_spreadsheet(self) -> bool:
        return spreadsheets.is_spreadsheet(self.path)

    @cached_property
    def text_path(self) -> Path:
        """Where the text stands: here, or in a file made of the sheet that goes with this one."""
        if not self.is_spreadsheet:
            return self.path
        # kept by this object and deleted with it
        self._text = tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".csv")  # noqa: SIM115
        writer = csv.writer(self._text, lineterminator="\n")
        writer.writerows(self._sheet())
        self._text.flush()
        return Path(self._text.name)

    def _sheet(self) -> Iterator[list[str]]:
        """Yield the rows of the widest sheet, as wide as its headings, each on one line."""
        with spreadsheets.open_book(self.path, self.name, times=_LARGER) as book:
            width = 0
            for cells in spreadsheets.rows_of(spreadsheets.widest(book, self.name), self.name):
                while cells and not cells[-1]:
                    cells.pop()
                width = width or len(cells)
                if cells:
                    cells = [" ".join(cell.splitlines()) for cell in cells]
                    cells += [""] * (width - len(cells))
                yield cells

    @cached_property
    def encoding(self) -> str:
        if self.is_spreadsheet:
            return "utf-8"
        with self.path.open("rb") as file:
            start = file.read(4)
            if start.startswith(codecs.BOM_UTF8):
                return "utf-8-sig"
            if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"
            file.seek(0)
            reader = codecs.getincrementaldecoder("utf-8")()
            try:
                while chunk := file.read(_CHUNK):
                    reader.decode(chunk)
                reader.decode(b"", final=True)
            except UnicodeDecodeError:
                return "cp1252"
            return "utf-8"

    @cached_property
    def head(self) -> str:
        """The first 64 kB as text, to recognise a layout by."""
        if self.is_spreadsheet:
            made = io.StringIO()
            csv.writer(made, lineterminator="\n").writerows(islice(self._sheet(), _HEAD_ROWS))
            return made.getvalue()
        with self.path.open("rb") as file:
            return file.read(_HEAD).decode(self.encoding, errors="replace")

    @property
    def first_lines(self) -> list[str]:
        return self.head.splitlines()[:40]

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield (line from 1, text without its line break)."""
        with self.text_path.open(encoding=self.encoding, errors="replace", newline="\n") as file:
            for number, line in enumerate(file, 1):
                yield number, line.rstrip("\r\n")

    def rows(
        self, delimiter: str = ",", *, start: int = 1, is_quoted: bool = True
    ) -> Iterator[Row]:
        """Yield the rows of a CSV file, from a line on; empty ones too.

        is_quoted: False where a quotation mark is a character like others.
        """
        with self.text_path.open(encoding=self.encoding, errors="replace", newline="") as file:
            for _ in range(start - 1):
                file.readline()
            kept: list[str] = []

            def remembered() -> Iterator[str]:
                for line in file:
                    kept.append(line.replace("\x00", "\ufffd"))
                    yield kept[-1]

            reader = csv.reader(
                remembered(),
                delimiter=delimiter,
                quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE,
            )
            before = 0
            for cells in reader:
                raw = "".join(kept).rstrip("\r\n")
                kept.clear()
                yield Row(start + before, cells, start + reader.line_num - 1, raw)
                before = reader.line_num


def header_of(file: InputFile, delimiter: str = ",") -> list[str]:
    """Return the cells of the first line, without blanks around them."""
    lines = file.first_lines
    if not lines:
        return []
    return [cell.strip() for cell in next(csv.reader([lines[0]], delimiter=delimiter), [])]

"""Rows into JSON and spreadsheets, one at a time; CSV is that of `relations.exporting`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

import orjson
import xlsxwriter

from relations.exporting import Value

_LONGEST = 32_767  # what a cell of a spreadsheet holds


@dataclass(frozen=True, slots=True)
class About:
    """What a file is of. rows: how many it holds; withheld: left out under their licence."""

    title: str
    address: str
    filters: str
    rows: int
    withheld: int
    made_at: datetime
    licence: str = "Each row names its own in the columns licences and credits."

    def lines(self) -> list[tuple[str, str | int]]:
        return [
            ("title", self.title),
            ("address", self.address),
            ("filters", self.filters),
            ("rows", self.rows),
            ("withheld under their licence", self.withheld),
            ("made at", self.made_at.isoformat(timespec="seconds")),
            ("cite as", f"Dyad, {self.title}, {self.address}, {self.made_at:%d %B %Y}"),
            ("licence", self.licence),
        ]


def head_json(about: About, rows: str = "facts") -> bytes:
    """Begin the JSON document of a view: what it is of, and what its rows are called."""
    return b'{"about":' + orjson.dumps(dict(about.lines())) + b',"' + rows.encode() + b'":['


def rows_json(rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield the rest of the document: the rows, facts as the API has them."""
    for place, row in enumerate(rows):
        yield (b",\n" if place else b"\n") + orjson.dumps(row)
    yield b"\n]}\n"


def write_xlsx(
    file: IO[bytes],
    about: Callable[[], About],
    names: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet: str = "facts",
) -> None:
    """Write a spreadsheet: the rows, and a second sheet that says what they are.

    about is asked when all rows are written.
    """
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True})
    page.freeze_panes(1, 0)
    for place, name in enumerate(names):
        page.write_string(0, place, name, bold)
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            _write(page.write_string, page.write_number, number, place, value)
    told = book.add_worksheet("about")
    for number, (name, said) in enumerate(about().lines()):
        told.write_string(number, 0, name, bold)
        told.write_string(number, 1, str(said))
    book.close()


def _write(
    text: Callable[..., Any], number: Callable[..., Any], row: int, column: int, value: Value
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float):
        number(row, column, value)
    else:
        # Days as ISO text: a spreadsheet's own dates begin in 1900.
        said = value.isoformat() if isinstance(value, date) else value
        text(row, column, said[:_LONGEST])

"""Rows into CSV, for pages' files and exports alike.

RFC 4180 in UTF-8 without a byte order mark, so that the first column's name is its name to every
reader. A text that a spreadsheet would run as a formula is led by an apostrophe; numbers stay
numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from relations.exporting.columns import Column, Value

_RUN = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
"""What a spreadsheet may run, or what an earlier apostrophe made harmless."""


def defused(value: Value) -> Value:
    """Lead a text that would be run as a formula by an apostrophe.

    One that begins with apostrophes and would then be run gets one more, so that taking the first
    away from every text of this form gives back what was there.
    """
    if isinstance(value, str) and value and not value[0].isalnum() and _RUN.match(value):
        return f"'{value}"
    return value


def csv_lines(names: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield the lines of a CSV file, the first with the names."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")

    def taken() -> bytes:
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text.encode()

    writer.writerow(names)
    for place, row in enumerate(rows):
        writer.writerow([_told(value) for value in row])
        if place % 50 == 0:
            yield taken()
    yield taken()


def _told(value: Value) -> Value:
    """A value as CSV has it: no number with a power or a needless fraction."""
    if value is None or value == "":
        return ""
    if isinstance(value, float):
        return int(value) if value.is_integer() else f"{value:f}".rstrip("0")
    return defused(value)


def csv_block(columns: Iterable[tuple[Column, list[Any]]]) -> bytes:
    """The lines of many rows given column by column, the same bytes as `csv_lines` gives."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(
        zip(*(_told_all(column, values) for column, values in columns), strict=True)
    )
    return buffer.getvalue().encode()


def _told_all(column: Column, values: list[Any]) -> list[Any]:
    if column.type in ("whole", "day"):
        return values
    if not any(values) and column.type != "number":
        return [""] * len(values)  # half of the columns of most batches
    if column.type == "number":
        return [value if value is None else _told(value) for value in values]
    if column.type == "list":
        values = [" | ".join(value) if value else "" for value in values]
    # Most texts begin with a letter: the question is asked here, not in a call.
    return [value if not value or value[0].isalnum() else defused(value) for value in values]

"""A table of a page as a file: a few thousand rows at most, so it is made in memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pages.files.writing import About, head_json, rows_json, write_xlsx
from relations.exporting import csv_lines


def table(
    extension: str, about: About, names: Sequence[str], rows: Sequence[dict[str, Any]]
) -> bytes:
    """Return the file. names: its columns, also where there is no row; extension: csv, json, xlsx.

    A value is a text, a number, a day or nothing.
    """
    if extension == "json":
        return head_json(about, "rows") + b"".join(rows_json(rows))
    values = ([row[name] for name in names] for row in rows)
    if extension == "csv":
        return b"".join(csv_lines(names, values))
    made = io.BytesIO()
    write_xlsx(made, lambda: about, names, values, sheet="rows")
    return made.getvalue()

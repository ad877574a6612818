"""The template to fill in, and facts as a table that can come back. All cells are text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

from relations.importing.tables.columns import COLUMNS, SUBTYPES
from relations.importing.tables.told import tell
from relations.lanes import Kind
from relations.models import Fact

__all__ = ["EXAMPLE", "MOST_FACTS", "template_csv", "write_facts", "write_template"]

MOST_FACTS = 2_000
_LONGEST = 32_767  # what a cell of a spreadsheet holds
_ROWS = 5_000  # of the template have drop-down lists
_OF_DOWNLOADS = ("number", "revision")
_OF_TABLES = ("key", "order")

EXAMPLE = "example"
"""The own number of the template's example row, which is refused until it is deleted."""
_EXAMPLE_ROW = {
    "kind": "visit",
    "subtype": "visit",
    "date": "2022-07-19",
    "visitors": "Russia",
    "host": "Iran",
    "persons": "Vladimir Putin",
    "level": "leaders",
    "place": "Tehran",
    "source_address": "https://example.org/article",
    "source_title": "An article",
    "source_date": "2022-07-19",
    "quotation": "Russian President Vladimir Putin arrived in Tehran on Tuesday.",
    "key": EXAMPLE,
}


def template_csv() -> bytes:
    """The headings and one example row, as spreadsheets read them."""
    made = io.StringIO()
    names = [name for name in COLUMNS if name not in _OF_DOWNLOADS]
    writer = csv.writer(made)
    writer.writerow([COLUMNS[name].heading for name in names])
    writer.writerow([_EXAMPLE_ROW.get(name, "") for name in names])
    return made.getvalue().encode("utf-8-sig")


def write_template(file: IO[bytes]) -> None:
    """Write the template: headings, an example, drop-down lists, and what each column means."""
    names = [name for name in COLUMNS if name not in _OF_DOWNLOADS]
    _write(file, names, [_EXAMPLE_ROW])


def write_facts(file: IO[bytes], facts: Iterable[Fact]) -> int:
    """Write facts with their number and revision; return how many."""
    names = [*_OF_DOWNLOADS]
    names += [name for name in COLUMNS if name not in (*_OF_DOWNLOADS, *_OF_TABLES)]
    rows = [told.row for told in tell(list(facts)).values()]
    _write(file, names, rows)
    return len(rows)


def _write(file: IO[bytes], names: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    as_text = book.add_format({"num_format": "@"})
    page, how = book.add_worksheet("facts"), book.add_worksheet("columns")
    lists = book.add_worksheet("lists")
    page.freeze_panes(1, 0)
    for place, name in enumerate(names):
        page.write_string(0, place, COLUMNS[name].heading, bold)
        # a spreadsheet makes a day of "2022-07" unless its cell is text
        page.set_column(place, place, 22 if name in ("quotation", "headline") else 14, as_text)
        for number, row in enumerate(rows, 1):
            if text := row.get(name):
                page.write_string(number, place, text[:_LONGEST], as_text)
    _write_lists(page, lists, names)
    _write_meanings(how, names, bold)
    book.close()


def _write_lists(page: Any, lists: Any, names: Sequence[str]) -> None:
    for column, (name, words) in enumerate(_lists().items()):
        lists.write_string(0, column, name)
        for number, word in enumerate(words, 1):
            lists.write_string(number, column, word)
        if name in names:
            letter = xlsxwriter.utility.xl_col_to_name(column)
            page.data_validation(
                1, names.index(name), _ROWS, names.index(name),
                {
                    "validate": "list",
                    "source": f"=lists!${letter}$2:${letter}${len(words) + 1}",
                    "error_type": "warning",
                    "error_message": "Choose from the list; see the sheet “columns”.",
                },
            )  # fmt: skip


def _lists() -> dict[str, list[str]]:
    found = {
        name: [str(word) for word in column.choices.values]
        for name, column in COLUMNS.items()
        if column.choices is not None
    }
    steps = [str(word) for choices in SUBTYPES.values() for word in choices.values]
    return {**found, "subtype": list(dict.fromkeys(steps))}


def _write_meanings(how: Any, names: Sequence[str], bold: Any) -> None:
    for place, heading in enumerate(("Column", "What it says", "Of which kinds")):
        how.write_string(0, place, heading, bold)
    how.set_column(0, 0, 18)
    how.set_column(1, 1, 70)
    for number, name in enumerate(names, 1):
        column = COLUMNS[name]
        kinds = [str(kind) for kind in column.kinds]
        of_all = len(kinds) == len(Kind)
        how.write_string(number, 0, column.heading)
        how.write_string(number, 1, column.hint)
        how.write_string(number, 2, "every kind" if of_all else ", ".join(kinds))

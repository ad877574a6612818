"""Files of what a page shows: the same rows, in the same order, under the same address."""

from pages.files.columns import COLUMNS, Column
from pages.files.feed import atom
from pages.files.sending import Busy, drafting, sent
from pages.files.table import table
from pages.files.writing import About, csv_lines, head_json, rows_json, write_xlsx

__all__ = [
    "COLUMNS",
    "About",
    "Busy",
    "Column",
    "atom",
    "csv_lines",
    "drafting",
    "head_json",
    "rows_json",
    "sent",
    "table",
    "write_xlsx",
]

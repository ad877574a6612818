"""Files of what a page shows: the same rows, in the same order, under the same address."""

from pages.files.feed import atom
from pages.files.sending import Busy, drafting, sent
from pages.files.table import table
from pages.files.writing import About, head_json, rows_json, write_xlsx

__all__ = [
    "About",
    "Busy",
    "atom",
    "drafting",
    "head_json",
    "rows_json",
    "sent",
    "table",
    "write_xlsx",
]

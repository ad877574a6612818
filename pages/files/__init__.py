"""Files of what a page shows: the same rows, in the same order, under the same address."""

from pages.files.columns import COLUMNS, Column
from pages.files.feed import atom
from pages.files.writing import About, csv_lines, json_parts, write_xlsx

__all__ = ["COLUMNS", "About", "Column", "atom", "csv_lines", "json_parts", "write_xlsx"]

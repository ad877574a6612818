"""Facts in bulk: the columns of tables, and whole files in the formats that others read."""

from relations.exporting.columns import COLUMNS, Column, Value
from relations.exporting.csv_text import csv_lines, defused

__all__ = ["COLUMNS", "Column", "Value", "csv_lines", "defused"]

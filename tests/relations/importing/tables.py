"""Small tables as editors write them, and what importing them does."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl

from relations.importing import running
from relations.importing.files import InputFile
from relations.importing.reporting import Report
from relations.importing.tables.mapping import Mapping
from relations.models import Import

VISITS = {
    "columns": {
        "date": "Day", "visitors": "Guest", "host": "Host", "quotation": "Words",
        "source_address": "Link",
    },
    "fixed": {"kind": "visit"},
}  # fmt: skip
VISIT_ROWS = """Day,Guest,Host,Words,Link
2022-07-19,France,Germany,The president came to Berlin.,https://example.org/berlin
2022-08,DE,USA,The chancellor went to Washington.,https://example.org/washington
"""
FULL = (
    "Kind", "Subtype", "Date", "Visitors", "Host", "Senders", "Receivers", "Parties", "Agreement",
    "Quotation", "Source address",
)  # fmt: skip


def text(path: Path, content: str, name: str = "visits.csv", encoding: str = "utf-8") -> InputFile:
    (path / name).write_bytes(content.encode(encoding))
    return InputFile(path / name)


def sheet(path: Path, rows: list[list[Any]], name: str = "table.xlsx", **formats: str) -> InputFile:
    """A spreadsheet; formats: number formats by cell ("B2")."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, shown in formats.items():
        book.active[cell].number_format = shown
    made = io.BytesIO()
    book.save(made)
    (path / name).write_bytes(made.getvalue())
    return InputFile(path / name)


def take(file: InputFile, mapping: Any = None, *, write: bool = True, **options: Any) -> Report:
    """Import a table as the command does; return its report."""
    known = Mapping.of(mapping) if isinstance(mapping, dict) else mapping
    [group] = running.recognise([file], mapping=known)
    batch = running.begin(group, **options)
    return running.run(batch, group, write=write)


def last() -> Import:
    return Import.objects.order_by("-pk")[0]


def mapped(fixed=None, **columns):
    """A mapping of columns of their own names, and what is fixed."""
    evidence = {"quotation": "quotation", "source_address": "source_address"}
    return {"columns": {**evidence, **columns}, "fixed": fixed or {}}


def lines(*rows):
    return "\n".join(rows) + "\n"


NUMBERED = {**VISITS, "columns": {**VISITS["columns"], "key": "No"}, "table": "My visits"}


def numbered(day="2022-07-19", words="The president came to Berlin."):
    return lines("No,Day,Guest,Host,Words,Link",
                 f"1,{day},France,Germany,{words},https://example.org/berlin",
                 "2,2022-08,Germany,United States,He went.,https://example.org/w")  # fmt: skip

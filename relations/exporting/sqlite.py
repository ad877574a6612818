"""An SQLite file that Datasette opens: facts, and beside them what a fact has several of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from relations.exporting.batches import Batch, batches
from relations.exporting.columns import COLUMNS, Column, columns_of
from relations.exporting.making import Counts, Tick
from relations.exporting.questions import Question
from relations.timeline import TimelineRow

_ELSEWHERE = (
    "pair", "direction", "participants", "quotations", "data_set_rows", "sources", "publishers",
    "source_addresses", "licences", "credits",
)  # fmt: skip
"""Columns of the CSV whose values have a table of their own here."""

FACT_COLUMNS = [column for column in COLUMNS if column.name not in _ELSEWHERE]
_TYPES = {"whole": "INTEGER", "number": "REAL", "text": "TEXT", "day": "TEXT", "list": "TEXT"}

TABLES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "facts": tuple(
        (column.name, "INTEGER PRIMARY KEY" if column.name == "fact" else _TYPES[column.type],
         column.holds)
        for column in FACT_COLUMNS
    ),
    "participants": (
        ("fact", "INTEGER REFERENCES facts (fact)", "the fact"),
        ("country", "TEXT", "code"),
        ("label", "TEXT", "its name here"),
        ("role", "TEXT", "its role"),
    ),
    "sources": (
        ("source", "INTEGER PRIMARY KEY", "number of the source"),
        ("title", "TEXT", "its title"),
        ("publisher", "TEXT", "name"),
        ("publisher_slug", "TEXT", "short name of the publisher"),
        ("address", "TEXT", "on the web; empty: not there"),
        ("published", "TEXT", "EDTF"),
        ("language", "TEXT", "BCP 47"),
        ("credit", "TEXT", "to be given"),
    ),
    "claims": (
        ("claim", "INTEGER PRIMARY KEY", "number of the claim"),
        ("fact", "INTEGER REFERENCES facts (fact)", "the fact it is for"),
        ("source", "INTEGER REFERENCES sources (source)", "where it is made"),
        ("field", "TEXT", "what it says; NULL: that the fact occurred"),
        ("value", "TEXT", "JSON"),
        ("quotation", "TEXT", "the passage"),
        ("data_set_row", "TEXT", "where the evidence is a row"),
        ("asserted_by", "TEXT", "who says so"),
        ("asserted_by_country", "TEXT", "code"),
        ("polarity", "TEXT", "asserts, denies, doubts or admits"),
        ("rank", "TEXT", "preferred, normal or deprecated"),
        ("licence", "TEXT", "of the claim"),
    ),
    "pairs": (
        ("fact", "INTEGER REFERENCES facts (fact)", "the fact"),
        ("low", "TEXT", "code of the first state"),
        ("high", "TEXT", "code of the second, later in the alphabet"),
        ("relation", "TEXT", "between the two, or about them"),
        ("direction", "TEXT", "forward: low to high; backward; mutual; third"),
        ("lane", "TEXT", "group of the pair's timeline"),
    ),
}  # fmt: skip
_INDEXES = (
    ("participants", "fact"), ("participants", "country"), ("claims", "fact"), ("claims", "source"),
    ("pairs", "fact"), ("pairs", "low, high"), ("facts", "kind"), ("facts", "earliest"),
    ("facts", "verification"),
)  # fmt: skip


def make_sqlite(path: Path, question: Question, tick: Tick) -> Counts:
    """Write the tables of TABLES with foreign keys, indexes and full-text search of the facts.

    Returns the rows of each table. An empty text is NULL.
    """
    done = 0
    file = sqlite3.connect(path)
    try:
        # A file that breaks off is thrown away whole, so that nothing need be undone.
        file.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        for table, columns in TABLES.items():
            said = ", ".join(f'"{name}" {kind}' for name, kind, _ in columns)
            file.execute(f"CREATE TABLE {table} ({said})")
        for batch in batches(question, with_pairs=True):
            _insert(file, batch)
            done += len(batch.lines)
            tick(done)
        for number, (table, column) in enumerate(_INDEXES):
            file.execute(f"CREATE INDEX {table}_by_{number} ON {table} ({column})")
        file.execute(
            "CREATE VIRTUAL TABLE facts_fts USING fts5 (headline, summary, content='facts',"
            " content_rowid='fact')"
        )
        file.execute("INSERT INTO facts_fts (facts_fts) VALUES ('rebuild')")
        file.commit()
        return {
            table: file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES
        }
    finally:
        file.close()


def _insert(file: sqlite3.Connection, batch: Batch) -> None:
    rows = batch.rows
    for table, values in (
        ("facts", zip(*(_cells(*each) for each in columns_of(rows, FACT_COLUMNS)), strict=True)),
        ("participants", _participants(rows)),
        ("sources", _sources(rows)),
        ("claims", _claims(rows)),
        ("pairs", iter(batch.pairs)),
    ):
        marks = ", ".join("?" * len(TABLES[table]))
        file.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", values)


def _cells(column: Column, values: list[Any]) -> list[Any]:
    if column.type == "list":
        return [" | ".join(value) or None for value in values]
    return [None if value == "" else value for value in values]


def _participants(rows: list[TimelineRow]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        for each in row["participants"]:
            yield row["id"], each["country"], each["label"], each["role"]


def _sources(rows: list[TimelineRow]) -> Iterator[tuple[Any, ...]]:
    seen: set[int] = set()
    for row in rows:
        for claim in row["claims"]:
            source = claim["source"]
            if source["id"] not in seen:
                seen.add(source["id"])
                yield tuple(None if value == "" else value for value in source.values())


def _claims(rows: list[TimelineRow]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        for claim in row["claims"]:
            value = claim["value"]
            yield tuple(
                None if each == "" else each
                for each in (
                    claim["id"], row["id"], claim["source"]["id"], claim["field"],
                    None if value is None else orjson.dumps(value).decode(), claim["quotation"],
                    claim["data_set_row"], claim["asserted_by"], claim["asserted_by_country"],
                    claim["polarity"], claim["rank"], claim["licence"],
                )
            )  # fmt: skip

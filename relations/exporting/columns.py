"""The columns of a table of facts, for pages' files and exports alike; `docs/files.md` is tested
against them.

What is not known is empty, never 0. An undated fact has no date columns and its `known_by`. Amounts
stand by measure, side by side: they are never added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from relations.models import Money
from relations.timeline import TimelineRow

Value = str | int | float | date | None
Type = Literal["text", "whole", "number", "day", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, and how it is read from a row.

    type: text; a whole number; a number; a day (a date, or its ISO text in rows made in bulk); a
    list of texts.
    """

    name: str
    holds: str
    read: Callable[[TimelineRow], Any]
    type: Type = "text"
    of: str = ""

    def cell(self, row: TimelineRow) -> Value:
        """The value in a file of one cell a value: a list is joined by " | "."""
        value = self.read(row)
        if self.type == "list":
            return " | ".join(value)
        found: Value = value
        return found


def _listed(values: list[str]) -> list[str]:
    """Each once, in order, without the empty ones."""
    if len(values) < 2:  # most facts have one claim
        return values if values and values[0] else []
    return list(dict.fromkeys(value for value in values if value))


def _speaker(row: TimelineRow, name: str) -> str:
    speaker = row["speaker"]
    return str(speaker[name]) if speaker else ""  # type: ignore[literal-required]


def _quantity(row: TimelineRow, name: str) -> Value:
    quantity = row["quantity"]
    return quantity[name] if quantity else None  # type: ignore[literal-required]


def _stances(row: TimelineRow) -> list[str]:
    speaker = row["speaker"]
    return _listed([f"{t['country']} {t['stance']}" for t in speaker["targets"]]) if speaker else []


def _amount(measure: str, name: str) -> Callable[[TimelineRow], Value]:
    """A fact has one amount of a measure at most; other versions of it are claims."""

    def read(row: TimelineRow) -> Value:
        for amount in row["amounts"]:
            if amount["measure"] == measure:
                value: Value = amount[name]  # type: ignore[literal-required]
                return value
        return None

    return read


_AMOUNTS: tuple[tuple[str, str, Type], ...] = (
    ("currency", "its currency, ISO 4217", "text"),
    ("low", "at least, in full units", "number"),
    ("best", "the amount, in full units", "number"),
    ("high", "at most, in full units", "number"),
    ("reported", "the words of the source", "text"),
    ("dollars", "US dollars, where there is a rate", "number"),
    ("verification", "how sure the amount is", "text"),
)

COLUMNS: list[Column] = [
    Column("fact", "number of the fact", lambda r: r["id"], "whole"),
    Column("revision", "number of its revision", lambda r: r["revision"], "whole"),
    Column("page", "address of its page, without the host", lambda r: f"/f/{r['id']}/"),
    Column("pair", "the pair on whose timeline it stands", lambda r: r["pair"]),
    Column("lane", "group of the timeline", lambda r: r["lane"]),
    Column("kind", "kind of record", lambda r: r["kind"]),
    Column("subtype", "step, act, form or subtype", lambda r: r["subtype"]),
    Column("direction", "IRN-RUS: Iran toward Russia; mutual; third", lambda r: r["direction"]),
    Column("headline", "one sentence", lambda r: r["headline"]),
    Column("summary", "what else the source says, or does not", lambda r: r["summary"]),
    Column("date", "EDTF, as precise as the source", lambda r: r["date"]["edtf"]),
    Column("earliest", "first day it may have been", lambda r: r["date"]["earliest"], "day"),
    Column("latest", "last day it may have been", lambda r: r["date"]["latest"], "day"),
    Column("precision", "of the date", lambda r: r["date"]["precision"]),
    Column("date_in_words", "the date as pages say it", lambda r: r["date"]["text"]),
    Column("date_basis", "stated, inferred, reported or editor", lambda r: r["date"]["basis"]),
    Column("known_by", "first day an accepted source had it", lambda r: r["date"]["known_by"],
           "day"),
    Column("end", "EDTF, last day of what went on", lambda r: r["end"]["edtf"] if r["end"] else ""),
    Column("status", "what it made of its agreement or order", lambda r: r["status"]),
    Column("verification", "level", lambda r: r["verification"]),
    Column("badge", "the level as pages say it", lambda r: r["badge"]),
    Column("claimed_by", "codes of the states that claim it", lambda r: _listed(r["claimants"]),
           "list"),
    Column("denied_by", "codes of the states that deny it", lambda r: _listed(r["denied_by"]),
           "list"),
    Column("key_fact", "1 for a key fact", lambda r: 1 if r["is_key"] else None, "whole"),
    Column("topics", "short names", lambda r: _listed(r["topics"]), "list"),
    Column(
        "participants",
        "code and role of each state",
        lambda r: _listed([f"{p['country']} {p['role']}" for p in r["participants"]]),
        "list",
    ),
    *(
        Column(f"{measure}_{name}", f"{measure.label.lower()}: {holds}", _amount(measure, name),
               kind, "amounts")
        for measure in Money.Measure
        for name, holds, kind in _AMOUNTS
    ),
    Column("designation", "what is transferred", lambda r: _quantity(r, "designation"),
           "text", "quantity"),
    Column("quantity_low", "at least so many", lambda r: _quantity(r, "low"),
           "whole", "quantity"),
    Column("quantity_best", "so many", lambda r: _quantity(r, "best"),
           "whole", "quantity"),
    Column("quantity_high", "at most so many", lambda r: _quantity(r, "high"),
           "whole", "quantity"),
    Column("quantity_reported", "the words of the source", lambda r: _quantity(r, "reported"),
           "text", "quantity"),
    Column("speaker", "who speaks", lambda r: _speaker(r, "name"), "text",
           "speaker"),
    Column("office", "of the speaker", lambda r: _speaker(r, "office"), "text",
           "speaker"),
    Column("speaks_for", "code of the state spoken for", lambda r: _speaker(r, "country"), "text",
           "speaker"),
    Column("stances", "code and stance toward each target", _stances, "list",
           "speaker"),
    Column("quotations", "the passages",
           lambda r: _listed([c["quotation"] for c in r["claims"]]), "list"),
    Column("data_set_rows", "where the evidence is a row",
           lambda r: _listed([c["data_set_row"] for c in r["claims"]]), "list"),
    Column("sources", "titles", lambda r: _listed([c["source"]["title"] for c in r["claims"]]),
           "list"),
    Column("publishers", "names",
           lambda r: _listed([c["source"]["publisher"] for c in r["claims"]]), "list"),
    Column("source_addresses", "of the sources",
           lambda r: _listed([c["source"]["address"] for c in r["claims"]]), "list"),
    Column("licences", "of the claims", lambda r: _listed([c["licence"] for c in r["claims"]]),
           "list"),
    Column("credits", "to be given",
           lambda r: _listed([c["source"]["credit"] for c in r["claims"]]), "list"),
]  # fmt: skip


def columns_of(
    rows: Sequence[TimelineRow], columns: Sequence[Column] = COLUMNS
) -> Iterator[tuple[Column, list[Any]]]:
    """Yield each column with its values in the order of the rows: what `read` gives, column by
    column. What a row has no part for is None, or an empty list."""
    having = {
        part: [(place, row) for place, row in enumerate(rows) if row[part]]  # type: ignore[literal-required]
        for part in {column.of for column in columns if column.of}
    }
    for column in columns:
        read = column.read
        if column.of:
            values: list[Any] = [[] if column.type == "list" else None] * len(rows)
            for place, row in having[column.of]:
                values[place] = read(row)
            yield column, values
        else:
            yield column, [read(row) for row in rows]

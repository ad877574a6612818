"""A whole file of facts and the manifest that says what it is."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.utils import timezone

from relations import db
from relations.exporting import flat, plover, sipri, sqlite
from relations.exporting.columns import COLUMNS
from relations.exporting.making import Counts, Tick
from relations.exporting.questions import Question
from relations.models import Change

_MOST_CREDITS = 1_000


class Format(models.TextChoices):
    CSV = "csv", "CSV, a row a fact"
    JSONL = "jsonl", "JSON Lines, the API's rows"
    PARQUET = "parquet", "Parquet, typed columns"
    SQLITE = "sqlite", "SQLite, for Datasette"
    SIPRI = "sipri", "CSV of arms orders, shaped like SIPRI's register"
    PLOVER = "plover", "PLOVER events, JSON Lines"


ENDINGS = {
    Format.CSV: "csv", Format.JSONL: "jsonl", Format.PARQUET: "parquet", Format.SQLITE: "sqlite",
    Format.SIPRI: "sipri.csv", Format.PLOVER: "plover.jsonl",
}  # fmt: skip
MEDIA = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSONL: "application/x-ndjson",
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.SQLITE: "application/vnd.sqlite3",
    Format.SIPRI: "text/csv; charset=utf-8",
    Format.PLOVER: "application/x-ndjson",
}


def _make_parquet(path: Path, question: Question, tick: Tick) -> Counts:
    # The library takes 60 MB, which only the process that writes Parquet should pay.
    from relations.exporting.parquet import make_parquet

    return make_parquet(path, question, tick)


MAKERS: dict[str, Callable[[Path, Question, Tick], Counts]] = {
    Format.CSV: flat.make_csv,
    Format.JSONL: flat.make_jsonl,
    Format.PARQUET: _make_parquet,
    Format.SQLITE: sqlite.make_sqlite,
    Format.SIPRI: sipri.make_sipri,
    Format.PLOVER: plover.make_plover,
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known before the first row: how many facts match, how many stay here, and the last
    numbered change of the moment the file is of, 0 where there is none."""

    facts: int
    withheld: int
    position: int
    as_of: datetime


def build(
    path: Path,
    question: Question,
    form: str,
    *,
    begun: Callable[[Beginning], None],
    tick: Tick,
) -> dict[str, Any]:
    """Write the file of a question and return its manifest, plain values for JSON.

    Everything is of one moment. The file is whole or not there: it is written beside its place and
    renamed. begun, tick: told of the beginning, then of the rows done; they may raise to stop it.
    """
    # A name of its own: a worker thought dead may still be writing the same file.
    part = path.with_name(f"{path.name}.{uuid4().hex[:8]}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _no_collecting(), db.one_moment():
            beginning = _beginning(question)
            begun(beginning)
            counts = MAKERS[form](part, question, tick)
            credits = _credits(question)
        with part.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = part.stat().st_size
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return {
        "format": form,
        "file": file_name(form, beginning.position),
        "media_type": MEDIA[Format(form)],
        "sha256": digest,
        "bytes": size,
        "counts": counts,
        "facts": beginning.facts,
        "withheld": beginning.withheld,
        "restricted_rows_included": question.sees_restricted,
        "filters": [{"name": name, "value": value} for name, value in question.query],
        "position": beginning.position,
        "as_of": beginning.as_of.isoformat(),
        "made_at": timezone.now().isoformat(),
        "credits": credits,
        "schema": schema_of(form),
    }


def file_name(form: str, position: int) -> str:
    """The name a downloaded file has: ASCII, with the position it holds up to."""
    return f"dyad-{position}.{ENDINGS[Format(form)]}"


def _beginning(question: Question) -> Beginning:
    last = Change.objects.numbered().reverse().first()
    return Beginning(
        question.facts().count(),
        question.withheld(),
        (last.position or 0) if last else 0,
        (last.known_at if last else None) or timezone.now(),
    )


_CREDITS = f"""
    SELECT c.licence, s.credit, count(*)
    FROM (SELECT DISTINCT asked.fact FROM ({{facts}}) AS asked (fact)) AS chosen
    JOIN relations_claim c ON c.fact_id = chosen.fact AND c.status = 'accepted'
        AND (c.is_redistributable OR %s)
    JOIN relations_source s ON s.id = c.source_id
    GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT {_MOST_CREDITS}
"""


def _credits(question: Question) -> list[dict[str, Any]]:
    """The licences of the claims and the lines to be given, most claims first."""
    try:
        sql, given = question.facts().query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CREDITS.format(facts=sql), [*given, question.sees_restricted])
        return [
            {"licence": licence, "credit": credit, "claims": claims}
            for licence, credit, claims in cursor.fetchall()
        ]


def schema_of(form: str) -> list[dict[str, str]]:
    """Describe the columns of a format: table (of SQLite), name, type, meaning."""
    if form == Format.SQLITE:
        return [
            {"table": table, "name": name, "type": kind, "meaning": holds}
            for table, columns in sqlite.TABLES.items()
            for name, kind, holds in columns
        ]
    if form == Format.JSONL:
        about = "see FactRow in the OpenAPI document at /api/v1/schema/"
        return [{"name": "", "type": "object", "meaning": f"a fact as the API gives it: {about}"}]
    columns: list[tuple[str, str, str]] = [(c.name, c.type, c.holds) for c in COLUMNS]
    if form == Format.SIPRI:
        columns = list(sipri.HEADER)
    elif form == Format.PLOVER:
        columns = list(plover.FIELDS)
    return [{"name": name, "type": kind, "meaning": holds} for name, kind, holds in columns]


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep Python from looking for cycles among millions of rows: there are none, and it took half
    the time. Memory is still given back row by row."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

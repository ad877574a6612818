"""CSV and JSON Lines: a line a fact."""

from __future__ import annotations

from pathlib import Path

from relations.exporting.batches import batches
from relations.exporting.columns import COLUMNS, columns_of
from relations.exporting.csv_text import csv_block, csv_lines
from relations.exporting.making import Counts, Tick
from relations.exporting.questions import Question


def make_jsonl(path: Path, question: Question, tick: Tick) -> Counts:
    """Write one fact a line, as `/api/v1/facts/` gives it. Returns how many."""
    done = 0
    with path.open("wb") as file:
        for batch in batches(question):
            file.write(b"\n".join(batch.lines) + b"\n" if batch.lines else b"")
            done += len(batch.lines)
            tick(done)
    return {"facts": done}


def make_csv(path: Path, question: Question, tick: Tick) -> Counts:
    """Write the columns of `COLUMNS`, as a page's own file has them. Returns how many facts."""
    done = 0
    with path.open("wb") as file:
        file.writelines(csv_lines([column.name for column in COLUMNS], ()))
        for batch in batches(question):
            file.write(csv_block(columns_of(batch.rows)))
            done += len(batch.lines)
            tick(done)
    return {"facts": done}

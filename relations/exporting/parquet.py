"""Parquet: the columns of the CSV, typed; lists stay lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from relations.exporting.batches import batches
from relations.exporting.columns import COLUMNS, Column, columns_of
from relations.exporting.making import Counts, Tick
from relations.exporting.questions import Question

ROW_GROUP = 20_000

_TYPES = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "day": pa.date32(),
    "list": pa.list_(pa.string()),
}
SCHEMA = pa.schema(
    [
        pa.field(column.name, _TYPES[column.type], metadata={"holds": column.holds})
        for column in COLUMNS
    ]
)


def make_parquet(path: Path, question: Question, tick: Tick) -> Counts:
    """Write row groups of ROW_GROUP facts. Returns how many facts; an empty text is NULL."""
    done = 0
    gathered: list[Any] = []
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as file:
        for batch in batches(question):
            rows = batch.rows
            gathered.append(
                pa.record_batch([_array(*each) for each in columns_of(rows)], schema=SCHEMA)
            )
            if sum(len(each) for each in gathered) >= ROW_GROUP:
                file.write_table(pa.Table.from_batches(gathered), row_group_size=ROW_GROUP)
                gathered = []
            done += len(rows)
            tick(done)
        if gathered:
            file.write_table(pa.Table.from_batches(gathered), row_group_size=ROW_GROUP)
    return {"facts": done}


def _array(column: Column, values: list[Any]) -> Any:
    if column.of and not any(values) and column.type == "text":
        return pa.nulls(len(values), pa.string())
    if column.type == "text":
        return pa.array([value or None for value in values], pa.string())
    if column.type == "day":
        return pa.array(values, pa.string()).cast(pa.date32())
    return pa.array(values, _TYPES[column.type])

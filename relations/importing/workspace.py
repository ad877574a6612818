"""The temporary tables of one import: made in its transaction, and gone with it or before."""

from __future__ import annotations

from django.db import connection

_TABLES = (
    "staged_thing", "staged_fact", "staged_source", "matched", "plan_thing", "plan_fact",
    "bulk_stages", "bulk_source", "bulk_written", "bulk_changed", "bulk_before", "bulk_restated",
    "bulk_alike", "bulk_others", "bulk_first", "bulk_sample", "aggregates", "undo_made",
    "undo_changed",
)  # fmt: skip


def clear() -> None:
    """Drop what an import before left in this transaction; mostly nothing is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relkind FROM pg_class c"
            " WHERE c.relnamespace = pg_my_temp_schema()"
            " AND c.relname IN ('bulk_thing', 'bulk_fact')"
        )
        for name, kind in cursor.fetchall():
            cursor.execute(f"DROP {'VIEW' if kind == 'v' else 'TABLE'} pg_temp.{name}")
        names = ", ".join(f"pg_temp.{name}" for name in _TABLES)
        cursor.execute(f"DROP TABLE IF EXISTS {names}")

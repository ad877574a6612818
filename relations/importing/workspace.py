"""The temporary tables of one import: made in its transaction, and gone with it or before."""

from __future__ import annotations

from django.db import connection

_OURS = r"^((staged|plan|bulk|undo)_\w+|matched|aggregates)$"
"""Names of the tables that staging, planning, applying and undoing make."""


def clear() -> None:
    """Drop what an import before left in this transaction; mostly nothing is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relkind FROM pg_class WHERE relnamespace = pg_my_temp_schema()"
            " AND relkind IN ('r', 'v') AND relname ~ %s ORDER BY relkind DESC",
            [_OURS],
        )
        for name, kind in cursor.fetchall():
            cursor.execute(f"DROP {'VIEW' if kind == 'v' else 'TABLE'} pg_temp.{name}")

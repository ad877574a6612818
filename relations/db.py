"""PostgreSQL helpers: the act a transaction is in, advisory locks, and broken rules by name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import IntegrityError, connection, transaction


def ask_prepared(
    query: str, parameters: Sequence[Any] | Mapping[str, Any]
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Ask a fixed statement whose plan each connection keeps; return column names and rows.

    For statements of many joins that every page asks with other ids: planning them takes longer
    than answering them. Not for a statement that needs a partial index chosen by a parameter.
    """
    connection.ensure_connection()
    make: Any = (
        connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    )
    with connection.wrap_database_errors, make(psycopg.Cursor(connection.connection)) as cursor:
        cursor.execute(query, parameters)
        return [column.name for column in cursor.description], cursor.fetchall()


def current_act() -> str:
    """Return the name of the act this transaction is in, or empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('dyad.act', true), '')")
        return str(cursor.fetchone()[0])


def set_act(name: str) -> None:
    """Name the act until the transaction ends; empty ends it. Guarded tables refuse writes else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('dyad.act', %s, true)", [name])


@contextmanager
def writing(name: str) -> Iterator[None]:
    """Allow writes to guarded tables inside; needs a transaction. Acts may nest."""
    outer = current_act()
    set_act(name)
    yield
    # Not in a finally: after a database error the transaction is lost and takes the setting along.
    set_act(outer)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything inside as it stood at one moment, and write nothing.

    Inside a transaction that runs already, what that one sees is read.
    """
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        if is_own:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def undone() -> Iterator[None]:
    """Do everything inside, and undo it at the end, with what waited for a commit."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def transaction_id() -> int:
    """Return PostgreSQL's id of this transaction, the same inside savepoints."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])


_LOCKS = {"sequencer": 4_201, "tallies": 4_202}


def try_lock(name: str) -> bool:
    """Take an advisory lock until the transaction ends, unless another holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCKS[name]])
        return bool(cursor.fetchone()[0])


def try_lock_word(word: str) -> bool:
    """Take an advisory lock of a word until the transaction ends, unless another holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [word])
        return bool(cursor.fetchone()[0])


def wait_for(name: str) -> None:
    """Wait until nobody holds an advisory lock, without keeping others from it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCKS[name]])


def json_value(value: Any) -> Any:
    """A JSON column as a raw cursor gives it: Django hands it over as text."""
    return json.loads(value) if isinstance(value, str) else value


def broken_rule(error: IntegrityError) -> str:
    """Return the name of the constraint that was broken, or empty."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", "") or "")

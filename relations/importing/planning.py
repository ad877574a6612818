"""What an import would do: each staged record beside what its layout said last time.

Set-based. Makes, in the caller's transaction,

  plan_thing  n, line, kind, key, object, outcome, act, status, was, effective
  plan_fact   n, line, kind, key, object, outcome, act, thing, was, effective

outcome is what readers are told ("covered" counts as changed), act what `recording.bulk` does
(NULL: nothing). `effective` is set where two layouts speak of one record: what both together
say, the greater voice first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from relations.importing.layouts import Layout, by_hash

_REGISTRY = "relations_importedrecord r"
_MATCHED = 'CREATE TEMP TABLE matched (n integer, key text COLLATE "C") ON COMMIT DROP'

_BY_OWN_KEY = f"""
    INSERT INTO matched
    SELECT s.n, r.key FROM staged_thing s
    JOIN {_REGISTRY} ON r.dataset = %(dataset)s AND r.voice = %(voice)s AND r.kind = s.kind
        AND r.own_key = s.own_key
"""

# Of records alike in a text, the first in the file is the first here: by rank, then in order.
_BY_LIKENESS = f"""
    INSERT INTO matched
    WITH wanted AS (
        SELECT s.n, s.matches[%(place)s] AS likeness, s.rank,
               row_number() OVER (PARTITION BY s.matches[%(place)s] ORDER BY s.rank, s.n) AS turn
        FROM staged_thing s
        WHERE s.matches[%(place)s] IS NOT NULL
          AND NOT EXISTS (SELECT FROM matched m WHERE m.n = s.n)
    ), free AS (
        SELECT DISTINCT ON (r.key) r.key, r.matches[%(place)s] AS likeness, r.rank, r.id
        FROM {_REGISTRY}
        WHERE r.dataset = %(dataset)s AND r.kind <> 'fact' AND r.matches[%(place)s] IS NOT NULL
          AND NOT EXISTS (SELECT FROM matched m WHERE m.key = r.key)
          AND NOT (%(keys_are_stable)s AND EXISTS (
              SELECT FROM relations_importedrecord o WHERE o.dataset = r.dataset
                AND o.kind = r.kind AND o.key = r.key AND o.voice = %(voice)s))
        ORDER BY r.key, (r.voice = %(voice)s) DESC
    ), turned AS (
        SELECT *, row_number() OVER (PARTITION BY likeness ORDER BY rank, id) AS turn FROM free)
    SELECT w.n, t.key FROM wanted w JOIN turned t USING (likeness, turn)
    WHERE abs(w.rank - t.rank) <= 2
"""


def _joined(kind: str) -> str:
    """What the same voice and another say of the record of this key, and what was undone."""

    def said(name: str, which: str) -> str:
        return f"""
        LEFT JOIN relations_importedrecord {name} ON {name}.dataset = %(dataset)s
            AND {name}.kind = {kind} AND {name}.key = k.key AND {which}"""

    return (
        said("own", "own.voice = %(voice)s AND NOT own.is_undone")
        + said("other", "other.voice <> %(voice)s AND NOT other.is_undone")
        + said("gone", "gone.voice = %(voice)s AND gone.is_undone")
    )


# The greater voice wins where both speak; what it leaves empty the lesser fills.
_BOTH = """CASE WHEN other.id IS NULL THEN {mine}
    WHEN other.voice = ANY(%(lesser)s) THEN other.values || bare({mine})
    ELSE {mine} || bare(other.values) END"""

_BARE = """
    CREATE OR REPLACE FUNCTION pg_temp.bare(said jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE AS $$
        SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(said)
        WHERE value NOT IN ('null', '""', '"unknown"', '"other"', '[]')
    $$
"""

_OUTCOME = """
    CASE WHEN own.id IS NULL AND other.id IS NULL THEN 'new'
         WHEN own.fingerprint = s.fingerprint THEN 'unchanged'
         WHEN {both_new} = {both_old} THEN 'unchanged'
         ELSE 'changed' END
"""


def _outcome() -> str:
    return _OUTCOME.format(
        both_new=_BOTH.format(mine="s.values"),
        both_old=_BOTH.format(mine="coalesce(own.values, '{}')"),
    ).replace("bare(", "pg_temp.bare(")


_THINGS = f"""
    CREATE TEMP TABLE plan_thing ON COMMIT DROP AS
    SELECT s.n, s.line, s.kind, k.key, coalesce(own.object, other.object, gone.object) AS object,
        {_outcome()} AS outcome, NULL::text AS act, s.status, own.values AS was,
        own.batch_id AS was_batch,
        own.id IS NULL AND other.id IS NOT NULL AS is_first_word,
        NULL::text AS other_voice, other.values AS others,
        CASE WHEN other.id IS NOT NULL THEN {_BOTH.format(mine="s.values")} END AS effective
    FROM staged_thing s
    LEFT JOIN matched m ON m.n = s.n
    CROSS JOIN LATERAL (SELECT coalesce(m.key, CASE
        WHEN NOT %(keys_are_stable)s AND EXISTS (
            SELECT FROM relations_importedrecord r WHERE r.dataset = %(dataset)s
              AND r.kind = s.kind AND r.key = s.own_key)
        THEN s.own_key || '~' || %(batch)s ELSE s.own_key END) AS key) k
    {_joined("s.kind")}
""".replace("|| bare(", "|| pg_temp.bare(")

_FACTS = f"""
    CREATE TEMP TABLE plan_fact ON COMMIT DROP AS
    SELECT s.n, s.line, s.kind, k.key, coalesce(own.object, other.object, gone.object) AS object,
        {_outcome()} AS outcome, NULL::text AS act, p.n AS thing_n, own.values AS was,
        own.batch_id AS was_batch,
        own.id IS NULL AND other.id IS NOT NULL AS is_first_word,
        coalesce(own.revision, other.revision) AS revision,
        coalesce(p.outcome = 'changed', false) AS is_touched, NULL::text AS other_voice,
        other.values AS others,
        CASE WHEN other.id IS NOT NULL THEN {_BOTH.format(mine="s.values")} END AS effective
    FROM staged_fact s
    LEFT JOIN plan_thing p ON p.n = s.thing
    CROSS JOIN LATERAL (SELECT coalesce(p.key, '') || s.own_key AS key) k
    {_joined("'fact'")}
""".replace("|| bare(", "|| pg_temp.bare(")

# A fact whose thing changed reads differently too. One that people worked on since the import,
# or withdrew, is theirs: what the file now says of it is reported, never written over.
_ACTS = (
    "UPDATE plan_fact SET outcome = 'changed' WHERE is_touched AND outcome = 'unchanged'",
    """
    UPDATE plan_fact p SET outcome = 'conflicting'
    FROM relations_fact f
    WHERE f.id = p.object AND p.outcome = 'changed'
      AND (f.revision <> p.revision OR f.publication NOT IN ('published', 'draft'))
    """,
    """
    UPDATE plan_thing SET act = CASE WHEN outcome = 'changed' THEN 'update'
        WHEN outcome = 'new' AND object IS NOT NULL THEN 'update'
        WHEN outcome = 'new' THEN 'insert' END
    """,
    """
    UPDATE plan_fact SET act = CASE WHEN outcome = 'changed' THEN 'update'
        WHEN outcome = 'covered' THEN 'retract'
        WHEN outcome = 'new' AND object IS NOT NULL THEN 'restore'
        WHEN outcome = 'new' THEN 'insert' END
    """,
)

_ONCE = """
    DELETE FROM {table} s USING (
        SELECT n, row_number() OVER (PARTITION BY {parts} ORDER BY n) AS turn
        FROM {table}) AS counted
    WHERE counted.n = s.n AND counted.turn > 1
    RETURNING s.line, s.own_key
"""


def keep_first() -> list[tuple[int, str]]:
    """Drop records whose key stood before in the same files; return (line, key) of each."""
    found: list[tuple[int, str]] = []
    with connection.cursor() as cursor:
        for table, parts in (("staged_thing", "kind, own_key"), ("staged_fact", "thing, own_key")):
            cursor.execute(_ONCE.format(table=table, parts=parts))
            found += sorted(cursor.fetchall())
    return found


def plan(layout: Layout, batch: int, scope: Mapping[str, Any]) -> None:
    """Compare what is staged with what is here. See the module."""
    values: dict[str, Any] = {
        "dataset": layout.dataset,
        "voice": layout.speaks_as,
        "lesser": list(layout.lesser_voices),
        "keys_are_stable": layout.keys_are_stable,
        "batch": str(batch),
        "scope": dict(scope),
    }
    with connection.cursor() as cursor:
        cursor.execute(_BARE)
        cursor.execute(_MATCHED)
        cursor.execute(
            "SELECT EXISTS (SELECT FROM relations_importedrecord WHERE dataset = %s)",
            [layout.dataset],
        )
        if cursor.fetchone()[0]:
            if layout.keys_are_stable:
                cursor.execute(_BY_OWN_KEY, values)
            for place in range(1, layout.likenesses + 1):
                cursor.execute("ANALYZE matched")
                cursor.execute(_BY_LIKENESS, values | {"place": place})
        cursor.execute("ANALYZE matched")
        by_hash(cursor, _THINGS, values)
        cursor.execute("ANALYZE plan_thing")
        by_hash(cursor, _FACTS, values)
        cursor.execute("ANALYZE plan_fact")
        layout.settle(cursor, {**values})
        for statement in _ACTS:
            cursor.execute(statement)
        cursor.execute("ANALYZE plan_fact; ANALYZE plan_thing")

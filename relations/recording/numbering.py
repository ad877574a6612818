"""The sequencer: positions and moments for committed acts, and folding of tallies.

Both run under an advisory lock from a task every few seconds, may run twice without harm, and
see committed rows only.
"""

from __future__ import annotations

from django.db import connection, transaction

from relations import db

# Versions follow the last change of the transaction that wrote or closed them; a row closed by the
# transaction that opened it was never known to anybody (known_from = known_to). One UPDATE sets
# both ends: a row may be opened and closed in the same run.
_NUMBER = """
    WITH last AS (SELECT coalesce(max(position), 0) AS position,
                         coalesce(max(known_at), '-infinity') AS known_at FROM relations_change),
    waiting AS (
        SELECT id, row_number() OVER (ORDER BY id) AS place FROM relations_change
        WHERE position IS NULL),
    numbered AS (
        UPDATE relations_change c
        SET position = last.position + waiting.place,
            known_at = greatest(clock_timestamp(), last.known_at)
        FROM waiting, last WHERE c.id = waiting.id
        RETURNING c.writer, c.position),
    written AS (
        SELECT writer, max(position) AS position FROM numbered GROUP BY writer),
    versions AS (
        SELECT v.id, opened.position AS known_from, closed.position AS known_to
        FROM relations_pairfactversion v
        LEFT JOIN written opened ON opened.writer = v.writer AND v.known_from IS NULL
        LEFT JOIN written closed ON closed.writer = v.closer AND v.known_to IS NULL
        WHERE (v.known_from IS NULL OR (v.known_to IS NULL AND v.closer IS NOT NULL))
          AND (opened.position IS NOT NULL OR closed.position IS NOT NULL)),
    known AS (
        UPDATE relations_pairfactversion v
        SET known_from = coalesce(v.known_from, versions.known_from),
            known_to = coalesce(v.known_to, versions.known_to)
        FROM versions WHERE v.id = versions.id)
    SELECT count(*), min(position), max(position) FROM numbered
"""

# Where each public act among the numbered is told: the pairs that its fact stood in before or
# after it, by the versions of its rows, and the countries that took part, by its snapshots.
# All versions a transaction wrote are known from its last act on; its others find them by writer.
_PLACE = """
    INSERT INTO relations_changeplace (place, position)
    SELECT v.low_id || '-' || v.high_id, c.position
    FROM relations_change c JOIN relations_pairfactversion v ON v.fact_id = c.fact_id
    WHERE c.position BETWEEN %(first)s AND %(last)s AND c.is_public
      AND v.publication = 'published'
      AND (v.known_from <= c.position OR v.writer = c.writer)
      AND (v.known_to IS NULL OR v.known_to >= c.position)
    UNION
    SELECT member ->> 'country', c.position
    FROM relations_change c
    CROSS JOIN LATERAL (VALUES (c.before), (c.after)) AS side (kept)
    CROSS JOIN LATERAL jsonb_array_elements(side.kept -> 'participants') AS member
    WHERE c.position BETWEEN %(first)s AND %(last)s AND c.is_public AND c.fact_id IS NOT NULL
      AND side.kept ->> 'publication' = 'published'
"""

_TALLY = "low, high, lane, kind, direction, verification, status, first_month, last_month"

_FOLD = f"""
    WITH gone AS (
        DELETE FROM relations_pairtally WHERE low = %s AND high = %s RETURNING *)
    INSERT INTO relations_pairtally ({_TALLY}, facts, withheld)
    SELECT {_TALLY}, sum(facts), sum(withheld) FROM gone GROUP BY {_TALLY}
    HAVING sum(facts) <> 0 OR sum(withheld) <> 0
"""
_FOLD_MARKS = """
    WITH gone AS (
        DELETE FROM relations_pairmark WHERE low = %s AND high = %s RETURNING *)
    INSERT INTO relations_pairmark (low, high, mark, facts)
    SELECT low, high, mark, sum(facts) FROM gone GROUP BY low, high, mark
    HAVING sum(facts) <> 0
"""

_CROWDED = f"""
    SELECT low, high FROM relations_pairtally
    GROUP BY low, high
    HAVING count(*) > 2 * count(DISTINCT ({_TALLY})) OR bool_or(facts <= 0)
    UNION
    SELECT low, high FROM relations_pairmark
    GROUP BY low, high
    HAVING count(*) > 2 * count(DISTINCT mark) OR bool_or(facts <= 0)
"""


# One new pulse stands for those it replaces: what is remembered under an older snapshot is let go.
_FOLD_PULSES = """
    WITH crowded AS (
        SELECT low, high FROM relations_pairpulse GROUP BY low, high HAVING count(*) > 50),
    gone AS (
        DELETE FROM relations_pairpulse p USING crowded c
        WHERE p.low = c.low AND p.high = c.high)
    INSERT INTO relations_pairpulse (low, high, writer)
    SELECT low, high, pg_current_xact_id()::text::bigint FROM crowded
"""


def number_changes() -> int:
    """Give every committed act its position and moment; return how many got one.

    Return 0 at once while another process does it.
    """
    with transaction.atomic():
        if not db.try_lock("sequencer"):
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_NUMBER)
            count, first, last = cursor.fetchone()
            if count:
                cursor.execute(_PLACE, {"first": first, "last": last})
            return int(count)


def fold_tallies() -> int:
    """Fold the deltas of pairs that gathered many into one row each; return how many pairs."""
    with transaction.atomic():
        if not db.try_lock("tallies"):
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_FOLD_PULSES)
            cursor.execute(_CROWDED)
            pairs = cursor.fetchall()
            for low, high in pairs:
                cursor.execute(_FOLD, [low, high])
                cursor.execute(_FOLD_MARKS, [low, high])
            return len(pairs)

"""Where SIPRI's register and its deliveries speak of the same order.

The register says how many were delivered in all these years, the deliveries how many in each.
Both are kept, and no weapon is counted twice: where yearly deliveries are here, the register's
fact is only what they leave, its other years and the rest of its number; nothing left, no fact.

An export of fewer years counts only what was delivered in them. It takes nothing back of what a
wider one said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from relations import db
from relations.importing.layouts import by_hash, sipri
from relations.importing.staging import date_values

_VOICE = "sipri-deliveries"

# A narrower export: its years are those of the wider one that fall into it.
_NARROWER = """
    SELECT s.n, p.was, s.values || jsonb_build_object('years', p.was->'years',
        'tiv_delivered', p.was->'tiv_delivered') AS values
    FROM staged_thing s JOIN plan_thing p ON p.n = s.n
    WHERE p.was IS NOT NULL AND (p.was->'years') <> (s.values->'years')
      AND (p.was->'years') @> (s.values->'years')
      AND (s.values->'years') = coalesce((
          SELECT jsonb_agg(y ORDER BY y::int) FROM jsonb_array_elements(p.was->'years') y
          WHERE y::int BETWEEN %(first)s AND %(last)s), '[]')
"""
# Deliveries of some years only: the others are those of the files that came before.
_OTHER_YEARS = """
    SELECT s.n, p.was, s.values || jsonb_build_object(
        'years', (SELECT jsonb_agg(y ORDER BY y) FROM (
            SELECT unnest(beyond.years)
            UNION SELECT y::int FROM jsonb_array_elements(s.values->'years') y) AS u (y)),
        'tiv_delivered',
        round((s.values->>'tiv_delivered')::numeric + beyond.tiv, 2)::text) AS values
    FROM staged_thing s JOIN plan_thing p ON p.n = s.n
    JOIN (SELECT r.thing, array_agg((r.values->'years'->>0)::int) AS years,
                 sum((r.values->>'tiv')::numeric) AS tiv
          FROM relations_importedrecord r
          WHERE r.dataset = %(dataset)s AND r.kind = 'fact' AND r.voice = %(voice)s
            AND NOT r.is_undone AND r.key LIKE '%%/delivered/%%'
            AND (r.values->'years'->>0)::int NOT BETWEEN %(first)s AND %(last)s
          GROUP BY r.thing) beyond ON beyond.thing = p.key
    WHERE p.was IS NOT NULL
"""
# The order is what it is with those years, and changed only if the two layouts then say so.
_MENDED = """
    WITH mended AS ({mended}), staged AS (
        UPDATE staged_thing s SET values = mended.values,
            fingerprint = CASE WHEN mended.values = mended.was THEN (
                SELECT r.fingerprint FROM relations_importedrecord r
                JOIN plan_thing p ON p.n = s.n AND r.key = p.key
                WHERE r.dataset = %(dataset)s AND r.voice = %(voice)s AND r.kind = 'transfer')
                ELSE s.fingerprint END
        FROM mended WHERE s.n = mended.n)
    UPDATE plan_thing p SET
        effective = CASE WHEN p.others IS NOT NULL THEN {both} END,
        outcome = CASE WHEN mended.values = mended.was OR {both} = {before} THEN 'unchanged'
                       ELSE 'changed' END
    FROM mended WHERE p.n = mended.n
    RETURNING p.n
"""
_REGISTERS = "(coalesce(p.others, '{{}}') || pg_temp.bare({mine}))"
_DELIVERIES = "({mine} || pg_temp.bare(coalesce(p.others, '{{}}')))"
_TOUCHED = """
    UPDATE plan_fact p SET is_touched = t.outcome = 'changed'
    FROM plan_thing t WHERE t.n = p.thing_n AND t.n = ANY(%s)
"""
_NARROWER_FACTS = """
    UPDATE plan_fact p SET is_touched = t.outcome = 'changed',
        outcome = CASE WHEN p.key LIKE '%%/delivered' AND p.was IS NOT NULL THEN 'unchanged'
                       ELSE p.outcome END
    FROM plan_thing t WHERE t.n = p.thing_n AND t.n = ANY(%s)
"""

# Deliveries kept by years, added up by order.
_YEARLY = """(
    SELECT r.thing, array_agg((r.values->'years'->>0)::int) AS years,
           sum(coalesce((r.values->>'best')::int, 0)) AS total, max(r.object) AS object
    FROM relations_importedrecord r
    WHERE r.dataset = %(dataset)s AND r.kind = 'fact' AND r.voice = 'sipri-deliveries'
      AND NOT r.is_undone AND r.key LIKE '%%/delivered/%%'
    GROUP BY r.thing)"""

_BESIDE_DELIVERIES = f"""
    SELECT p.n, p.object, s.values, yearly.years, yearly.total, yearly.object
    FROM plan_fact p JOIN staged_fact s ON s.n = p.n JOIN plan_thing t ON t.n = p.thing_n
    JOIN {_YEARLY} yearly ON yearly.thing = t.key
    WHERE s.own_key = '/delivered' AND p.outcome IN ('new', 'changed')
"""


def settle_register(cursor: Any, values: Mapping[str, Any]) -> None:
    """Mend the plan of a register: narrower exports, and orders whose deliveries are here."""
    scope = values["scope"]
    if "first" in scope:
        numbers = _mend(cursor, values, _NARROWER, _REGISTERS)
        if numbers:
            cursor.execute(_NARROWER_FACTS, [numbers])
    found = by_hash(cursor, _BESIDE_DELIVERIES, values)
    for n, stored, said, years, total, yearly in found:
        rest = _rest(db.json_value(said), years, int(total))
        if rest is not None:
            cursor.execute(
                "UPDATE plan_fact SET effective = %s WHERE n = %s",
                [orjson.dumps(rest).decode(), n],
            )
        elif stored is None or stored == yearly:
            # All of it is here by years: the word is kept, and makes no fact of its own.
            cursor.execute(
                "UPDATE plan_fact SET outcome = 'unchanged', is_first_word = true,"
                " is_touched = false, object = %s WHERE n = %s",
                [yearly, n],
            )
        else:
            cursor.execute("UPDATE plan_fact SET outcome = 'covered' WHERE n = %s", [n])


def _mend(cursor: Any, values: Mapping[str, Any], mended: str, both: str) -> list[int]:
    """Give staged orders the years and values they have beyond this file; return their numbers."""
    scope = values["scope"]
    statement = _MENDED.format(
        mended=mended,
        both=both.format(mine="mended.values"),
        before=both.format(mine="mended.was"),
    )
    years = {"first": int(scope["first"]), "last": int(scope["last"])}
    return [n for (n,) in by_hash(cursor, statement, {**values, **years})]


def _rest(said: Mapping[str, Any], years: list[int], total: int) -> dict[str, Any] | None:
    """What a register's deliveries have beyond those kept by years; None where nothing is left."""
    left = tuple(sorted(set(said["years"]) - set(years)))
    if not left:
        return None
    number = said.get("best")
    rest = number - total if number is not None and number > total else None
    headline = str(said["headline"])
    parts = headline.rpartition(", ")[0] or headline
    if rest is not None and f" {number} " in parts:
        parts = parts.replace(f" {number} ", f" {rest} ", 1)
    when = f"{left[0]}" if len(left) == 1 else f"{left[0]} to {left[-1]}"
    flag = "?" if str(said.get("reported", "")).endswith("?") else ""
    return {
        **said,
        "headline": f"{parts}, {when}",
        "date": date_values(sipri.years_date(left)),
        "best": rest,
        "reported": f"{rest}{flag}" if rest is not None else "",
        "years": list(left),
        "summary": f"Of {said.get('reported') or 'an unknown number'} in all; "
        "other years have facts of their own. " + sipri.years_words(left),
    }


# In two steps: what was said is joined by hash, whatever the planner thinks of a registry that
# grew a moment ago, and only the facts found are looked up.
_AGGREGATES = f"""
    CREATE TEMP TABLE aggregates ON COMMIT DROP AS
    SELECT t.n, t.key, t.line, r.object, r.values, r.revision, r.key AS fact_key,
           staged.years, staged.total, kept.years AS kept_years, kept.total AS kept_total
    FROM plan_thing t
    JOIN (SELECT one.thing, array_agg(one.year) AS years, sum(one.best) AS total
          FROM (SELECT p.key AS thing, (d.values->'years'->>0)::int AS year,
                       coalesce((d.values->>'best')::int, 0) AS best
                FROM staged_fact d JOIN plan_thing p ON p.n = d.thing
                WHERE d.own_key LIKE '/delivered/%%'
                UNION ALL
                SELECT r.thing, (r.values->'years'->>0)::int,
                       coalesce((r.values->>'best')::int, 0)
                FROM relations_importedrecord r
                LEFT JOIN plan_fact again ON again.key = r.key
                WHERE r.dataset = %(dataset)s AND r.kind = 'fact'
                  AND r.voice = 'sipri-deliveries' AND NOT r.is_undone
                  AND r.key LIKE '%%/delivered/%%' AND again.n IS NULL) one
          GROUP BY one.thing) staged ON staged.thing = t.key
    JOIN relations_importedrecord r ON r.dataset = %(dataset)s AND r.kind = 'fact'
        AND r.voice = 'sipri-register' AND r.key = t.key || '/delivered' AND NOT r.is_undone
    LEFT JOIN {_YEARLY} kept ON kept.thing = t.key
    WHERE t.n IN (SELECT y.thing_n FROM plan_fact y WHERE y.outcome IN ('new', 'changed'))
"""
_THEIR_FACTS = """
    SELECT a.n, a.key, a.object, a.values, f.kind, f.subtype, f.status, c.source_id,
           c.quotation, c.dataset_row, a.years, a.total, a.line, a.kept_years, a.kept_total
    FROM aggregates a
    JOIN relations_fact f ON f.id = a.object AND f.publication = 'published'
        AND f.dataset_key = a.fact_key AND f.revision = a.revision
    CROSS JOIN LATERAL (
        SELECT source_id, quotation, dataset_row FROM relations_claim
        WHERE fact_id = f.id AND status = 'accepted' ORDER BY id DESC LIMIT 1) c
    ORDER BY a.n
"""
_SIDES = """
    SELECT (SELECT jsonb_agg(jsonb_build_array(country_id, role))
            FROM relations_participant WHERE fact_id = %s AND NOT is_typed),
           (SELECT jsonb_agg(jsonb_build_array(low_id, high_id, relation, direction, lane))
            FROM relations_pairfact WHERE fact_id = %s)
"""


def settle_deliveries(cursor: Any, values: Mapping[str, Any]) -> None:
    """Add to the plan of deliveries what becomes of the register's facts about the same orders.

    Deliveries may come file by file: what an earlier one said of other years counts too.
    """
    if "first" in values["scope"]:
        numbers = _mend(cursor, values, _OTHER_YEARS, _DELIVERIES)
        if numbers:
            cursor.execute(_TOUCHED, [numbers])
    cursor.execute("SELECT coalesce(max(n), 0) FROM staged_fact")
    n = int(cursor.fetchone()[0])
    by_hash(cursor, _AGGREGATES, values)
    cursor.execute("ANALYZE aggregates")
    cursor.execute(_THEIR_FACTS)
    for row in cursor.fetchall():
        (thing, key, fact, was, kind, subtype, status, source, quotation, place, years, total,
         line, kept_years, kept_total) = row  # fmt: skip
        said = db.json_value(was)
        rest = _rest(said, years, int(total))
        before = _rest(said, kept_years or [], int(kept_total or 0)) or said
        n += 1
        cursor.execute(_SIDES, [fact, fact])
        sides, rows = (db.json_value(one) or [] for one in cursor.fetchone())
        cursor.execute(
            "INSERT INTO staged_fact VALUES (%s, %s, %s, '/delivered', %s, %s, %s, false, NULL,"
            " %s, %s, %s, %s, %s, %s)",
            [
                n, line, thing, kind, subtype, status, f"#{source}", quotation, place,
                orjson.dumps(rest or said).decode(), orjson.dumps(sides).decode(),
                orjson.dumps(rows).decode(),
            ],
        )  # fmt: skip
        cursor.execute(
            "INSERT INTO plan_fact (n, line, kind, key, object, outcome, thing_n, was,"
            " is_first_word, is_touched, other_voice)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, false, false, 'sipri-register')",
            [
                n,
                line,
                kind,
                f"{key}/delivered",
                fact,
                "changed" if rest else "covered",
                thing,
                orjson.dumps(before).decode(),
            ],
        )


_POINT = """
    UPDATE relations_importedrecord r SET object = yearly.object, revision = yearly.revision
    FROM plan_fact p JOIN plan_thing t ON t.n = p.thing_n
    JOIN (SELECT DISTINCT ON (o.thing) o.thing, o.object, o.revision
          FROM relations_importedrecord o
          WHERE o.dataset = %(dataset)s AND o.kind = 'fact' AND o.voice = 'sipri-deliveries'
            AND o.key LIKE '%%/delivered/%%'
          ORDER BY o.thing, o.object DESC) yearly ON yearly.thing = t.key
    WHERE p.outcome = 'covered' AND r.dataset = %(dataset)s AND r.kind = 'fact'
      AND r.voice = 'sipri-register' AND r.key = p.key
"""


def point_to_deliveries(cursor: Any, values: Mapping[str, Any]) -> None:
    """After writing: the register's word on deliveries that are all here by years leads there."""
    by_hash(cursor, _POINT, values)

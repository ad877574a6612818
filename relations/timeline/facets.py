"""Counts of what a pair's facts are about, who publishes them and who speaks: the open facets.

Without a filter from the roll-up of marks, else one scan of the rows that match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from relations.pairs import Pair
from relations.timeline.filters import Filters
from relations.timeline.paging import pair_rows, segments

MOST_VALUES = 200
"""So many values of a facet are listed, the most frequent first, and every chosen one."""

_PREFIXES = {"topic": "t", "source": "p", "speaker": "s", "subtype": "f"}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: as addresses spell it, as people do, and how many facts have it."""

    value: str
    label: str
    facts: int


def open_facets(
    pair: Pair, filters: Filters, *, pairs: Sequence[Pair]
) -> dict[str, list[FacetValue]]:
    """Return topics, publishers (as `source`), speakers and subtypes with counts. One statement.

    The counts of a facet ignore its own choice and obey the rest.
    """
    if not pairs:
        return {name: [] for name in _PREFIXES}
    counted, given = (
        _from_roll_up(pairs) if _is_unfiltered(filters) else _from_rows(pair, filters, pairs)
    )
    chosen = [f"t:{slug}" for slug in filters.topic]
    chosen += [f"s:{person}" for person in filters.speaker]
    chosen += [f"f:{subtype}" for subtype in filters.subtype]
    with connection.cursor() as cursor:
        cursor.execute(_NAMED.format(counted=counted), [*given, chosen, MOST_VALUES])
        rows = cursor.fetchall()
    found: dict[str, list[FacetValue]] = {name: [] for name in _PREFIXES}
    names = {prefix: name for name, prefix in _PREFIXES.items()}
    for mark, value, label, n in rows:
        found[names[mark[0]]].append(FacetValue(value, label, int(n)))
    return found


_NAMED = """
    WITH counted AS ({counted}),
    every AS (
        SELECT mark, n FROM counted
        UNION ALL SELECT mark, 0 FROM unnest(%s::text[]) mark
        WHERE mark NOT IN (SELECT mark FROM counted)),
    ranked AS (
        SELECT mark, n, row_number() OVER (
            PARTITION BY left(mark, 1) ORDER BY n DESC, mark) AS place
        FROM every)
    SELECT r.mark, coalesce(t.slug, u.slug, substr(r.mark, 3)),
           coalesce(t.name, u.name, w.name, replace(substr(r.mark, 3), '_', ' ')), r.n
    FROM ranked r
    LEFT JOIN relations_topic t ON left(r.mark, 2) = 't:' AND t.slug = substr(r.mark, 3)
    LEFT JOIN relations_publisher u ON left(r.mark, 2) = 'p:' AND u.id = _number(r.mark)
    LEFT JOIN relations_person w ON left(r.mark, 2) = 's:' AND w.id = _number(r.mark)
    WHERE r.place <= %s OR r.n = 0
    ORDER BY r.n DESC, r.mark
""".replace(
    "_number(r.mark)", "CASE WHEN substr(r.mark, 3) ~ '^[0-9]+$' THEN substr(r.mark, 3)::bigint END"
)


def _is_unfiltered(filters: Filters) -> bool:
    return not set(filters.given) - {"sort", "cursor", "limit", "predecessor"}


def _from_roll_up(pairs: Sequence[Pair]) -> tuple[str, list[Any]]:
    return (
        "SELECT mark, sum(facts) AS n FROM relations_pairmark"
        " WHERE (low, high) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"
        " GROUP BY mark HAVING sum(facts) > 0",
        [[pair.low for pair in pairs], [pair.high for pair in pairs]],
    )


def _from_rows(pair: Pair, filters: Filters, pairs: Sequence[Pair]) -> tuple[str, list[Any]]:
    """Each facet that is narrowed is counted without its own choice, the others together."""
    narrowed = [name for name in _PREFIXES if getattr(filters, name)]
    free = "".join(prefix for name, prefix in _PREFIXES.items() if name not in narrowed)
    asked = [(filters, free)] if free else []
    for name in narrowed:
        without: dict[str, Any] = {name: ()}
        asked.append((replace(filters, **without), _PREFIXES[name]))
    parts: list[str] = []
    given: list[Any] = []
    for each, prefixes in asked:
        rows = []
        for one in pairs:
            for part in segments(pair_rows(one, each, asked=pair), each):
                sql, values = part.values("marks", "subtype").query.sql_with_params()
                rows.append(sql)
                given += list(values)
        parts.append(
            "SELECT mark, count(*) AS n FROM ("
            + " UNION ALL ".join(f"({sql})" for sql in rows)
            + ") r, unnest(string_to_array(trim(marks || ' f:' || subtype), ' ')) mark"
            " WHERE left(mark, 1) = ANY(%s) GROUP BY mark"
        )
        given.append(list(prefixes))
    return " UNION ALL ".join(parts), given

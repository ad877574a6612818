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
from relations.timeline.narrowing import segments
from relations.timeline.paging import pair_rows

MOST_VALUES = 200
"""So many values of a facet are listed, the most frequent first, and every chosen one."""

_PREFIXES = {"topic": "t", "source": "p", "speaker": "s", "subtype": "f"}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: as addresses spell it, as people do, and how many facts have it."""

    value: str
    label: str
    facts: int


def count_marks(pair: Pair, filters: Filters, *, pairs: Sequence[Pair]) -> list[tuple[str, int]]:
    """Count topics, publishers, speakers and subtypes, most first, as (mark, facts). One statement.

    The counts of a facet ignore its own choice and obey the rest.
    """
    if not pairs:
        return []
    counted, given = (
        _from_roll_up(pairs) if _is_unfiltered(filters) else _from_rows(pair, filters, pairs)
    )
    chosen = [f"t:{slug}" for slug in filters.topic]
    chosen += [f"s:{person}" for person in filters.speaker]
    chosen += [f"f:{subtype}" for subtype in filters.subtype]
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(counted=counted), [*given, chosen, MOST_VALUES])
        return [(mark, int(n)) for mark, n in cursor.fetchall()]


_RANKED = """
    WITH counted AS ({counted}),
    every AS (
        SELECT mark, n FROM counted
        UNION ALL SELECT mark, 0 FROM unnest(%s::text[]) mark
        WHERE mark NOT IN (SELECT mark FROM counted)),
    ranked AS (
        SELECT mark, n, row_number() OVER (
            PARTITION BY left(mark, 1) ORDER BY n DESC, mark) AS place
        FROM every)
    SELECT mark, n FROM ranked WHERE place <= %s OR n = 0 ORDER BY n DESC, mark
"""


def named(counts: Sequence[tuple[str, int]]) -> dict[str, list[FacetValue]]:
    """Return the facets `topic`, `source` (publishers), `speaker` and `subtype`. One statement."""
    found: dict[str, list[FacetValue]] = {name: [] for name in _PREFIXES}
    if not counts:
        return found
    facets = {prefix: name for name, prefix in _PREFIXES.items()}
    marks = [mark for mark, _ in counts]

    def numbers(prefix: str) -> list[int]:
        return [int(m[2:]) for m in marks if m[0] == prefix and m[2:].isdigit()]

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 't:' || slug, slug, name FROM relations_topic WHERE slug = ANY(%s)"
            " UNION ALL SELECT 'p:' || id, slug, name FROM relations_publisher WHERE id = ANY(%s)"
            " UNION ALL SELECT 's:' || id, id::text, name FROM relations_person WHERE id = ANY(%s)",
            [[m[2:] for m in marks if m[0] == "t"], numbers("p"), numbers("s")],
        )
        names = {mark: (value, name) for mark, value, name in cursor.fetchall()}
    for mark, n in counts:
        value, label = names.get(mark, (mark[2:], mark[2:].replace("_", " ")))
        found[facets[mark[0]]].append(FacetValue(value, label, n))
    return found


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

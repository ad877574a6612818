"""The pages that are asked most: a pair or all facts by date, narrowed by nothing or by columns.

Putting such a statement into words by the ORM takes longer than answering it, so it is written out,
of today's rows and of their versions. Where nothing is narrowed it is always the same, and each
connection keeps its plan; a filter is planned each time, since a rare value may want another index
than a common one. `tests/relations/test_timeline.py` holds both against the ORM's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from relations import dates, db
from relations.pairs import Direction, Pair
from relations.timeline.filters import BY_DATE, Filters

_COLUMNS = ("kind", "subtype", "verification", "status", "lane", "direction")
_ANY: dict[str, Any] = {"cursor": None, "limit": 0, "given": {}, "predecessor": "with",
                        "sort": "newest", "as_of": None}  # fmt: skip
_NARROW: dict[str, Any] = {**dict.fromkeys(_COLUMNS, ()), "start": None, "end": None, "at": None}
_PLAIN = Filters(limit=0)
_TURNED: dict[str, str] = {
    Direction.FORWARD: Direction.BACKWARD,
    Direction.BACKWARD: Direction.FORWARD,
}


def is_plain(filters: Filters) -> bool:
    """Whether nothing narrows a timeline and it stands by date: what is asked most."""
    return filters.sort in BY_DATE and replace(filters, **_ANY) == _PLAIN


def is_of_columns(filters: Filters) -> bool:
    """Whether a timeline stands by date and only columns of a pair's rows narrow it."""
    return filters.sort in BY_DATE and replace(filters, **_ANY, **_NARROW) == _PLAIN


def is_of_fact_columns(filters: Filters) -> bool:
    """Whether a list of all facts stands by date and only columns of a fact narrow it."""
    return is_of_columns(filters) and not (filters.lane or filters.direction)


def is_turned(pair: Pair, asked: Pair) -> bool:
    """Whether a predecessor's pair names the two sides in the other order than the pair asked."""
    return pair != asked and (pair.low == asked.high or pair.high == asked.low)


def turned(directions: Sequence[str]) -> tuple[str, ...]:
    """The same directions seen from a pair whose sides are named in the other order."""
    return tuple(_TURNED.get(each, each) for each in directions)


def scan(
    pair: Pair,
    filters: Filters,
    redistributable_only: bool,
    *,
    asked: Pair | None = None,
    position: int | None = None,
) -> list[tuple[Any, ...]]:
    """The next rows of a pair by date: (sort key, fact, lane, relation, direction), one more than
    a page holds, and as many again of dates wider than a month where a window is asked for.

    asked, position: as for `paging.pair_rows`.
    """
    query, given = statement(pair, filters, redistributable_only, asked=asked, position=position)
    return _ask(query, given, is_kept=position is None and is_plain(filters))


def scan_continued(
    pair: Pair, filters: Filters, redistributable_only: bool, *, position: int | None = None
) -> tuple[list[tuple[Any, ...]], list[tuple[str, str]]]:
    """Scan, and say in the same statement which states the two continue: (successor, before)."""
    query, given = statement(pair, filters, redistributable_only, position=position)
    found = _ask(
        f"{query} UNION ALL {_CONTINUED}",
        [*given, [pair.low, pair.high]],
        is_kept=position is None and is_plain(filters),
    )
    return (
        [row for row in found if row[1] is not None],
        [(successor, before) for _, fact, successor, before, _ in found if fact is None],
    )


_CONTINUED = """
    SELECT NULL::bigint, NULL::bigint, successor_id, predecessor_id, NULL
    FROM relations_succession WHERE kind = 'continuation' AND successor_id = ANY(%s)
"""


def _ask(query: str, given: list[Any], *, is_kept: bool) -> list[tuple[Any, ...]]:
    if is_kept:
        return db.ask_prepared(query, given)[1]
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def statement(
    pair: Pair,
    filters: Filters,
    redistributable_only: bool,
    *,
    asked: Pair | None = None,
    position: int | None = None,
) -> tuple[str, list[Any]]:
    """Return the statement of `scan` and its parameters."""
    where = ["low_id = %s AND high_id = %s"]
    given: list[Any] = [pair.low, pair.high]
    table = "relations_pairfact"
    if position is not None:
        table = "relations_pairfactversion"
        where.append("known_from <= %s AND (known_to IS NULL OR known_to > %s)")
        given += [position, position]
    if asked is not None and is_turned(pair, asked):
        filters = replace(filters, direction=turned(filters.direction))
    return _written(
        f"sort_key, fact_id, lane, relation, direction FROM {table}", "fact_id",
        where, given, filters, redistributable_only,
    )  # fmt: skip


def scan_facts(filters: Filters, redistributable_only: bool) -> list[tuple[Any, ...]]:
    """The next of all facts by date: (sort key, fact), as many as `scan` gives."""
    query, given = _written(
        "sort_key, id FROM relations_fact", "id", [], [], filters, redistributable_only
    )
    return _ask(query, given, is_kept=is_plain(filters))


def _written(
    select: str, key: str, where: list[str], given: list[Any], filters: Filters,
    redistributable_only: bool,
) -> tuple[str, list[Any]]:  # fmt: skip
    """Write the next rows after the cursor out, and return the parameters with them."""
    cursor = filters.cursor
    is_descending = filters.is_newest_first != (cursor is not None and cursor.is_backward)
    way, sign = ("DESC", "<") if is_descending else ("ASC", ">")
    where = [*where, "publication = 'published'"]
    given = list(given)
    if redistributable_only:
        where.append("is_redistributable")
    if cursor is not None:
        where.append(f"(sort_key, {key}) {sign} (%s, %s)")
        given += [cursor.sort_key, cursor.fact]
    for name in _COLUMNS:
        if chosen := getattr(filters, name):
            # One value as an equation, so that an index on it keeps its order.
            where.append(f"{name} = %s" if len(chosen) == 1 else f"{name} = ANY(%s)")
            given.append(chosen[0] if len(chosen) == 1 else list(chosen))
    parts, values = [], []
    for window, days in _windows(filters):
        parts.append(f"""(
            SELECT {select} WHERE {" AND ".join([*where, *window])}
            ORDER BY sort_key {way}, {key} {way} LIMIT {int(filters.limit) + 1})
        """)
        values += [*given, *days]
    return " UNION ALL ".join(parts), values


def _windows(filters: Filters) -> list[tuple[list[str], list[Any]]]:
    """Part a window of days: narrow dates by their place in the order, wide ones by their index."""
    if not (filters.start or filters.end):
        return [([], [])]
    inside: list[str] = []
    days: list[Any] = []
    if filters.start:
        inside.append("last_day >= %s")
        days.append(dates.day_number(filters.start))
    if filters.end:
        inside.append("first_day <= %s")
        days.append(dates.day_number(filters.end))
    narrow, keys = [*inside, "NOT last_day > first_day + 31"], list(days)
    for bound, sign in zip(dates.narrow_bounds(filters.start, filters.end), (">=", "<="),
                           strict=True):  # fmt: skip
        if bound is not None:
            narrow.append(f"sort_key {sign} %s")
            keys.append(bound)
    return [(narrow, keys), ([*inside, "last_day > first_day + 31"], days)]

"""The page that is asked most, a pair by date and nothing narrowed: one statement, always the same.

Putting it into words by the ORM takes longer than answering it, so it is written out and each
connection keeps its plan. `tests/relations/test_timeline.py` holds it against the ORM's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from relations import db
from relations.pairs import Pair
from relations.timeline.filters import BY_DATE, Filters


def is_plain(filters: Filters) -> bool:
    """Whether nothing narrows a timeline and it stands by date: what is asked most."""
    asked = replace(filters, cursor=None, limit=0, given={}, predecessor="with", sort="newest")
    return asked == _PLAIN and filters.sort in BY_DATE


_PLAIN = Filters(limit=0)


def scan(pair: Pair, filters: Filters, redistributable_only: bool) -> list[tuple[Any, ...]]:
    """The next rows of a pair by date: (sort key, fact, lane, relation, direction), one more than
    a page holds."""
    return db.ask_prepared(*statement(pair, filters, redistributable_only))[1]


def statement(pair: Pair, filters: Filters, redistributable_only: bool) -> tuple[str, list[Any]]:
    """Return the statement of `scan` and its parameters."""
    cursor = filters.cursor
    is_descending = filters.is_newest_first != (cursor is not None and cursor.is_backward)
    way, sign = ("DESC", "<") if is_descending else ("ASC", ">")
    given: list[Any] = [pair.low, pair.high]
    after = ""
    if cursor is not None:
        after = f"AND (sort_key, fact_id) {sign} (%s, %s)"
        given += [cursor.sort_key, cursor.fact]
    leaving = "AND is_redistributable" if redistributable_only else ""
    query = f"""
        SELECT sort_key, fact_id, lane, relation, direction FROM relations_pairfact
        WHERE low_id = %s AND high_id = %s AND publication = 'published' {leaving} {after}
        ORDER BY sort_key {way}, fact_id {way} LIMIT {int(filters.limit) + 1}
    """
    return query, given

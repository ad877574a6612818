"""Sums kept between requests, for exactly as long as they are true.

What is kept carries the snapshot of the database under which it was added up. It holds while no
pulse (`PairPulse`) of its pairs, or of any for a sum over all, was written by a transaction that
this snapshot did not see: a fact published now lets it go at once, and so does an import that
began long before and commits now. Names are not kept: an editor may mend one without an act.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection

from relations.pairs import Pair
from relations.timeline.filters import Filters

_HOURS = 12 * 3600
_T = TypeVar("_T")

_STATE = """
    SELECT 'now', pg_current_snapshot()::text,
           coalesce(pg_current_xact_id_if_assigned()::text, ''), ''
    UNION ALL
    SELECT 'continued', s.successor_id, s.predecessor_id, c.label
    FROM relations_succession s JOIN relations_country c ON c.code = s.predecessor_id
    WHERE s.kind = 'continuation' AND s.successor_id = ANY(%(codes)s)
"""
_HOLDS = """
    UNION ALL
    SELECT 'holds', (
        pg_snapshot_xmax(%(then)s::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
        AND NOT EXISTS (
            SELECT FROM relations_pairpulse p, unnest(%(lows)s::text[], %(highs)s::text[])
                AS kept (low, high)
            WHERE p.low = kept.low AND p.high = kept.high
              AND p.writer >= pg_snapshot_xmin(%(then)s::pg_snapshot)::text::bigint
              AND NOT pg_visible_in_snapshot(p.writer::text::xid8, %(then)s::pg_snapshot)
        ))::text, '', ''
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered: the pairs it was added up from and the snapshot it was true under."""

    snapshot: str
    pairs: tuple[Pair, ...]
    value: Any


@dataclass(frozen=True, slots=True)
class Moment:
    """A pair at this moment: those it continues, and what is remembered and still holds.

    continued: successor → its predecessors; labels: code of a predecessor → name. A transaction
    that has written something itself (is_writing) neither keeps nor takes what is kept.
    """

    pair: Pair
    snapshot: str
    continued: dict[str, list[str]]
    labels: dict[str, str]
    key: str
    kept: Kept | None
    is_writing: bool

    def pairs(self, predecessor: str) -> list[Pair]:
        """Return the pairs of the timeline, as `timeline_pairs` does."""
        if predecessor == "without":
            return [self.pair]
        lows = [self.pair.low, *self.continued.get(self.pair.low, ())]
        highs = [self.pair.high, *self.continued.get(self.pair.high, ())]
        found = [Pair.of(one, other) for one in lows for other in highs if one != other]
        return [other for other in found if other != self.pair] if predecessor == "only" else found

    def remember(self, pairs: Sequence[Pair], add_up: Callable[[], _T]) -> _T:
        """Return what is remembered, else add it up and remember it."""
        if self.kept is not None:
            value: _T = self.kept.value
            return value
        value = add_up()
        if not self.is_writing:
            cache.set(self.key, Kept(self.snapshot, tuple(pairs), value), _HOURS)
        return value


def moment_of(pair: Pair, filters: Filters) -> Moment:
    """Return how a pair stands now, under filters. One statement."""
    asked = [(name, text) for name, text in filters.query() if name not in _NOT_ADDED_UP]
    digest = hashlib.sha256(repr(asked).encode()).hexdigest()[:32]
    key = f"pair:{pair}:{digest}"
    kept: Kept | None = cache.get(key)
    given: dict[str, Any] = {"codes": [pair.low, pair.high]}
    statement = _STATE
    if kept is not None:
        statement += _HOLDS
        given |= {
            "then": kept.snapshot,
            "lows": [each.low for each in kept.pairs],
            "highs": [each.high for each in kept.pairs],
        }
    continued: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    snapshot, holds, is_writing = "", False, False
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        for what, one, other, label in cursor.fetchall():
            if what == "now":
                snapshot, is_writing = one, bool(other)
            elif what == "holds":
                holds = one == "true"
            else:
                continued.setdefault(one, []).append(other)
                labels[other] = label
    is_kept = holds and not is_writing
    return Moment(pair, snapshot, continued, labels, key, kept if is_kept else None, is_writing)


_NOT_ADDED_UP = ("sort", "cursor", "limit")


_ANY = """
    SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NOT NULL,
           pg_snapshot_xmax(%(then)s::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
           AND NOT EXISTS (
               SELECT FROM relations_pairpulse
               WHERE writer >= pg_snapshot_xmin(%(then)s::pg_snapshot)::text::bigint
                 AND NOT pg_visible_in_snapshot(writer::text::xid8, %(then)s::pg_snapshot))
"""
_NEVER = "1:1:"  # a snapshot before every transaction


def remembered(name: str, parameters: tuple[Any, ...], answer: Callable[[], _T]) -> _T:
    """Return a sum over all pairs while it holds, else add it up and keep it. One statement more.

    name and parameters say which sum it is; any pulse of any pair lets it go.
    """
    digest = hashlib.sha256(f"{name} {parameters!r}".encode()).hexdigest()[:32]
    key = f"all:{digest}"
    kept: Kept | None = cache.get(key)
    with connection.cursor() as cursor:
        cursor.execute(_ANY, {"then": kept.snapshot if kept else _NEVER})
        snapshot, is_writing, holds = cursor.fetchone()
    if kept is not None and holds and not is_writing:
        value: _T = kept.value
        return value
    value = answer()
    if not is_writing:
        cache.set(key, Kept(snapshot, (), value), _HOURS)
    return value

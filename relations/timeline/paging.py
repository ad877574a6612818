"""One page of a timeline: which facts, in the one total order, without counting or skipping.

A page is a row comparison on one index. A window of days is answered by two such scans, one for
dates of at most 31 days and one for wider or unknown ones, merged here; a predecessor's pair is
one more of each.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Value
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.db.models.functions import Cast, Extract

from relations import db
from relations.models import (
    Fact,
    PairFact,
    PairFactVersion,
    Participant,
)
from relations.pairs import Pair
from relations.timeline.cursors import Cursor
from relations.timeline.filters import Filters
from relations.timeline.narrowing import (
    RANKS,
    any_of,
    in_window,
    narrowed,
    narrowed_by_fact,
    segments,
)
from relations.timeline.scanning import (
    is_of_columns,
    is_of_fact_columns,
    is_turned,
    scan,
    scan_continued,
    scan_facts,
    turned,
)


@dataclass(frozen=True, slots=True)
class Place:
    """One fact's place on a page. The pair columns are empty outside a pair."""

    sort_key: int
    fact: int
    lane: str = ""
    relation: str = ""
    direction: str = ""
    pair: Pair | None = None
    rank: int | None = None

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.rank or 0, self.sort_key, self.fact)


@dataclass(frozen=True, slots=True)
class Page:
    places: list[Place]
    next: Cursor | None
    previous: Cursor | None


_CONTINUED = """
    SELECT successor_id, predecessor_id FROM relations_succession
    WHERE kind = 'continuation' AND successor_id = ANY(%s)
"""


def timeline_pairs(pair: Pair, predecessor: str = "with") -> list[Pair]:
    """Return the pair and, as asked, those of states one of the two continues. One query."""
    if predecessor == "without":
        return [pair]
    found = _with_predecessors(pair, db.ask_prepared(_CONTINUED, ([pair.low, pair.high],))[1])
    return [other for other in found if other != pair] if predecessor == "only" else found


def _with_predecessors(pair: Pair, continued: Iterable[tuple[Any, ...]]) -> list[Pair]:
    """The pair and those of states one of the two continues. continued: (successor, before)."""
    names: dict[str, list[str]] = {pair.low: [pair.low], pair.high: [pair.high]}
    for successor, before in continued:
        names[successor].append(before)
    return [
        Pair.of(one, other) for one in names[pair.low] for other in names[pair.high] if one != other
    ]


def pair_page(
    pair: Pair,
    filters: Filters,
    *,
    redistributable_only: bool = False,
    pairs: list[Pair] | None = None,
    position: int | None = None,
) -> Page:
    """Return one page of a pair's timeline; `pairs` are its `timeline_pairs` where known.

    position: of the last act known, for the timeline as it was then (`relations.timeline.then`).
    """
    is_backward = filters.cursor is not None and filters.cursor.is_backward
    is_descending = filters.is_newest_first != is_backward
    if is_of_columns(filters):
        places = _written(pair, filters, redistributable_only, pairs, position)
        places.sort(key=lambda place: place.order, reverse=is_descending)
        return _page([places], filters)
    every = timeline_pairs(pair, filters.predecessor) if pairs is None else pairs
    names = ("sort_key", "fact_id", "lane", "relation", "direction", "low_id", "high_id")
    scans = [
        _keyset(scan, filters, names, rank=RANKS.get(filters.sort, ""))
        for each in every
        for scan in segments(
            pair_rows(
                each,
                filters,
                asked=pair,
                redistributable_only=redistributable_only,
                position=position,
            ),
            filters,
        )
    ]
    if not scans:
        return Page([], None, None)
    rows = scans[0].union(*scans[1:], all=True) if len(scans) > 1 else scans[0]
    places = [
        Place(key, fact, lane, relation, direction, Pair(low, high), rank)
        for rank, key, fact, lane, relation, direction, low, high in rows
    ]
    places.sort(key=lambda place: place.order, reverse=is_descending)
    return _page([places], filters)


def _written(
    pair: Pair,
    filters: Filters,
    redistributable_only: bool,
    pairs: list[Pair] | None,
    position: int | None,
) -> list[Place]:
    """The next rows by the written statements: one for the pair, one for each it continues."""
    own: list[tuple[Any, ...]] | None = None
    if pairs is None and filters.predecessor == "with":
        own, continued = scan_continued(pair, filters, redistributable_only, position=position)
        pairs = _with_predecessors(pair, continued)
    elif pairs is None:
        pairs = timeline_pairs(pair, filters.predecessor)
    return [
        Place(key, fact, lane, relation, direction, each)
        for each in pairs
        for key, fact, lane, relation, direction in (
            own
            if own is not None and each == pair
            else scan(each, filters, redistributable_only, asked=pair, position=position)
        )
    ]


def pair_rows(
    pair: Pair,
    filters: Filters,
    *,
    asked: Pair | None = None,
    redistributable_only: bool = False,
    position: int | None = None,
) -> models.QuerySet[Any, Any]:
    """Return a pair's published rows that match, whatever their dates, in no order.

    asked: the pair whose page it is, where `pair` is a predecessor's: its codes may stand in the
    other order, so that "forward" is the other way. position: as for `pair_page`.
    """
    rows: models.QuerySet[Any, Any] = (
        PairFact.objects.all()
        if position is None
        else PairFactVersion.objects.filter(
            Q(known_to__isnull=True) | Q(known_to__gt=position), known_from__lte=position
        )
    ).filter(low=pair.low, high=pair.high, publication="published")
    if filters.country:
        rows = rows.filter(Exists(members(filters).filter(fact=OuterRef("fact_id"))))
    if redistributable_only:
        rows = rows.filter(is_redistributable=True)
    if asked is not None and is_turned(pair, asked):
        filters = replace(filters, direction=turned(filters.direction))
    return narrowed(rows, filters)


def fact_page(filters: Filters, *, redistributable_only: bool = False) -> Page:
    """Return one page of all facts, or of a country's (`filters.country`)."""
    if filters.country:
        rows: models.QuerySet[Any, Any] = members(filters)
        rows = narrowed_by_fact(rows, filters, redistributable_only)
        found = [
            [
                Place(key, fact)
                for _, key, fact in _keyset(
                    rows.filter(country=code), filters, ("sort_key", "fact_id"), spare=4
                )
            ]
            for code in filters.country
        ]
        return _page(found, filters)
    if is_of_fact_columns(filters):
        places = [Place(*row) for row in scan_facts(filters, redistributable_only)]
        is_backward = filters.cursor is not None and filters.cursor.is_backward
        is_descending = filters.is_newest_first != is_backward
        places.sort(key=lambda place: place.order, reverse=is_descending)
        return _page([places], filters)
    facts = Fact.objects.published()
    if redistributable_only:
        facts = facts.redistributable()
    rows = narrowed(facts, filters, fact="")
    found = [
        [Place(key, fact) for _, key, fact in _keyset(scan, filters, ("sort_key", "id"))]
        for scan in segments(rows, filters)
    ]
    return _page(found, filters)


def members(filters: Filters) -> models.QuerySet[Any, Any]:
    """The countries asked for in the published facts they take part in, in the roles asked for."""
    rows = Participant.objects.filter(country__in=filters.country, publication="published")
    return rows.filter(**any_of("role", filters.role)) if filters.role else rows


def neighbors(fact: Fact) -> tuple[tuple[int, str] | None, tuple[int, str] | None]:
    """Return (number, headline) of the facts before and after one on its first pair's timeline.

    Two queries, each a step on the index; none outside every pair.
    """
    own = fact.pair_facts.order_by("low", "high").first()
    if own is None:
        return None, None
    rows = PairFact.objects.filter(low=own.low_id, high=own.high_id, publication="published")
    place = (Value(fact.sort_key), Value(fact.pk))
    keys = (F("sort_key"), F("fact_id"))
    before = rows.filter(TupleLessThan(keys, place)).order_by("-sort_key", "-fact_id")
    after = rows.filter(TupleGreaterThan(keys, place)).order_by("sort_key", "fact_id")
    found = [each.values_list("fact_id", "fact__headline").first() for each in (before, after)]
    return found[0], found[1]


def count(
    pair: Pair,
    filters: Filters,
    *,
    most: int = 10_000,
    redistributable_only: bool = False,
) -> int:
    """Count a pair's matching facts, at most `most` + 1: a bounded scan of the pair."""
    pairs = timeline_pairs(pair, filters.predecessor)
    asked = {"": filters}
    return counts(pair, asked, pairs, most=most, redistributable_only=redistributable_only)[""]


def found_facts(filters: Filters) -> models.QuerySet[Any, Any]:
    """Return all published facts that match, of any states, in no order."""
    return in_window(narrowed(Fact.objects.published(), filters, fact=""), filters)


def count_found(filters: Filters, *, most: int) -> int:
    """Count all facts that match, at most `most` + 1."""
    return found_facts(filters).values("pk")[: most + 1].count()


def counts(
    pair: Pair,
    asked: Mapping[str, Filters],
    pairs: Sequence[Pair],
    *,
    most: int = 10_000,
    redistributable_only: bool = False,
) -> dict[str, int]:
    """Count what several questions match, each at most `most` + 1. One statement."""
    parts: list[str] = []
    given: list[Any] = []
    for name, filters in asked.items():
        for each in pairs:
            rows = pair_rows(each, filters, asked=pair, redistributable_only=redistributable_only)
            found = in_window(rows, filters).values("fact_id")[: most + 1]
            sql, values = found.query.sql_with_params()
            parts.append(f"SELECT %s::text, count(*) FROM ({sql}) AS r")
            given += [name, *values]
    totals = dict.fromkeys(asked, 0)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), given)
            for name, n in cursor.fetchall():
                totals[name] = min(totals[name] + n, most + 1)
    return totals


def _keyset(
    rows: models.QuerySet[Any, Any],
    filters: Filters,
    names: tuple[str, ...],
    *,
    rank: str = "",
    spare: int = 1,
) -> models.QuerySet[Any, Any]:
    """The next rows after the cursor, one more than a page holds: (rank, *names).

    rank: the column an order other than by date begins with. `spare` times as many are read where
    one fact may come more than once (a country in two roles).
    """
    cursor = filters.cursor
    is_descending = filters.is_newest_first != (cursor is not None and cursor.is_backward)
    keys = [F(names[0]), F(names[1])]
    place: tuple[Any, ...] = ()
    if cursor is not None:
        place = (Value(cursor.sort_key), Value(cursor.fact))
    first: Any = Value(None, output_field=models.BigIntegerField())
    if rank:
        moment = Extract(rank, "epoch") * Value(1_000_000) if rank.endswith("_at") else F(rank)
        first = Cast(moment, _WHOLE)
        rows = rows.annotate(rank=first)
        keys = [F("rank"), *keys]
        place = (Value((cursor.rank or 0) if cursor else 0), *place)
    else:
        rows = rows.annotate(rank=first)
    if cursor is not None:
        compare = TupleLessThan if is_descending else TupleGreaterThan
        rows = rows.filter(compare(tuple(keys), place))
    order = [key.desc() if is_descending else key.asc() for key in keys]
    return rows.order_by(*order).values_list("rank", *names)[: (filters.limit + 1) * spare]


_WHOLE = models.BigIntegerField()


def _page(found: list[list[Place]], filters: Filters) -> Page:
    """Merge the scans into one page and say where the next and the previous begin."""
    cursor = filters.cursor
    is_backward = cursor is not None and cursor.is_backward
    is_descending = filters.is_newest_first != is_backward
    merged = heapq.merge(*found, key=lambda place: place.order, reverse=is_descending)
    places: list[Place] = []
    for place in merged:
        if places and place.fact == places[-1].fact:
            continue
        places.append(place)
        if len(places) > filters.limit:
            break
    has_more = len(places) > filters.limit
    places = places[: filters.limit]
    if is_backward:
        places.reverse()
    if not places:
        return Page([], None, None)
    has_next = has_more if not is_backward else True
    has_previous = has_more if is_backward else cursor is not None
    last, first = places[-1], places[0]
    return Page(
        places,
        Cursor(last.sort_key, last.fact, rank=last.rank) if has_next else None,
        Cursor(first.sort_key, first.fact, True, first.rank) if has_previous else None,
    )

"""One page of a timeline: which facts, in the one total order, without counting or skipping.

A page is a row comparison on one index. A window of days is answered by two such scans, one for
dates of at most 31 days and one for wider or unknown ones, merged here; a predecessor's pair is
one more of each.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Value
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from relations import dates
from relations.models import (
    WIDE,
    Claim,
    Fact,
    PairFact,
    Participant,
    Statement,
)
from relations.pairs import Pair
from relations.timeline.cursors import Cursor
from relations.timeline.filters import Filters


@dataclass(frozen=True, slots=True)
class Place:
    """One fact's place on a page. The pair columns are empty outside a pair."""

    sort_key: int
    fact: int
    lane: str = ""
    relation: str = ""
    direction: str = ""
    pair: Pair | None = None


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
    names: dict[str, list[str]] = {pair.low: [pair.low], pair.high: [pair.high]}
    with connection.cursor() as cursor:
        cursor.execute(_CONTINUED, [[pair.low, pair.high]])
        for successor, before in cursor.fetchall():
            names[successor].append(before)
    found = [
        Pair.of(one, other) for one in names[pair.low] for other in names[pair.high] if one != other
    ]
    return [other for other in found if other != pair] if predecessor == "only" else found


def pair_page(
    pair: Pair,
    filters: Filters,
    *,
    redistributable_only: bool = False,
    pairs: list[Pair] | None = None,
) -> Page:
    """Return one page of a pair's timeline; `pairs` are its `timeline_pairs` where known."""
    scans: list[tuple[models.QuerySet[Any, Any], Pair]] = []
    for each in timeline_pairs(pair, filters.predecessor) if pairs is None else pairs:
        rows = PairFact.objects.filter(low=each.low, high=each.high, publication="published")
        if redistributable_only:
            rows = rows.filter(is_redistributable=True)
        rows = _filtered(rows, filters)
        scans += [(segment, each) for segment in _segments(rows, filters)]
    names = ("sort_key", "fact_id", "lane", "relation", "direction")
    found = [
        [
            Place(key, fact, lane, relation, direction, each)
            for key, fact, lane, relation, direction in _keyset(scan, filters, names)
        ]
        for scan, each in scans
    ]
    return _page(found, filters)


def fact_page(filters: Filters, *, redistributable_only: bool = False) -> Page:
    """Return one page of all facts, or of a country's (`filters.country`)."""
    if filters.country:
        rows: models.QuerySet[Any, Any] = Participant.objects.filter(
            country__in=filters.country, publication="published"
        )
        rows = _through_fact(rows, filters, redistributable_only)
        found = [
            [
                Place(key, fact)
                for key, fact in _keyset(
                    rows.filter(country=code), filters, ("sort_key", "fact_id"), spare=4
                )
            ]
            for code in filters.country
        ]
        return _page(found, filters)
    facts = Fact.objects.published()
    if redistributable_only:
        facts = facts.redistributable()
    rows = _filtered(facts, filters, fact="")
    found = [
        [Place(key, fact) for key, fact in _keyset(scan, filters, ("sort_key", "id"))]
        for scan in _segments(rows, filters)
    ]
    return _page(found, filters)


def count(
    pair: Pair,
    filters: Filters,
    *,
    most: int = 10_000,
    redistributable_only: bool = False,
) -> int:
    """Count a pair's matching facts, at most `most` + 1: a bounded scan of the pair."""
    total = 0
    for each in timeline_pairs(pair, filters.predecessor):
        rows = PairFact.objects.filter(low=each.low, high=each.high, publication="published")
        if redistributable_only:
            rows = rows.filter(is_redistributable=True)
        rows = _in_window(_filtered(rows, filters), filters)
        total += rows[: most + 1].count()
    return min(total, most + 1)


def _filtered(
    rows: models.QuerySet[Any, Any], filters: Filters, fact: str = "fact__"
) -> models.QuerySet[Any, Any]:
    """Narrow pair rows, or facts (`fact` empty): by their own columns, then by the rest."""
    for name in ("kind", "subtype", "verification", "status"):
        if chosen := getattr(filters, name):
            rows = rows.filter(**_any(name, chosen))
    if fact:
        if filters.lane:
            rows = rows.filter(**_any("lane", filters.lane))
        if filters.direction:
            rows = rows.filter(**_any("direction", filters.direction))
    elif filters.lane:
        lanes = PairFact.objects.filter(fact=OuterRef("pk"), lane__in=filters.lane)
        rows = rows.filter(Exists(lanes))
    return _by_content(rows, filters, "fact_id" if fact else "pk", fact)


def _through_fact(
    rows: models.QuerySet[Any, Any], filters: Filters, redistributable_only: bool
) -> models.QuerySet[Any, Any]:
    """Narrow participants by their fact's columns."""
    for name in ("kind", "subtype", "verification", "status"):
        if chosen := getattr(filters, name):
            rows = rows.filter(**_any(f"fact__{name}", chosen))
    if redistributable_only:
        rows = rows.filter(fact__is_redistributable=True)
    if filters.lane:
        lanes = PairFact.objects.filter(fact=OuterRef("fact_id"), lane__in=filters.lane)
        rows = rows.filter(Exists(lanes))
    if filters.start:
        rows = rows.filter(fact__last_day__gte=dates.day_number(filters.start))
    if filters.end:
        rows = rows.filter(fact__first_day__lte=dates.day_number(filters.end))
    return _by_content(rows, filters, "fact_id", "fact__")


def _any(name: str, chosen: tuple[Any, ...]) -> dict[str, Any]:
    """One value as an equation, so that an index on it keeps its order; several as a list."""
    return {name: chosen[0]} if len(chosen) == 1 else {f"{name}__in": chosen}


def _by_content(
    rows: models.QuerySet[Any, Any], filters: Filters, key: str, fact: str
) -> models.QuerySet[Any, Any]:
    claims = Claim.objects.accepted().filter(fact=OuterRef(key))
    if filters.source:
        rows = rows.filter(Exists(claims.filter(source__in=filters.source)))
    if filters.publisher:
        rows = rows.filter(Exists(claims.filter(source__publisher__slug__in=filters.publisher)))
    if filters.speaker:
        spoken = Statement.objects.filter(pk=OuterRef(key), speaker__in=filters.speaker)
        rows = rows.filter(Exists(spoken))
    if filters.q:
        words = Q(**{f"{fact}headline__icontains": filters.q})
        words |= Q(**{f"{fact}summary__icontains": filters.q})
        words |= Q(**{f"{fact}statement__speaker__name__icontains": filters.q})
        words |= Q(Exists(claims.filter(quotation__icontains=filters.q)))
        rows = rows.filter(words)
    return rows


def _in_window(rows: models.QuerySet[Any, Any], filters: Filters) -> models.QuerySet[Any, Any]:
    if filters.start:
        rows = rows.filter(last_day__gte=dates.day_number(filters.start))
    if filters.end:
        rows = rows.filter(first_day__lte=dates.day_number(filters.end))
    return rows


def _segments(rows: models.QuerySet[Any, Any], filters: Filters) -> list[models.QuerySet[Any, Any]]:
    """A window's narrow dates by their place in the order, and its wide ones by their own index."""
    if not (filters.start or filters.end):
        return [rows]
    inside = _in_window(rows, filters)
    narrow = inside.exclude(WIDE)
    low, high = dates.narrow_bounds(filters.start, filters.end)
    if low is not None:
        narrow = narrow.filter(sort_key__gte=low)
    if high is not None:
        narrow = narrow.filter(sort_key__lte=high)
    return [narrow, inside.filter(WIDE)]


def _keyset(
    rows: models.QuerySet[Any, Any],
    filters: Filters,
    names: tuple[str, ...],
    spare: int = 1,
) -> Iterable[tuple[Any, ...]]:
    """The next rows after the cursor, one more than a page holds.

    `spare` times as many are read where one fact may come more than once (a country in two roles).
    """
    key, fact = names[0], names[1]
    cursor = filters.cursor
    is_descending = filters.is_newest_first != (cursor is not None and cursor.is_backward)
    if cursor is not None:
        compare = TupleLessThan if is_descending else TupleGreaterThan
        rows = rows.filter(compare((F(key), F(fact)), (Value(cursor.sort_key), Value(cursor.fact))))
    order = (F(key).desc(), F(fact).desc()) if is_descending else (F(key).asc(), F(fact).asc())
    return rows.order_by(*order).values_list(*names)[: (filters.limit + 1) * spare]


def _page(found: list[list[Place]], filters: Filters) -> Page:
    """Merge the scans into one page and say where the next and the previous begin."""
    cursor = filters.cursor
    is_backward = cursor is not None and cursor.is_backward
    is_descending = filters.is_newest_first != is_backward
    merged = heapq.merge(
        *found, key=lambda place: (place.sort_key, place.fact), reverse=is_descending
    )
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
        Cursor(last.sort_key, last.fact) if has_next else None,
        Cursor(first.sort_key, first.fact, is_backward=True) if has_previous else None,
    )

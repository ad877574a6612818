"""The whole of a view, for files and feeds: all of its facts, how many stay here, and which became
public last."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import IntegerField, QuerySet, Value

from relations.models import Fact, PairFact
from relations.pairs import Pair
from relations.timeline.filters import Filters
from relations.timeline.narrowing import in_window, narrowed_by_fact, segments
from relations.timeline.paging import (
    Place,
    counts,
    found_facts,
    members,
    pair_rows,
    timeline_pairs,
)


def withheld_of_pair(pair: Pair, filters: Filters) -> int:
    """Count the matching facts of a pair that may not leave under their licence."""
    found = [
        rows.filter(is_redistributable=False).values("fact_id")
        for each in timeline_pairs(pair, filters.predecessor)
        for rows in segments(pair_rows(each, filters, asked=pair), filters)
    ]
    return found[0].union(*found[1:]).count() if found else 0


def withheld_facts(filters: Filters) -> int:
    """Count the matching facts, of a country or of all, that may not leave under their licence."""
    return _facts(filters).filter(is_redistributable=False).count()


def count(
    filters: Filters, pair: Pair | None, *, most: int, redistributable_only: bool = False
) -> int:
    """Count what a list holds, at most `most` + 1. One bounded statement."""
    if pair is not None:
        return counts(
            pair,
            {"": filters},
            timeline_pairs(pair, filters.predecessor),
            most=most,
            redistributable_only=redistributable_only,
        )[""]
    return _leaving(filters, redistributable_only).values("pk")[: most + 1].count()


def estimate(filters: Filters, pair: Pair | None, *, redistributable_only: bool = False) -> int:
    """Say how many facts PostgreSQL's planner expects a list to hold; nothing is counted."""
    found = (
        [_leaving(filters, redistributable_only)]
        if pair is None
        else [
            in_window(
                pair_rows(each, filters, asked=pair, redistributable_only=redistributable_only),
                filters,
            )
            for each in timeline_pairs(pair, filters.predecessor)
        ]
    )
    plans = [json.loads(rows.values("pk").order_by().explain(format="json")) for rows in found]
    return sum(int(plan[0]["Plan"]["Plan Rows"]) for plan in plans)


def _leaving(filters: Filters, redistributable_only: bool) -> QuerySet[Fact]:
    facts = _facts(filters)
    return facts.redistributable() if redistributable_only else facts  # type: ignore[attr-defined]


def every_place(
    filters: Filters, pair: Pair | None = None, *, redistributable_only: bool = False
) -> QuerySet[Any, Any]:
    """Return all matching facts by number, unpaged: tuples of the fact alone, or of a pair.

    Of a pair: (fact, lane, relation, direction, low, high), the pair asked before a predecessor's,
    where a fact may stand once more.
    """
    if pair is None:
        facts = _facts(filters)
        if redistributable_only:
            facts = facts.filter(is_redistributable=True)
        return facts.order_by("id").values_list("id")
    scans = [
        in_window(
            pair_rows(each, filters, asked=pair, redistributable_only=redistributable_only), filters
        )
        .annotate(place=Value(int(each != pair), output_field=IntegerField()))
        .values_list("fact_id", "lane", "relation", "direction", "low_id", "high_id", "place")
        for each in timeline_pairs(pair, filters.predecessor)
    ]
    if not scans:
        return PairFact.objects.none().values_list("fact_id")
    rows: QuerySet[Any, Any] = scans[0].union(*scans[1:], all=True)
    return rows.order_by("fact_id", "place")


def newest_facts(filters: Filters, most: int, *, redistributable_only: bool = False) -> list[Place]:
    """Return the matching facts, of a country or of all, that were published last."""
    facts = _facts(filters)
    if redistributable_only:
        facts = facts.filter(is_redistributable=True)
    rows = facts.order_by("-published_at", "-id").values_list("sort_key", "id")[:most]
    return [Place(key, fact) for key, fact in rows]


def _facts(filters: Filters) -> QuerySet[Fact]:
    if not filters.country:
        return found_facts(filters)
    rows = narrowed_by_fact(members(filters), filters, redistributable_only=False)
    return Fact.objects.filter(pk__in=rows.values("fact"))

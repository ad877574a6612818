"""The whole of a view, for files and feeds: how many stay here, and which became public last."""

from __future__ import annotations

from django.db.models import QuerySet

from relations.models import Fact, Participant
from relations.pairs import Pair
from relations.timeline.filters import Filters
from relations.timeline.narrowing import narrowed_by_fact, segments
from relations.timeline.paging import (
    Place,
    found_facts,
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
    rows = Participant.objects.filter(country__in=filters.country, publication="published")
    rows = narrowed_by_fact(rows, filters, redistributable_only=False)
    return Fact.objects.filter(pk__in=rows.values("fact"))

"""The whole of a view, for files and feeds: what stays here, and what became public last."""

from __future__ import annotations

from relations.models import Fact, Participant
from relations.pairs import Pair
from relations.timeline.filters import Filters
from relations.timeline.paging import (
    Place,
    _through_fact,
    pair_rows,
    segments,
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


def newest_of_country(
    filters: Filters, most: int, *, redistributable_only: bool = False
) -> list[Place]:
    """Return the matching facts of a country that were published last, newest first."""
    rows = Participant.objects.filter(country__in=filters.country, publication="published")
    rows = _through_fact(rows, filters, redistributable_only)
    facts = (
        Fact.objects.filter(pk__in=rows.values("fact"))
        .order_by("-published_at", "-id")
        .values_list("sort_key", "id")[:most]
    )
    return [Place(key, fact) for key, fact in facts]

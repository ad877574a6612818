"""The page of a pair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from pages import presenting, routes
from pages.views.answering import labels_of, read_address, render_page
from relations import timeline
from relations.lanes import Lane
from relations.pairs import Pair
from relations.timeline import Filters
from relations.verification import Verification

PAIR_PARAMETERS = tuple(n for n in timeline.ORDER if n not in ("country", "limit"))


_OWN_LANES = tuple(lane for lane in Lane.values if lane != Lane.THIRD)


_LEVELS = (
    ("confirmed", "Confirmed", ("corroborated", "officially_confirmed")),
    *(
        (level.value, str(level.label), (level.value,))
        for level in Verification
        if level.label != "Confirmed"
    ),
)


@require_safe
def pair(request: HttpRequest, text: str) -> HttpResponse:
    try:
        found = routes.find_pair(text)
    except routes.NoSuchPair as missing:
        context = {"title": "No such pair", "sentence": missing.sentence, "known": missing.known}
        return render_page(request, "missing", context, status=404)
    if not found.is_canonical:
        query = request.META.get("QUERY_STRING", "")
        place = f"/r/{found.pair}/" + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(place)
    filters, problems, elsewhere = read_address(request, PAIR_PARAMETERS, found.pair)
    if elsewhere is not None:
        return elsewhere
    return render_page(request, "pair", _pair_context(found, filters, problems))


def _pair_context(
    found: routes.Found, filters: Filters, problems: list[timeline.Problem]
) -> dict[str, Any]:
    both = timeline.timeline_pairs(found.pair, filters.predecessor)
    only_third = filters.lane == (Lane.THIRD,)
    own = tuple(lane for lane in (filters.lane or _OWN_LANES) if lane != Lane.THIRD)
    page = timeline.pair_page(
        found.pair, _with_lanes(filters, (Lane.THIRD,) if only_third else own), pairs=both
    )
    shows_others = not only_third and (not filters.lane or Lane.THIRD in filters.lane)
    others = (
        timeline.pair_page(found.pair, _with_lanes(filters.at(None), (Lane.THIRD,)), pairs=both)
        if shows_others and filters.cursor is None
        else timeline.Page([], None, None)
    )
    rows = timeline.rows_of([*page.places, *others.places])
    third = {place.fact for place in others.places}
    summary = timeline.pair_summary(found.pair)
    facets = timeline.tally(found.pair, lane=filters.lane, verification=filters.verification)
    is_plain = not (set(filters.given) - {"lane", "verification", "sort", "cursor", "limit"})
    return {
        "found": found,
        "pair": found.pair,
        "predecessors": _predecessors(found.pair, both),
        "summary": summary,
        "filters": filters,
        "problems": problems,
        "count": facets.facts if is_plain and len(both) == 1
        else timeline.count(found.pair, filters),
        "most": 10_000,
        "groups": list(presenting.groups_of(r for r in rows if r["id"] not in third)),
        "others": [presenting.card_of(row) for row in rows if row["id"] in third],
        "more_others": others.next is not None,
        "next": page.next,
        "previous": page.previous,
        "lanes": [
            (lane.value, lane.label, facets.lanes.get(lane.value, 0) if is_plain else None)
            for lane in Lane
        ],
        "levels": _levels(facets if is_plain else None),
        "money": [
            (figure.label, presenting.figure_words(figure), figure) for figure in summary.money
        ],
        "query": filters.query(),
    }  # fmt: skip


def _predecessors(pair: Pair, pairs: list[Pair]) -> list[tuple[Pair, str, int]]:
    """(pair, its names, its facts) of each predecessor's pair that has facts."""
    counted = [(other, timeline.tally(other).facts) for other in pairs if other != pair]
    labels = labels_of(code for other, n in counted if n for code in (other.low, other.high))
    return [
        (other, " and ".join(sorted((labels[other.low], labels[other.high]))), n)
        for other, n in counted
        if n
    ]


def _with_lanes(filters: Filters, lanes: tuple[str, ...]) -> Filters:
    return replace(filters, lane=tuple(str(lane) for lane in lanes))


def _levels(facets: timeline.Tally | None) -> list[tuple[str, str, int | None]]:
    return [
        (
            name,
            label,
            sum(facets.verifications.get(each, 0) for each in holds) if facets else None,
        )
        for name, label, holds in _LEVELS
    ]

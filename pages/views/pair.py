"""The page of a pair: its numbers, its charts, its filters and its facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from pages import charts, headline, lanes, presenting, rail, routes
from pages.addressing import Addresses
from pages.views.answering import labels_of, read_address, render_page
from relations import timeline
from relations.pairs import Direction, Pair
from relations.timeline import Filters, Overview

PARAMETERS = tuple(n for n in timeline.ORDER if n not in ("country", "limit"))
FEW = 5
"""A pair with fewer facts shows cards alone."""


def find(request: HttpRequest, text: str, place: str) -> routes.Found | HttpResponse:
    """Read the pair of an address; else the helping 404, or the way to its one spelling.

    place: the address of the page, with {} for the pair.
    """
    try:
        found = routes.find_pair(text)
    except routes.NoSuchPair as missing:
        context = {"title": "No such pair", "sentence": missing.sentence, "known": missing.known}
        return render_page(request, "missing", context, status=404)
    if found.is_canonical:
        return found
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(place.format(found.pair) + (f"?{query}" if query else ""))


@require_safe
def pair(request: HttpRequest, text: str) -> HttpResponse:
    found = find(request, text, "/r/{}/")
    if isinstance(found, HttpResponse):
        return found
    filters, problems, elsewhere = read_address(request, PARAMETERS, found.pair)
    if elsewhere is not None:
        return elsewhere
    return render_page(request, "pair", _context(found, filters, problems))


def _context(
    found: routes.Found, filters: Filters, problems: list[timeline.Problem]
) -> dict[str, Any]:
    both = timeline.timeline_pairs(found.pair, filters.predecessor)
    every = sorted({found.pair, *both, *timeline.timeline_pairs(found.pair)}
                   if filters.predecessor != "with" else {found.pair, *both})  # fmt: skip
    tallies = {tally.pair: tally for tally in timeline.tallies(every)}
    summary = timeline.pair_summary(found.pair, tallies[found.pair])
    labels = {found.low.pk: found.low.label, found.high.pk: found.high.label}
    context: dict[str, Any] = {
        "found": found,
        "pair": found.pair,
        "labels": found.labels,
        "filters": filters,
        "problems": problems,
        "summary": summary,
        "predecessors": _predecessors(found.pair, tallies),
        "query": filters.query(),
        "total": sum(tally.facts for tally in tallies.values()),
    }
    if not context["total"]:
        return context
    page = timeline.pair_page(found.pair, filters, pairs=both)
    rows = timeline.rows_of(page.places)
    years = [
        year
        for each, tally in tallies.items()
        if each in both or each == found.pair
        for year in (tally.first_year, tally.last_year)
        if year
    ]
    context |= {
        "groups": list(presenting.groups_of(rows, is_by_date=filters.sort in timeline.BY_DATE)),
        "next": page.next,
        "previous": page.previous,
        "sorts": _SORTS,
        "most_shown": len(rows),
    }
    overview = timeline.overview(
        found.pair,
        filters,
        pairs=both,
        first_year=min(years, default=2000),
        last_year=max(years, default=2000),
    )
    to = Addresses(filters)
    opened = timeline.open_facets(found.pair, filters, pairs=both)
    facets = rail.facets(found.pair, filters, overview, opened, labels)
    around = timeline.surroundings(found.pair)
    context |= {
        "overview": overview,
        "count": overview.facts,
        "facets": facets,
        "chips": rail.chips(filters, facets, to),
        "around": around,
        "tiles": headline.tiles(found.pair, summary, labels, around),
        "shows_charts": context["total"] >= FEW,
        "windows": _windows(overview, to, filters),
        "best_removal": None if overview.facts else _best_removal(found.pair, filters, to),
    }
    if context["shows_charts"]:
        paid = timeline.money_by_year(
            found.pair, filters, pairs=both, months=overview.years.step.months
        )
        directions = [
            (way.value, rail.direction_words(found.pair, way, labels))
            for way in (Direction.BACKWARD, Direction.FORWARD)
        ]
        context |= {
            "glance": charts.glance(overview, around, paid, overview.deliveries, to, directions),
            "lanes": lanes.lanes(overview, to),
            "own_lanes": charts.OWN_LANES,
            "measures": charts.MEASURES,
        }
    return context


_SORTS = (
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
    ("amount", "Largest amount"),
    ("sources", "Most sources"),
    ("added", "Recently added"),
)


def _predecessors(pair: Pair, tallies: dict[Pair, timeline.Tally]) -> list[tuple[Pair, str, int]]:
    """(pair, its names, its facts) of each predecessor's pair that has facts."""
    counted = [(other, tally.facts) for other, tally in tallies.items() if other != pair]
    labels = labels_of(code for other, n in counted if n for code in (other.low, other.high))
    return [
        (other, " and ".join(sorted((labels[other.low], labels[other.high]))), n)
        for other, n in counted
        if n
    ]


def _windows(found: Overview, to: Addresses, filters: Filters) -> list[tuple[str, str, bool]]:
    """Quick windows: (words, address, whether it is the one shown)."""
    last = found.years.end.year
    first = found.years.start.year
    years = sorted({year for year in (last - 9, last - 4, last) if year > first})
    shown = (filters.start, filters.end)
    windows = [("All", to.whole(), shown == (None, None))]
    for year in years:
        start = found.years.start.replace(year=year, month=1, day=1)
        address = to.window(start, found.years.end)
        words = str(year) if year == last else f"Since {year}"
        windows.append((words, address, shown == (start, found.years.end)))
    return windows


def _best_removal(pair: Pair, filters: Filters, to: Addresses) -> tuple[str, str, int] | None:
    """The one filter whose removal brings most back: (its words, the address, how many)."""
    best: tuple[str, str, int] | None = None
    named = dict.fromkeys(name for name, _ in filters.query() if name in _REMOVABLE)
    for name in named:
        without: dict[str, Any] = {_REMOVABLE[name]: () if name in _SEVERAL else None}
        if name == "q":
            without = {"q": ""}
        n = timeline.count(pair, replace(filters, **without))
        if n and (best is None or n > best[2]):
            best = (name, to.changed(**{name: None}), n)
    return best


_REMOVABLE = {
    "lane": "lane", "kind": "kind", "subtype": "subtype", "verification": "verification",
    "status": "status", "direction": "direction", "topic": "topic", "source": "source",
    "publisher": "publisher", "speaker": "speaker", "from": "start", "to": "end", "q": "q",
}  # fmt: skip
_SEVERAL = frozenset(_REMOVABLE) - {"from", "to", "q"}

"""The page of a pair: its numbers, its charts, its filters and its facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import charts, headline, lanes, presenting, rail, routes
from pages.addressing import Addresses
from pages.citing import Citation
from pages.parts import Parts
from pages.views.answering import read_address, render_page
from relations import timeline
from relations.pairs import Direction, Pair
from relations.timeline import Filters, Overview, PairView
from relations.timeline.beside import beside

PARAMETERS = tuple(n for n in timeline.ORDER if n not in timeline.FOR_PROGRAMS)
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
    is_known = bool(request.user.is_authenticated)
    citation = Citation(
        key=f"dyad-{found.pair}",
        title=" and ".join(found.labels),
        note="; ".join(f"{name}={value}" for name, value in filters.query()),
        address=request.build_absolute_uri(),
        seen_on=timezone.localdate(),
    )
    context = _context(found, filters, problems, is_known=is_known)
    return render_page(request, "pair", {**context, "citation": citation})


def _context(
    found: routes.Found, filters: Filters, problems: list[timeline.Problem], *, is_known: bool
) -> dict[str, Any]:
    parts = Parts()
    now = timeline.moment_of(found.pair, filters)
    labels = {found.low.pk: found.low.label, found.high.pk: found.high.label}
    context: dict[str, Any] = {
        "found": found,
        "pair": found.pair,
        "labels": found.labels,
        "filters": filters,
        "problems": problems,
        "parts": parts,
        "query": filters.query(),
        "sorts": _SORTS,
    }
    view = parts.ask("numbers", lambda: timeline.pair_view(now, filters), None)
    if view is not None and not view.facts:
        return context | {"is_empty": True, "beside": beside(found.pair)}
    pairs = view.pairs if view else None
    context |= parts.ask("list", lambda: _list(found.pair, filters, pairs), {})
    if view is None:
        return context
    context |= {
        "summary": view.summary,
        "predecessors": _predecessors(view, {**labels, **now.labels}),
        "overview": view.overview,
        "count": view.overview.facts,
        "leaves": view.overview.facts - (0 if is_known else view.overview.withheld),
        "shows_charts": view.facts >= FEW,
    }
    to = Addresses(filters)
    facets = parts.ask(
        "facets",
        lambda: rail.facets(found.pair, filters, view.overview, timeline.named(view.marks), labels),
        [],
    )
    around = parts.ask("around", lambda: timeline.surroundings(found.pair), timeline.Surroundings())
    context |= {
        "facets": facets,
        "chips": rail.chips(filters, facets, to),
        "around": around,
        "beside": around.beside,
        "tiles": headline.tiles(found.pair, view.summary, labels, around),
        "windows": _windows(view.overview, to, filters),
        "best_removal": None if view.overview.facts else _best_removal(view, filters, to),
    }
    if context["shows_charts"]:
        context |= parts.ask("charts", lambda: _charts(found.pair, view, around, to, labels), {})
    return context


def _list(pair: Pair, filters: Filters, pairs: list[Pair] | None) -> dict[str, Any]:
    page = timeline.pair_page(pair, filters, pairs=pairs)
    rows = timeline.rows_of(page.places)
    return {
        "groups": list(presenting.groups_of(rows, is_by_date=filters.sort in timeline.BY_DATE)),
        "next": page.next,
        "previous": page.previous,
    }


def _charts(
    pair: Pair,
    view: PairView,
    around: timeline.Surroundings,
    to: Addresses,
    labels: dict[str, str],
) -> dict[str, Any]:
    directions = [
        (way.value, rail.direction_words(pair, way, labels))
        for way in (Direction.BACKWARD, Direction.FORWARD)
    ]
    return {
        "glance": charts.glance(view.overview, around, view.paid, to, directions),
        "lanes": lanes.lanes(view.overview, to),
        "own_lanes": charts.OWN_LANES,
    }


_SORTS = (
    ("newest", "Newest first"),
    ("oldest", "Oldest first"),
    ("amount", "Largest amount"),
    ("sources", "Most sources"),
    ("added", "Recently added"),
)


def _predecessors(view: PairView, labels: dict[str, str]) -> list[tuple[Pair, str, int]]:
    """(pair, its names, its facts) of each predecessor's pair that has facts."""
    return [
        (other, " and ".join(sorted((labels[other.low], labels[other.high]))), tally.facts)
        for other, tally in view.tallies.items()
        if other != view.summary.pair and tally.facts
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


def _best_removal(view: PairView, filters: Filters, to: Addresses) -> tuple[str, str, int] | None:
    """The one filter whose removal brings most back: (its words, the address, how many)."""
    asked: dict[str, Filters] = {}
    for name in dict.fromkeys(name for name, _ in filters.query() if name in _REMOVABLE):
        empty: Any = () if name in _SEVERAL else "" if name == "q" else None
        without: dict[str, Any] = {_REMOVABLE[name]: empty}
        asked[name] = replace(filters, **without)
    found = timeline.counts(view.summary.pair, asked, view.pairs)
    name = max(found, key=lambda each: found[each], default="")
    if not found.get(name):
        return None
    return rail.LEGENDS[name], to.changed(**{name: None}), found[name]


_REMOVABLE = {
    "lane": "lane", "kind": "kind", "subtype": "subtype", "verification": "verification",
    "status": "status", "direction": "direction", "topic": "topic", "source": "source",
    "publisher": "publisher", "speaker": "speaker", "from": "start", "to": "end", "q": "q",
}  # fmt: skip
_SEVERAL = frozenset(_REMOVABLE) - {"from", "to", "q"}

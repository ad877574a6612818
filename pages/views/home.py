"""The front page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import presenting, sparks
from pages.parts import Parts
from pages.views.answering import render_page, unheard
from pages.views.matrix import Reading, bounds, rows_of
from relations import dates, timeline
from relations.timeline import totals
from relations.timeline.matrix import Question, matrix, steps_of
from relations.timeline.site import site_counts

_PAIRS, _CARDS, _COUNTRIES = 10, 8, 16


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    filters = timeline.read([], limit=_CARDS)[0]
    parts = Parts()
    counts = site_counts()
    return render_page(
        request,
        "home",
        {
            "problems": unheard(request),
            "search": "/search/",
            "counts": counts,
            "updated": dates.say_day(counts.updated) if counts.updated else "",
            "parts": parts,
            "cards": parts.ask("newest", lambda: _newest(filters), []),
            **parts.ask("active", _active, {}),
            **parts.ask("matrix", lambda: _preview(filters), {}),
        },
    )


def _newest(filters: timeline.Filters) -> list[presenting.Card]:
    rows = timeline.rows_of(timeline.fact_page(filters).places)
    return [presenting.card_of(row) for row in rows]


def _active() -> dict[str, Any]:
    """The pairs with most facts in the newest twelve months that any fact is dated to."""
    until = presenting.this_month(timezone.localdate())
    found = totals.pair_totals(until=until, sort="lately", limit=_PAIRS)
    rows = [row for row in found.rows if row.lately]
    if found.newest is None or not rows:
        return {"active": [], "newest": ""}
    first = found.newest - 11
    months = totals.facts_by_period([row.pair for row in rows], months=1)
    return {
        "newest": presenting.twelve_months(found.newest),
        "active": [
            {
                "total": row,
                "spark": _spark(months[row.pair], row, first, found.newest),
                "change": row.lately - row.before,
            }
            for row in rows
        ],
    }


def _spark(months: dict[int, int], row: totals.PairTotal, first: int, last: int) -> str:
    drawn = {month: n for month, n in months.items() if first <= month <= last}
    said = ", ".join(f"{presenting.month_words(m)} {n}" for m, n in sorted(drawn.items()))
    words = f"{row.label} by month: {said}" if said else f"{row.label}: no fact dated to a month"
    return sparks.spark(drawn, first, last, words)


def _preview(filters: timeline.Filters) -> dict[str, Any]:
    found = matrix(Question())
    few = found.countries[:_COUNTRIES]
    reading = Reading(Question(), replace(filters, given={}), 1, 1, [])
    steps = steps_of(found.cells.values())
    return {
        "across": [label for _, label in few],
        "rows": rows_of(found, few, few, reading),
        "legend": [(step.tone, bounds(step, reading.question.measure)) for step in steps],
        "others": len(found.countries) - len(few),
    }

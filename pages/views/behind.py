"""The rows behind a number: what it holds, what it leaves out, and why."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pages import presenting, routes
from pages.views.answering import render_page, unheard
from pages.views.compare import way_words, window_words
from pages.views.compare_address import Reading, read_period
from relations.models import Money
from relations.pairs import Direction, Pair
from relations.timeline import Problem
from relations.timeline.behind import rows_behind
from relations.timeline.windows import DIRECTED, MEASURES, Window, label_of

_NAMES = ("pair", "measure", "from", "to", "direction")


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """What one number of one pair holds, what it leaves out, and why."""
    try:
        found = routes.find_pair(request.GET.get("pair", "").replace("\0", ""))
    except routes.NoSuchPair as missing:
        context = {"title": "No such pair", "sentence": missing.sentence, "known": missing.known}
        return render_page(request, "missing", context, status=404)
    measure = request.GET.get("measure", "")
    if measure not in MEASURES:
        sentence = f"A number is one of {', '.join(MEASURES)}; the address names none of them."
        return render_page(
            request, "missing", {"title": "No such number", "sentence": sentence}, status=404
        )
    reading = Reading(
        problems=unheard(request, *_NAMES),
        given={n: [request.GET[n]] for n in ("from", "to") if request.GET.get(n)},
    )
    read_period(reading)
    window = Window(found.pair, reading.start or date.min, reading.end or date.max)
    way = _direction(found.pair, request.GET.get("direction", ""), measure, reading)
    behind = rows_behind(window, measure, way)
    labels = {found.pair.low: found.low.label, found.pair.high: found.high.label}
    is_whole = window == Window.whole(found.pair)
    return render_page(
        request,
        "compare_rows",
        {
            "pair": found.pair,
            "label": " and ".join(sorted(labels.values())),
            "measure": label_of(measure),
            "way": way_words(found.pair, way, labels) if way else "",
            "span": "" if is_whole else window_words(window),
            "behind": behind,
            "confirmed": [a for a in behind.amounts if a.is_confirmed and not a.reason],
            "others": [a for a in behind.amounts if not a.is_confirmed and not a.reason],
            "out": [a for a in behind.amounts if a.reason],
            "confirmed_sum": presenting.money(behind.dollars.confirmed),
            "others_sum": presenting.money(behind.dollars.not_confirmed),
            "is_money": measure in Money.Measure.values,
            "problems": reading.problems,
        },
    )


def _direction(pair: Pair, text: str, measure: str, reading: Reading) -> Direction | None:
    if not text:
        return None
    if measure not in DIRECTED:
        sentence = f"{label_of(measure)} are counted without a direction."
        reading.problems.append(Problem("direction", text, sentence))
        return None
    way = pair.direction_named(text)
    if way not in (Direction.FORWARD, Direction.BACKWARD):
        sentence = f"a direction is {pair.low}-{pair.high} or {pair.high}-{pair.low}."
        reading.problems.append(Problem("direction", text, sentence))
        return None
    return way

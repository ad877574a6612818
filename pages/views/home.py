"""The front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pages import presenting
from pages.views.answering import labels_of, render_page
from relations import timeline


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    busiest = timeline.busiest_pairs(10)
    labels = labels_of(code for pair, _ in busiest for code in (pair.low, pair.high))
    newest = timeline.rows_of(timeline.fact_page(timeline.read([], limit=8)[0]).places)
    return render_page(
        request,
        "home",
        {
            "busiest": [(pair, labels[pair.low], labels[pair.high], n) for pair, n in busiest],
            "cards": [presenting.card_of(row) for row in newest],
        },
    )

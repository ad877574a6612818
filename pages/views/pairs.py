"""All pairs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pages.views.answering import labels_of, render_page
from relations import timeline


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    rows = timeline.busiest_pairs(500)
    labels = labels_of(code for pair, _ in rows for code in (pair.low, pair.high))
    return render_page(
        request,
        "pairs",
        {"pairs": [(pair, labels[pair.low], labels[pair.high], n) for pair, n in rows]},
    )

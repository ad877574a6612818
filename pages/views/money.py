"""What a pair's money figures hold and leave out, row by row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pages import presenting
from pages.views.answering import render_page, unheard
from pages.views.pair import find
from relations import timeline


@require_safe
def money(request: HttpRequest, text: str) -> HttpResponse:
    found = find(request, text, "/r/{}/money/")
    if isinstance(found, HttpResponse):
        return found
    figures = timeline.money_figures(found.pair, listed=500)
    return render_page(
        request,
        "money",
        {
            "problems": unheard(request),
            "pair": found.pair,
            "labels": found.labels,
            "figures": [(figure, presenting.figure_words(figure)) for figure in figures],
        },
    )

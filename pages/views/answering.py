"""What every view shares: reading the address, rendering in the frame, naming countries."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from pages.framing import frame
from relations import timeline
from relations.models import Country
from relations.pairs import Pair
from relations.timeline import Filters

CARDS = 24


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context = {**context, **frame(request), "contact": settings.CONTACT}
    response = render(request, f"pages/{template}.html", context, status=status)
    response.headers["Vary"] = "Cookie"
    return response


def read_address(
    request: HttpRequest, allowed: tuple[str, ...], pair: Pair | None = None
) -> tuple[Filters, list[timeline.Problem], HttpResponse | None]:
    """The filters, what was ignored, and where to go when the address holds empty parameters."""
    given = [(name, text) for name, texts in request.GET.lists() for text in texts]
    filters, problems = timeline.read(given, allowed=allowed, pair=pair, limit=CARDS)
    if any(not text.strip() for _, text in given):
        query = filters.query(cursor=filters.cursor)
        clean = request.GET.copy()
        clean.clear()
        for name, text in query:
            clean.appendlist(name, text)
        place = request.path + (f"?{clean.urlencode()}" if query else "")
        return filters, problems, HttpResponseRedirect(place)
    return filters, problems, None


def labels_of(codes: Any) -> dict[str, str]:
    return dict(Country.objects.filter(pk__in=set(codes)).values_list("pk", "label"))

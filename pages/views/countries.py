"""Countries, and the page of one."""

from __future__ import annotations

from calendar import month_name
from dataclasses import replace

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from pages import presenting
from pages.views.answering import labels_of, read_address, render_page
from relations import timeline
from relations.models import Country
from relations.pairs import Pair


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:100]
    rows = Country.objects.order_by("label")
    if q:
        rows = rows.filter(Q(label__icontains=q) | Q(pk=q.upper()) | Q(names__text__iexact=q))
        rows = rows.distinct()
    return render_page(request, "countries", {"countries": list(rows), "q": q})


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    state = Country.objects.filter(Q(pk=code.upper()) | Q(slug=code.lower())).first()
    if state is None:
        context = {"title": "No such country", "sentence": f"No country has the code {code}."}
        return render_page(request, "missing", context, status=404)
    if code != state.pk:
        return redirect("pages:country", code=state.pk, permanent=True)
    filters, problems, elsewhere = read_address(request, ("cursor", "sort"))
    if elsewhere is not None:
        return elsewhere
    page = timeline.fact_page(replace(filters, country=(state.pk,)))
    partners = timeline.partners(state.pk)
    labels = labels_of(code for code, *_ in partners)
    return render_page(
        request,
        "country",
        {
            "country": state,
            "spells": state.spells.order_by("valid_from"),
            "codes": state.codes.order_by("scheme", "valid_from"),
            "before": state.precessions.select_related("predecessor").order_by("happened_on"),
            "after": state.successions.select_related("successor").order_by("happened_on"),
            "partners": [
                (Pair.of(state.pk, other), other, labels[other], n, _month(last))
                for other, n, last in partners
            ],
            "groups": list(presenting.groups_of(timeline.rows_of(page.places))),
            "filters": filters,
            "problems": problems,
            "next": page.next,
            "previous": page.previous,
        },
    )


def _month(number: int | None) -> str:
    if number is None or number < 0:
        return "no date"
    return f"{month_name[number % 12 + 1]} {number // 12}"

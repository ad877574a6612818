"""The page of one fact."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from pages import presenting
from pages.views.answering import render_page
from relations import timeline
from relations.models import Fact, Publication, Source


@require_safe
def fact(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Fact.objects.select_related("merged_into"), pk=pk)
    if found.merged_into_id is not None and found.publication == Publication.MERGED:
        return redirect("pages:fact", pk=found.merged_into_id, permanent=True)
    is_staff = bool(getattr(request.user, "is_staff", False))
    was_public = found.published_at is not None
    if not (found.is_public or is_staff or was_public):
        raise Http404(f"There is no public fact {pk}.")
    history = found.changes.select_related("by").order_by("-id")
    if not is_staff:
        history = history.filter(is_public=True)
    context: dict[str, Any] = {"fact": found, "history": list(history[:50]), "is_staff": is_staff}
    if found.publication == Publication.RETRACTED:
        return render_page(request, "withdrawn", context, status=410)
    row = timeline.row_of(found)
    pairs_in = list(found.pair_facts.select_related("low", "high").order_by("low", "high"))
    detail = Fact.objects.with_detail().get(pk=pk).detail
    context |= {
        "card": presenting.card_of(row),
        "row": row,
        "amounts": [(amount, presenting.amount_words(dict(amount))) for amount in row["amounts"]],
        "detail": detail,
        "kind_template": f"pages/kinds/{found.kind}.html",
        "pairs_in": pairs_in,
        "links": found.links.select_related("to"),
        "linked_from": found.linked_from.select_related("fact").filter(
            fact__publication=Publication.PUBLISHED
        ),
        "sources": Source.objects.filter(claims__fact=found).distinct(),
    }
    return render_page(request, "fact", context)

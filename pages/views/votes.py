"""The page of a pair's votes in the UN General Assembly."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pages.views.answering import render_page, unheard, without_empty
from pages.views.pair import find
from relations.timeline import Problem
from relations.timeline.beside import voting
from relations.timeline.votes import CHOICES, votes_of


@require_safe
def votes(request: HttpRequest, text: str) -> HttpResponse:
    found = find(request, text, "/r/{}/votes/")
    if isinstance(found, HttpResponse):
        return found
    if moved := without_empty(request):
        return moved
    problems = unheard(request, "only", "after")
    only = request.GET.get("only", "")
    if only and only not in CHOICES:
        problems.append(
            Problem("only", only[:40], f"“{only[:40]}” is not one of {', '.join(CHOICES)}.")
        )
        only = ""
    after = request.GET.get("after", "")
    if after and not (after.isascii() and after.isdigit() and len(after) < 10):
        problems.append(Problem("after", after[:40], f"“{after[:40]}” is no roll call."))
        after = ""
    page = votes_of(found.pair, only=only, after=int(after) if after else None)
    context = {
        "found": found,
        "pair": found.pair,
        "labels": found.labels,
        "problems": problems,
        "only": only,
        "is_first": not after,
        "page": page,
        "beside": voting(found.pair),
    }
    return render_page(request, "votes", context)

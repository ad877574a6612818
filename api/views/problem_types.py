"""Where the `type` of a problem document leads: what it means and how to mend it."""

from __future__ import annotations

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from api.problem_types import TYPES, ProblemType


@require_safe
def problem_types(request: HttpRequest, slug: str = "") -> HttpResponse:
    """All types, or one: a page, or JSON where that is asked for."""
    one = TYPES.get(slug)
    is_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    if slug and one is None:
        if not is_json:
            raise Http404(f"There is no type of problem called {slug}.")
        missing = TYPES["not-found"]
        body = {"type": missing.address, "title": missing.title, "status": 404,
                "detail": f"There is no type of problem called {slug[:80]}."}  # fmt: skip
        answer: HttpResponse = JsonResponse(
            body, status=404, content_type="application/problem+json"
        )
    elif is_json:
        every = [_values(each) for each in TYPES.values()]
        answer = JsonResponse(_values(one) if one else {"results": every})
    else:
        answer = render(
            request,
            "api/problem_types.html",
            {
                "types": [one] if one else TYPES.values(),
                "one": one,
                "all": reverse("api:problems"),
                "reference": reverse("api:reference"),
            },
        )
    patch_vary_headers(answer, ("Accept",))
    return answer


def _values(each: ProblemType) -> dict[str, object]:
    return {"type": each.address, **asdict(each)}

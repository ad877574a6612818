"""What every request is asked before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse

from api.problem_types import TYPES


def refuse_nul(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse addresses with a NUL character: PostgreSQL keeps none, and no reader means one."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return _refused(request)
        return get_response(request)

    return answer


def _refused(request: HttpRequest) -> HttpResponse:
    sentence = "An address holds no NUL character."
    if not request.path_info.startswith("/api/"):
        return HttpResponseBadRequest(sentence)
    kind = TYPES["bad-request"]
    problem = {"type": kind.address, "title": kind.title, "status": 400, "detail": sentence}
    return JsonResponse(problem, status=400, content_type="application/problem+json")

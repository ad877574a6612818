"""Whether the parts this process needs answer."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponseBase, JsonResponse


class HealthMiddleware:
    """Answers /healthz before anything asks for https or a known host: a probe has neither."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return healthz()
        return self.get_response(request)


def healthz() -> JsonResponse:
    """Answer 200 when the database and the cache answer, 503 with what failed otherwise."""
    failed = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:
        failed["database"] = type(error).__name__
    try:
        cache.get("healthz")
    except Exception as error:
        failed["cache"] = type(error).__name__
    return JsonResponse({"ok": not failed, "failed": failed}, status=503 if failed else 200)

"""Whether the parts this process needs answer."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
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

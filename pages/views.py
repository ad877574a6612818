"""Pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("Not found", status=404)

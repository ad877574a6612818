"""What is no page of its own: colours, the icon, and what goes wrong."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_POST, require_safe

from pages.framing import THEMES
from pages.views.answering import render_page, way_back


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen colours in a cookie and go back."""
    response = HttpResponseRedirect(way_back(request, "/"))
    chosen = request.POST.get("theme", "system")
    if chosen in THEMES:
        response.set_cookie(
            "theme", chosen, max_age=31_536_000, samesite="Lax", httponly=True,
            secure=settings.HTTPS,
        )  # fmt: skip
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it here on pages that name none, such as the admin's."""
    return redirect(static("pages/icon.svg"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """One sentence for what cannot be read at all, such as more than a form may hold."""
    sentence = "This request cannot be read."
    if isinstance(exception, RequestDataTooBig):
        sentence = f"This is more than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000} MB."
    return render_page(request, "missing", {"title": "Too large", "sentence": sentence}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = str(exception) if type(exception) is Http404 and exception.args else ""
    if not isinstance(exception, Http404) or "path" in sentence or not sentence:
        sentence = "There is nothing at this address."
    return render_page(request, "missing", {"title": "Not found", "sentence": sentence}, status=404)

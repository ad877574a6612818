"""What every reading address shares: conditional answers, caching, limits, time-outs."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.limits import WindowThrottle


class ReadView(APIView):
    """A view of GET addresses. Its answers carry an ETag of their content and may be asked again
    with `If-None-Match`; those for readers not signed in may be kept by shared caches, which ask
    again each time."""

    throttle_classes = [WindowThrottle]

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        WindowThrottle.announce(request, response)
        is_anonymous = not request.user.is_authenticated if _is_known(request) else True
        patch_vary_headers(response, ("Authorization", "Cookie"))
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            response.setdefault(
                "Cache-Control", f"{'public' if is_anonymous else 'private'}, no-cache"
            )
            if isinstance(response, Response):
                response.add_post_render_callback(lambda answer: _conditional(request, answer))
        elif response.status_code >= 400:
            response["Cache-Control"] = "no-store"
        return response


def _is_known(request: Request) -> bool:
    """Whether it could be said who calls; not after a token that was refused."""
    return hasattr(request, "_user")


def _conditional(request: Request, answer: HttpResponse) -> HttpResponse | None:
    """Give an answer its ETag; answer 304 where the caller has it already."""
    tag = f'"{hashlib.blake2b(answer.content, digest_size=12).hexdigest()}"'
    answer.setdefault("ETag", tag)
    return not_modified(request, answer["ETag"], answer)


def not_modified(request: Request, tag: str, like: HttpResponse) -> HttpResponse | None:
    """Return a 304 with the headers of the answer it stands for, or None where it differs."""
    asked = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if tag.removeprefix("W/") not in {each.removeprefix("W/") for each in asked} and asked != ["*"]:
        return None
    answer = HttpResponseNotModified()
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified", "RateLimit", "RateLimit-Policy"):
        if name in like:
            answer[name] = like[name]
    return answer

"""What every reading address shares: conditional answers, caching, limits, time-outs."""

from __future__ import annotations

import hashlib
import math
import time
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date, parse_http_date_safe
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api import deprecation
from api.limits import WindowThrottle


class ReadView(APIView):
    """A view of GET addresses. Its answers carry an ETag of their content and may be asked again
    with `If-None-Match`; those for readers not signed in may be kept by shared caches, which ask
    again each time.

    modified: no earlier than the newest change that the answer rests on, for `Last-Modified`. A
    view sets it before it reads, and only where nothing but recorded acts changes its answer: the
    name of a country or source is mended without one, so that rows of facts have none.
    """

    throttle_classes = [WindowThrottle]
    modified: datetime | None = None

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        WindowThrottle.announce(request, response)
        is_anonymous = not request.user.is_authenticated if _is_known(request) else True
        patch_vary_headers(response, ("Authorization", "Cookie"))
        deprecation.announce(request._request, response)
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            response.setdefault(
                "Cache-Control", f"{'public' if is_anonymous else 'private'}, no-cache"
            )
            if self.modified is not None and (said := modified_text(max(self.modified, _STARTED))):
                response["Last-Modified"] = said
            if isinstance(response, Response):
                response.add_post_render_callback(lambda answer: _conditional(request, answer))
            elif isinstance(response, HttpResponse):
                # A feed; a file that is streamed brings its tag.
                response = _conditional(request, response) or response
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


# Another version of the program may answer in another shape.
_STARTED = datetime.now(UTC)


def modified_text(moment: datetime) -> str:
    """Return a moment as an HTTP date, the next whole second; empty while that lies ahead.

    So whatever else happened in the same second happened before anybody was told of it.
    """
    second = math.ceil(moment.timestamp())
    return http_date(second) if second <= time.time() else ""


_KEPT = (
    "ETag", "Cache-Control", "Vary", "Last-Modified", "RateLimit", "RateLimit-Policy",
    "Deprecation", "Sunset", "Link",
)  # fmt: skip


def not_modified(request: Request, tag: str, like: HttpResponse) -> HttpResponse | None:
    """Return a 304 with the headers of the answer it stands for, or None where it differs."""
    if not has_it(request, tag, like.get("Last-Modified", "")):
        return None
    answer = HttpResponseNotModified()
    for name in _KEPT:
        if name in like:
            answer[name] = like[name]
    return answer


def has_it(request: Request, tag: str, modified: str) -> bool:
    """Whether the caller has the answer: by its tag, and only without one by its date (RFC 9110,
    13.2.2). A date ahead of the clock is nobody's answer."""
    if (given := request.headers.get("If-None-Match")) is not None:
        asked = parse_etags(given)
        return tag.removeprefix("W/") in {t.removeprefix("W/") for t in asked} or asked == ["*"]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    if since is None or not modified:
        return False
    return parse_http_date(modified) <= since <= time.time()

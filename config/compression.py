"""How an answer is packed: as the caller weighs the codings it takes (RFC 9110, 12.5.3)."""

from __future__ import annotations

import re
from typing import Any

import brotli
from django.http import HttpRequest
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

QUALITY = 4
"""On the API's pages smaller than gzip's 6 in less time; 5 takes twice as long for a tenth."""
LEAST = 200  # bytes, as Django's own

_CODINGS = ("br", "gzip", "identity")  # the first of those a caller likes as well as each other
_WEIGHT = re.compile(r"q=(0(\.\d{0,3})?|1(\.0{0,3})?)", re.ASCII)


def coding_of(accepted: str, known: tuple[str, ...] = _CODINGS) -> str:
    """Return the coding a caller likes best of those known; identity where none is taken.

    accepted: the header `Accept-Encoding`, empty where there is none.
    """
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *more = (each.strip() for each in part.split(";"))
        found = _WEIGHT.fullmatch(more[0]) if more else None
        # A weight that cannot be read is no reason to send what may not be read.
        weights[name] = float(found[1]) if found else 0.0 if more else 1.0
    others = weights.get("*", 0.0)
    weighed = {name: weights.get(name, others) for name in known}
    best = max(known, key=lambda name: weighed[name])
    return best if weighed[best] else "identity"


class CompressionMiddleware(GZipMiddleware):
    """Brotli for answers of the API, gzip for these and all else.

    Pages stay with Django's gzip, which hides the length of what stands beside a form's secret;
    an answer of the API holds none.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        is_api = request.path_info.startswith("/api/v1/")
        if response.status_code == 304 and is_api:
            # What the answer that is kept said it varies by.
            patch_vary_headers(response, ("Accept-Encoding",))
        is_packed = response.has_header("Content-Encoding")
        if is_packed or (not response.streaming and len(response.content) < LEAST):
            return response
        may_brotli = is_api and not response.streaming
        accepted = request.headers.get("Accept-Encoding", "")
        coding = coding_of(accepted, _CODINGS if may_brotli else _CODINGS[1:])
        if coding == "gzip":
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        if coding == "br":
            response.content = brotli.compress(
                response.content, mode=brotli.MODE_TEXT, quality=QUALITY
            )
            response["Content-Length"] = str(len(response.content))
            response["Content-Encoding"] = "br"
            if (tag := response.get("ETag", "")).startswith('"'):
                response["ETag"] = f"W/{tag}"  # other bytes (RFC 9110, 8.8.1)
        return response

"""How many requests a minute a caller may make, and telling it."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.models import Token

logger = logging.getLogger(__name__)
WINDOW = 60  # seconds


class WindowThrottle(BaseThrottle):
    """So many requests in each minute: per token, per person signed in, else per address.

    The numbers are `DYAD_API_RATE` (requests a minute without a token) and `DYAD_API_TOKEN_RATE`.
    Counted in the cache in one step; where the cache does not answer nobody is refused.
    """

    def allow_request(self, request: Request, view: Any) -> bool:
        now = time.time()
        window = int(now // WINDOW)
        self.left = WINDOW - now % WINDOW
        who, most = _caller(request)
        key = f"rate:{who}:{window}"
        try:
            used = _count(key)
        except Exception as broken:
            _warn(broken, now)
            return True
        setattr(request, "_rate", (most, max(most - used, 0), int(self.left) + 1))  # noqa: B010
        return bool(used <= most)

    def wait(self) -> float:
        return self.left + 1

    @staticmethod
    def announce(request: Request, response: HttpResponse) -> None:
        """Say in headers what is left, as the draft of the IETF names them."""
        if rate := getattr(request, "_rate", None):
            most, left, seconds = rate
            response["RateLimit-Policy"] = f'"default";q={most};w={WINDOW}'
            response["RateLimit"] = f'"default";r={left};t={seconds}'


def _count(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:
        # The first of its minute; where two are first at once, the second counts on.
        return 1 if cache.add(key, 1, 2 * WINDOW) else cache.incr(key)


_warned: list[float] = [0.0]


def _warn(broken: Exception, now: float) -> None:
    """Say once a minute that nobody counts."""
    if now - _warned[0] >= WINDOW:
        _warned[0] = now
        logger.warning("The limits of requests are not counted: %s", broken)


def _caller(request: Request) -> tuple[str, int]:
    if isinstance(request.auth, Token):
        return f"token:{request.auth.token_key}", settings.API_TOKEN_RATE
    if request.user.is_authenticated:
        return f"user:{request.user.pk}", settings.API_TOKEN_RATE
    return f"address:{address_of(request)}", settings.API_RATE


def address_of(request: Request) -> str:
    """The caller's address; from a proxy's header only where one is known to overwrite it."""
    if settings.SECURE_PROXY_SSL_HEADER and (told := request.META.get("HTTP_X_FORWARDED_FOR")):
        return str(told).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))

"""What a site asks programs not to read: robots.txt after RFC 9309, kept for a while."""

from __future__ import annotations

from django.core.cache import cache
from protego import Protego

from articles.fetching import addresses, bodies, hops, wire
from articles.fetching.policy import Budget, Policy
from articles.fetching.refusals import FetchRefused, Reason

_DAY = 86_400
_HOUR = 3_600
_MOST_BYTES = 500_000  # RFC 9309 2.5: at least 500 KiB are read, the rest may be left
_UNAVAILABLE = "unavailable"
# These are about the host itself: the page behind it would fail in the same way.
_OF_THE_HOST = frozenset(
    {Reason.PRIVATE_ADDRESS, Reason.UNKNOWN_HOST, Reason.UNREACHABLE, Reason.TLS, Reason.BUSY}
)


def require_permission(address: str, policy: Policy, budget: Budget) -> None:
    """Raise FetchRefused (robots, robots_unavailable) unless we may read a checked address."""
    origin = addresses.origin_of(address)
    key = f"fetching:robots:{origin}"
    rules: str | None = cache.get(key)
    if rules is None:
        rules, seconds = _read(f"{origin}/robots.txt", policy, budget)
        cache.set(key, rules, timeout=seconds)
    if rules == _UNAVAILABLE:
        raise FetchRefused(Reason.ROBOTS_UNAVAILABLE)
    if rules and not Protego.parse(rules).can_fetch(address, wire.AGENT):
        raise FetchRefused(Reason.ROBOTS)


def _read(address: str, policy: Policy, budget: Budget) -> tuple[str, int]:
    """Return the rules and the seconds to remember them."""
    part = budget.within(policy.robots_seconds)
    try:
        with hops.following(address, policy=policy, budget=part) as (answer, _):
            if answer.status_code == 429 or answer.status_code >= 500:
                return _UNAVAILABLE, 60
            if answer.status_code != 200:
                return "", _HOUR  # RFC 9309 2.3.1.3: no rules
            return bodies.read(answer, _MOST_BYTES, is_cut=True).decode("utf-8", "replace"), _DAY
    except FetchRefused as refusal:
        budget.seconds_left()
        if refusal.reason_key in _OF_THE_HOST:
            raise
        return _UNAVAILABLE, 60

"""One request at a time to one host, however many tasks ask."""

from __future__ import annotations

import time

from django.core.cache import cache

from articles.fetching.policy import Budget, Policy
from articles.fetching.refusals import FetchRefused, Reason

_GLANCE = 0.1


def wait_for_turn(host: str, policy: Policy, budget: Budget) -> None:
    """Return when the host may be asked. Raise FetchRefused (busy) when that will not be in
    time: the task tries again later rather than keep a worker waiting."""
    if policy.seconds_between < 1:
        return
    # `add` is atomic in Redis: of many processes one gets the turn.
    while not cache.add(f"fetching:turn:{host}", 1, timeout=policy.seconds_between):
        if budget.seconds_left() <= policy.seconds_between:
            raise FetchRefused(Reason.BUSY)
        time.sleep(_GLANCE)

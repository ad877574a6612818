"""The limits of fetching, and the clock that every one of its steps looks at."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from articles.fetching.refusals import FetchRefused, Reason

Result = TypeVar("Result")

# Status lines and headers of every hop together; a body has its own limit.
_MOST_HEADER_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Policy:
    """What a fetch may do.

    seconds: for everything together: names, robots.txt, waiting, redirects, body.
    most_bytes: of a body as received, and again of the same body decompressed.
    seconds_between: whole seconds between two requests to one host; 0: none.
    robots_seconds: of `seconds`, the part that robots.txt may take.
    loopback_ports: ports of 127.0.0.1 that may be asked. For tests, and for receivers of
        webhooks while debugging; no variable of the environment leads here when pages are fetched.
    """

    seconds: float = 15.0
    most_bytes: int = 5_000_000
    most_redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})
    schemes: frozenset[str] = frozenset({"http", "https"})
    seconds_between: int = 1
    robots_seconds: float = 5.0
    loopback_ports: frozenset[int] = frozenset()


DEFAULT = Policy()


@dataclass(slots=True)
class Budget:
    """What is left of one fetch: time, and bytes off the wire."""

    deadline: float
    bytes_left: int

    @classmethod
    def of(cls, policy: Policy) -> Budget:
        return cls(time.monotonic() + policy.seconds, policy.most_bytes + _MOST_HEADER_BYTES)

    def within(self, seconds: float) -> Budget:
        """Return a budget of at most so many seconds, for a step that must not eat the rest."""
        return replace(self, deadline=min(self.deadline, time.monotonic() + seconds))

    def seconds_left(self) -> float:
        """Return them. Raise FetchRefused (too_slow) if there are none."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise FetchRefused(Reason.TOO_SLOW)
        return left

    def take(self, count: int) -> None:
        """Count bytes off the wire. Raise FetchRefused (too_big) when they are too many."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise FetchRefused(Reason.TOO_BIG)


def in_time(policy: Policy, work: Callable[[Budget], Result]) -> Result:
    """Return what `work` returns, or raise what it raises; FetchRefused (too_slow) in any case
    once the policy's seconds are over.

    A name server can keep `getaddrinfo` waiting and nothing can interrupt it; so the work runs
    in a thread of its own, which is left behind then. It ends by itself: every read it does
    looks at the budget.
    """
    budget = Budget.of(policy)
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(budget))
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, name="fetching", daemon=True)
    thread.start()
    thread.join(policy.seconds + 0.5)
    if errors:
        raise errors[0]
    if not results:
        raise FetchRefused(Reason.TOO_SLOW)
    return results[0]

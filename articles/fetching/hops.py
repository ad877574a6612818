"""Follow redirects by hand, every hop under the same rules as the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

import requests

from articles.fetching import addresses, pacing, wire
from articles.fetching.policy import Budget, Policy
from articles.fetching.refusals import FetchRefused, Reason

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step on the way. address: where it led to; status: 301 and 308 are meant for good."""

    address: str
    status: int


@contextmanager
def following(
    address: str,
    *,
    policy: Policy,
    budget: Budget,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    permit: Callable[[str], None] = lambda address: None,
) -> Iterator[tuple[requests.Response, list[Redirect]]]:
    """Yield the first answer that is no redirect, its body unread, and the way there.

    permit: called with each checked address before it is asked; raises to refuse it.
    Raise FetchRefused, for redirects without end or without a target too.
    """
    way: list[Redirect] = []
    address = addresses.checked(address, policy)
    while True:
        permit(address)
        pacing.wait_for_turn(addresses.host_of(address), policy, budget)
        with ExitStack() as stack:
            answer = stack.enter_context(
                wire.asking(address, policy=policy, budget=budget, method=method, headers=headers)
            )
            if answer.status_code not in _REDIRECTS:
                yield answer, way
                return
            target = _target(answer)
        if len(way) >= policy.most_redirects:
            raise FetchRefused(Reason.TOO_MANY_REDIRECTS)
        try:
            address = addresses.checked(urljoin(address, target), policy)
        except ValueError:
            raise FetchRefused(Reason.BAD_ADDRESS) from None
        way.append(Redirect(address, answer.status_code))


def _target(answer: requests.Response) -> str:
    target = answer.headers.get("Location", "").strip()
    if not target:
        raise FetchRefused(Reason.BAD_ANSWER, "The site sends us on without saying where to.")
    # http.client reads headers as Latin-1; what servers mean by bytes above it is UTF-8.
    try:
        return target.encode("latin-1").decode("utf-8").replace(" ", "%20")
    except UnicodeError:
        return target.replace(" ", "%20")

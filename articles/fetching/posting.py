"""Send a body to an address that a stranger wrote, under the same rules as fetching one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from urllib3.exceptions import HTTPError

from articles.fetching import addresses, bodies, wire
from articles.fetching.policy import Budget, Policy, in_time
from articles.fetching.refusals import FetchRefused


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. beginning: at most the policy's bytes, empty where it could not be read."""

    status: int
    beginning: bytes


def post(address: str, body: bytes, *, headers: Mapping[str, str], policy: Policy) -> Answer:
    """Send a body once and return the answer, whatever its status; a redirect is an answer.

    Raise FetchRefused when there is none: a refused address, no connection, too slow.
    """
    return in_time(policy, lambda budget: _post(address, body, headers, policy, budget))


def _post(
    address: str, body: bytes, headers: Mapping[str, str], policy: Policy, budget: Budget
) -> Answer:
    address = addresses.checked(address, policy)
    given = {"Accept": "*/*", "Accept-Encoding": "identity", **headers}
    with wire.asking(
        address, policy=policy, budget=budget, method="POST", headers=given, body=body
    ) as answer:
        try:
            beginning = bodies.read(answer, policy.most_bytes, is_cut=True)
        except (FetchRefused, OSError, ValueError, HTTPError):
            # The status is the receiver's word; how its body ends changes nothing about it.
            beginning = b""
        return Answer(answer.status_code, beginning)

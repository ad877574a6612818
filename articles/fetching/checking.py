"""Whether a link still leads somewhere, without reading the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from articles.fetching import hops, robots
from articles.fetching.policy import DEFAULT, Budget, Policy, in_time
from articles.fetching.refusals import FetchRefused, Reason, of_status

_PERMANENT = frozenset({301, 308})
# 416: the page is there, and shorter than the part we asked for.
_ALIVE = frozenset({200, 203, 206, 416})


class State(StrEnum):
    ALIVE = "alive"
    MOVED = "moved"
    GONE = "gone"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class LinkState:
    """What became of a link.

    moved_to: the new address of a link that moved for good, else "".
    sentence: why, of one that is gone or unreachable, else "". is_temporary: worth another try.
    status: the last HTTP status, 0 without one.
    """

    state: State
    moved_to: str = ""
    sentence: str = ""
    is_temporary: bool = False
    status: int = 0


def check(address: str, *, policy: Policy = DEFAULT) -> LinkState:
    """Return what became of an address: HEAD, and where a site answers that with an error, the
    first kilobyte of a GET. Raise nothing: a refusal is an answer."""
    try:
        return in_time(policy, lambda budget: _check(address, policy, budget))
    except FetchRefused as refusal:
        is_gone = refusal.reason_key in (Reason.NOT_FOUND, Reason.GONE)
        return LinkState(
            State.GONE if is_gone else State.UNREACHABLE,
            sentence=refusal.sentence,
            is_temporary=refusal.is_temporary,
            status=refusal.status,
        )


def _check(address: str, policy: Policy, budget: Budget) -> LinkState:
    def permit(asked: str) -> None:
        robots.require_permission(asked, policy, budget)

    def ask(method: str, headers: dict[str, str]) -> tuple[int, list[hops.Redirect]]:
        with hops.following(
            address, policy=policy, budget=budget, method=method, headers=headers, permit=permit
        ) as (answer, way):
            return answer.status_code, way

    status, way = ask("HEAD", {})
    if status not in _ALIVE:
        # Many sites answer HEAD with 403, 405 or 501 and the page itself with 200.
        status, way = ask("GET", {"Range": "bytes=0-1023"})
    if status not in _ALIVE:
        raise of_status(status)
    # A way that goes on "for now" anywhere may lead elsewhere tomorrow.
    if way and all(step.status in _PERMANENT for step in way):
        return LinkState(State.MOVED, moved_to=way[-1].address, status=status)
    return LinkState(State.ALIVE, status=status)

"""Fetch one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from articles.fetching import bodies, hops, robots
from articles.fetching.policy import DEFAULT, Budget, Policy, in_time
from articles.fetching.refusals import of_status


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was on one moment.

    address: where it was found in the end. content_type: text/html, application/xhtml+xml,
    text/plain or application/pdf, by header and first bytes. charset: of the header, or "".
    body: decompressed bytes. redirects: the addresses that led here, first to last, the given
    one left out. etag, last_modified: as sent, or "".
    """

    address: str
    status: int
    content_type: str
    charset: str
    body: bytes
    retrieved_at: datetime
    redirects: tuple[str, ...]
    etag: str
    last_modified: str


def fetch(address: str, *, policy: Policy = DEFAULT) -> Fetched:
    """Return the page at an address. Raise FetchRefused with a sentence for the editor; nothing
    else is raised for anything that a stranger's address or server can do."""
    return in_time(policy, lambda budget: _fetch(address, policy, budget))


def _fetch(address: str, policy: Policy, budget: Budget) -> Fetched:
    def permit(asked: str) -> None:
        nonlocal address
        robots.require_permission(asked, policy, budget)
        address = asked

    with hops.following(address, policy=policy, budget=budget, permit=permit) as (answer, way):
        if answer.status_code not in (200, 203):
            raise of_status(answer.status_code)
        bodies.refuse_by_header(answer, policy.most_bytes)
        body = bodies.read(answer, policy.most_bytes)
        return Fetched(
            address=address,
            status=answer.status_code,
            content_type=bodies.sniffed(body, bodies.declared_type(answer)),
            charset=bodies.declared_charset(answer),
            body=body,
            retrieved_at=datetime.now(UTC),
            redirects=tuple(step.address for step in way),
            etag=answer.headers.get("ETag", "")[:200],
            last_modified=answer.headers.get("Last-Modified", "")[:200],
        )

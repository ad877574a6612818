"""Where deliveries may go: https and public addresses, unless the setting allows this machine."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings

from articles import fetching
from articles.fetching import Answer, FetchRefused, Policy, Reason

SECONDS = 10.0
MOST_BYTES = 65_536
"""Of an answer; what comes after is not read."""


def policy_for(address: str) -> Policy:
    """Return the limits of one delivery. Only `WEBHOOKS_MAY_BE_LOCAL` (on while debugging) lets
    http and 127.0.0.1 in, on any port."""
    if not settings.WEBHOOKS_MAY_BE_LOCAL:
        return Policy(
            seconds=SECONDS, most_bytes=MOST_BYTES, ports=frozenset({443}),
            schemes=frozenset({"https"}),
        )  # fmt: skip
    try:
        port = urlsplit(address).port
    except ValueError:
        port = None
    ports = frozenset({port}) if port else frozenset()
    return Policy(seconds=SECONDS, most_bytes=MOST_BYTES, loopback_ports=ports)


def checked(address: str) -> str:
    """Return the address as it is asked for. Raise FetchRefused with a sentence.

    A name that leads into a private network is refused when a connection is made and not here:
    only then is it known where it leads.
    """
    policy = policy_for(address)
    prepared = fetching.checked(address, policy)
    host = urlsplit(prepared).hostname or ""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return prepared
    if not number.is_global and not policy.loopback_ports:
        raise FetchRefused(Reason.PRIVATE_ADDRESS)
    return prepared


def hand_over(address: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send a body; return the answer, whatever its status. Raise FetchRefused without one."""
    return fetching.post(address, body, headers=headers, policy=policy_for(address))

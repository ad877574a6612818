"""Which addresses are asked at all."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urlsplit

import requests
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from articles.fetching.policy import Policy
from articles.fetching.refusals import FetchRefused, Reason

LONGEST = 2000
_LOOPBACK = "127.0.0.1"
_PORTS = {"http": 80, "https": 443}
# Programs differ on what these mean in an address; a guard and a client must not.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")


def checked(address: str, policy: Policy) -> str:
    """Return the address as it is asked for: percent-encoded, host in ASCII, no fragment.

    Raise FetchRefused (bad_address, scheme, port). Whether its host is private is found out
    when the connection is made, not here: only then is it known where the name leads.
    """
    address = address.strip()
    if not address or len(address) > LONGEST or _AMBIGUOUS.search(address):
        raise FetchRefused(Reason.BAD_ADDRESS)
    scheme, colon, _ = address.partition(":")
    if colon and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*", scheme) and scheme.lower() not in _PORTS:
        raise FetchRefused(Reason.SCHEME)
    try:
        prepared = requests.Request("GET", urldefrag(address).url).prepare().url or ""
        parts = urlsplit(prepared)
        port = parts.port or _PORTS[parts.scheme]
        host = parts.hostname or ""
        other_reading = (parse_url(prepared).host or "").strip("[]")
    except (requests.RequestException, LocationParseError, ValueError, KeyError):
        raise FetchRefused(Reason.BAD_ADDRESS) from None
    if parts.scheme not in policy.schemes:
        raise FetchRefused(Reason.SCHEME, "Only addresses that begin with https:// are asked.")
    if "@" in parts.netloc or not host or host != other_reading.lower():
        raise FetchRefused(Reason.BAD_ADDRESS)
    if len(host) > 253 or any(len(label) > 63 for label in host.split(".")):
        raise FetchRefused(Reason.BAD_ADDRESS)
    if port not in policy.ports and not is_allowed_loopback(prepared, policy):
        raise FetchRefused(Reason.PORT)
    return prepared


def host_of(address: str) -> str:
    """Return the host of a checked address, as an editor would name it."""
    return urlsplit(address).hostname or ""


def origin_of(address: str) -> str:
    """Return scheme, host and port, without a path: where robots.txt speaks for the page."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def is_allowed_loopback(address: str, policy: Policy) -> bool:
    """Whether a test allows this very address of this machine."""
    parts = urlsplit(address)
    return parts.hostname == _LOOPBACK and parts.port in policy.loopback_ports

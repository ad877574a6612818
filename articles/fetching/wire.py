"""One request to one checked address.

AntiSSRF looks a name up once, refuses it when any of its answers is private, and connects to
the answer it looked at, so that a name cannot change its mind in between. What it does not
do is done here: no proxies, no cookies, no redirects, no more time or bytes than the budget has.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import requests
from AntiSSRF import AntiSSRFError, AntiSSRFPolicy, PolicyConfigOptions
from django.conf import settings
from urllib3.exceptions import HTTPError

from articles.fetching import addresses, metering
from articles.fetching.policy import Budget, Policy
from articles.fetching.refusals import FetchRefused, Reason

# Beyond AntiSSRF's list: IPv4 in IPv6 clothes (RFC 4291 2.5.5.1, RFC 7915), and all that lies
# outside 2000::/3, the only part of IPv6 that is given out (RFC 3513).
_NOT_PUBLIC = ["::/96", "::ffff:0:0:0/96", "4000::/2", "8000::/1"]

AGENT = "Dyad"


def user_agent() -> str:
    """Return how we introduce ourselves, with the address for complaints if there is one."""
    contact = getattr(settings, "CONTACT", "")
    about = f"records what states do with each other; {contact}".rstrip("; ")
    return f"{AGENT}/0.1 ({about})"


@contextmanager
def asking(
    address: str,
    *,
    policy: Policy,
    budget: Budget,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Iterator[requests.Response]:
    """Yield the answer of one hop, its body unread. Raise FetchRefused for all that goes wrong,
    also while the caller reads the body.

    address: as `addresses.checked` returned it.
    """
    host = addresses.host_of(address)
    request = requests.Request(
        method,
        address,
        headers={
            "User-Agent": user_agent(),
            "Accept": "text/html, application/xhtml+xml, application/pdf, text/plain;q=0.8",
            "Accept-Language": "en, *;q=0.5",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **(headers or {}),
        },
        data=body,
    ).prepare()
    with _session(budget, is_loopback=addresses.is_allowed_loopback(address, policy)) as session:
        try:
            # The adapter, not the session: a session reads a redirect's body whole, and
            # unpacks it, only to know where it leads.
            adapter = session.get_adapter(address)
            answer = adapter.send(request, stream=True, timeout=budget.seconds_left())
            try:
                yield answer
            finally:
                answer.close()
        except (OSError, HTTPError, AntiSSRFError, ValueError) as error:
            raise _refusal(error, host, budget) from error


def _refusal(error: Exception, host: str, budget: Budget) -> FetchRefused:
    budget.seconds_left()
    if isinstance(error, AntiSSRFError):
        return FetchRefused(Reason.PRIVATE_ADDRESS)
    if isinstance(error, socket.gaierror):
        is_temporary = error.errno == socket.EAI_AGAIN
        sentence = f"The site’s name “{host}” is not known on the internet."
        return FetchRefused(Reason.UNKNOWN_HOST, sentence, is_temporary=is_temporary)
    if isinstance(error, requests.exceptions.SSLError):
        return FetchRefused(Reason.TLS)
    if isinstance(error, requests.exceptions.Timeout | TimeoutError):
        return FetchRefused(Reason.TOO_SLOW)
    if isinstance(error, requests.exceptions.InvalidURL):
        return FetchRefused(Reason.BAD_ADDRESS)
    if "Failed to establish" in str(error):
        return FetchRefused(Reason.UNREACHABLE, f"The site “{host}” could not be reached.")
    return FetchRefused(Reason.BAD_ANSWER)


def _session(budget: Budget, *, is_loopback: bool) -> requests.Session:
    guard = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
    guard.add_denied_addresses(_NOT_PUBLIC)
    guard.allow_plain_text_http = True
    guard.add_xff_header = False
    if is_loopback:
        guard.add_allowed_addresses(["127.0.0.1"])
    session: requests.Session = guard.get_antissrf_session()
    session.trust_env = False
    metering.meter(session, budget, only_numbers=True)
    return session

"""Fetching pages: the only place of the project that opens a connection to an address it is given.

Addresses come from people and from pages, so each is distrusted: http and https on ports 80 and
443, no credentials, nothing but public addresses (checked on the very address that is connected
to, so a name that changes its answer gains nothing), five redirects each checked anew, fifteen
seconds for everything, five megabytes also after unpacking, and only pages, texts and PDF files.
Sites' robots.txt is kept to, and no host is asked more than once a second.
"""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from AntiSSRF import AntiSSRFError, AntiSSRFPolicy, PolicyConfigOptions
from django.core.cache import cache
from django.utils import timezone
from protego import Protego
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

AGENT = "DyadBot/1.0 (reads single articles for editors)"
TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_REDIRECTS = (301, 302, 303, 307, 308)
_ROBOTS_KEPT = 86_400
_ROBOTS_MOST = 500_000


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits. seconds: for all hops together; bytes: of the body, packed and unpacked; gap:
    seconds between two requests to one host. loopback_ports: for the tests' own server only; no
    setting and no environment variable reaches it."""

    seconds: float = 15.0
    bytes: int = 5_000_000
    redirects: int = 5
    gap: float = 1.0
    loopback_ports: tuple[int, ...] = ()

    @property
    def ports(self) -> tuple[int, ...]:
        return (80, 443, *self.loopback_ports)


DEFAULT = Policy()


class FetchRefused(Exception):
    """Why a page was not fetched: a key of `REASONS`, a sentence, and whether to try again."""

    def __init__(self, reason: str, sentence: str = "") -> None:
        super().__init__(sentence or REASONS[reason])
        self.reason = reason

    @property
    def is_temporary(self) -> bool:
        return self.reason in ("too_slow", "unreachable", "server_error", "robots_unknown", "busy")


REASONS = {
    "bad_address": "This is no http or https address that can be fetched.",
    "credentials": "Addresses with a name and password in them are not fetched.",
    "port": "Only the ports 80 and 443 are fetched from.",
    "private_address": "This address leads into a private network and is not fetched.",
    "too_many_redirects": "The page redirects more than five times.",
    "too_slow": "The page did not arrive within 15 seconds.",
    "too_big": "The page is over 5 MB.",
    "content_type": "This is no page, text or PDF file.",
    "robots": "The site asks robots not to fetch this page; paste its text instead.",
    "robots_unknown": "The site’s robots.txt could not be read; try again later.",
    "not_found": "There is no page at this address (404).",
    "gone": "The page was taken away (410).",
    "forbidden": "The site does not let us read this page; paste its text instead.",
    "server_error": "The site has an error; try again later.",
    "unreachable": "The site does not answer; try again later.",
    "busy": "This site was asked very often just now; try again in a minute.",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came. address: after redirects; body: unpacked bytes."""

    address: str
    content_type: str
    charset: str
    body: bytes
    retrieved_at: datetime
    redirects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkState:
    """Whether an address answers: alive, moved (and where to), gone or unreachable."""

    state: str
    sentence: str = ""
    moved_to: str = ""


def fetch(address: str, *, policy: Policy = DEFAULT) -> Fetched:
    """Fetch a page within all limits. Raise FetchRefused."""
    with _Hops(policy) as hops:
        response, final = hops.follow(address)
        content_type, charset = _type_of(response)
        if content_type and content_type not in TYPES:
            raise FetchRefused("content_type", f"{REASONS['content_type']} It is {content_type}.")
        body = hops.body(response)
        return Fetched(
            address=final,
            content_type=_sniffed(body, content_type),
            charset=charset,
            body=body,
            retrieved_at=timezone.now(),
            redirects=tuple(hops.passed),
        )


def check(address: str, *, policy: Policy = DEFAULT) -> LinkState:
    """Look whether an address still answers, without reading its page."""
    try:
        with _Hops(policy) as hops:
            response, final = hops.follow(address)
            response.close()
    except FetchRefused as refused:
        gone = refused.reason in ("not_found", "gone")
        alive = refused.reason in ("forbidden", "robots")
        state = "gone" if gone else "alive" if alive else "unreachable"
        return LinkState(state, str(refused))
    permanent = hops.moved_for_good
    return (
        LinkState("moved", f"It has moved to {final}.", final) if permanent else LinkState("alive")
    )


# --- one fetch, over its hops ----------------------------------------------------------------


@dataclass
class _Hops:
    """The requests of one fetch; all its sockets are shut when its time is over."""

    policy: Policy
    passed: list[str] = field(default_factory=list)
    moved_for_good: bool = False

    def __enter__(self) -> _Hops:
        self.deadline = time.monotonic() + self.policy.seconds
        self.is_late = False
        self.session = _session(self.policy)
        self.sockets: list[socket.socket] = []
        self.timer = threading.Timer(self.policy.seconds, self._shut)
        self.timer.daemon = True
        self.timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        self.session.close()
        for each in self.sockets:
            # Also where an answer broke off and a half-read file object still holds it.
            number = each.detach()
            if number >= 0:
                socket.close(number)

    def _shut(self) -> None:
        """A server that sends a byte a second is stopped here, in whatever read it is."""
        self.is_late = True
        for each in self.sockets:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def remaining(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0 or self.is_late:
            raise FetchRefused("too_slow")
        return left

    def follow(self, address: str) -> tuple[requests.Response, str]:
        """Go through the redirects, each address checked like the first."""
        permanent: list[bool] = []
        for _ in range(self.policy.redirects + 1):
            self._checked(address)
            self._mind_robots(address)
            self._wait_for(urlsplit(address).hostname or "")
            response = self.get(address)
            if response.status_code not in _REDIRECTS or "location" not in response.headers:
                _refuse_status(response)
                self.moved_for_good = bool(permanent) and all(permanent)
                return response, address
            permanent.append(response.status_code in (301, 308))
            self.passed.append(address)
            address = urljoin(address, response.headers["location"].strip())
            response.close()
        raise FetchRefused("too_many_redirects")

    def _checked(self, address: str) -> None:
        if any(ord(letter) <= 32 or ord(letter) == 127 for letter in address):
            raise FetchRefused("bad_address")
        try:
            parts = urlsplit(address)
            port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
        except ValueError as error:
            raise FetchRefused("bad_address") from error
        if parts.scheme not in ("http", "https") or not parts.hostname or len(address) > 2000:
            raise FetchRefused("bad_address")
        if parts.username is not None or parts.password is not None:
            raise FetchRefused("credentials")
        if port not in self.policy.ports:
            raise FetchRefused("port")

    def get(self, address: str) -> requests.Response:
        """One request, its body still to be read."""
        left = self.remaining()
        try:
            with _watching(self.sockets):
                return self.session.get(
                    address, stream=True, allow_redirects=False, timeout=(min(left, 5.0), left)
                )
        except AntiSSRFError as error:
            raise FetchRefused("private_address") from error
        except requests.exceptions.SSLError as error:
            raise FetchRefused("unreachable", "The site’s certificate is not valid.") from error
        except (requests.RequestException, OSError, ValueError) as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> FetchRefused:
        late = self.is_late or isinstance(error, requests.Timeout | TimeoutError)
        if isinstance(error, socket.gaierror) or "Name or service not known" in str(error):
            return FetchRefused("unreachable", "There is no site of this name.")
        return FetchRefused("too_slow" if late else "unreachable")

    def body(self, response: requests.Response, most: int = 0) -> bytes:
        """Read and unpack the body, stopping at the limit of either."""
        most = most or self.policy.bytes
        if int(response.headers.get("content-length") or 0) > most:
            raise FetchRefused("too_big")
        unpacker = _unpacker(response.headers.get("content-encoding", ""))
        packed, unpacked = 0, bytearray()
        try:
            while chunk := response.raw._fp.read1(65_536):
                self.remaining()
                packed += len(chunk)
                unpacked += unpacker.decompress(chunk, most + 1 - len(unpacked))
                if packed > most or len(unpacked) > most:
                    raise FetchRefused("too_big")
        except (OSError, ValueError, AttributeError) as error:
            raise self._failed(error) from error
        except zlib.error as error:
            raise FetchRefused("unreachable", "The page arrived broken.") from error
        finally:
            response.close()
        if self.is_late:
            raise FetchRefused("too_slow")
        return bytes(unpacked)

    # --- manners -----------------------------------------------------------------------------

    def _wait_for(self, host: str) -> None:
        """Wait until this host was left alone for the gap."""
        while not cache.add(f"fetched:{host}", 1, timeout=self.policy.gap):
            if self.remaining() <= self.policy.gap:
                raise FetchRefused("busy")
            time.sleep(min(0.05, self.policy.gap))

    def _mind_robots(self, address: str) -> None:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        key = f"robots:{site}"
        text = cache.get(key)
        if text is None:
            text = self._robots(site)
            cache.set(key, text, _ROBOTS_KEPT)
        if text and not Protego.parse(text).can_fetch(address, AGENT):
            raise FetchRefused("robots")

    def _robots(self, site: str) -> str:
        """The rules of a site; none where it has none. Raise FetchRefused while it has an error."""
        response = self.get(f"{site}/robots.txt")
        if response.status_code >= 500:
            response.close()
            raise FetchRefused("robots_unknown")
        if response.status_code != 200:
            response.close()
            return ""
        try:
            return self.body(response, _ROBOTS_MOST).decode("utf-8", "replace")
        except FetchRefused as refused:
            if refused.reason == "too_big":
                return ""
            raise


def _session(policy: Policy) -> requests.Session:
    guard = AntiSSRFPolicy(PolicyConfigOptions.EXTERNAL_ONLY_LATEST)
    guard.allow_plain_text_http = True
    if policy.loopback_ports:
        guard.add_allowed_addresses(["127.0.0.1/32"])
    session: requests.Session = guard.get_antissrf_session()
    session.trust_env = False  # no proxy and no .netrc of the machine's
    session.headers.update(
        {"User-Agent": AGENT, "Accept": ", ".join(TYPES), "Accept-Encoding": "gzip, deflate"}
    )
    for adapter in session.adapters.values():
        adapter.poolmanager.pool_classes_by_scheme = {  # type: ignore[attr-defined]
            "http": _WatchedPool,
            "https": _WatchedSecurePool,
        }
    return session


def _refuse_status(response: requests.Response) -> None:
    status = response.status_code
    if status < 400:
        return
    response.close()
    if status in (404, 410):
        raise FetchRefused("not_found" if status == 404 else "gone")
    if status in (401, 402, 403, 451):
        raise FetchRefused("forbidden")
    raise FetchRefused("busy" if status == 429 else "server_error")


def _type_of(response: requests.Response) -> tuple[str, str]:
    said = response.headers.get("content-type", "")
    content_type, _, rest = said.partition(";")
    charset = ""
    for parameter in rest.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip(" \"'").lower()[:40]
    return content_type.strip().lower()[:100], charset


def _sniffed(body: bytes, content_type: str) -> str:
    """What the bytes are, whatever the header says. Raise FetchRefused for binary files."""
    start = body[:1024].lstrip()
    if start.startswith(b"%PDF-"):
        return "application/pdf"
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FetchRefused("content_type")
    if content_type == "text/plain":
        return content_type
    return "text/html" if b"<" in start else "text/plain"


class _Plain:
    """The bytes as they are."""

    def decompress(self, chunk: bytes, most: int) -> bytes:
        return chunk[:most]


class _Either:
    """Deflate with the zlib header or, as some servers send it, without."""

    def __init__(self) -> None:
        self.inner: Any = None

    def decompress(self, chunk: bytes, most: int) -> bytes:
        if self.inner is None:
            self.inner = zlib.decompressobj()
            try:
                return bytes(self.inner.decompress(chunk, most))
            except zlib.error:
                self.inner = zlib.decompressobj(-zlib.MAX_WBITS)
        return bytes(self.inner.decompress(chunk, most))


def _unpacker(encoding: str) -> Any:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        case "deflate":
            return _Either()
    raise FetchRefused("content_type", f"The page is packed with {encoding[:20]}, unasked.")


# --- sockets that can be shut from outside ---------------------------------------------------

_here = threading.local()


@contextmanager
def _watching(sockets: list[socket.socket]) -> Iterator[None]:
    _here.sockets = sockets
    try:
        yield
    finally:
        _here.sockets = None


def _note(connection: HTTPConnection) -> None:
    sockets = getattr(_here, "sockets", None)
    if sockets is not None and connection.sock is not None:
        sockets.append(connection.sock)


class _WatchedConnection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _note(self)


class _WatchedSecureConnection(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _note(self)


class _WatchedPool(HTTPConnectionPool):
    ConnectionCls = _WatchedConnection


class _WatchedSecurePool(HTTPSConnectionPool):
    ConnectionCls = _WatchedSecureConnection

"""Fetching: against a server that does everything wrong."""

from __future__ import annotations

import gzip
import os
import socket
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import brotli
import pytest
from django.core.cache import cache

from articles import fetching
from articles.fetching import FetchRefused, Policy, Reason, State
from tests.articles.hostile import Hostile, answer, drip, free_port, hang, redirect

CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def site() -> Iterator[Hostile]:
    with Hostile() as hostile:
        yield hostile


@pytest.fixture
def policy(site: Hostile) -> Policy:
    """The project's rules, in less time, and this one server allowed."""
    return Policy(
        seconds=1.5, robots_seconds=0.7, seconds_between=0, loopback_ports=frozenset({site.port})
    )


def refusal(address: str, policy: Policy = fetching.DEFAULT) -> FetchRefused:
    with pytest.raises(FetchRefused) as caught:
        fetching.fetch(address, policy=policy)
    assert caught.value.sentence.endswith(".")
    return caught.value


# --- what is fetched ---------------------------------------------------------------------------


def test_page_is_returned_with_what_its_headers_say(site: Hostile, policy: Policy) -> None:
    site.pages["/story"] = answer(
        body="<html><p>Grüße</p></html>", ETag='"abc"', Last_Modified="Tue, 26 Jul 2022"
    )

    fetched = fetching.fetch(site.address("/story#part"), policy=policy)

    assert fetched.address == site.address("/story")
    assert (fetched.status, fetched.content_type, fetched.charset) == (200, "text/html", "utf-8")
    assert fetched.body.decode() == "<html><p>Grüße</p></html>"
    assert (fetched.etag, fetched.last_modified) == ('"abc"', "Tue, 26 Jul 2022")
    assert fetched.retrieved_at.tzinfo is not None
    assert fetched.redirects == ()


def test_we_say_who_we_are_and_send_nothing_else(site: Hostile, policy: Policy) -> None:
    site.pages["/"] = answer(Set_Cookie="track=1; Path=/")

    fetching.fetch(site.address(), policy=policy)
    fetching.fetch(site.address(), policy=policy)

    sent = site.headers[-1]
    assert sent["user-agent"].startswith("Dyad/")
    assert set(sent) == {
        "host", "user-agent", "accept", "accept-language", "accept-encoding", "connection",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("br", brotli.compress),
        ("identity", bytes),
    ],
    ids=["gzip", "deflate", "raw deflate", "brotli", "identity"],
)
def test_packed_page_is_unpacked(site: Hostile, policy: Policy, encoding: str, pack: Any) -> None:
    page = b"<html>" + b"Some text. " * 20_000
    site.pages["/"] = answer(body=pack(page), Content_Encoding=encoding)

    assert fetching.fetch(site.address(), policy=policy).body == page


def test_chunked_page_is_read(site: Hostile, policy: Policy) -> None:
    def chunks(handler: Any) -> None:
        handler.wfile.write(CHUNKED + b"6\r\n<html>\r\n5\r\nHello\r\n0\r\n\r\n")

    site.pages["/"] = chunks

    assert fetching.fetch(site.address(), policy=policy).body == b"<html>Hello"


@pytest.mark.parametrize(
    ("declared", "body", "found"),
    [
        ("text/html", b"<p>x</p>", "text/html"),
        ("application/xhtml+xml", b"<?xml version='1.0'?><html/>", "application/xhtml+xml"),
        ("text/plain", b"Plain words.", "text/plain"),
        ("text/plain", b"<!DOCTYPE html><html>", "text/html"),
        ("application/pdf", b"%PDF-1.4 \x00\x01", "application/pdf"),
        ("text/html", b"%PDF-1.4 \x00\x01", "application/pdf"),
        ("application/octet-stream", b"%PDF-1.7", "application/pdf"),
        ("", b"<html></html>", "text/html"),
        ("text/html", "﻿<html>".encode("utf-16"), "text/html"),
    ],
    ids=["html", "xhtml", "text", "html said to be text", "pdf", "pdf said to be html",
         "pdf of no type", "html without a type", "html in utf-16"],
)  # fmt: skip
def test_type_is_of_the_header_and_the_first_bytes(
    site: Hostile, policy: Policy, declared: str, body: bytes, found: str
) -> None:
    site.pages["/"] = answer(body=body, content_type=declared)

    assert fetching.fetch(site.address(), policy=policy).content_type == found


def test_redirects_are_followed_and_named(site: Hostile, policy: Policy) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect("c é", 308), "/c%20%C3%A9": answer()}

    fetched = fetching.fetch(site.address("/a"), policy=policy)

    assert fetched.address == site.address("/c%20%C3%A9")
    assert fetched.redirects == (site.address("/b"), site.address("/c%20%C3%A9"))


# --- addresses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "bad_address"),
        ("   ", "bad_address"),
        ("example", "bad_address"),
        ("http://", "bad_address"),
        ("http:///path", "bad_address"),
        ("http://user:secret@example.org/", "bad_address"),
        ("http://user@example.org/", "bad_address"),
        ("http://one.example\\@127.0.0.1/", "bad_address"),
        ("http://example.org/a b", "bad_address"),
        ("http://exam\nple.org/", "bad_address"),
        ("http://example.org:99999/", "bad_address"),
        ("http://example.org:x/", "bad_address"),
        ("http://[::1/", "bad_address"),
        (f"http://{'a' * 64}.example/", "bad_address"),
        ("https://example.org/" + "a" * 2000, "bad_address"),
        ("ftp://example.org/", "scheme"),
        ("file:/etc/passwd", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,hello", "scheme"),
        ("gopher://127.0.0.1:6379/_x", "scheme"),
        ("http://example.org:22/", "port"),
        ("https://example.org:8443/", "port"),
    ],
)
def test_address_is_refused(address: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("looked up"))

    refused = refusal(address)

    assert refused.reason_key == reason
    assert not refused.is_temporary


LOOPBACKS = [
    "127.0.0.1", "127.1", "127.0.1", "0x7f000001", "0x7f.0.0.1", "2130706433", "017700000001",
    "0177.0.0.1", "127.255.255.254", "localhost", "LOCALHOST", "localhost.", "0.0.0.0", "0",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]",
    "[::ffff:0:127.0.0.1]", "１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACKS)
def test_loopback_is_refused_however_it_is_spelled(
    site: Hostile, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *a: pytest.fail("connected"))
    policy = Policy(ports=frozenset({site.port}), seconds_between=0, seconds=3)

    refused = refusal(f"http://{host}:{site.port}/", policy)

    assert refused.reason_key in ("private_address", "bad_address", "unknown_host")
    assert host in ("localhost.", "①②⑦.0.0.1") or refused.reason_key != "unknown_host"
    assert site.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
        "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[::ffff:169.254.169.254]",
        "[64:ff9b::a9fe:a9fe]", "[2001:0:7f00:1::]", "[5f00::1]", "[8000::1]", "[2001:db8::1]",
    ],
)  # fmt: skip
def test_network_of_our_own_is_refused(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *a: pytest.fail("connected"))

    assert refusal(f"http://{host}/").reason_key == "private_address"


def _answers(*addresses: str) -> Any:
    """A resolver that knows one name, and all these addresses for it."""

    def getaddrinfo(host: str, port: Any, *args: Any, **kwargs: Any) -> list[Any]:
        assert host == "rebinding.example", host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 0)) for each in addresses]

    return getaddrinfo


def test_name_with_one_private_address_among_public_ones_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _answers("93.184.215.14", "127.0.0.1"))

    assert refusal("http://rebinding.example/").reason_key == "private_address"


def test_name_that_changes_its_mind_is_connected_only_where_it_was_checked(
    site: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = iter([_answers("93.184.215.14"), *[_answers("127.0.0.1")] * 20])
    found = socket.getaddrinfo
    connected: list[Any] = []

    def getaddrinfo(host: str, *args: Any, **kwargs: Any) -> Any:
        # An address that is already a number is no question to the name server.
        resolve = next(turns) if host == "rebinding.example" else found
        return resolve(host, *args, **kwargs)

    def connect(self: socket.socket, address: Any) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connect)
    policy = Policy(ports=frozenset({site.port}), seconds_between=0)
    address = f"http://rebinding.example:{site.port}/"

    first = refusal(address, policy)
    second = refusal(address, policy)

    assert (first.reason_key, second.reason_key) == ("unreachable", "private_address")
    assert connected == ["93.184.215.14"]


def test_unknown_name_is_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: Any, **kwargs: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    refused = refusal("https://no-such-site.example/")

    assert refused.reason_key == "unknown_host"
    assert "no-such-site.example" in refused.sentence
    assert not refused.is_temporary


def test_name_server_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: time.sleep(3) or [])
    begun = time.monotonic()

    refused = refusal("http://slow.example/", Policy(seconds=0.5, seconds_between=0))

    assert refused.reason_key == "too_slow"
    assert time.monotonic() - begun < 2


def test_proxy_of_the_environment_is_not_used(
    site: Hostile, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    site.pages["/"] = answer()

    assert fetching.fetch(site.address(), policy=policy).status == 200


def test_no_variable_of_the_environment_allows_this_machine(
    site: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "DYAD_LOOPBACK_PORTS", str(site.port))

    assert refusal(site.address()).reason_key == "port"
    assert frozenset() == fetching.DEFAULT.loopback_ports


# --- redirects ---------------------------------------------------------------------------------


def test_redirect_for_ever_is_left(site: Hostile, policy: Policy) -> None:
    site.pages["/"] = redirect("/")

    assert refusal(site.address(), policy).reason_key == "too_many_redirects"
    assert site.asked.count("GET /") == policy.most_redirects + 1


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://127.0.0.1/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("//[::1]/", "private_address"),
        ("http://0x7f000001/", "private_address"),
        ("http://10.1.2.3/", "private_address"),
        ("file:/etc/passwd", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http://user:secret@example.org/", "bad_address"),
        ("http://127.0.0.1:22/", "port"),
        ("http://[::1", "bad_address"),
        ("", "bad_answer"),
    ],
)
def test_redirect_is_checked_like_the_first_address(
    site: Hostile, policy: Policy, target: str, reason: str
) -> None:
    site.pages["/"] = redirect(target)

    assert refusal(site.address(), policy).reason_key == reason


def test_redirect_to_another_server_of_this_machine_reaches_nobody(
    site: Hostile, policy: Policy
) -> None:
    with Hostile() as other:
        site.pages["/"] = redirect(other.address())
        open_port = replace(policy, ports=frozenset({other.port}))

        assert refusal(site.address(), policy).reason_key == "port"
        assert refusal(site.address(), open_port).reason_key == "private_address"
        assert other.asked == []


def test_body_of_a_redirect_is_not_read(site: Hostile, policy: Policy) -> None:
    bomb = gzip.compress(bytes(50_000_000))

    def moved(handler: Any) -> None:
        handler.send(302, bomb, {"Location": "/story", "Content-Encoding": "gzip",
                                 "Content-Length": "999999999"})  # fmt: skip

    site.pages |= {"/": moved, "/story": answer()}

    assert fetching.fetch(site.address(), policy=policy).status == 200


# --- time and size -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "behaviour",
    [
        hang,
        drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", b"x"),
        drip(CHUNKED, b"1\r\nx\r\n"),
        drip(b"HTTP/1.1 200 OK\r\n", b"X"),
        drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", every=0.3),
        drip(b"H", b"T"),
        drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        drip(CHUNKED + b"0\r\n", b"X-Trailer: a\r\n"),
    ],
    ids=["says nothing", "body", "chunks", "header", "headers", "status", "continue", "trailers"],
)
def test_server_that_drips_is_given_up_in_time(
    site: Hostile, policy: Policy, behaviour: Any
) -> None:
    site.pages["/"] = behaviour
    begun = time.monotonic()

    refused = refusal(site.address(), policy)

    assert refused.reason_key == "too_slow"
    assert refused.is_temporary
    assert time.monotonic() - begun < policy.seconds + 0.8


def test_time_counts_over_all_redirects(site: Hostile, policy: Policy) -> None:
    def slowly(handler: Any) -> None:
        time.sleep(0.5)
        redirect("/")(handler)

    site.pages["/"] = slowly
    begun = time.monotonic()

    assert refusal(site.address(), policy).reason_key == "too_slow"
    assert time.monotonic() - begun < policy.seconds + 0.8


@pytest.mark.parametrize(
    "behaviour",
    [
        drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x" * 100_000, every=0),
        drip(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n", every=0),
        answer(Content_Length="5000001"),
        answer(Content_Length="9" * 400),
        answer(body=b"x" * 5_000_001, Content_Length=""),
    ],
    ids=["endless", "endless chunks", "announced", "announced beyond reason", "one byte too many"],
)
def test_page_that_is_too_large_is_refused(site: Hostile, policy: Policy, behaviour: Any) -> None:
    site.pages["/"] = behaviour

    refused = refusal(site.address(), replace(policy, seconds=10))

    assert refused.reason_key == "too_big"
    assert "5 MB" in refused.sentence


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(400_000_000), 6)),
        ("deflate", zlib.compress(bytes(400_000_000), 6)),
        ("br", brotli.compress(bytes(400_000_000), quality=3)),
    ],
    ids=["gzip", "deflate", "brotli"],
)
def test_bomb_is_stopped_while_it_is_unpacked(
    site: Hostile, policy: Policy, encoding: str, bomb: bytes
) -> None:
    site.pages["/"] = answer(body=bomb, Content_Encoding=encoding)
    tracemalloc.start()

    refused = refusal(site.address(), replace(policy, seconds=10))

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.reason_key == "too_big"
    assert peak < 25_000_000


def test_packing_inside_packing_is_refused(site: Hostile, policy: Policy) -> None:
    body = gzip.compress(gzip.compress(b"<html>"))
    site.pages["/"] = answer(body=body, Content_Encoding="gzip, gzip")

    assert refusal(site.address(), policy).reason_key == "bad_answer"


# --- broken answers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "behaviour",
    [
        lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n"),
        lambda handler: handler.wfile.write(b""),
        lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000),
        lambda handler: handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 200 + b"\r\n"),
        answer(Content_Length="1000"),
        lambda handler: handler.wfile.write(CHUNKED + b"zz\r\n"),
        lambda handler: handler.wfile.write(CHUNKED + b"1" * 100_000),
        answer(Content_Encoding="gzip"),
        answer(Content_Encoding="snappy"),
    ],
    ids=["not http", "nothing", "header of 1 MB", "200 headers", "shorter than announced",
         "bad chunk", "chunk without end", "not packed as said", "packed as nobody asked"],
)  # fmt: skip
def test_broken_answer_is_a_refusal(site: Hostile, policy: Policy, behaviour: Any) -> None:
    site.pages["/"] = behaviour

    assert refusal(site.address(), policy).reason_key in ("bad_answer", "too_big")


def test_more_than_announced_is_not_read(site: Hostile, policy: Policy) -> None:
    site.pages["/"] = answer(body=b"<html>" + b"x" * 1000, Content_Length="6")

    assert fetching.fetch(site.address(), policy=policy).body == b"<html>"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("image/png", b"\x89PNG"),
        ("application/zip", b"PK"),
        ("application/xml", b"<rss/>"),
        ("video/mp4", b""),
        ("text/html", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("application/octet-stream", b"PK\x03\x04\x00\x00"),
        ("application/pdf", b"<html>Please log in</html>"),
    ],
)
def test_other_than_pages_texts_and_pdfs_is_refused(
    site: Hostile, policy: Policy, content_type: str, body: bytes
) -> None:
    site.pages["/"] = answer(body=body, content_type=content_type)

    assert refusal(site.address(), policy).reason_key == "content_type"


@pytest.mark.parametrize(
    ("status", "reason", "is_temporary"),
    [
        (401, "forbidden", False),
        (402, "paywall", False),
        (403, "forbidden", False),
        (404, "not_found", False),
        (410, "gone", False),
        (418, "refused", False),
        (204, "refused", False),
        (304, "refused", False),
        (429, "too_many_requests", True),
        (451, "legal", False),
        (500, "server_error", True),
        (503, "server_error", True),
    ],
)
def test_status_is_told_as_a_sentence(
    site: Hostile, policy: Policy, status: int, reason: str, is_temporary: bool
) -> None:
    site.pages["/"] = answer(status)

    refused = refusal(site.address(), policy)

    assert (refused.reason_key, refused.is_temporary) == (reason, is_temporary)
    assert refused.status == status


def test_nobody_at_home_is_unreachable_for_now() -> None:
    port = free_port()
    refused = refusal(
        f"http://127.0.0.1:{port}/", Policy(seconds_between=0, loopback_ports=frozenset({port}))
    )

    assert (refused.reason_key, refused.is_temporary) == ("unreachable", True)


def test_server_without_a_certificate_is_refused(site: Hostile, policy: Policy) -> None:
    address = site.address().replace("http:", "https:")

    assert refusal(address, policy).reason_key == "tls"


def test_every_reason_has_a_sentence() -> None:
    for reason in Reason:
        assert FetchRefused(reason).sentence.endswith(".")


# --- manners -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: dyad\nDisallow: /story", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Dyad\nAllow: /", True),
        ("User-agent: GPTBot\nDisallow: /", True),
        ("User-agent: *\nDisallow: /other", True),
        ("<html>Not found, and yet 200</html>", True),
        ("\x00\x01\x02", True),
        ("User-agent: *\nDisallow: /\n" + "# long\n" * 200_000, False),
    ],
)
def test_robots_are_honoured(site: Hostile, policy: Policy, rules: str, is_allowed: bool) -> None:
    site.pages |= {"/robots.txt": answer(body=rules, content_type="text/plain"), "/story": answer()}

    if is_allowed:
        assert fetching.fetch(site.address("/story"), policy=policy).status == 200
    else:
        assert refusal(site.address("/story"), policy).reason_key == "robots"
        assert site.asked == ["GET /robots.txt"]


def test_robots_hold_for_the_target_of_a_redirect(site: Hostile, policy: Policy) -> None:
    rules = answer(body="User-agent: *\nDisallow: /private")
    site.pages |= {"/robots.txt": rules, "/": redirect("/private"), "/private": answer()}

    assert refusal(site.address(), policy).reason_key == "robots"
    assert "GET /private" not in site.asked


@pytest.mark.parametrize(
    "behaviour",
    [answer(503), answer(429), hang, redirect("/robots.txt"), answer(Content_Length="99999")],
    ids=["fault", "too many", "slow", "redirect for ever", "broken"],
)
def test_page_waits_while_robots_are_unavailable(
    site: Hostile, policy: Policy, behaviour: Any
) -> None:
    site.pages |= {"/robots.txt": behaviour, "/": answer()}

    refused = refusal(site.address(), policy)

    assert (refused.reason_key, refused.is_temporary) == ("robots_unavailable", True)
    assert "GET /" not in site.asked


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_site_without_robots_may_be_read(site: Hostile, policy: Policy, status: int) -> None:
    site.pages |= {"/robots.txt": answer(status), "/": answer()}

    assert fetching.fetch(site.address(), policy=policy).status == 200


def test_robots_are_asked_for_once(site: Hostile, policy: Policy) -> None:
    site.pages["/"] = answer()

    fetching.fetch(site.address(), policy=policy)
    fetching.fetch(site.address(), policy=policy)

    assert site.asked.count("GET /robots.txt") == 1


def test_host_is_asked_one_thing_a_second(site: Hostile, policy: Policy) -> None:
    site.pages["/"] = answer()
    begun = time.monotonic()

    fetching.fetch(site.address(), policy=replace(policy, seconds=5, seconds_between=1))

    assert time.monotonic() - begun > 0.9


def test_page_that_cannot_have_its_turn_in_time_is_refused_for_now(
    site: Hostile, policy: Policy
) -> None:
    site.pages["/"] = answer()
    patient = replace(policy, seconds_between=60)
    fetching.fetch(site.address(), policy=policy)
    cache.add("fetching:turn:127.0.0.1", 1, timeout=60)

    refused = refusal(site.address(), patient)

    assert (refused.reason_key, refused.is_temporary) == ("busy", True)


# --- links -------------------------------------------------------------------------------------


def test_link_is_alive_without_reading_the_page(site: Hostile, policy: Policy) -> None:
    site.pages["/"] = answer()

    assert fetching.check(site.address(), policy=policy).state is State.ALIVE
    assert site.asked[1:] == ["HEAD /"]


def test_link_is_alive_where_only_head_is_refused(site: Hostile, policy: Policy) -> None:
    def only_get(handler: Any) -> None:
        answer(405 if handler.command == "HEAD" else 206)(handler)

    site.pages["/"] = only_get

    assert fetching.check(site.address(), policy=policy).state is State.ALIVE
    assert site.headers[-1]["range"] == "bytes=0-1023"


@pytest.mark.parametrize("status", [404, 410])
def test_link_is_gone(site: Hostile, policy: Policy, status: int) -> None:
    site.pages["/"] = answer(status)

    found = fetching.check(site.address(), policy=policy)

    assert (found.state, found.status, found.is_temporary) == (State.GONE, status, False)
    assert found.sentence


def test_link_has_moved_only_when_moved_for_good(site: Hostile, policy: Policy) -> None:
    site.pages |= {"/a": redirect("/b", 301), "/b": redirect("/c", 308), "/c": answer()}
    site.pages |= {"/now": redirect("/c", 302)}

    found = fetching.check(site.address("/a"), policy=policy)

    assert (found.state, found.moved_to) == (State.MOVED, site.address("/c"))
    assert fetching.check(site.address("/now"), policy=policy).state is State.ALIVE


@pytest.mark.parametrize(
    ("behaviour", "is_temporary"),
    [
        (answer(500), True),
        (answer(403), False),
        (hang, True),
        (redirect("http://10.0.0.1/"), False),
    ],
    ids=["fault", "forbidden", "slow", "into a private network"],
)
def test_link_is_unreachable_with_a_sentence(
    site: Hostile, policy: Policy, behaviour: Any, is_temporary: bool
) -> None:
    site.pages["/"] = behaviour

    found = fetching.check(site.address(), policy=policy)

    assert (found.state, found.is_temporary) == (State.UNREACHABLE, is_temporary)
    assert found.sentence.endswith(".")


def test_check_of_no_address_is_unreachable() -> None:
    assert fetching.check("nonsense").state is State.UNREACHABLE

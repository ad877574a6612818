"""Fetching from a hostile server of our own: every limit, and no connection where none may be."""

import gzip
import socket
import threading
import time
import zlib
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.cache import cache

from articles import fetching
from articles.fetching import FetchRefused, Policy

PAGE = b"<!doctype html><html lang=en><title>A page</title><p>Words.</p></html>"


class Site:
    """A server that answers what a test tells it; `hits` are the paths that were asked for."""

    def __init__(self):
        self.hits = []
        self.answers = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.hits.append(self.path)
                answer = site.answers.get(self.path.split("?")[0])
                if answer is None and self.path == "/robots.txt":
                    self.send_error(404)
                    return
                with suppress(BrokenPipeError, ConnectionResetError):
                    (answer or plain(PAGE))(self)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    def address(self, path="/page"):
        return f"http://127.0.0.1:{self.port}{path}"

    def policy(self, **limits):
        limits = {"seconds": 3.0, "gap": 0.01, **limits}
        return Policy(loopback_ports=(self.port,), **limits)

    def fetch(self, path="/page", **limits):
        return fetching.fetch(self.address(path), policy=self.policy(**limits))


@pytest.fixture
def site():
    cache.clear()
    made = Site()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def plain(body, content_type="text/html; charset=utf-8", status=200, **headers):
    def answer(handler):
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirect(to, status=302):
    return plain(b"", status=status, Location=to)


def refused(site, path="/page", **limits):
    with pytest.raises(FetchRefused) as error:
        site.fetch(path, **limits)
    return error.value


@contextmanager
def no_connection(monkeypatch):
    """Fail where a connection is opened to anything."""
    opened = []
    connect = socket.socket.connect
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, address: opened.append(address) or connect(
            self, address
        )
    )  # fmt: skip
    yield
    assert opened == []


def test_a_page_is_fetched_with_its_type_charset_and_final_address(site):
    site.answers["/old"] = redirect("/page")

    fetched = site.fetch("/old")

    assert fetched.body == PAGE
    assert (fetched.content_type, fetched.charset) == ("text/html", "utf-8")
    assert fetched.address == site.address()
    assert fetched.redirects == (site.address("/old"),)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0.0.0.0", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]",
        "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "localhost", "169.254.169.254", "10.0.0.1",
        "192.168.1.1", "172.16.0.1", "100.64.0.1", "[fe80::1]", "[fd00::1]", "224.0.0.1",
    ],
)  # fmt: skip
def test_no_private_address_is_connected_to_however_it_is_spelt(host, monkeypatch):
    cache.clear()
    with no_connection(monkeypatch), pytest.raises(FetchRefused) as error:
        fetching.fetch(f"http://{host}/", policy=Policy(seconds=2))

    assert error.value.reason in ("private_address", "unreachable")


def test_a_name_with_a_private_answer_is_refused(monkeypatch):
    cache.clear()
    answers = [
        [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 0)),
         (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 0))],
    ]  # fmt: skip
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers[0])
    with no_connection(monkeypatch), pytest.raises(FetchRefused) as error:
        fetching.fetch("http://two-faced.example/", policy=Policy(seconds=2))

    assert error.value.reason == "private_address"


def test_a_name_that_changes_its_answer_is_connected_to_where_it_was_checked(monkeypatch):
    cache.clear()
    asked = []

    def resolve(host, *args, **kwargs):
        if host[0].isdigit():
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 80))]
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))]

    reached = []

    def connect(self, address):
        reached.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(FetchRefused):
        fetching.fetch("http://rebinding.example/", policy=Policy(seconds=2))

    assert set(reached) == {"93.184.216.34"}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://example.org/a", "bad_address"), ("file:///etc/passwd", "bad_address"),
        ("javascript:alert(1)", "bad_address"), ("http://", "bad_address"),
        ("http://user:pass@example.org/", "credentials"), ("http://example.org:8080/", "port"),
        ("https://example.org:22/", "port"), ("http://example.org:99999/", "bad_address"),
        ("gopher://example.org", "bad_address"), ("http://exa mple.org\n/", "bad_address"),
    ],
)  # fmt: skip
def test_other_schemes_ports_and_credentials_are_refused(address, reason, monkeypatch):
    with no_connection(monkeypatch), pytest.raises(FetchRefused) as error:
        fetching.fetch(address, policy=Policy(seconds=2))

    assert error.value.reason == reason


def test_a_page_that_redirects_for_ever_ends_after_five(site):
    site.answers["/page"] = redirect("/page")

    assert refused(site).reason == "too_many_redirects"
    assert site.hits.count("/page") == 6


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://10.0.0.1/", "private_address"), ("file:///etc/passwd", "bad_address"),
        ("http://127.0.0.1:1/", "port"), ("//user:pass@127.0.0.1/", "credentials"),
    ],
)  # fmt: skip
def test_a_redirect_is_checked_like_the_first_address(site, to, reason):
    site.answers["/page"] = redirect(to)

    assert refused(site).reason == reason


def drip(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"<p>")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_headers(handler):
    for _ in range(200):
        handler.connection.sendall(b"X" if _ else b"HTTP/1.1 200 OK\r\nA: ")
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [drip, drip_headers])
def test_a_server_that_sends_a_byte_at_a_time_is_left_when_the_time_is_over(site, answer):
    site.answers["/page"] = answer
    begun = time.monotonic()

    assert refused(site, seconds=0.7).reason in ("too_slow", "unreachable")
    assert time.monotonic() - begun < 3


def test_a_body_over_the_limit_is_not_read_to_its_end(site):
    site.answers["/page"] = plain(b"<p>" + b"x" * 300_000)
    assert refused(site, bytes=100_000).reason == "too_big"

    def endless(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while True:
            handler.wfile.write(b"<p>" + b"x" * 10_000)

    site.answers["/endless"] = endless
    assert refused(site, "/endless", bytes=100_000).reason == "too_big"


def test_a_bomb_stops_unpacking_at_the_limit(site):
    bomb = gzip.compress(b"\0" * 50_000_000)
    site.answers["/page"] = plain(bomb, Content_Encoding="gzip")

    assert refused(site, bytes=1_000_000).reason == "too_big"


def test_packed_pages_are_read(site):
    site.answers["/gzip"] = plain(gzip.compress(PAGE), Content_Encoding="gzip")
    site.answers["/deflate"] = plain(zlib.compress(PAGE), Content_Encoding="deflate")
    site.answers["/raw"] = plain(zlib.compress(PAGE)[2:-4], Content_Encoding="deflate")

    assert {site.fetch(path).body for path in ("/gzip", "/deflate", "/raw")} == {PAGE}


@pytest.mark.parametrize(
    "answer",
    [
        plain(b"GIF89a\0\0", "image/gif"), plain(b"PK\3\4\0\0\0", "text/html"),
        plain(b"x", "application/octet-stream"), plain(PAGE, Content_Encoding="br"),
    ],
)  # fmt: skip
def test_only_pages_texts_and_pdf_files_are_taken(site, answer):
    site.answers["/page"] = answer

    assert refused(site).reason == "content_type"


def test_a_server_that_lies_about_the_length_ends_in_a_sentence(site):
    site.answers["/page"] = plain(PAGE, Content_Length="100000")

    error = refused(site, seconds=1.0)

    assert error.reason in ("too_slow", "unreachable")
    assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("status", "reason", "temporary"),
    [(404, "not_found", False), (410, "gone", False), (403, "forbidden", False),
     (451, "forbidden", False), (429, "busy", True), (503, "server_error", True)],
)  # fmt: skip
def test_an_error_of_the_site_is_said_and_known_to_pass_or_not(site, status, reason, temporary):
    site.answers["/page"] = plain(b"no", status=status)

    error = refused(site)

    assert (error.reason, error.is_temporary) == (reason, temporary)


def test_a_header_of_a_megabyte_ends_in_a_sentence(site):
    site.answers["/page"] = plain(PAGE, X_Long="x" * 1_000_000)

    assert refused(site).reason == "unreachable"


def test_robots_txt_is_kept_to(site):
    site.answers["/robots.txt"] = plain(
        b"User-agent: *\nDisallow: /private\n", content_type="text/plain"
    )

    assert site.fetch("/page").body == PAGE
    assert refused(site, "/private/1").reason == "robots"
    assert "/private/1" not in site.hits
    assert site.hits.count("/robots.txt") == 1


def test_a_site_whose_robots_txt_has_an_error_is_asked_later(site):
    site.answers["/robots.txt"] = plain(b"", status=503)

    error = refused(site)

    assert (error.reason, error.is_temporary) == ("robots_unknown", True)
    assert "/page" not in site.hits


def test_a_host_is_not_asked_twice_within_the_gap(site):
    site.fetch("/page", gap=0.3)
    begun = time.monotonic()
    site.fetch("/page", gap=0.3)

    assert time.monotonic() - begun > 0.2


def test_no_proxy_of_the_environment_is_used(site, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert site.fetch().body == PAGE


def test_the_nightly_check_tells_moved_from_gone_and_silent(site):
    site.answers["/moved"] = redirect("/page", status=301)
    site.answers["/for-now"] = redirect("/page")
    site.answers["/gone"] = plain(b"", status=410)
    site.answers["/broken"] = plain(b"", status=500)

    states = {
        path: fetching.check(site.address(path), policy=site.policy()).state
        for path in ("/page", "/moved", "/for-now", "/gone", "/broken")
    }

    assert states == {
        "/page": "alive", "/moved": "moved", "/for-now": "alive", "/gone": "gone",
        "/broken": "unreachable",
    }  # fmt: skip

"""A web server of our own that behaves as badly as a test asks it to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        hostile: Hostile = self.server.hostile
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        hostile.asked.append(f"{self.command} {self.path}")
        hostile.headers.append({name.lower(): value for name, value in self.headers.items()})
        hostile.bodies.append(self.body)
        self.close_connection = True
        path = self.path.partition("?")[0]
        with suppress(OSError):
            hostile.pages.get(path, answer(404, "nothing here"))(self)

    do_HEAD = do_POST = do_GET

    def log_message(self, *args: Any) -> None:
        pass

    def send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    hostile: Hostile

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Leave clients that hang up unmentioned: it is what we test."""


@dataclass
class Hostile:
    """pages: what answers on which path. asked: methods and paths, in order."""

    pages: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    is_stopped: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Hostile:
        self.server = _Server(("127.0.0.1", 0), Handler)
        self.server.hostile = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.is_stopped.set()
        self.server.shutdown()
        self.server.server_close()

    def address(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def answer(
    status: int = 200,
    body: str | bytes = "<html><body><p>Hello.</p></body></html>",
    content_type: str = "text/html; charset=utf-8",
    **headers: str,
) -> Behaviour:
    """Answer at once; header names are written with underscores."""
    raw = body.encode() if isinstance(body, str) else body
    given = {name.replace("_", "-"): value for name, value in headers.items()}

    def behave(handler: Handler) -> None:
        fields = {"Content-Type": content_type, "Content-Length": str(len(raw)), **given}
        handler.send(status, raw, {name: value for name, value in fields.items() if value})

    return behave


def redirect(to: str, status: int = 302) -> Behaviour:
    return answer(status, "", Location=to)


def hang(handler: Handler) -> None:
    """Accept and say nothing."""
    handler.server.hostile.is_stopped.wait(20)


def drip(first: bytes, piece: bytes, every: float = 0.05) -> Behaviour:
    """Send `first`, then one piece after another, for ever."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(first)
        while not handler.server.hostile.is_stopped.wait(every):
            handler.wfile.write(piece)
            handler.wfile.flush()

    return behave


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port

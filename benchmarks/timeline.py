"""`make bench`: the API and the pair page against a bare handler and a stock viewset.

Fills a million facts below var/bench once (FACTS=100000 for a smaller try), starts one granian
worker, and asks each address over four connections. Prints medians and ratios.
"""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FACTS = int(os.environ.pop("FACTS", "1000000"))
os.environ["DYAD_VAR"] = f"var/bench-{FACTS}"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
PORT = 8399
CONNECTIONS, SECONDS = 4, 6.0


def ask(path: str, *, port: int = PORT, headers: dict[str, str] | None = None) -> tuple[float, int]:
    """Return the median milliseconds of an answer and its bytes."""

    def one(_: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        taken: list[float] = []
        end = time.perf_counter() + SECONDS
        while time.perf_counter() < end or not taken:
            start = time.perf_counter()
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            sizes.append(len(answer.read()))
            assert answer.status in (200, 304), (path, answer.status)
            taken.append((time.perf_counter() - start) * 1000)
        return taken

    sizes: list[int] = []
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        for _ in threads.map(one, range(CONNECTIONS)):
            pass
        sizes.clear()
        times = [each for taken in threads.map(one, range(CONNECTIONS)) for each in taken]
    return statistics.median(times), sizes[0]


@contextmanager
def cache(places: Any) -> Iterator[None]:
    """Run a Valkey, as deployed: requests are counted there and sums remembered."""
    from config.embedded import valkey

    for folder in (places.valkey, places.valkey_socket.parent):
        folder.mkdir(parents=True, exist_ok=True)
    places.valkey_socket.unlink(missing_ok=True)
    server = subprocess.Popen(valkey.command(places), stdout=subprocess.DEVNULL)
    try:
        while not places.valkey_socket.exists():
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.filling import BUSY, QUIET, fill
    from config.embedded import database
    from relations.models import Fact, PairFact

    with database(settings.PLACES, is_durable=False), cache(settings.PLACES):
        call_command("migrate", verbosity=0)
        if Fact.objects.count() < FACTS:
            call_command("load_reference")
            begun = time.perf_counter()
            fill(FACTS)
            print(f"filled {FACTS:,} facts in {time.perf_counter() - begun:.0f} s")
        busy, quiet = "-".join(BUSY[:2]), "-".join(QUIET[:2])
        key, fact = (
            PairFact.objects.filter(low=BUSY[0], high=BUSY[1], publication="published")
            .order_by("-sort_key", "-fact")
            .values_list("sort_key", "fact_id")[BUSY[2] - 2_000]
        )
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        server = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT),
             "--workers", "1", "--blocking-threads", "4", "--no-ws",
             "benchmarks.peers:application"],
            cwd=Path(__file__).parent.parent, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        try:
            wait()
            report(busy, quiet, key, fact)
        finally:
            server.terminate()
            server.wait()


def wait() -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


def report(busy: str, quiet: str, key: int, fact: int) -> None:
    api = "/api/v1/pairs/{}/timeline/"
    cases = {
        "quiet pair, first page": (
            api.format(quiet), f"/limit/{quiet.replace('-', '/')}/",
            f"/stock/{quiet.replace('-', '/')}/",
        ),
        "busy pair, first page": (
            api.format(busy), f"/limit/{busy.replace('-', '/')}/",
            f"/stock/{busy.replace('-', '/')}/",
        ),
        "busy pair, 28,000 deep": (
            f"{api.format(busy)}?cursor=n{key}.{fact}",
            f"/limit/{busy.replace('-', '/')}/?after={key}.{fact}",
            f"/stock/{busy.replace('-', '/')}/?page=560",
        ),
        "busy pair, rare verification": (
            f"{api.format(busy)}?verification=disputed",
            f"/limit/{busy.replace('-', '/')}/?verification=disputed",
            f"/stock/{busy.replace('-', '/')}/?verification=disputed",
        ),
    }  # fmt: skip
    print(f"{FACTS:,} facts, one worker, {CONNECTIONS} connections, medians in ms")
    print(f"{'':32}{'API':>8}{'limit':>8}{'stock':>9}{'API/limit':>11}{'stock/API':>11}")
    measured: dict[str, float] = {}
    for name, paths in cases.items():
        times = [ask(path)[0] for path in paths]
        measured[name] = times[0]
        print(
            f"{name:32}{times[0]:8.1f}{times[1]:8.1f}{times[2]:9.1f}"
            f"{times[0] / times[1]:11.1f}{times[2] / times[0]:11.1f}"
        )
    first = measured["busy pair, first page"]
    print(f"deep / first page: {measured['busy pair, 28,000 deep'] / first:.2f}")
    print(f"rare / first page: {measured['busy pair, rare verification'] / first:.2f}")
    print(f"busy / quiet: {first / measured['quiet pair, first page']:.2f}")
    pages = {name: ask(f"/r/{pair}/") for name, pair in (("quiet", quiet), ("busy", busy))}
    for name, (taken, size) in pages.items():
        print(f"pair page, {name:22}{taken:8.1f}   {size:,} bytes")
    print(f"pair page busy / quiet: {pages['busy'][0] / pages['quiet'][0]:.2f}")


if __name__ == "__main__":
    main()

"""`python -m benchmarks.pages`: the pair page at 100, 2,000, 12,000 and 100,000 facts.

Fills the four pairs once below var/bench-pages, then asks each page in this process: cold (nothing
remembered) and warm, whole and narrowed. Prints medians of server time, queries, bytes gzipped and
elements, and the ratio to the pair of 2,000 in the same run. With `lighthouse` as an argument a
Chromium with a slowed processor and network opens the page, and its paints are told.
"""

from __future__ import annotations

import gzip
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

os.environ["DYAD_VAR"] = "var/bench-pages"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
ROUNDS = 7
QUERIES = ("", "?lane=visit", "?from=2022-03&to=2022-09", "?status=held&q=number", "?topic=drones")
PORT = 8398


def main() -> None:
    import django
    from django.conf import settings

    settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.ALLOWED_HOSTS = ["*"]
    django.setup()
    from django.core.management import call_command

    from benchmarks.pairs import SIZES, fill
    from config.embedded import database
    from relations.models import Fact

    with database(settings.PLACES, is_durable=False):
        call_command("migrate", verbosity=0)
        if Fact.objects.count() < max(SIZES):
            call_command("load_reference")
            begun = time.perf_counter()
            fill()
            print(f"filled {Fact.objects.count():,} facts in {time.perf_counter() - begun:.0f} s")
        report(SIZES)
        if "lighthouse" in sys.argv:
            look(SIZES)


def report(sizes: dict[int, tuple[str, str]]) -> None:
    print("medians in ms; the ratio is to the pair of 2,000 in this run")
    print(f"{'facts':>8} {'view':32}{'cold':>7}{'warm':>7}{'ratio':>12}{'queries':>10}"
          f"{'kB gz':>7}{'elements':>10}")  # fmt: skip
    for query in QUERIES:
        peers: dict[str, float] = {}
        for size, pair in sorted(sizes.items(), key=lambda item: (item[0] != 2_000, item[0])):
            path = f"/r/{pair[0]}-{pair[1]}/{query}"
            cold, first = ask(path, is_cold=True)
            warm, again = ask(path, is_cold=False)
            if size == 2_000:
                peers = {"cold": cold, "warm": warm}
            html = first["html"]
            ratio = f"{cold / peers['cold']:.1f} / {warm / peers['warm']:.1f}"
            print(f"{size:>8,} {query or 'whole':32}{cold:>7.0f}{warm:>7.0f}{ratio:>12}"
                  f"{first['queries']:>6}/{again['queries']:>3}"
                  f"{len(gzip.compress(html)) / 1024:>7.1f}"
                  f"{len(re.findall(rb'<[a-z]', html)):>10,}")  # fmt: skip


def ask(path: str, *, is_cold: bool) -> tuple[float, dict[str, Any]]:
    """Return the median milliseconds of an answer, its body and the number of its queries."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    taken = []
    for _ in range(ROUNDS):
        if is_cold:
            cache.clear()
        start = time.perf_counter()
        answer = client.get(path)
        taken.append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    if is_cold:
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        html = client.get(path).content
    return statistics.median(taken), {"html": html, "queries": len(queries)}


_PAINTS = """() => new Promise(done => {
    const told = {lcp: 0, cls: 0};
    new PerformanceObserver(list => { for (const e of list.getEntries()) told.lcp = e.startTime; })
        .observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver(list => { for (const e of list.getEntries())
        if (!e.hadRecentInput) told.cls += e.value; })
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => { told.fcp = performance.getEntriesByName("first-contentful-paint")[0]
        ?.startTime; done(told); }, 2500);
})"""


def look(sizes: dict[int, tuple[str, str]]) -> None:
    """Open pages in a Chromium as slow as a phone: processor a quarter, 1.6 Mbit/s, 150 ms."""
    from playwright.sync_api import sync_playwright

    from tests.browser import chromium

    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"],
                   check=True)  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(PORT),
         "--workers", "1", "--blocking-threads", "4", "--no-ws", "config.wsgi:application"],
        cwd=Path(__file__).parent.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        time.sleep(6)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
            )
            for size, pair in sizes.items():
                page = browser.new_context(
                    viewport={"width": 412, "height": 823}, device_scale_factor=2
                ).new_page()
                session = page.context.new_cdp_session(page)
                session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
                session.send("Network.enable")
                session.send("Network.emulateNetworkConditions", {
                    "offline": False, "latency": 150, "downloadThroughput": 200_000,
                    "uploadThroughput": 90_000,
                })  # fmt: skip
                page.goto(f"http://127.0.0.1:{PORT}/r/{pair[0]}-{pair[1]}/", wait_until="load")
                told = page.evaluate(_PAINTS)
                print(f"{size:>8,} facts, phone: first paint {told['fcp']:.0f} ms, largest "
                      f"{told['lcp']:.0f} ms, shift {told['cls']:.3f}")  # fmt: skip
            browser.close()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()

"""`python -m benchmarks.importing [ORDERS…]`: registers of 30,000 and 300,000 orders, applied.

Each size in a fresh site below var/bench-import-ORDERS, with the demo's nine articles. Prints
for COPY of the same bytes into a bare table (the floor), the import, what the worker then needs to
number its changes, the same again unchanged, and a release in which one order in ten changed:
seconds, rows and facts a second, processor time of this process and of PostgreSQL, peak memory,
and the seconds of PostgreSQL's statements alone (the ceiling: the same work without Python). With
the largest size it also asks the pair page and the API before and while the register is applied,
and publishes a fact on the busiest pair meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

SIZES = [int(text) for text in sys.argv[1:] if text.isdigit()] or [30_000, 300_000]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
READING = ("counting", "reading")
NUMBERED = "until all is numbered"
PORT = 8731
ADDRESSES = ("/r/IRN-RUS/", "/api/v1/pairs/IRN-RUS/timeline/")


def run(path: Path, label: str) -> None:
    """Import one file and print its figures as JSON: run in a process of its own."""
    import resource

    import django

    django.setup()
    from django.db import connection

    from benchmarks.exports import cpu_seconds
    from relations.importing import running
    from relations.importing.files import InputFile

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    served, worked, begun = cpu_seconds(backend), time.process_time(), time.perf_counter()
    stages: dict[str, float] = {}
    if label == "COPY":
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS bench_lines (line text); TRUNCATE bench_lines"
            )
            with cursor.copy("COPY bench_lines FROM STDIN") as copy, path.open("rb") as file:
                while block := file.read(1 << 20):
                    copy.write(block.decode("cp1252").encode())
            cursor.execute("SELECT count(*) FROM bench_lines")
            counts: dict[str, Any] = {"rows": cursor.fetchone()[0], "facts": 0}
    elif label == NUMBERED:
        from relations.models import Change

        while Change.objects.filter(position__isnull=True).exists():
            time.sleep(0.5)
        counts = {"rows": Change.objects.count(), "facts": 0}
    else:
        last: list[Any] = ["", begun]

        def progress(stage: str, done: int, total: int) -> None:
            if stage != last[0]:
                now = time.perf_counter()
                stages[last[0]] = stages.get(last[0], 0) + now - last[1]
                last[:] = [stage, now]

        (group,) = running.recognise([InputFile(path)])
        batch = running.begin(group)
        report = running.run(batch, group, write=True, progress=progress)
        progress("end", 0, 0)
        facts = sum(report.counts[name] for name in ("new", "changed", "unchanged"))
        counts = {"rows": report.rows, "facts": facts, **report.counts}
        assert report.is_applied, report.refused[:3]
    taken = time.perf_counter() - begun
    print(
        json.dumps(
            {
                "seconds": taken,
                "python": time.process_time() - worked,
                "postgresql": cpu_seconds(backend) - served,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "statements": sum(n for name, n in stages.items() if name not in ("", *READING)),
                "stages": stages,
                **counts,
            }
        )
    )


def timed(label: str, path: Path) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", "--run", label, str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if answer.returncode:
        sys.exit(answer.stderr)
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    rate = f"{found['rows'] / found['seconds']:>8,.0f} rows/s"
    if found["facts"]:
        rate += f" {found['facts'] / found['seconds']:>8,.0f} facts/s"
        alone = found["statements"]
        rate += f"  (statements alone {found['facts'] / alone:>7,.0f} facts/s)" if alone else ""
    print(
        f"{label:<22}{found['seconds']:>8.1f} s  {rate}  CPU {found['python']:.1f} + "
        f"{found['postgresql']:.1f} s  {found['megabytes']:.0f} MB",
        flush=True,
    )
    for name, seconds in found["stages"].items():
        if seconds > found["seconds"] / 50:
            print(f"    {name or 'recognising':<24}{seconds:>8.2f} s")
    return found


def changed_release(path: Path, folder: Path) -> Path:
    """The same register with the number delivered of one order in ten gone up by one."""
    later = folder / f"later-{path.name}"
    with path.open(encoding="cp1252") as old, later.open("w", encoding="cp1252") as new:
        for number, line in enumerate(old):
            cells = line.split(",")
            if number > 11 and number % 10 == 0 and cells[8] not in ("0", ""):
                cells[8] = str(int(cells[8]) + 1)
                line = ",".join(cells)
            new.write(line.replace("18 May 2026", "18 Jun 2026"))
    return later


def measure(orders: int, folder: Path) -> None:
    os.environ["DYAD_VAR"] = f"var/bench-import-{orders}"
    os.environ["PORT"] = str(PORT)
    shutil.rmtree(os.environ["DYAD_VAR"], ignore_errors=True)
    from benchmarks import registers

    path = folder / f"register-{orders}.csv"
    registers.write(path, orders)
    print(f"\n{orders:,} orders, {path.stat().st_size / 1e6:.1f} MB")
    with site():
        timed("COPY", path)
        if orders == max(SIZES):
            beside(path)
        else:
            timed("first import", path)
        timed(NUMBERED, path)
        timed("again, unchanged", path)
        timed("a later release", changed_release(path, folder))


@contextmanager
def site() -> Iterator[None]:
    """The whole site as `manage.py up` runs it, with the demo's nine articles."""
    server = subprocess.Popen(
        [sys.executable, "manage.py", "up"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(240):
            time.sleep(1)
            with suppress(OSError):
                if b"Malley" in page("/r/IRN-RUS/"):
                    break
        else:
            sys.exit("The site did not come up in four minutes.")
        yield
    finally:
        server.terminate()
        server.wait()


def page(address: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{address}", timeout=60) as answer:
        body: bytes = answer.read()
    return body


def beside(path: Path) -> None:
    """Import while pages and API are asked, and say how much slower they answer."""

    def ask() -> list[float]:
        taken = []
        for address in ADDRESSES:
            begun = time.perf_counter()
            page(address)
            taken.append(time.perf_counter() - begun)
        return taken

    ask()
    idle = [ask() for _ in range(20)]
    thread = threading.Thread(target=timed, args=("first import", path))
    thread.start()
    busy = []
    published = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.importing", "--publish"],
        stdout=subprocess.PIPE,
        text=True,
    )
    while thread.is_alive():
        busy.append(ask())
        time.sleep(1)
    thread.join()
    published.terminate()
    for place, address in enumerate(ADDRESSES):
        before = sorted(row[place] for row in idle)[len(idle) // 2]
        during = sorted(row[place] for row in busy)[len(busy) // 2]
        print(
            f"{address:<34} idle {before * 1e3:.0f} ms, while applied {during * 1e3:.0f} ms, "
            f"{during / before:.1f} times"
        )
    waits = sorted(map(float, published.communicate()[0].split()))
    print(
        f"an editor publishes on the same pair {len(waits)} times meanwhile: "
        f"median {waits[len(waits) // 2]:.2f} s, longest {waits[-1]:.2f} s"
    )


def publish() -> None:
    """Publish a fact on the busy pair every second, and print how long each took."""
    import django

    django.setup()
    from tests import factories

    while True:
        begun = time.perf_counter()
        factories.visit()
        print(f"{time.perf_counter() - begun:.3f}", flush=True)
        time.sleep(1)


def main() -> None:
    if sys.argv[1:2] == ["--publish"]:
        publish()
    if sys.argv[1:2] == ["--run"]:
        run(Path(sys.argv[3]), sys.argv[2])
        return
    with tempfile.TemporaryDirectory() as folder:
        for orders in SIZES:
            measure(orders, Path(folder))


if __name__ == "__main__":
    main()

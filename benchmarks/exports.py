"""`python -m benchmarks.exports`: a million facts as whole files, each in a process of its own.

Fills a million facts below var/bench-FACTS once (FACTS=100000 for a smaller try). The ceiling is
COPY of the bare table of facts to a file, by the same driver: no claims, sources or participants.
Prints rows a second, processor time of both processes (which says more on a busy machine), peak
memory of the one that writes and the size of the file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FACTS = int(os.environ.get("FACTS", "1000000"))
os.environ["DYAD_VAR"] = f"var/bench-{FACTS}"
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"


def one(form: str, path: Path) -> None:
    """Make one file and print its figures as JSON: run in a process of its own."""
    import resource

    import django

    django.setup()
    from django.db import connection

    from relations.exporting.building import build
    from relations.exporting.questions import read_question

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    served = cpu_seconds(backend)
    begun, worked = time.perf_counter(), time.process_time()
    if form == "COPY":
        with (
            path.open("wb") as file,
            connection.cursor() as cursor,
            cursor.copy("COPY relations_fact TO STDOUT") as copy,
        ):
            for block in copy:
                file.write(block)
    else:
        question, _ = read_question([], sees_restricted=False)
        build(path, question, form, begun=lambda _: None, tick=lambda _: None)
    taken = time.perf_counter() - begun
    print(
        json.dumps(
            {
                "seconds": taken,
                "python": time.process_time() - worked,
                "postgresql": cpu_seconds(backend) - served,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "bytes": path.stat().st_size,
            }
        )
    )


def cpu_seconds(process: int) -> float:
    """Processor time of a process on this machine (proc(5): fields 14 and 15, in ticks)."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from benchmarks.filling import fill
    from config.embedded import database
    from relations.models import Fact

    with database(settings.PLACES, is_durable=False), tempfile.TemporaryDirectory() as folder:
        call_command("migrate", verbosity=0)
        if Fact.objects.count() < FACTS:
            call_command("load_reference")
            begun = time.perf_counter()
            fill(FACTS)
            print(f"filled {FACTS:,} facts in {time.perf_counter() - begun:.0f} s")
        ceiling = 0.0
        print(f"{FACTS:,} facts, 1-minute load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        heads = ("rows/s", "of COPY", "seconds", "python s", "server s", "peak MB", "MB")
        print(" " * 10 + "".join(f"{head:>10}" for head in heads))
        for form in sys.argv[1:] or ("COPY", "jsonl", "csv", "parquet", "plover", "sqlite"):
            path = Path(folder) / form
            told = subprocess.run(
                [sys.executable, "-m", "benchmarks.exports", "--one", form, str(path)],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            figures = json.loads(told.stdout.splitlines()[-1])
            path.unlink()
            speed = FACTS / figures["seconds"]
            ceiling = ceiling or speed
            print(
                f"{form:10}{speed:10,.0f}{speed / ceiling:10.2f}{figures['seconds']:10.1f}"
                f"{figures['python']:10.1f}{figures['postgresql']:10.1f}"
                f"{figures['megabytes']:10.0f}"
                f"{figures['bytes'] / 1e6:10.0f}",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        main()

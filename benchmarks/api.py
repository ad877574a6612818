"""`python -m benchmarks.api`: the API at a million facts, beside what it is compared with.

Under one granian worker and four connections, in one run: (a) a bare psycopg + orjson handler that
answers the same page, (b) Datasette, which serves the same facts as flat rows from SQLite with an
index for the question, (c) a stock viewset of Django REST framework. FACTS=100000 for a smaller
try; the data are those of `make bench`, kept below var/bench-FACTS. Prints medians in
milliseconds and ratios.
"""

from __future__ import annotations

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks import timeline as shared

FACTS, PORT = shared.FACTS, shared.PORT
DATASETTE = 8398
PAST_FACTS = 200


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.filling import BUSY, QUIET, fill
    from config.embedded import database
    from relations.models import Fact, PairFact

    with database(settings.PLACES, is_durable=False), shared.cache(settings.PLACES):
        call_command("migrate", verbosity=0)
        if Fact.objects.count() < FACTS:
            call_command("load_reference")
            fill(FACTS)
        moment = remember_past(QUIET[:2])
        flat = settings.VAR / "datasette.db"
        if not flat.exists():
            write_flat(flat)
        key, fact = (
            PairFact.objects.filter(low=BUSY[0], high=BUSY[1], publication="published")
            .order_by("-sort_key", "-fact")
            .values_list("sort_key", "fact_id")[BUSY[2] - 2_000]
        )
        one = PairFact.objects.filter(low=QUIET[0], high=QUIET[1]).values_list("fact", flat=True)[0]
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
        servers = [
            start("granian", "--interface", "wsgi", "--port", str(PORT), "--workers", "1",
                  "--blocking-threads", "4", "--no-ws", "benchmarks.peers:application"),
            start("datasette", "serve", str(flat), "--port", str(DATASETTE), "--setting",
                  "facet_time_limit_ms", "1"),
        ]  # fmt: skip
        try:
            shared.wait()
            wait(DATASETTE)
            report("-".join(BUSY[:2]), "-".join(QUIET[:2]), (key, fact), one, moment)
        finally:
            for server in servers:
                server.terminate()
                server.wait()


def start(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *command], cwd=Path(__file__).parent.parent,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"nothing answers at port {port}")


def remember_past(pair: tuple[str, str]) -> str:
    """Give the newest facts of a pair the acts that published them; return a moment after."""
    from django.utils import timezone

    from relations import recording
    from relations.models import Change, Fact, PairFact, PairFactVersion

    numbers = list(
        Fact.objects.filter(pair_facts__low=pair[0], pair_facts__high=pair[1])
        .published()
        .order_by("-sort_key", "-pk")
        .values_list("pk", flat=True)[:PAST_FACTS]
    )
    if not Change.objects.filter(fact__in=numbers).exists():
        Change.objects.bulk_create(
            Change(act="published", fact=fact, revision=fact.revision, is_public=True, writer=1,
                   after=recording.snapshot(fact))
            for fact in Fact.objects.filter(pk__in=numbers)
        )  # fmt: skip
        recording.number_changes()
        kept = [field.attname for field in PairFactVersion._meta.concrete_fields]
        kept = [name for name in kept if name in _names(PairFact)]
        PairFactVersion.objects.bulk_create(
            PairFactVersion(**row, writer=1, known_from=1)
            for row in PairFact.objects.filter(fact__in=numbers).values(*kept)
        )
    return timezone.now().isoformat()


def _names(model: Any) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields} - {"id"}


def write_flat(path: Path) -> None:
    """Write the rows of every pair as one SQLite table with the index of a timeline."""
    from django.db import connection

    columns = ("low", "high", "sort_key", "fact", "lane", "kind", "subtype", "verification",
               "headline", "summary", "date", "status")  # fmt: skip
    query = """
        SELECT p.low_id, p.high_id, p.sort_key, p.fact_id, p.lane, p.kind, p.subtype,
               p.verification, f.headline, f.summary, f.date_text, p.status
        FROM relations_pairfact p JOIN relations_fact f ON f.id = p.fact_id
        WHERE p.publication = 'published'
    """
    made = sqlite3.connect(path)
    made.execute(f"CREATE TABLE timeline ({', '.join(columns)})")
    with connection.cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(20_000):
            marks = ", ".join("?" * len(columns))
            made.executemany(f"INSERT INTO timeline VALUES ({marks})", rows)
    made.execute("CREATE INDEX by_pair ON timeline (low, high, sort_key DESC, fact DESC)")
    made.execute(
        "CREATE INDEX by_level ON timeline (low, high, verification, sort_key DESC, fact DESC)"
    )
    made.commit()
    made.close()


def tag_of(path: str) -> str:
    """The ETag of an answer, to ask again with."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.headers["ETag"]


def report(
    busy: str, quiet: str, deep: tuple[int, int], fact: int, moment: str
) -> None:  # fmt: skip
    timeline = "/api/v1/pairs/{}/timeline/".format
    flat = (
        "/datasette/timeline.json?low={}&high={}&_sort_desc=sort_key&_size=50&_nocount=1{}".format
    )

    def peers(pair: str, bare: str = "", rows: str = "", stock: str = "") -> tuple[Any, ...]:
        low, high = pair.split("-")
        return (
            f"/limit/{low}/{high}/{bare}",
            flat(low, high, rows),
            f"/stock/{low}/{high}/{stock}",
        )

    rare = peers(busy, "?verification=disputed", "&verification=disputed", "?verification=disputed")
    after = f"{deep[0]}.{deep[1]}"
    cases: dict[str, tuple[Any, ...]] = {
        "timeline, quiet pair": (timeline(quiet), *peers(quiet)),
        "timeline, busy pair": (timeline(busy), *peers(busy)),
        "timeline, busy pair, deep": (
            f"{timeline(busy)}?cursor=n{after}", f"/limit/{busy.replace('-', '/')}/?after={after}",
            None, f"/stock/{busy.replace('-', '/')}/?page=560",
        ),
        "filtered facts, rare level": (f"{timeline(busy)}?verification=disputed", *rare),
        "one fact with everything": (f"/api/v1/facts/{fact}/", None, None, None),
        "summary of the busy pair": (f"/api/v1/pairs/{busy}/", None, None, None),
        "304 of the busy pair": (timeline(busy), None, None, None),
        "as_of page, quiet pair": (
            f"{timeline(quiet)}?as_of={quote(moment)}", peers(quiet)[0], None, None
        ),
    }  # fmt: skip
    print(f"{FACTS:,} facts, one worker, {shared.CONNECTIONS} connections, medians in ms; "
          f"1-minute load before {os.getloadavg()[0]:.1f}")  # fmt: skip
    heads = ("API", "(a) bare", "(b) flat", "(c) stock", "API/(a)", "(b)/API", "(c)/API")
    print(f"{'':28}" + "".join(f"{head:>11}" for head in heads))
    for name, (own, bare, rows, stock) in cases.items():
        headers = {"If-None-Match": tag_of(own)} if name.startswith("304") else {}
        api = shared.ask(own, headers=headers)[0]
        others = [
            shared.ask(path, port=DATASETTE if path is rows else PORT)[0] if path else None
            for path in (bare, rows, stock)
        ]
        ratios = [
            api / others[0] if others[0] else None,
            *(other / api if other else None for other in others[1:]),
        ]
        told = [f"{value:11.1f}" if value else f"{'':11}" for value in (api, *others, *ratios)]
        print(f"{name:28}" + "".join(told), flush=True)


if __name__ == "__main__":
    main()

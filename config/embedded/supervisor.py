"""Runs every part, restarts what dies, and stops all of it on one Ctrl-C.

Each part runs in a session of its own, so that Ctrl-C reaches only this process, which stops the
parts in order: web, worker, Valkey, PostgreSQL.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from config.embedded import valkey
from config.embedded.places import Places
from config.embedded.postgresql import PostgreSQL
from config.embedded.processes import CannotStart, ending_with_us

_POLL = 0.25
_LONGEST_PAUSE = 10.0
_STEADY = 30.0  # seconds a part must live before its pauses start small again


@dataclass
class Part:
    """One process: its command, and how it fared."""

    name: str
    command: Sequence[str]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.5
    due: float = field(default=0.0)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*ending_with_us(), *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started = time.monotonic()

    def tend(self, say: Callable[[str], None]) -> None:
        """Start it again some time after it died; the time grows while it keeps dying."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            if now - self.started > _STEADY:
                self.pause = 0.5
            # Children that outlive a killed parent would keep the port or take tasks.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process, self.due = None, now + self.pause
            self.pause = min(self.pause * 2, _LONGEST_PAUSE)
            say(f"{self.name} ended ({code}) and is started again; see {self.log}")
        if now >= self.due:
            self.start()

    def stop(self, say: Callable[[str], None], patience: float = 10.0) -> None:
        """End it and its children; what did not end well is said."""
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(self.stop_signal)
        try:
            code = process.wait(patience)
        except subprocess.TimeoutExpired:
            code = -signal.SIGKILL
        if code not in (0, -self.stop_signal):
            say(f"{self.name} ended with {code}; see {self.log}")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Supervisor:
    """The parts of one undeployed instance."""

    def __init__(
        self, places: Places, *, host: str, port: int, web_workers: int, task_workers: int,
        has_database: bool, has_broker: bool,
    ) -> None:  # fmt: skip
        self.places = places
        self.host, self.port = host, port
        self.database = None if has_database else PostgreSQL(places)
        logs = places.logs
        python = sys.executable
        self.valkey = (
            None if has_broker else Part("Valkey", valkey.command(places), logs / "valkey.log")
        )
        self.worker = Part(
            "The task worker",
            [
                python, "-m", "celery", "-A", "config", "worker", "--beat",
                "--schedule", str(places.var / "beat-schedule"), "--loglevel", "INFO",
                "--concurrency", str(task_workers), "--without-gossip", "--without-mingle",
            ],
            logs / "worker.log",
        )  # fmt: skip
        self.web = Part(
            "The web server",
            [
                python, "-m", "granian", "--interface", "wsgi", "--host", host,
                "--port", str(port), "--workers", str(web_workers),
                "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws",
                "config.wsgi:application",
            ],
            logs / "web.log",
        )  # fmt: skip
        self._lock: IO[str] | None = None
        self._is_stopping = False
        self._revive_due = 0.0

    @property
    def address(self) -> str:
        return f"http://{'localhost' if self.host == '127.0.0.1' else self.host}:{self.port}/"

    @property
    def parts(self) -> list[Part]:
        """In the order they are stopped."""
        return [part for part in (self.web, self.worker, self.valkey) if part is not None]

    def claim(self) -> None:
        """Be the one supervisor of these places. Raise CannotStart when another is."""
        self.places.make()
        self._lock = (self.places.var / "up.lock").open("a+")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.seek(0)
            raise CannotStart(f"it runs already, at {self._lock.read().strip()}") from None
        self._lock.truncate(0)
        self._lock.write(self.address)
        self._lock.flush()
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise CannotStart(
                    f"port {self.port} is taken ({error.strerror}); choose another with PORT=8001."
                ) from error

    def run(self, prepare: Callable[[], None], ready: Callable[[], None]) -> None:
        """Start everything, call `prepare` once the services answer, tend until told to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop_soon)
        try:
            if self.valkey is not None:
                self.places.valkey_socket.unlink(missing_ok=True)
                self.valkey.start()
            if self.database is not None:
                self.database.hold()
            if not self._is_stopping:
                prepare()
            if not self._is_stopping:
                self.web.start()
                self._wait_for_web()
            if not self._is_stopping:
                # After the web: both at once on two cores would keep the first page waiting.
                self.worker.start()
                ready()
            while not self._is_stopping:
                self._tend()
                time.sleep(_POLL)
        finally:
            for part in self.parts:
                part.stop(self.say)
            if self.database is not None:
                self.database.release()

    def _tend(self) -> None:
        if self.database is not None and time.monotonic() >= self._revive_due:
            try:
                if self.database.revive():
                    self.say("PostgreSQL had ended and runs again")
            except CannotStart as error:
                self.say(str(error))
                self._revive_due = time.monotonic() + _LONGEST_PAUSE
        for part in self.parts:
            part.tend(self.say)

    def _wait_for_web(self) -> None:
        """Wait until it answers; a web server that dies instead is shown at once."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not self._is_stopping:
            if self.web.process is not None and self.web.process.poll() is not None:
                raise CannotStart(f"the web server ended; see {self.web.log}")
            try:
                asked = http.client.HTTPConnection(host, self.port, timeout=10)
                asked.request("GET", "/healthz")
                asked.getresponse().read()
                return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                asked.close()

    def _stop_soon(self, number: int, frame: FrameType | None) -> None:
        self._is_stopping = True

    @staticmethod
    def say(sentence: str) -> None:
        print(sentence, flush=True)

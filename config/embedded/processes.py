"""Small truths about processes that the operating system tells badly."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class CannotStart(Exception):
    """A part cannot run; the message is one sentence with a hint."""


def is_alive(pid: int) -> bool:
    """Say whether a process runs. A zombie, whose parent reaps late, does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return Path("/proc/self").exists() is False  # no /proc here: believe the signal
    return state not in ("Z", "X")


def server_user() -> pwd.struct_passwd | None:
    """Return an ordinary user of this machine that root's servers may run as, if there is one."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def ending_with_us() -> tuple[str, ...]:
    """Return what goes before a command so that it ends when this process is killed (Linux)."""
    return ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file; the kernel frees it when the holder dies."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Holders:
    """Counts who uses a server, by shared locks that die with their holder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def join(self) -> None:
        self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_SH)

    @property
    def is_joined(self) -> bool:
        return self._file is not None

    def leave(self) -> bool:
        """Stop using it; return whether nobody else does. Call under the server's lock."""
        assert self._file is not None
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False
        finally:
            os.close(self._file)
            self._file = None

"""Runs the project's programs as an operator does: other processes, folders of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def environment(**given: Any) -> dict[str, str]:
    """Return this process's environment without what the tests put into it."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DYAD_", "DJANGO_", "PG")) and name not in ("PORT", "DATABASE_URL")
    }
    return kept | {name: str(value) for name, value in given.items()}


def start(*command: str, **given: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT, env=environment(**given), text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(holds: Callable[[], Any], what: str, seconds: float = 20.0) -> Any:
    """Return the first true answer of `holds`; fail when there is none in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := holds():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {what}")


def living(mark: str) -> dict[int, str]:
    """Return the processes whose command line, folder or environment names `mark`, by pid."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            is_ours = (
                mark in command
                or mark.encode() in (folder / "environ").read_bytes()
                or mark in os.readlink(folder / "cwd")
            )
            if is_ours and (folder / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found[int(folder.name)] = command
        except OSError:
            continue
    return found


def one_part(mark: str, program: str) -> int:
    """Return the oldest process of a program: the parent of its children."""
    return min(pid for pid, command in living(mark).items() if program in command)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)

"""Running a function on a distrusted file in a process of its own, with limits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

_CHILD = """
import importlib, json, resource, sys
memory, seconds = int(sys.argv[3]), int(sys.argv[4])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
function = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
import logging; logging.disable(logging.CRITICAL)
print(json.dumps(function(sys.stdin.buffer.read())))
"""


class Stopped(Exception):
    """The function did not end within its limits, or ended badly."""


def run(
    function: Callable[[bytes], Any], body: bytes, *, seconds: int, memory: int
) -> dict[str, Any]:
    """Call a module's function on the bytes. seconds: of CPU and of waiting; memory: bytes of
    address space. Raise Stopped."""
    arguments = [function.__module__, function.__qualname__, str(memory), str(seconds)]
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, *arguments],
            input=body,
            capture_output=True,
            timeout=seconds + 5,
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Stopped(str(error)) from error
    return answer

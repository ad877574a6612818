"""Run a parser where a hostile document can do no harm: in a process of its own, without
network, secrets, much memory or much time."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from articles.extraction.shapes import Extracted, Key, Limits, Problem

logger = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parent.parent.parent


class TooComplex(Exception):
    """The parser took more time or memory than it may."""


def run(kind: str, body: bytes, given: dict[str, Any], limits: Limits) -> Extracted:
    """Return what the child's reader of this kind (html, pdf) made of the bytes.

    Raise TooComplex when it had to be stopped.
    """
    head = json.dumps({"kind": kind, "given": given, "limits": asdict(limits)}).encode()
    try:
        child = subprocess.run(
            [sys.executable, "-m", "articles.extraction.child"],
            input=head + b"\n" + body,
            capture_output=True,
            timeout=limits.seconds,
            cwd=_ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooComplex from None
    if child.returncode != 0:
        # Mostly out of memory; should it be a fault of ours, it is to be found in the log.
        last_words = child.stderr[-2000:].decode("utf-8", "replace")
        logger.warning("A document of kind %s could not be parsed: %s", kind, last_words)
        raise TooComplex
    return from_json(child.stdout)


def to_json(extracted: Extracted) -> bytes:
    return json.dumps(asdict(extracted)).encode()


def from_json(answer: bytes) -> Extracted:
    fields = json.loads(answer)
    problems = tuple(
        Problem(Key(each["key"]), each["sentence"], each["is_fatal"]) for each in fields["problems"]
    )
    return Extracted(**{**fields, "problems": problems})

"""Why a file is not read at all."""

from __future__ import annotations

__all__ = ["NotRecognised", "Unreadable"]


class NotRecognised(Exception):
    """No layout knows this file. The message says what was looked for."""


class Unreadable(NotRecognised):
    """The file is no table we can read; the message is one sentence."""

"""The parts of a page, each asked for apart: one that fails says so in its place."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404

logger = logging.getLogger(__name__)

T = TypeVar("T")
Other = TypeVar("Other")


class Parts:
    """What of one page failed. Templates show it with `{% part parts "name" "In words" %}`."""

    def __init__(self) -> None:
        self.failed: set[str] = set()

    def ask(self, name: str, build: Callable[[], T], otherwise: Other) -> T | Other:
        """Return what `build` returns; where it fails, log it, note `name`, return `otherwise`."""
        try:
            return build()
        except (Http404, PermissionDenied):
            raise
        except Exception:
            self.fail(name)
            return otherwise

    def fail(self, name: str) -> None:
        """Note a part as failed; called where its exception is handled."""
        logger.exception("The part “%s” of a page failed", name)
        self.failed.add(name)

"""Addresses of a view with one thing changed, without building each from nothing."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from relations.timeline import Filters, window_texts

_START, _END = "zzstartzz", "zzendzz"


class Addresses:
    """The query strings that lead from one view of a pair to the next; each begins with "?"."""

    def __init__(self, filters: Filters, path: str = "") -> None:
        self.filters = filters
        self.path = path
        self._window = self.changed(**{"from": _START, "to": _END})

    def _of(self, query: list[tuple[str, str]]) -> str:
        return f"{self.path}?{urlencode(query)}" if query else self.path or "?"

    def window(self, start: date, end: date) -> str:
        """The same view of another window of days."""
        first, last = window_texts(start, end)
        return self._window.replace(_START, first).replace(_END, last)

    def whole(self) -> str:
        return self.changed(**{"from": None, "to": None})

    def changed(self, **changes: str | None) -> str:
        given: dict[str, Any] = dict(changes)
        return self._of(self.filters.query(**given))

    def toggled(self, name: str, value: str) -> str:
        """The same view with one value of a facet added, or taken away where it is chosen."""
        given = dict(self.filters.given)
        values = given.get(name, ())
        given[name] = tuple(v for v in values if v != value) if value in values else (
            *values, value,
        )  # fmt: skip
        return self._of(self.filters.with_given(given).query())

    def alone(self, name: str, value: str) -> str:
        """All facts of the pair with this one choice."""
        return f"{self.path}?{urlencode([(name, value)])}"

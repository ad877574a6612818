"""Reading an address: what could be read becomes `Filters`, what could not a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

from django.utils.dateparse import parse_datetime

from relations import dates
from relations.pairs import Direction, Pair
from relations.timeline.cursors import Cursor, InvalidCursor
from relations.timeline.filters import (
    CHOICES,
    DEFAULT_LIMIT,
    MOST,
    ORDER,
    PREDECESSORS,
    SORTS,
    Filters,
    Problem,
)

MOST_VALUES = 100
"""How often one parameter is read."""


def read(
    parameters: Iterable[tuple[str, str]],
    *,
    allowed: Iterable[str] = ORDER,
    pair: Pair | None = None,
    limit: int = DEFAULT_LIMIT,
) -> tuple[Filters, list[Problem]]:
    """Read query parameters; return the filters that could be read, and what could not.

    Pages ignore the problems with a notice; files, feeds and the API refuse the request.
    """
    allowed = set(allowed)
    problems: list[Problem] = []
    values: dict[str, list[str]] = {}
    for name, text in parameters:
        text = text.strip().replace("\0", "")
        if name not in allowed:
            known = ", ".join(known for known in ORDER if known in allowed)
            problems.append(
                Problem(name, text, f"There is no parameter “{name}” here; use {known}.")
            )
        elif text:
            values.setdefault(name, []).append(text)
    for name, texts in values.items():
        if len(texts) > MOST_VALUES:
            sentence = f"“{name}” is read up to {MOST_VALUES} times."
            problems.append(Problem(name, "", sentence))
            values[name] = texts[:MOST_VALUES]
    reader = _Reader(values, problems, pair)
    filters = Filters(
        lane=reader.chosen("lane"),
        kind=reader.chosen("kind"),
        subtype=reader.chosen("subtype"),
        verification=reader.verifications(),
        status=reader.chosen("status"),
        direction=reader.directions(),
        topic=reader.texts("topic"),
        source=reader.sources(),
        publisher=reader.texts("publisher"),
        speaker=reader.numbers("speaker"),
        country=reader.texts("country"),
        role=reader.chosen("role"),
        stance=reader.chosen("stance"),
        category=reader.chosen("category"),
        min_amount=reader.amount("min_amount"),
        max_amount=reader.amount("max_amount"),
        changed_since=reader.moment("changed_since"),
        start=reader.day("from", is_end=False),
        end=reader.day("to", is_end=True),
        q=reader.one("q")[:300],
        sort=reader.one_of("sort", SORTS),
        predecessor=reader.one_of("predecessor", PREDECESSORS),
        at=reader.day("at", is_end=True),
        as_of=reader.moment("as_of"),
        cursor=reader.cursor(),
        limit=reader.limit(limit),
        given={name: tuple(texts) for name, texts in reader.values.items() if texts},
    )
    if filters.start and filters.end and filters.start > filters.end:
        problems.append(
            Problem("from", values["from"][0], "“from” is after “to”; the two are swapped.")
        )
        given = dict(filters.given)
        given["from"], given["to"] = given["to"], given["from"]
        start = dates.parse_window(given["from"][0], is_end=False)
        end = dates.parse_window(given["to"][0], is_end=True)
        filters = replace(filters, start=start, end=end, given=given)
    if filters.at is not None:
        # what had begun by then: the window ends there at the latest
        filters = replace(filters, end=min(filters.end or filters.at, filters.at))
    if filters.role and not filters.country:
        problems.append(Problem("role", filters.role[0], "“role” is a role of a “country”."))
    low, high = filters.min_amount, filters.max_amount
    if low is not None and high is not None and low > high:
        problems.append(
            Problem("min_amount", str(low), "“min_amount” is greater than “max_amount”.")
        )
    return filters, problems


def whole_number(text: str, most: int) -> int | None:
    """Read a number from 1 to `most`; None where the text is none, however long it is."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    return int(text) if 1 <= int(text) <= most else None


def read_moment(text: str) -> datetime | None:
    """Read a moment with its zone (UTC where it names none), or a day as its end in UTC."""
    try:
        moment = parse_datetime(text) if "T" in text or " " in text else None
        if moment is not None:
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        return datetime.combine(dates.parse_window(text, is_end=True), time.max, tzinfo=UTC)
    except (dates.UnreadableDate, ValueError, OverflowError):
        return None


_SOURCE = re.compile(r"[0-9]{1,17}|[a-z0-9_-]{1,80}", re.ASCII)


class _Reader:
    """Reads each parameter, dropping what it cannot read and noting why."""

    def __init__(
        self, values: dict[str, list[str]], problems: list[Problem], pair: Pair | None
    ) -> None:
        self.values = values
        self.problems = problems
        self.pair = pair

    def _drop(self, name: str, text: str, sentence: str) -> None:
        self.problems.append(Problem(name, text, sentence))
        self.values[name] = [value for value in self.values[name] if value != text]

    def _keep(self, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
        for text in list(self.values.get(name, ())):
            if text not in known:
                self._drop(
                    name,
                    text,
                    f"“{text}” is no {name} known here; use {', '.join(known)}.",
                )
        return tuple(dict.fromkeys(self.values.get(name, ())))

    def chosen(self, name: str) -> tuple[str, ...]:
        return self._keep(name, CHOICES[name])

    def verifications(self) -> tuple[str, ...]:
        """`confirmed` is spelt for both levels that a page calls Confirmed."""
        known = (*CHOICES["verification"], "confirmed")
        chosen = self._keep("verification", known)
        if "confirmed" in chosen:
            both = ("corroborated", "officially_confirmed")
            return tuple(dict.fromkeys((*(c for c in chosen if c != "confirmed"), *both)))
        return chosen

    def directions(self) -> tuple[str, ...]:
        if self.pair is None:
            return ()
        known = tuple(self.pair.direction_text(direction) for direction in Direction)
        chosen = self._keep("direction", known)
        return tuple(
            named for text in chosen if (named := self.pair.direction_named(text)) is not None
        )

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.values.get(name, ())))

    def sources(self) -> tuple[int | str, ...]:
        """A number of a source, or the short name of a publisher for all of its sources."""
        for text in list(self.values.get("source", ())):
            if not _SOURCE.fullmatch(text):
                self._drop(
                    "source", text, f"“{text}” is no number of a source and no publisher's name."
                )
        return tuple(
            dict.fromkeys(
                int(text) if text.isdigit() else text for text in self.values.get("source", ())
            )
        )

    def numbers(self, name: str) -> tuple[int, ...]:
        for text in list(self.values.get(name, ())):
            if not (text.isascii() and text.isdigit() and len(text) < 18):
                self._drop(name, text, f"“{text}” is no number of a {name}.")
        return tuple(dict.fromkeys(int(text) for text in self.values.get(name, ())))

    def one(self, name: str) -> str:
        texts = list(dict.fromkeys(self.values.get(name, ())))
        if texts:
            for text in texts[1:]:
                self.problems.append(Problem(name, text, f"Give “{name}” once."))
            self.values[name] = texts[:1]
        return texts[0] if texts else ""

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        text = self.one(name)
        if text and text not in known:
            self._drop(name, text, f"“{text}” is no {name} known here; use {', '.join(known)}.")
            text = ""
        if text == known[0]:
            self.values[name] = []
        return text or known[0]

    def day(self, name: str, *, is_end: bool) -> date | None:
        text = self.one(name)
        if not text:
            return None
        try:
            return dates.parse_window(text, is_end=is_end)
        except dates.UnreadableDate as unreadable:
            self._drop(name, text, str(unreadable))
            return None

    def amount(self, name: str) -> int | None:
        text = self.one(name)
        if not text:
            return None
        number = 0 if text == "0" else whole_number(text, 10**15)
        if number is None:
            self._drop(name, text, f"“{name}” is a whole number of US dollars, such as 1000000.")
        return number

    def moment(self, name: str) -> datetime | None:
        text = self.one(name)
        if not text:
            return None
        moment = read_moment(text)
        if moment is None:
            self._drop(
                name,
                text,
                f"“{text[:60]}” is no day or moment; write 2026-11-12 or 2026-11-12T10:30:00Z.",
            )
        return moment

    def cursor(self) -> Cursor | None:
        text = self.one("cursor")
        if not text:
            return None
        try:
            return Cursor.parse(text)
        except InvalidCursor as invalid:
            self._drop("cursor", text, str(invalid))
            return None

    def limit(self, default: int) -> int:
        text = self.one("limit")
        if not text:
            return default
        number = whole_number(text, MOST)
        if number is None:
            self._drop("limit", text, f"“limit” is a number from 1 to {MOST}.")
            return default
        return number

"""What a reader asked for: one spelling for pages, files and the API."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from relations import dates
from relations.lanes import ActionSubtype, Kind, Lane
from relations.models import (
    Agreement,
    AgreementStep,
    ArmsTransfer,
    Statement,
    TransferStep,
    Visit,
)
from relations.pairs import Direction, Pair
from relations.timeline.cursors import Cursor, InvalidCursor
from relations.verification import Verification

SUBTYPES = (
    *AgreementStep.Step.values,
    *TransferStep.Step.values,
    *Statement.Act.values,
    *Visit.Form.values,
    *ActionSubtype.values,
)
STATUSES = tuple(
    dict.fromkeys((*Agreement.Status.values, *ArmsTransfer.Status.values, "held", "made", "done"))
)

CHOICES: dict[str, tuple[str, ...]] = {
    "lane": tuple(Lane.values),
    "kind": tuple(Kind.values),
    "subtype": tuple(dict.fromkeys(SUBTYPES)),
    "verification": tuple(Verification.values),
    "status": STATUSES,
}
"""The closed lists: each value is checked against them; several of one name widen."""

SORTS = ("newest", "oldest", "amount", "sources", "added")
BY_DATE = ("newest", "oldest")
PREDECESSORS = ("with", "only", "without")
MOST = 200
DEFAULT_LIMIT = 50

ORDER = (
    "lane", "kind", "subtype", "verification", "status", "direction", "topic", "source",
    "publisher", "speaker", "country", "from", "to", "q", "sort", "predecessor", "cursor", "limit",
)  # fmt: skip
"""Every parameter, in the canonical order of addresses."""


@dataclass(frozen=True, slots=True)
class Filters:
    """A checked question about a timeline. `start` and `end` are inclusive days.

    `source` holds numbers of sources and short names of publishers: both are spelt `source=`.
    """

    lane: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    subtype: tuple[str, ...] = ()
    verification: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    source: tuple[int | str, ...] = ()
    publisher: tuple[str, ...] = ()
    speaker: tuple[int, ...] = ()
    country: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    q: str = ""
    sort: str = "newest"
    predecessor: str = "with"
    cursor: Cursor | None = None
    limit: int = DEFAULT_LIMIT
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_newest_first(self) -> bool:
        return self.sort != "oldest"

    def with_given(self, given: Mapping[str, tuple[str, ...]]) -> Filters:
        """The same question with other texts to spell it; only for addresses."""
        return replace(self, given=given)

    def at(self, cursor: Cursor | None) -> Filters:
        return replace(self, cursor=cursor)

    def query(
        self, *, cursor: Cursor | None = None, **changes: str | None
    ) -> list[tuple[str, str]]:
        """Return the parameters of the canonical address, in order, with some changed.

        Empty values are dropped. The cursor is only what is passed: a changed filter starts anew.
        """
        given: dict[str, tuple[str, ...]] = {
            name: values for name, values in self.given.items() if name != "cursor"
        }
        for name, value in changes.items():
            given[name] = (value,) if value else ()
        if cursor is not None:
            given["cursor"] = (str(cursor),)
        return [(name, value) for name in ORDER for value in given.get(name, ()) if value]


@dataclass(frozen=True, slots=True)
class Problem:
    """One parameter that cannot be read, in a sentence."""

    name: str
    value: str
    sentence: str


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
        start=reader.day("from", is_end=False),
        end=reader.day("to", is_end=True),
        q=reader.one("q")[:300],
        sort=reader.one_of("sort", SORTS),
        predecessor=reader.one_of("predecessor", PREDECESSORS),
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
    return filters, problems


def whole_number(text: str, most: int) -> int | None:
    """Read a number from 1 to `most`; None where the text is none, however long it is."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    return int(text) if 1 <= int(text) <= most else None


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

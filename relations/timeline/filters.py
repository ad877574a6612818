"""What a reader asked for: one spelling for pages, files and the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from relations.lanes import ActionSubtype, Kind, Lane
from relations.models import (
    Agreement,
    AgreementStep,
    ArmsTransfer,
    Statement,
    StatementTarget,
    TransferItem,
    TransferStep,
    Visit,
)
from relations.pairs import Role
from relations.timeline.cursors import Cursor
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
    "role": tuple(Role.values),
    "stance": tuple(StatementTarget.Stance.values),
    "category": tuple(TransferItem.Category.values),
}
"""The closed lists: each value is checked against them; several of one name widen."""

SORTS = ("newest", "oldest", "amount", "sources", "added")
BY_DATE = ("newest", "oldest")
PREDECESSORS = ("with", "only", "without")
MOST = 200
DEFAULT_LIMIT = 50

ORDER = (
    "lane", "kind", "subtype", "verification", "status", "direction", "topic", "source",
    "publisher", "speaker", "country", "role", "stance", "category", "min_amount", "max_amount",
    "changed_since", "from", "to", "q", "sort", "predecessor", "at", "as_of", "cursor", "limit",
)  # fmt: skip
"""Every parameter, in the canonical order of addresses."""

FOR_PROGRAMS = (
    "country", "role", "stance", "category", "min_amount", "max_amount", "changed_since", "at",
    "as_of", "limit",
)  # fmt: skip
"""Those that the page of a pair has no control for; the API takes them too."""


@dataclass(frozen=True, slots=True)
class Filters:
    """A checked question about a timeline. `start` and `end` are inclusive days.

    at: the state of the world at the end of that day. as_of: what was known here at a moment.
    min_amount, max_amount: whole US dollars, of a fact's largest amount.
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
    role: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    min_amount: int | None = None
    max_amount: int | None = None
    changed_since: datetime | None = None
    start: date | None = None
    end: date | None = None
    q: str = ""
    sort: str = "newest"
    predecessor: str = "with"
    at: date | None = None
    as_of: datetime | None = None
    cursor: Cursor | None = None
    limit: int = DEFAULT_LIMIT
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_newest_first(self) -> bool:
        return self.sort != "oldest"

    def with_given(self, given: Mapping[str, tuple[str, ...]]) -> Filters:
        """The same question with other texts to spell it; only for addresses."""
        return replace(self, given=given)

    def from_cursor(self, cursor: Cursor | None) -> Filters:
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

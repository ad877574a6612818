"""What a reader asks of the ledger of promises, and how its months are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from relations import dates
from relations.lanes import Kind
from relations.models import Agreement, ArmsTransfer
from relations.timeline.cursors import Cursor, InvalidCursor
from relations.timeline.filters import PREDECESSORS, Problem
from relations.timeline.given import Given
from relations.timeline.reading import whole_number

KINDS = (Kind.AGREEMENT.value, Kind.ARMS_TRANSFER.value)
STATUSES = tuple(dict.fromkeys((*Agreement.Status.values, *ArmsTransfer.Status.values)))
SORTS = ("age", "size", "gap", "silence")
PARAMETERS = ("kind", "status", "silent", "sort", "predecessor", "at", "cursor")
MOST_MONTHS = 1_200


@dataclass(frozen=True, slots=True)
class Question:
    """A checked question about promises.

    at: the day up to which silence is counted. until: the day the ledger is read for, later facts
    are not seen; None: all are. silent: months without news of what is still open, at least.
    """

    at: date
    until: date | None = None
    kinds: tuple[str, ...] = KINDS
    statuses: tuple[str, ...] = ()
    silent: int | None = None
    sort: str = "age"
    predecessor: str = "with"
    cursor: Cursor | None = None
    given: tuple[tuple[str, str], ...] = ()

    def query(self, **changes: str | None) -> list[tuple[str, str]]:
        """Return the parameters of the canonical address; a changed one replaces, None drops."""
        kept = [(n, v) for n, v in self.given if n not in changes and n != "cursor"]
        kept += [(name, value) for name, value in changes.items() if value]
        return sorted(kept, key=lambda pair: PARAMETERS.index(pair[0]))


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another; none where it is not later."""
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return max(months, 0)


def months_before(day: date, months: int) -> date:
    """The day so many months earlier, or the last of its month; never before the year 1."""
    number = max(day.year * 12 + day.month - 1 - months, 12)
    year, month = divmod(number, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def read_question(
    parameters: Iterable[tuple[str, str]], *, today: date
) -> tuple[Question, list[Problem]]:
    """Read an address; return the question that could be read, and what could not."""
    given = Given(parameters, PARAMETERS)
    silent = None
    if text := given.one("silent"):
        silent = whole_number(text, MOST_MONTHS - 1)
        if silent is None:
            sentence = f"“silent” is a number of months from 1 to {MOST_MONTHS - 1}."
            given.drop("silent", text, sentence)
    until = None
    if text := given.one("at"):
        try:
            until = dates.parse_window(text, is_end=True)
        except dates.UnreadableDate as unreadable:
            given.drop("at", text, str(unreadable))
    cursor = None
    if text := given.one("cursor"):
        try:
            cursor = Cursor.parse(text)
        except InvalidCursor as invalid:
            given.drop("cursor", text, str(invalid))
    question = Question(
        at=until or today,
        until=until,
        kinds=given.several("kind", KINDS) or KINDS,
        statuses=given.several("status", STATUSES),
        silent=silent,
        sort=given.chosen("sort", SORTS),
        predecessor=given.chosen("predecessor", PREDECESSORS),
        cursor=cursor,
    )
    return replace(question, given=given.address()), given.problems

"""How two countries voted in the UN General Assembly, roll call by roll call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from relations.pairs import Pair

__all__ = ["PAGE", "BothVotes", "VotePage", "votes_of"]

PAGE = 50


@dataclass(frozen=True, slots=True)
class BothVotes:
    """One roll call in which both voted. low, high: yes, abstain or no."""

    number: int
    voted_on: date
    session: int
    resolution: str
    title: str
    description: str
    issues: tuple[str, ...]
    low: str
    high: str

    @property
    def is_alike(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class VotePage:
    """Newest first. next: the roll call the following page begins after, None on the last."""

    votes: Sequence[BothVotes]
    next: int | None


_VOTES = """
    SELECT r.number, r.voted_on, r.session, r.resolution, r.title, r.description, r.issues,
        one.choice, other.choice
    FROM relations_vote one
    JOIN relations_vote other ON other.roll_call_id = one.roll_call_id
        AND other.country_id = %(high)s
    JOIN relations_rollcall r ON r.number = one.roll_call_id
    WHERE one.country_id = %(low)s {which}
      AND (%(after)s::int IS NULL OR (r.voted_on, r.number) < (
          SELECT voted_on, number FROM relations_rollcall WHERE number = %(after)s))
    ORDER BY r.voted_on DESC, r.number DESC LIMIT %(limit)s
"""
_WHICH = {
    "": "",
    "alike": "AND one.choice = other.choice",
    "apart": "AND one.choice <> other.choice",
}
CHOICES = tuple(name for name in _WHICH if name)


def votes_of(
    pair: Pair, *, only: str = "", after: int | None = None, limit: int = PAGE
) -> VotePage:
    """Return a page of roll calls in which both voted, newest first. One query.

    only: "alike" or "apart"; empty is both. after: the last roll call of the page before.
    """
    values: dict[str, Any] = {
        "low": pair.low, "high": pair.high, "after": after, "limit": limit + 1,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_VOTES.format(which=_WHICH[only]), values)
        rows = cursor.fetchall()
    votes = [
        BothVotes(number, day, session, resolution, title, words, tuple(issues), low, high)
        for number, day, session, resolution, title, words, issues, low, high in rows[:limit]
    ]
    return VotePage(votes, votes[-1].number if len(rows) > limit else None)

"""A text as runs: stretches that carry the same numbers.

Passages may overlap. The text is cut where one begins or ends, so every run carries all its
numbers, and choosing another fact changes colours and no layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

_BREAK = re.compile(r"\n\s*\n|\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """The place of a fact or suggestion: code points, end exclusive, with its number and lane.

    anchor: the name its end goes by on the page, empty for none.
    """

    start: int
    end: int
    number: int
    lane: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text, where it begins, the passages over it, and those that end with it."""

    start: int
    text: str
    passages: tuple[Passage, ...]
    ends: tuple[Passage, ...]

    @property
    def numbers(self) -> str:
        return " ".join(str(passage.number) for passage in self.passages)

    @property
    def lane(self) -> str:
        """The colour of the shortest passage: the most particular one."""
        return min(self.passages, key=lambda p: p.end - p.start).lane if self.passages else ""

    def holds(self, number: int) -> bool:
        return any(passage.number == number for passage in self.passages)


def paragraphs(text: str, passages: Iterable[Passage]) -> list[list[Run]]:
    """Return the runs of each paragraph."""
    ordered = sorted(passages, key=lambda p: (p.start, p.end))
    cuts = sorted({p.start for p in ordered} | {p.end for p in ordered})
    return [
        list(_runs(text, start, end, ordered, cuts)) for start, end in _spans(text) if start < end
    ]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _BREAK.finditer(text):
        yield at, found.start()
        at = found.end()
    yield at, len(text)


def _runs(
    text: str, start: int, end: int, ordered: list[Passage], cuts: list[int]
) -> Iterator[Run]:
    inside = [p for p in ordered if p.start < end and p.end > start]
    points = [start, *(cut for cut in cuts if start < cut < end), end] if inside else [start, end]
    for one, other in pairwise(points):
        over = tuple(p for p in inside if p.start < other and p.end > one)
        # A passage's number stands where it ends in this paragraph, once.
        ends = tuple(
            p if p.end == other else replace(p, anchor="")
            for p in over
            if p.end == other or (other == end and p.end > end)
        )
        yield Run(one, text[one:other], over, ends)

"""Marked words: where the words of a question stand in a text, from offsets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from relations.timeline.words import read_question

_WORD = re.compile(r"\w+")
_ENDINGS = ("ing", "ies", "ed", "es", "s", "e", "y")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text, marked or not."""

    text: str
    is_marked: bool


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _stem(word: str) -> str:
    folded = _folded(word)
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= 4:
            return folded[: -len(ending)]
    return folded


@lru_cache(maxsize=64)
def _stems(question: str) -> tuple[str, ...]:
    """The beginnings that mark a word: of what is looked for, not of what is left out."""
    words = [word for term in read_question(question).wanted for word in _WORD.findall(term.text)]
    return tuple({stem for word in words if len(stem := _stem(word)) > 1})


def marked(text: str, question: str, *, around: int = 0) -> list[Run]:
    """Return the text in runs, the words of the question marked.

    around: keep only so many letters on each side of the first marked word; 0 keeps all.
    """
    spots = [
        found.span()
        for found in _WORD.finditer(text)
        if _folded(found[0]).startswith(_stems(question))
    ]
    start, end = 0, len(text)
    if around and len(text) > 2 * around:
        first = spots[0][0] if spots else 0
        start = max(0, first - around)
        end = min(len(text), first + around)
        start = text.rfind(" ", 0, start) + 1 if start else 0
    runs: list[Run] = [Run("… ", False)] if start else []
    at = start
    for begin, stop in spots:
        if begin < at or stop > end:
            continue
        if begin > at:
            runs.append(Run(text[at:begin], False))
        runs.append(Run(text[begin:stop], True))
        at = stop
    if at < end:
        runs.append(Run(text[at:end], False))
    if end < len(text):
        runs.append(Run(" …", False))
    return runs


def is_marked(runs: list[Run]) -> bool:
    return any(run.is_marked for run in runs)

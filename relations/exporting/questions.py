"""What an export is of: which facts, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from relations import timeline
from relations.models import Country
from relations.pairs import InvalidPair, Pair
from relations.timeline import Filters, Problem
from relations.timeline.words import LONGEST

_SHARED = (
    "lane", "kind", "subtype", "verification", "status", "topic", "source", "publisher", "speaker",
    "from", "to", "q",
)  # fmt: skip
OF_A_PAIR = ("pair", *_SHARED, "direction", "predecessor")
OF_ALL = ("pair", "country", *_SHARED)
PARAMETERS = tuple(dict.fromkeys((*OF_ALL, *OF_A_PAIR)))
"""Every filter an export takes: those of lists, without an order and pages."""


@dataclass(frozen=True, slots=True)
class Question:
    """Facts under filters. sees_restricted: also what may not be redistributed."""

    filters: Filters
    pair: Pair | None = None
    sees_restricted: bool = False

    @property
    def query(self) -> list[tuple[str, str]]:
        """The canonical parameters: one spelling for one question."""
        by_name: dict[str, list[str]] = {}
        for name, text in self.filters.query():
            by_name.setdefault(name, []).append(text)
        pair = [("pair", str(self.pair))] if self.pair else []
        return pair + [(name, text) for name, texts in by_name.items() for text in sorted(texts)]

    def facts(self) -> QuerySet[Any, Any]:
        """Places of all facts asked, by number: (fact), or the pair's columns behind it."""
        return timeline.every_place(
            self.filters, self.pair, redistributable_only=not self.sees_restricted
        )

    def withheld(self) -> int:
        """Count the facts asked that stay here under their licence. A scan of all that match."""
        if self.sees_restricted:
            return 0
        if self.pair is not None:
            return timeline.withheld_of_pair(self.pair, self.filters)
        return timeline.withheld_facts(self.filters)


def read_question(
    given: Iterable[tuple[str, str]], *, sees_restricted: bool
) -> tuple[Question, list[Problem]]:
    """Read filters spelt as in addresses; return the question, and what cannot be read.

    An export with a filter dropped is a wrong export: refuse it where there is a problem.
    """
    parameters = [(name, text) for name, text in given if text.strip()]
    problems: list[Problem] = []
    pair = None
    texts = [text for name, text in parameters if name == "pair"]
    if len(texts) > 1:
        problems.append(Problem("pair", texts[1], "Give “pair” once."))
    if texts:
        try:
            pair = Pair.parse(texts[0].strip().upper())
        except InvalidPair as invalid:
            problems.append(Problem("pair", texts[0], f"{invalid}."))
    rest = [each for each in parameters if each[0] != "pair"]
    filters, unread = timeline.read(rest, allowed=OF_A_PAIR if texts else OF_ALL, pair=pair)
    problems += unread
    codes = {"pair": (pair.low, pair.high) if pair else (), "country": filters.country}
    for name, asked in codes.items():
        known = set(Country.objects.filter(pk__in=asked).values_list("pk", flat=True))
        problems += [
            Problem(name, code, f"No country has the code {code}.")
            for code in asked
            if code not in known
        ]
    problems += [
        Problem("q", text, f"“q” is at most {LONGEST} letters.")
        for name, text in rest
        if name == "q" and len(text.strip()) > LONGEST
    ]
    return Question(filters, pair, sees_restricted), problems

"""The filters beside a timeline: facets with counts, and what is chosen as chips."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pages.addressing import Addresses
from relations.lanes import Lane
from relations.pairs import Direction, Pair
from relations.timeline import FacetValue, Filters, Overview
from relations.verification import CONFIRMED, Verification

SHOWN = 8
"""So many values of a long facet stand open; the rest behind "All"."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: as the address spells it, in words, its count, and its share of the largest."""

    value: str
    label: str
    facts: int
    is_chosen: bool
    share: int
    css: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    legend: str
    choices: list[Choice]
    more: list[Choice]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter in words, and the address without it."""

    name: str
    words: str
    address: str


LEVELS: list[tuple[str, str, tuple[str, ...]]] = [
    ("confirmed", "Confirmed", tuple(sorted(CONFIRMED))),
    *((level.value, str(level.label), (level.value,)) for level in Verification
      if level not in CONFIRMED),
]  # fmt: skip
"""The badges as filters: (value, words, the levels it holds)."""

LEGENDS = {
    "lane": "Kind",
    "verification": "Verification",
    "direction": "Direction",
    "topic": "Topic",
    "status": "Status",
    "source": "Source",
    "speaker": "Speaker",
    "subtype": "Step or act",
    "kind": "Kind of record",
    "publisher": "Publisher",
    "q": "Text",
    "from": "From",
    "to": "To",
    "predecessor": "Predecessor",
}
_NO_CHIP = ("sort", "cursor", "limit")


def facets(
    pair: Pair,
    filters: Filters,
    found: Overview,
    open_facets: dict[str, list[FacetValue]],
    labels: dict[str, str],
) -> list[Facet]:
    """Return the facets in the order of the rail. labels: codes of the pair → names."""
    given = filters.given
    levels = found.facets["verification"]
    ways = found.facets["direction"]
    every = [
        _facet("lane", given, (
            (lane.value, str(lane.label), found.facets["lane"].get(lane, 0), f"lane-{lane}")
            for lane in Lane
        ), shown=len(Lane)),
        _facet("verification", given, (
            (value, words, sum(levels.get(level, 0) for level in holds), "")
            for value, words, holds in LEVELS
        ), shown=len(LEVELS)),
        _facet("direction", given, (
            (pair.direction_text(way), direction_words(pair, way, labels), ways.get(way, 0), "")
            for way in Direction
        )),
        _facet("topic", given, _values(open_facets["topic"])),
        _facet("status", given, (
            (status, status.replace("_", " ").capitalize(), n, "")
            for status, n in sorted(
                {**dict.fromkeys(filters.status, 0), **found.facets["status"]}.items(),
                key=lambda item: (-item[1], item[0]),
            )
        )),
        _facet("source", given, _values(open_facets["source"])),
        _facet("speaker", given, _values(open_facets["speaker"])),
        _facet("subtype", given, (
            (each.value, each.label.capitalize(), each.facts, "")
            for each in open_facets["subtype"]
        ), shown=0),
    ]  # fmt: skip
    return [facet for facet in every if facet.choices or facet.more]


def _values(values: Iterable[FacetValue]) -> Iterable[tuple[str, str, int, str]]:
    return ((each.value, each.label, each.facts, "") for each in values)


def _facet(
    name: str,
    given: object,
    values: Iterable[tuple[str, str, int, str]],
    shown: int = SHOWN,
) -> Facet:
    rows = list(values)
    chosen = given.get(name, ()) if hasattr(given, "get") else ()
    top = max((n for _, _, n, _ in rows), default=0)
    choices = [
        Choice(value, label, n, value in chosen, round(100 * n / top) if top else 0, css)
        for value, label, n, css in rows
    ]
    first = [c for place, c in enumerate(choices) if place < shown or c.is_chosen]
    return Facet(name, LEGENDS[name], first, [c for c in choices if c not in first])


def direction_words(pair: Pair, way: str, labels: dict[str, str]) -> str:
    """Say a direction: Russia → Iran, Mutual, By a third party."""
    low, high = labels[pair.low], labels[pair.high]
    return {
        Direction.FORWARD: f"{low} → {high}",
        Direction.BACKWARD: f"{high} → {low}",
        Direction.MUTUAL: "Mutual",
        Direction.THIRD: "By a third party",
    }[Direction(way)]


def chips(filters: Filters, shown: list[Facet], to: Addresses) -> list[Chip]:
    """Return what is chosen, each with the address that leaves it out."""
    words = {
        (facet.name, choice.value): choice.label
        for facet in shown
        for choice in (*facet.choices, *facet.more)
    }
    return [
        Chip(
            name,
            f"{LEGENDS.get(name, name.capitalize())} {words.get((name, value), value)}",
            to.toggled(name, value),
        )
        for name, value in filters.query()
        if name not in _NO_CHIP
    ]

"""The query string, checked: unknown parameters and values are refused, all at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from api.errors import BadParameters
from relations import timeline
from relations.pairs import Pair
from relations.timeline import Filters, Problem

FACT_PARAMETERS = (
    "pair", "country", "lane", "kind", "subtype", "verification", "status", "source", "publisher",
    "speaker", "from", "to", "q", "sort", "cursor", "limit",
)  # fmt: skip
TIMELINE_PARAMETERS = tuple(name for name in timeline.ORDER if name != "country")


def pairs_of(query: QueryDict) -> Iterable[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() for value in values]


def filters_of(query: QueryDict, *, allowed: Iterable[str], pair: Pair | None = None) -> Filters:
    """Read the filters of a request. Raise BadParameters naming each that cannot be read."""
    given = [(name, value) for name, value in pairs_of(query) if name not in ("format", "pair")]
    filters, problems = timeline.read(given, allowed=allowed, pair=pair)
    if problems:
        # `from` after `to` is swapped on pages; here it is refused with the rest.
        raise BadParameters(problems)
    return filters


def only(query: QueryDict, *allowed: str) -> None:
    """Raise BadParameters for any parameter that is not allowed."""
    unknown = [name for name in query if name not in (*allowed, "format")]
    if unknown:
        known = ", ".join(allowed) or "none"
        raise BadParameters(
            [
                Problem(name, "", f"There is no parameter “{name}” here; use {known}.")
                for name in unknown
            ]
        )


def is_dry_run(query: QueryDict) -> bool:
    """Whether a write is only tried. Raise BadParameters for anything but true and false."""
    said = query.get("dry_run", "false")
    if said not in ("true", "false") or len(query.getlist("dry_run")) > 1:
        raise BadParameters([Problem("dry_run", said, "dry_run is true or false, once.")])
    return said == "true"


_MEANING = {
    "pair": "Two country codes in either order, such as IRN-RUS.",
    "country": "A country's code; repeat for several.",
    "lane": "Group of a timeline; repeat for several.",
    "kind": "Kind of fact; repeat for several.",
    "subtype": "Step, act, form or subtype; repeat for several.",
    "verification": "Level, or `confirmed` for both confirmed levels; repeat for several.",
    "status": "What the fact made of its agreement or order, or held, made, done.",
    "direction": "IRN-RUS, RUS-IRN, mutual or third; repeat for several.",
    "source": "Number of a source; repeat for several.",
    "publisher": "Short name of a publisher, such as voa-editorials; repeat for several.",
    "speaker": "Number of a person who speaks; repeat for several.",
    "from": "First day: 2022, 2022-07 or 2022-07-19. Overlap with what the date may mean.",
    "to": "Last day; 2022 means its last day.",
    "q": "Words in headline, summary, speaker or quotation.",
    "sort": "newest or oldest.",
    "predecessor": "Facts of a state one of the two continues: with, only or without.",
    "cursor": "Where a page begins; take it from `next` or `previous`.",
    "limit": "Rows a page, 1 to 200.",
}


def documented(*names: str) -> list[OpenApiParameter]:
    """Describe parameters for the OpenAPI document."""
    return [_documented(name) for name in names]


def _documented(name: str) -> OpenApiParameter:
    several = name in timeline.CHOICES or name in (
        "direction", "source", "publisher", "speaker", "country",
    )  # fmt: skip
    choices: tuple[str, ...] | None = timeline.CHOICES.get(name)
    if name == "verification" and choices:
        choices = (*choices, "confirmed")
    if name == "sort":
        choices = timeline.SORTS
    if name == "predecessor":
        choices = timeline.PREDECESSORS
    is_number = name in ("source", "speaker", "limit")
    return OpenApiParameter(
        name,
        OpenApiTypes.INT if is_number else OpenApiTypes.STR,
        many=several,
        enum=choices,
        description=_MEANING.get(name, ""),
    )

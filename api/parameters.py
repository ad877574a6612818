"""The query string, checked: unknown parameters and values are refused, all at once."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from api import shaping
from api.errors import BadParameters
from relations import timeline
from relations.models import Country
from relations.pairs import Pair
from relations.timeline import Filters, Problem

FACT_PARAMETERS = ("pair", *(name for name in timeline.ORDER if name != "predecessor"))
TIMELINE_PARAMETERS = timeline.ORDER
SHAPE = shaping.NAMES
ROW_SHAPE = tuple(name for name in SHAPE if name != "count")
_ELSEWHERE = ("format", "pair", *SHAPE)

_NOT_THEN = (
    "country", "role", "stance", "category", "min_amount", "max_amount", "changed_since", "q", "at",
)  # fmt: skip
"""What the versions of a pair's rows do not hold: not answered for a moment past."""


def pairs_of(query: QueryDict) -> Iterable[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() for value in values]


def filters_of(
    query: QueryDict, *, allowed: Iterable[str], pair: Pair | None = None, both_times: bool = False
) -> Filters:
    """Read the filters of a request. Raise BadParameters naming each that cannot be read.

    both_times: whether `at` is answered together with `as_of`.
    """
    given = [(name, value) for name, value in pairs_of(query) if name not in _ELSEWHERE]
    filters, problems = timeline.read(given, allowed=allowed, pair=pair)
    problems += _unknown_countries(filters)
    if pair is None and (directions := query.getlist("direction")) and "direction" in allowed:
        sentence = "“direction” is one between the two of a “pair”."
        problems.append(Problem("direction", directions[0][:60], sentence))
    if filters.as_of is not None:
        problems += [p for p in _not_then(filters) if not (both_times and p.name == "at")]
    if problems:
        # `from` after `to` is swapped on pages; here it is refused with the rest.
        raise BadParameters(problems)
    return filters


def _unknown_countries(filters: Filters) -> list[Problem]:
    """A code that no country has finds nothing: that is said instead."""
    if not filters.country:
        return []
    found = set(Country.objects.filter(pk__in=filters.country).values_list("pk", flat=True))
    return [
        Problem("country", code, f"No country has the code {code[:40]}.")
        for code in filters.country
        if code not in found
    ]


def _not_then(filters: Filters) -> list[Problem]:
    asked = [(name, filters.given[name][0]) for name in _NOT_THEN if filters.given.get(name)]
    if filters.sort not in timeline.BY_DATE:
        asked.append(("sort", filters.sort))
    asked += [("source", str(each)) for each in filters.source if isinstance(each, int)][:1]
    return [
        Problem(name, text, f"“{name}={text[:60]}” is not answered together with “as_of”.")
        for name, text in asked
    ]


def page_of(path: str, filters: Filters) -> str:
    """The address of the page that shows the same; empty where a filter has no control there."""
    if any(filters.given.get(name) for name in timeline.FOR_PROGRAMS if name != "limit"):
        return ""
    query = [(name, value) for name, value in filters.query() if name != "limit"]
    return path + (f"?{urlencode(query)}" if query else "")


def only(query: QueryDict, *allowed: str) -> None:
    """Raise BadParameters for any parameter that is not allowed."""
    unknown = [name for name in query if name not in (*allowed, "format")]
    if unknown:
        known = ", ".join(allowed) or "none"
        raise BadParameters(
            [
                Problem(name, "", f"There is no parameter “{name[:80]}” here; use {known}.")
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
    "topic": "Slug of a topic; repeat for several.",
    "role": "Role of the `country`; repeat for several.",
    "stance": "Stance of a statement toward a target; repeat for several.",
    "category": "SIPRI's category of what is transferred; repeat for several.",
    "min_amount": "Least of a fact's largest amount, in whole US dollars.",
    "max_amount": "Most of it.",
    "changed_since": "Facts with a public act since a day's end or a moment, such as "
    "2026-11-12T10:30:00Z.",
    "at": "The state of the world at the end of a day: what had begun, and what status the "
    "agreements and orders had.",
    "as_of": "What was known here at a moment, or at the end of a day (UTC).",
    "fields": "Only these fields of a row, as `a,b`.",
    "omit": "Without these fields, as `a,b`.",
    "include": "Also these: detail, sources; participants and claims are there unless omitted.",
    "codes": "Each participant's code in another list, valid on the fact's date.",
    "lang": "Names of countries in this language, where there is one.",
    "count": "How many match: exact to 10,000, or the planner's estimate.",
    "from": "First day: 2022, 2022-07 or 2022-07-19. Overlap with what the date may mean.",
    "to": "Last day; 2022 means its last day.",
    "q": "Words in headline, summary, speaker or quotation.",
    "sort": "newest or oldest; for a pair also amount, sources, added.",
    "predecessor": "Facts of a state one of the two continues: with, only or without.",
    "cursor": "Where a page begins; take it from `next` or `previous`.",
    "limit": "Rows a page, 1 to 200.",
}


def documented(*names: str) -> list[OpenApiParameter]:
    """Describe parameters for the OpenAPI document."""
    return [_documented(name) for name in names]


def _documented(name: str) -> OpenApiParameter:
    several = name in timeline.CHOICES or name in (
        "direction", "source", "publisher", "speaker", "country", "topic",
    )  # fmt: skip
    choices: tuple[str, ...] | None = timeline.CHOICES.get(name)
    if name == "verification" and choices:
        choices = (*choices, "confirmed")
    if name == "sort":
        choices = timeline.SORTS
    if name == "predecessor":
        choices = timeline.PREDECESSORS
    if name == "codes":
        choices = shaping.CODES
    if name == "count":
        choices = shaping.COUNTS
    is_number = name in ("speaker", "limit", "min_amount", "max_amount")
    return OpenApiParameter(
        name,
        OpenApiTypes.INT if is_number else OpenApiTypes.STR,
        many=several,
        enum=choices,
        description=_MEANING.get(name, ""),
    )


def chosen(name: str, values: Iterable[str]) -> OpenApiParameter:
    """Describe a parameter that takes one of a closed list."""
    return OpenApiParameter(name, OpenApiTypes.STR, enum=list(values))


def code(name: str) -> OpenApiParameter:
    """Describe a parameter that takes a country's code."""
    return OpenApiParameter(name, OpenApiTypes.STR, description=f"Code of the {name}.")

"""What a row of the answer holds: `fields`, `omit`, `include`, `codes` and `lang`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, cast

from django.http import QueryDict

from api.errors import BadParameters
from relations.models import Country, CountryCode, CountryName
from relations.recording import details_of
from relations.timeline import Problem, TimelineRow

ALWAYS = tuple(TimelineRow.__annotations__)
"""What a row holds unless it is left out."""
INCLUDABLE = ("participants", "claims", "detail", "sources")
CODES = ("iso3", "cow", "gw", "m49")
COUNTS = ("none", "exact", "estimate")
NAMES = ("fields", "omit", "include", "codes", "lang", "count")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """fields: names to keep, empty for all; count: whether the answer says how many there are."""

    fields: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    codes: str = ""
    lang: str = ""
    count: str = "none"

    @property
    def is_whole(self) -> bool:
        """Whether rows are as they are, so that they may be sent as the database writes them."""
        return not (self.fields or self.omit or self.include or self.codes or self.lang)


def read_shape(query: QueryDict, *more: str) -> Shape:
    """Read the shape of the answer. Lists are `a,b` or repeated. Raise BadParameters.

    more: fields that this answer has beside those of a row.
    """
    problems: list[Problem] = []

    def names(name: str, known: Sequence[str]) -> tuple[str, ...]:
        found = [each.strip() for text in query.getlist(name) for each in text.split(",")]
        found = [each for each in dict.fromkeys(found) if each]
        problems.extend(
            Problem(name, each[:80], f"“{each[:80]}” is no field here; use {', '.join(known)}.")
            for each in found
            if each not in known
        )
        return tuple(found)

    def one(name: str, known: Sequence[str], default: str) -> str:
        texts = list(dict.fromkeys(text.strip() for text in query.getlist(name) if text.strip()))
        if len(texts) > 1:
            problems.append(Problem(name, texts[1][:80], f"Give “{name}” once."))
        if texts and texts[0] not in known:
            sentence = f"“{texts[0][:80]}” is no {name} known here; use {', '.join(known)}."
            problems.append(Problem(name, texts[0][:80], sentence))
        return texts[0] if texts else default

    every = (*ALWAYS, *(name for name in INCLUDABLE if name not in ALWAYS), *more)
    shape = Shape(
        names("fields", every),
        names("omit", every),
        names("include", INCLUDABLE),
        one("codes", CODES, ""),
        one("lang", _languages() if query.get("lang") else (), ""),
        one("count", COUNTS, "none"),
    )
    if problems:
        raise BadParameters(problems)
    return shape


def _languages() -> list[str]:
    return sorted(set(CountryName.objects.values_list("language", flat=True)))


Details = Callable[[Sequence[int]], dict[int, dict[str, Any]]]


def shaped(
    rows: Sequence[TimelineRow], shape: Shape, details_then: Details | None = None
) -> list[Row]:
    """Return rows as asked. One query for codes, one for names, six at most for details.

    details_then: how details of a moment past are found, by the numbers of facts.
    """
    found = [cast("Row", row) for row in rows]
    wanted = {*shape.include, *shape.fields}
    if "detail" in wanted:
        details = (
            details_of((row["id"], row["kind"]) for row in found)
            if details_then is None
            else details_then([row["id"] for row in found])
        )
        found = [{**row, "detail": details.get(row["id"], {})} for row in found]
    if "sources" in wanted:
        found = [{**row, "sources": _sources(row)} for row in found]
    if shape.lang:
        _name(found, shape.lang)
    if shape.codes:
        _code(found, shape.codes)
    if shape.fields or shape.omit:
        kept = shape.fields or (*ALWAYS, *shape.include)
        left_out = set(shape.omit)
        found = [
            {
                name: row[name]
                for name in dict.fromkeys(kept)
                if name in row and name not in left_out
            }
            for row in found
        ]
    return found


def _sources(row: Row) -> list[Any]:
    return list({claim["source"]["id"]: claim["source"] for claim in row["claims"]}.values())


def _members(rows: Sequence[Row]) -> set[str]:
    return {member["country"] for row in rows for member in row["participants"]}


def _days(row: Row) -> tuple[date, date]:
    """The first and last day the fact's date may mean; unknown: the day it was known by."""
    when = row["date"]
    return when["earliest"] or when["known_by"], when["latest"] or when["known_by"]


class _Held(NamedTuple):
    """A name or code a country had from a day to a day; None is open."""

    value: str
    kind: str
    valid_from: date | None
    valid_to: date | None

    def holds(self, first: date, last: date) -> bool:
        """Whether it held on one of these days."""
        return (self.valid_from is None or self.valid_from <= last) and (
            self.valid_to is None or self.valid_to >= first
        )

    def holds_all(self, first: date, last: date) -> bool:
        """Whether it held on each of these days."""
        return self.holds(first, first) and self.holds(last, last)


def _by_country(rows: Any, value: str, kind: str) -> dict[str, list[_Held]]:
    found: dict[str, list[_Held]] = {}
    for country, *held in rows.order_by("id").values_list(
        "country_id", value, kind, "valid_from", "valid_to"
    ):
        found.setdefault(country, []).append(_Held(*held))
    return found


_BEST = {"common": 0, "official": 1}


def _name(rows: list[Row], language: str) -> None:
    """Name countries in a language as of each fact's date; where it has no name ours stays."""
    asked = CountryName.objects.filter(
        country__in=_members(rows), language=language, kind__in=list(_BEST)
    )
    names = _by_country(asked, "text", "kind")
    for row in rows:
        _, last = _days(row)
        for member in row["participants"]:
            held = [each for each in names.get(member["country"], ()) if each.holds(last, last)]
            if held:
                member["label"] = min(held, key=lambda each: _BEST[each.kind]).value


def _code(rows: list[Row], scheme: str) -> None:
    """Give each participant its code in a scheme on the fact's date, or null and why not."""
    members = _members(rows)
    asked = CountryCode.objects.filter(country__in=members, scheme=scheme)
    codes = _by_country(asked, "value", "scheme")
    kinds = dict(Country.objects.filter(pk__in=members).values_list("pk", "kind"))
    for row in rows:
        first, last = _days(row)
        is_dated = row["date"]["earliest"] is not None
        for member in row["participants"]:
            held = codes.get(member["country"], [])
            then = [each for each in held if each.holds(first, last)]
            values = sorted({each.value for each in then})
            is_one = len(values) == 1 and all(each.holds_all(first, last) for each in then)
            member["codes"] = {
                "scheme": scheme,
                "value": values[0] if is_one else None,
                "reason": ""
                if is_one
                else _why_none(scheme, kinds[member["country"]], bool(held), values, is_dated),
            }


def _why_none(scheme: str, kind: str, has_any: bool, values: list[str], is_dated: bool) -> str:
    if not has_any:
        return f"{scheme} has no code for it ({kind.replace('_', ' ')})."
    if len(values) > 1:
        return f"The date may mean days of several codes: {', '.join(values)}."
    if values:
        return f"The date may mean days with and days without this code: {values[0]}."
    if is_dated:
        return f"{scheme} had no code for it on this date."
    return f"{scheme} had no code for it when this was known; the fact has no date."

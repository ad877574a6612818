"""Narrowing a timeline to what was asked: the conditions of `Filters`, on pair rows or facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import Value
from django.db.models.functions import Cast, Concat

from relations import dates
from relations.models import (
    WIDE,
    Change,
    Claim,
    Fact,
    PairFact,
    Publisher,
    Statement,
    StatementTarget,
    TransferStep,
    list_of,
)
from relations.timeline.filters import Filters
from relations.timeline.words import holds, read_question

RANKS = {
    "amount": "fact__dollars",
    "sources": "fact__source_count",
    "added": "fact__published_at",
}
"""What an order other than by date sorts by first; equal ones stand newest first."""


def narrowed(
    rows: models.QuerySet[Any, Any], filters: Filters, fact: str = "fact__"
) -> models.QuerySet[Any, Any]:
    """Narrow pair rows, or facts (`fact` empty): by their own columns, then by the rest."""
    for name in ("kind", "subtype", "verification", "status"):
        if chosen := getattr(filters, name):
            rows = rows.filter(**any_of(name, chosen))
    if fact:
        if filters.lane:
            rows = rows.filter(**any_of("lane", filters.lane))
        if filters.direction:
            rows = rows.filter(**any_of("direction", filters.direction))
        rows = _by_marks(rows, filters)
        has_numbers = any(isinstance(each, int) for each in filters.source)
        source = filters.source if has_numbers else ()
        filters = replace(filters, topic=(), publisher=(), speaker=(), source=source)
    elif filters.lane:
        lanes = PairFact.objects.filter(fact=OuterRef("pk"), lane__in=filters.lane)
        rows = rows.filter(Exists(lanes))
    return _by_content(rows, filters, "fact_id" if fact else "pk")


def _by_marks(rows: models.QuerySet[Any, Any], filters: Filters) -> models.QuerySet[Any, Any]:
    """Narrow pair rows by what they carry of topics, publishers and speakers."""
    asked: list[Any] = [
        [f"t:{slug}" for slug in filters.topic],
        _publishers(filters.publisher),
        [f"s:{person}" for person in filters.speaker],
    ]
    if filters.source and not any(isinstance(each, int) for each in filters.source):
        asked.append(_publishers(tuple(str(each) for each in filters.source)))
    asked = [marks for marks in asked if marks]
    if asked:
        rows = rows.alias(marked=list_of(F("marks")))
    for marks in asked:
        rows = rows.filter(marked__overlap=marks)
    return rows


def _publishers(slugs: tuple[str, ...]) -> Any:
    """The marks of publishers, read where they are asked; a name nobody bears matches nothing."""
    if not slugs:
        return []
    mark = Concat(Value("p:"), Cast("pk", models.TextField()), output_field=models.TextField())
    return ArraySubquery(Publisher.objects.filter(slug__in=slugs).values(mark=mark))


def narrowed_by_fact(
    rows: models.QuerySet[Any, Any], filters: Filters, redistributable_only: bool
) -> models.QuerySet[Any, Any]:
    """Narrow participants by their fact's columns."""
    for name in ("kind", "subtype", "verification", "status"):
        if chosen := getattr(filters, name):
            rows = rows.filter(**any_of(f"fact__{name}", chosen))
    if redistributable_only:
        rows = rows.filter(fact__is_redistributable=True)
    if filters.lane:
        lanes = PairFact.objects.filter(fact=OuterRef("fact_id"), lane__in=filters.lane)
        rows = rows.filter(Exists(lanes))
    if filters.start:
        rows = rows.filter(fact__last_day__gte=dates.day_number(filters.start))
    if filters.end:
        rows = rows.filter(fact__first_day__lte=dates.day_number(filters.end))
    return _by_content(rows, filters, "fact_id")


def any_of(name: str, chosen: tuple[Any, ...]) -> dict[str, Any]:
    """One value as an equation, so that an index on it keeps its order; several as a list."""
    return {name: chosen[0]} if len(chosen) == 1 else {f"{name}__in": chosen}


def _by_content(
    rows: models.QuerySet[Any, Any], filters: Filters, key: str
) -> models.QuerySet[Any, Any]:
    claims = Claim.objects.accepted().filter(fact=OuterRef(key))
    if filters.source:
        numbers = [each for each in filters.source if isinstance(each, int)]
        names = [each for each in filters.source if isinstance(each, str)]
        cited = Q(source__in=numbers) | Q(source__publisher__slug__in=names)
        rows = rows.filter(Exists(claims.filter(cited)))
    if filters.topic:
        about = Fact.topics.through.objects.filter(fact=OuterRef(key), topic__in=filters.topic)
        rows = rows.filter(Exists(about))
    if filters.publisher:
        rows = rows.filter(Exists(claims.filter(source__publisher__slug__in=filters.publisher)))
    if filters.speaker:
        spoken = Statement.objects.filter(pk=OuterRef(key), speaker__in=filters.speaker)
        rows = rows.filter(Exists(spoken))
    if filters.stance:
        taken = StatementTarget.objects.filter(
            statement=OuterRef(key), **any_of("stance", filters.stance)
        )
        rows = rows.filter(Exists(taken))
    if filters.category:
        steps = TransferStep.objects.filter(
            pk=OuterRef(key), transfer__items__category__in=filters.category
        )
        rows = rows.filter(Exists(steps))
    if filters.min_amount is not None or filters.max_amount is not None:
        name = "fact__dollars" if key == "fact_id" else "dollars"
        rows = rows.filter(**{f"{name}__gte": filters.min_amount or 0})
        if filters.max_amount is not None:
            rows = rows.filter(**{f"{name}__lte": filters.max_amount})
    if filters.changed_since is not None:
        rows = rows.filter(
            **{
                f"{key}__in": Change.objects.filter(
                    known_at__gte=filters.changed_since, is_public=True, fact__isnull=False
                ).values("fact")
            }
        )
    if filters.q:
        rows = rows.filter(holds(read_question(filters.q), key))
    return rows


def in_window(rows: models.QuerySet[Any, Any], filters: Filters) -> models.QuerySet[Any, Any]:
    if filters.start:
        rows = rows.filter(last_day__gte=dates.day_number(filters.start))
    if filters.end:
        rows = rows.filter(first_day__lte=dates.day_number(filters.end))
    return rows


def segments(rows: models.QuerySet[Any, Any], filters: Filters) -> list[models.QuerySet[Any, Any]]:
    """Part a window's rows: narrow dates by their place in the order, wide ones by their index."""
    if not (filters.start or filters.end):
        return [rows]
    inside = in_window(rows, filters)
    if filters.sort in RANKS:
        return [inside]
    narrow = inside.exclude(WIDE)
    low, high = dates.narrow_bounds(filters.start, filters.end)
    if low is not None:
        narrow = narrow.filter(sort_key__gte=low)
    if high is not None:
        narrow = narrow.filter(sort_key__lte=high)
    return [narrow, inside.filter(WIDE)]

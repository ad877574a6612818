"""What lasts: one agreement or arms order, its published steps and what was said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from relations.lanes import Kind
from relations.models import Agreement, ArmsTransfer, Fact, PairFact
from relations.pairs import Pair
from relations.timeline.cursors import Cursor
from relations.timeline.paging import Place

MOST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Story:
    """One page of the facts of an agreement or order, oldest first. count: all of them."""

    places: list[Place]
    count: int
    next: Cursor | None


def find(kind: str, pk: int) -> Agreement | ArmsTransfer | None:
    """Return an agreement or order, merged ones too. One query."""
    things: QuerySet[Any] = (
        Agreement.objects.select_related("parent", "merged_into")
        if kind == Kind.AGREEMENT
        else ArmsTransfer.objects.select_related("supplier", "recipient", "merged_into")
    )
    return things.filter(pk=pk).first()


def story(kind: str, pk: int, *, cursor: Cursor | None, limit: int) -> Story:
    """Return published steps and statements about it, in the order of a timeline. Two queries."""
    facts = _facts(kind, pk)
    rows = facts
    if cursor is not None:
        later = Q(sort_key=cursor.sort_key, pk__gt=cursor.fact) | Q(sort_key__gt=cursor.sort_key)
        rows = rows.filter(later)
    found = list(rows.order_by("sort_key", "pk").values_list("sort_key", "pk")[: limit + 1])
    shown = found[:limit]
    more = Cursor(*shown[-1]) if len(found) > limit else None
    is_whole = cursor is None and more is None
    count = len(shown) if is_whole else facts.count()
    return Story([Place(key, fact) for key, fact in shown], count, more)


def _facts(kind: str, pk: int) -> QuerySet[Fact]:
    step, about = (
        ("agreementstep__agreement", "statement__about_agreement")
        if kind == Kind.AGREEMENT
        else ("transferstep__transfer", "statement__about_transfer")
    )
    # A union of two index scans; an OR over the two tables would read every fact.
    ids = (
        Fact.objects.filter(**{step: pk})
        .values("pk")
        .union(Fact.objects.filter(**{about: pk}).values("pk"), all=True)
    )
    return Fact.objects.published().filter(pk__in=ids)


def pairs_of(kind: str, pk: int) -> list[Pair]:
    """Return the pairs on whose timelines its steps stand, the fullest first. One query."""
    steps = (
        {"fact__agreementstep__agreement": pk}
        if kind == Kind.AGREEMENT
        else {"fact__transferstep__transfer": pk}
    )
    found: Sequence[tuple[str, str]] = list(
        PairFact.objects.filter(publication="published", relation="between", **steps).values_list(
            "low_id", "high_id"
        )
    )
    counted = {each: found.count(each) for each in dict.fromkeys(found)}
    order = sorted(counted, key=lambda each: (-counted[each], each))
    return [Pair(low, high) for low, high in order]

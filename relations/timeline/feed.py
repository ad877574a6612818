"""The change feed: every public act with the fact before and after, for who keeps a mirror.

Oldest first by the sequencer's positions, so that a reader who continues from a cursor meets
every act once, however many are written meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from relations.models import Change, ChangePlace, Publication
from relations.timeline.feed_question import FeedQuestion
from relations.timeline.log import ACTS
from relations.timeline.replay import PublicRecord, claims_taken_back, public_snapshot


class ChangeRow(TypedDict):
    """One public act. before, after: the fact's record, None where there is none to be had: before
    it was published, after it was withdrawn or merged, under a licence that keeps it here, and in
    every row of a fact that is withdrawn by now. merged_into: the survivor, on a merged fact."""

    position: int
    act: str
    fact: int
    kind: str
    revision: int
    known_at: datetime
    reason: str
    pairs: list[str]
    merged_into: int | None
    before: PublicRecord | None
    after: PublicRecord | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """rows: of this page, in order. position: of the last act looked at, to go on from (the one
    asked from where there was none). withheld: acts among them that their licence keeps here."""

    rows: list[ChangeRow]
    position: int
    has_more: bool
    withheld: int


def feed(
    question: FeedQuestion, *, redistributable_only: bool, up_to: int | None = None
) -> FeedPage:
    """Return a page of the feed; at most five queries. up_to: the last position to look at.

    A page looks at `limit` acts; those that are withheld leave it shorter.
    """
    acts: Any = _acts(question, up_to)
    if acts is None:
        return FeedPage([], question.position, False, 0)
    way = "-position" if question.is_newest_first else "position"
    found: list[dict[str, Any]] = list(
        acts.order_by(way).values(
            "position", "act", "fact_id", "revision", "known_at", "reason", "before", "after",
            "fact__kind", "fact__publication", "fact__merged_into_id",
        )[: question.limit + 1]
    )  # fmt: skip
    has_more, found = len(found) > question.limit, found[: question.limit]
    places = _pairs_at([row["position"] for row in found])
    withdrawn = _withdrawn(found)
    taken_back = (
        claims_taken_back(row[side] for row in found for side in ("before", "after"))
        if redistributable_only
        else set()
    )
    rows: list[ChangeRow] = []
    for row in found:
        before, after = (
            public_snapshot(
                row[side], redistributable_only=redistributable_only, taken_back=taken_back
            )
            for side in ("before", "after")
        )
        if before is None and after is None:
            continue
        if row["fact_id"] in withdrawn or row["act"] == Change.Act.RETRACTED:
            before = after = None
        rows.append(
            {
                "position": row["position"],
                "act": row["act"],
                "fact": row["fact_id"],
                "kind": row["fact__kind"],
                "revision": row["revision"],
                "known_at": row["known_at"],
                "reason": row["reason"],
                "pairs": places.get(row["position"], []),
                "merged_into": (row["after"] or {}).get("into"),
                "before": before,
                "after": after,
            }
        )
    last = found[-1]["position"] if found else question.position
    return FeedPage(rows, last, has_more, len(found) - len(rows))


def last_position() -> int:
    """Return the position of the newest numbered act, 0 before the first. One query."""
    return (
        Change.objects.filter(position__isnull=False)
        .order_by("-position")
        .values_list("position", flat=True)
        .first()
        or 0
    )


def _acts(question: FeedQuestion, up_to: int | None) -> QuerySet[Change] | None:
    """The acts asked for, None where none can be: nothing is known since the moment yet."""
    acts: QuerySet[Change] = Change.objects.filter(
        is_public=True, position__isnull=False, fact__isnull=False, act__in=question.acts or ACTS
    )
    # The bounds stand on both tables: PostgreSQL carries equality over a join, not order.
    bounds: dict[str, int] = {}
    if question.position:
        bounds["lt" if question.is_newest_first else "gt"] = question.position
    if up_to is not None:
        bounds["lte"] = up_to
    if question.since is not None:
        # Moments never go back from one position to the next.
        first = (
            Change.objects.filter(known_at__gte=question.since)
            .order_by("known_at", "position")
            .values_list("position", flat=True)
            .first()
        )
        if first is None:
            return None
        bounds["gte"] = first
    acts = acts.filter(**{f"position__{name}": value for name, value in bounds.items()})
    for places in ([str(pair) for pair in question.pairs], question.countries):
        acts = _at(acts, places, bounds)
    if question.kinds:
        acts = acts.filter(fact__kind__in=question.kinds)
    return acts


def _at(acts: QuerySet[Change], places: Sequence[str], bounds: dict[str, int]) -> QuerySet[Change]:
    if not places:
        return acts
    within = {f"change__{name}": value for name, value in bounds.items()}
    if len(places) == 1:
        # A plain join with one place walks its index in order and stops when the page is full.
        of_place = {f"places__{name}": value for name, value in within.items()}
        return acts.filter(places__place=places[0], **of_place)
    told = ChangePlace.objects.filter(change=OuterRef("position"), place__in=places, **within)
    return acts.filter(Exists(told))


def _pairs_at(positions: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = ChangePlace.objects.filter(change__in=positions, place__contains="-")
    for position, place in rows.order_by("change", "place").values_list("change_id", "place"):
        found.setdefault(position, []).append(place)
    return found


_SURVIVORS = """
    WITH RECURSIVE way (fact, at) AS (
        SELECT id, merged_into_id FROM relations_fact
        WHERE id = ANY(%s) AND merged_into_id IS NOT NULL
        UNION
        SELECT way.fact, f.merged_into_id FROM way JOIN relations_fact f ON f.id = way.at
        WHERE f.merged_into_id IS NOT NULL)
    SELECT way.fact FROM way JOIN relations_fact f ON f.id = way.at
    WHERE f.publication = 'retracted'
"""


def _withdrawn(found: Sequence[dict[str, Any]]) -> set[int]:
    """The facts that are withdrawn by now, or merged into one that is."""
    withdrawn = {
        row["fact_id"] for row in found if row["fact__publication"] == Publication.RETRACTED
    }
    merged = sorted({row["fact_id"] for row in found if row["fact__merged_into_id"] is not None})
    if merged:
        with connection.cursor() as cursor:
            cursor.execute(_SURVIVORS, [merged])
            withdrawn |= {fact for (fact,) in cursor.fetchall()}
    return withdrawn

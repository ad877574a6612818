"""How good the suggestions are: what editors made of them, by provider, kind and rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from articles.models import Suggestion

_O = Suggestion.Outcome


@dataclass(frozen=True, slots=True)
class Score:
    """The suggestions of one provider, kind or rule, and what became of them.

    precision: accepted, edited or added as a source, of those decided, 0 to 1; None while none is.
    untouched: accepted as proposed, of those kept, 0 to 1.
    """

    name: str
    proposed: int
    accepted: int
    edited: int
    source: int
    rejected: int
    open: int
    replaced: int

    @property
    def precision(self) -> float | None:
        kept = self.accepted + self.edited + self.source
        decided = kept + self.rejected
        return kept / decided if decided else None

    @property
    def untouched(self) -> float | None:
        kept = self.accepted + self.edited
        return self.accepted / kept if kept else None


@dataclass(frozen=True, slots=True)
class Table:
    heading: str
    rows: list[Score]


_BY = {
    "Provider": "proposal__origin_name",
    "Provider and version": "proposal__origin_version",
    "Kind": "proposal__payload__kind",
    "Rule": "rule",
}


def tables() -> list[Table]:
    """Return the machine's suggestions counted by provider, version, kind and rule."""
    return [Table(heading, _scores(field)) for heading, field in _BY.items()]


def _scores(field: str) -> list[Score]:
    def count(outcome: str) -> Count:
        return Count("pk", filter=Q(outcome=outcome))

    rows = (
        Suggestion.objects.filter(proposal__origin="machine")
        .annotate(group=F(field))
        .values("group")
        .annotate(
            proposed=Count("pk"),
            accepted=count(_O.ACCEPTED),
            edited=count(_O.EDITED),
            source=count(_O.SOURCE),
            rejected=count(_O.REJECTED),
            open=count(_O.OPEN),
            replaced=count(_O.SUPERSEDED),
        )
        .order_by("-proposed", "group")
    )
    return [_score(dict(row)) for row in rows]


def _score(row: dict[str, Any]) -> Score:
    name = str(row.pop("group") or "-")
    return Score(name=name, **row)


def edits() -> list[tuple[str, int]]:
    """Return the fields editors change most before accepting, and how often."""
    counted: Counter[str] = Counter()
    for fields in Suggestion.objects.filter(outcome=_O.EDITED).values_list(
        "edited_fields", flat=True
    ):
        counted.update(fields)
    return counted.most_common(20)


def reasons() -> list[tuple[str, int]]:
    """Return why suggestions were rejected, the most frequent first."""
    rows = (
        Suggestion.objects.filter(outcome=_O.REJECTED)
        .values("reason")
        .annotate(n=Count("pk"))
        .order_by("-n")
    )
    return [(str(Suggestion.Reason(row["reason"]).label), row["n"]) for row in rows]

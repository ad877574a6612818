"""What a pair, a country or the whole site adds up to; every total says what it leaves out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, Sum

from relations.lanes import Kind, Lane
from relations.models import (
    Agreement,
    ArmsTransfer,
    Claim,
    Fact,
    Money,
    PairFact,
    PairTally,
)
from relations.pairs import Direction, Pair


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a pair's published facts by each facet's value, from the roll-up. One query."""

    pair: Pair
    facts: int = 0
    withheld: int = 0
    lanes: dict[str, int] = field(default_factory=dict)
    verifications: dict[str, int] = field(default_factory=dict)
    directions: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    words_of_others: int = 0
    undated: int = 0
    first_year: int | None = None
    last_year: int | None = None


def tally(pair: Pair, *, lane: tuple[str, ...] = (), verification: tuple[str, ...] = ()) -> Tally:
    """Count a pair's published facts. A facet's counts ignore its own choice, obey the rest."""
    rows = (
        PairTally.objects.filter(low=pair.low, high=pair.high)
        .values_list("lane", "verification", "direction", "kind")
        .annotate(
            n=Sum("facts"),
            out=Sum("withheld"),
            undated=Sum("facts", filter=Q(first_month=PairTally.UNDATED), default=0),
            first=Min("first_month", filter=Q(first_month__gt=PairTally.OPEN_START)),
            last=Max(
                "last_month",
                filter=Q(first_month__gte=0, last_month__lt=PairTally.OPEN_END),
            ),
        )
        .filter(n__gt=0)
    )
    facts = withheld = words = undated = 0
    months: list[int] = []
    facets: dict[str, dict[str, int]] = {
        name: defaultdict(int) for name in ("lane", "verification", "direction", "kind")
    }
    for in_lane, level, direction, kind, n, out, no_date, first, last in rows:
        lane_fits = not lane or in_lane in lane
        level_fits = not verification or level in verification
        if level_fits:
            facets["lane"][in_lane] += n
        if lane_fits:
            facets["verification"][level] += n
        if lane_fits and level_fits:
            facets["direction"][direction] += n
            facets["kind"][kind] += n
            facts += n
            withheld += out
            undated += no_date
            words += n if in_lane == Lane.THIRD and kind == Kind.STATEMENT else 0
            months += [month for month in (first, last) if month is not None]
    return Tally(
        pair,
        facts,
        withheld,
        words_of_others=words,
        undated=undated,
        first_year=min(months) // 12 if months else None,
        last_year=max(months) // 12 if months else None,
        lanes=_present(facets["lane"]),
        verifications=_present(facets["verification"]),
        directions=_present(facets["direction"]),
        kinds=_present(facets["kind"]),
    )


def _present(counts: dict[str, int]) -> dict[str, int]:
    return {name: n for name, n in counts.items() if n}


@dataclass(frozen=True, slots=True)
class MoneyFigure:
    """One measure's total in dollars, what it holds and what it leaves out.

    `dollars` adds best values only; `low` and `high` add the ends, or the best where an end is
    not said. Figures of different measures are never added to each other.
    """

    measure: str
    label: str
    dollars: float
    low: float
    high: float
    included: list[dict[str, Any]]
    excluded: list[dict[str, Any]]


_MOST_LISTED = 50


def money_figures(pair: Pair) -> list[MoneyFigure]:
    """Return promised, contracted, credit agreed and paid, each with its rows. One query."""
    rows = (
        Money.objects.filter(
            fact__pair_facts__low=pair.low,
            fact__pair_facts__high=pair.high,
            fact__pair_facts__publication="published",
            fact__pair_facts__relation="between",
            fact__pair_facts__has_money=True,
        )
        .order_by("-dollars_best", "id")
        .values_list(
            "measure", "fact_id", "reported", "currency", "amount_low", "amount_best",
            "amount_high", "dollars_best", "counts", "left_out_reason", "verification",
            "fact__headline", "agreement__status",
        )
    )  # fmt: skip
    by_measure: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        by_measure[row[0]].append(row)
    return [
        _figure(Money.Measure(measure), by_measure.get(measure, []))
        for measure in Money.Measure.values
    ]


def _figure(measure: Money.Measure, rows: list[tuple[Any, ...]]) -> MoneyFigure:
    included: list[dict[str, Any]] = []
    excluded: list[dict[str, Any]] = []
    total = low = high = 0.0
    for (
        _,
        fact,
        reported,
        currency,
        least,
        best,
        most,
        dollars,
        counts,
        why,
        level,
        line,
        st,
    ) in rows:
        told = {
            "fact": fact,
            "headline": line,
            "reported": reported,
            "currency": currency,
            "best": float(best) if best is not None else None,
            "dollars": float(dollars) if dollars is not None else None,
            "verification": level,
        }
        reason = _left_out(counts, why, dollars, level, st)
        if reason:
            excluded.append({**told, "reason": reason})
            continue
        rate = float(dollars) / float(best)
        included.append(told)
        total += float(dollars)
        low += float(least if least is not None else best) * rate
        high += float(most if most is not None else best) * rate
    return MoneyFigure(
        measure, str(measure.label), total, low, high,
        included[:_MOST_LISTED], excluded[:_MOST_LISTED],
    )  # fmt: skip


def _left_out(counts: bool, why: str, dollars: Any, level: str, status: str | None) -> str:
    if not counts:
        return why
    if dollars is None:
        return "No single amount, or no rate to dollars."
    if not dollars:
        return "The amount is zero."
    if level == "refuted":
        return "Refuted."
    if status in ("cancelled", "superseded"):
        return f"The agreement is {status}."
    return ""


@dataclass(frozen=True, slots=True)
class PairSummary:
    """The headline numbers of a pair: things counted, not news."""

    pair: Pair
    facts: int
    first_year: int | None
    last_year: int | None
    undated: int
    sources: int
    last_added: date | None
    tally: Tally
    agreements: dict[str, int]
    transfers: dict[str, dict[str, int]]
    visits: int
    words_of_others: int
    acts_of_others: int
    money: list[MoneyFigure]


def pair_summary(pair: Pair) -> PairSummary:
    """Return a pair's summary; six queries, bounded however many facts it has."""
    counts = tally(pair)
    newest = (
        Fact.objects.published()
        .filter(pair_facts__low=pair.low, pair_facts__high=pair.high)
        .aggregate(latest=Max("published_at"))["latest"]
        if counts.facts <= _FEW
        else None
    )
    agreements = dict(
        Agreement.objects.filter(low=pair.low, high=pair.high, merged_into=None)
        .filter(steps__fact__publication="published")
        .values_list("status")
        .annotate(n=Count("id", distinct=True))
    )
    transfers: dict[str, dict[str, int]] = {
        pair.direction_text(Direction.FORWARD): {},
        pair.direction_text(Direction.BACKWARD): {},
    }
    for supplier, recipient, status, n in (
        ArmsTransfer.objects.filter(
            Q(supplier=pair.low, recipient=pair.high) | Q(supplier=pair.high, recipient=pair.low),
            merged_into=None,
            steps__fact__publication="published",
        )
        .values_list("supplier_id", "recipient_id", "status")
        .annotate(n=Count("id", distinct=True))
    ):
        transfers[f"{supplier}-{recipient}"][status] = n
    third = counts.lanes.get(Lane.THIRD, 0)
    return PairSummary(
        pair=pair,
        facts=counts.facts,
        first_year=counts.first_year,
        last_year=counts.last_year,
        undated=counts.undated,
        sources=_sources(pair),
        last_added=newest.date() if newest else None,
        tally=counts,
        agreements=agreements,
        transfers=transfers,
        visits=counts.lanes.get(Lane.VISIT, 0),
        words_of_others=counts.words_of_others,
        acts_of_others=third - counts.words_of_others,
        money=money_figures(pair),
    )


_FEW = 2_000
"""Up to so many facts a pair is read whole; beyond, what would take long is left out or bounded."""


def _sources(pair: Pair) -> int:
    """How many sources the newest facts of the pair cite (all of them up to _FEW facts)."""
    newest = (
        PairFact.objects.filter(low=pair.low, high=pair.high, publication="published")
        .order_by("-sort_key", "-fact")
        .values("fact")[:_FEW]
    )
    return Claim.objects.accepted().filter(fact__in=newest).values("source").distinct().count()


def busiest_pairs(limit: int = 10) -> list[tuple[Pair, int]]:
    """Return the pairs with most facts. One query over the roll-up."""
    return [
        (Pair(low, high), n)
        for low, high, n in PairTally.objects.values_list("low", "high")
        .annotate(n=Sum("facts"))
        .filter(n__gt=0)
        .order_by("-n", "low", "high")[:limit]
    ]


def pair_counts(
    *, country: str = "", after: Pair | None = None, limit: int = 50
) -> list[tuple[Pair, int]]:
    """Return pairs that have facts in order of their codes, from after one on. One query."""
    rows = PairTally.objects.values_list("low", "high").annotate(n=Sum("facts")).filter(n__gt=0)
    if country:
        rows = rows.filter(Q(low=country) | Q(high=country))
    if after is not None:
        rows = rows.filter(Q(low__gt=after.low) | Q(low=after.low, high__gt=after.high))
    return [(Pair(low, high), n) for low, high, n in rows.order_by("low", "high")[:limit]]


def partners(country: str) -> list[tuple[str, int, int | None]]:
    """Return (partner, facts, last month) of a country, most facts first. One query."""
    dated = Q(first_month__gte=0, last_month__lt=PairTally.OPEN_END)
    found = [
        (high if low == country else low, n, last)
        for low, high, n, last in PairTally.objects.filter(Q(low=country) | Q(high=country))
        .values_list("low", "high")
        .annotate(n=Sum("facts"), last=Max("last_month", filter=dated))
        .filter(n__gt=0)
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))

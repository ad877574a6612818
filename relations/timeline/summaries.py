"""What a pair, a country or the whole site adds up to; every total says what it leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max, Q, Sum

from relations.lanes import Kind, Lane
from relations.models import Claim, PairFact, PairTally
from relations.pairs import Direction, Pair
from relations.timeline.money import MoneyFigure, money_figures


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

    @property
    def visits(self) -> int:
        return self.lanes.get(Lane.VISIT, 0)

    @property
    def acts_of_others(self) -> int:
        return self.lanes.get(Lane.THIRD, 0) - self.words_of_others


_TALLIES = """
    SELECT 'tally' AS what, low || '-' || high AS one,
           concat_ws(' ', lane, verification, direction, kind) AS other, sum(facts) AS n,
           sum(withheld) AS out,
           coalesce(sum(facts) FILTER (WHERE first_month = -1), 0) AS undated,
           min(first_month) FILTER (WHERE first_month > 0) AS first,
           max(last_month) FILTER (WHERE first_month >= 0 AND last_month < 119999) AS last
    FROM relations_pairtally
    WHERE (low, high) IN (SELECT * FROM unnest(%(lows)s::text[], %(highs)s::text[]))
    GROUP BY low, high, lane, verification, direction, kind HAVING sum(facts) > 0
"""


def tally(pair: Pair, rows: list[tuple[Any, ...]]) -> Tally:
    """Add rows up: (lane, verification, direction, kind, facts, withheld, undated, first, last).

    first, last: months, None where no date of the facts is bounded there.
    """
    facts = withheld = words = undated = 0
    months: list[int] = []
    facets: dict[str, dict[str, int]] = {
        name: defaultdict(int) for name in ("lane", "verification", "direction", "kind")
    }
    for lane, level, direction, kind, *numbers, first, last in rows:
        n, out, no_date = map(int, numbers)
        for name, value in (
            ("lane", lane), ("verification", level), ("direction", direction), ("kind", kind),
        ):  # fmt: skip
            facets[name][value] += n
        facts += n
        withheld += out
        undated += no_date
        words += n if lane == Lane.THIRD and kind == Kind.STATEMENT else 0
        months += [month for month in (first, last) if month is not None]
    return Tally(
        pair,
        facts,
        withheld,
        words_of_others=words,
        undated=undated,
        first_year=min(months) // 12 if months else None,
        last_year=max(months) // 12 if months else None,
        lanes=dict(facets["lane"]),
        verifications=dict(facets["verification"]),
        directions=dict(facets["direction"]),
        kinds=dict(facets["kind"]),
    )


@dataclass(frozen=True, slots=True)
class PairSummary:
    """The headline numbers of a pair: things counted, not news.

    agreements: status → agreements; types: type → agreements; transfers: IRN-RUS → status →
    orders. `trips` are visits, meetings and summits that are no part of another; `nested` are.
    """

    pair: Pair
    facts: int
    first_year: int | None
    last_year: int | None
    undated: int
    publishers: int
    last_added: date | None
    tally: Tally
    agreements: dict[str, int]
    types: dict[str, int]
    transfers: dict[str, dict[str, int]]
    trips: int
    nested: int
    words_of_others: int
    acts_of_others: int
    money: list[MoneyFigure]

    @property
    def visits(self) -> int:
        return self.tally.visits


_THINGS = """
    UNION ALL
    SELECT 'agreement', a.status, a.type, count(*), 0, 0, NULL, NULL FROM relations_agreement a
    WHERE a.low_id = %(low)s AND a.high_id = %(high)s AND a.merged_into_id IS NULL AND EXISTS (
        SELECT FROM relations_agreementstep s JOIN relations_fact f ON f.id = s.fact_id
        WHERE s.agreement_id = a.id AND f.publication = 'published')
    GROUP BY 2, 3
    UNION ALL
    SELECT 'transfer', t.supplier_id || '-' || t.recipient_id, t.status, count(*), 0, 0, NULL, NULL
    FROM relations_armstransfer t
    WHERE ((t.supplier_id = %(low)s AND t.recipient_id = %(high)s)
        OR (t.supplier_id = %(high)s AND t.recipient_id = %(low)s))
      AND t.merged_into_id IS NULL AND EXISTS (
        SELECT FROM relations_transferstep s JOIN relations_fact f ON f.id = s.fact_id
        WHERE s.transfer_id = t.id AND f.publication = 'published')
    GROUP BY 2, 3
    UNION ALL
    SELECT 'nested', '', '', count(*), 0, 0, NULL, NULL FROM relations_pairfact p
    WHERE p.low_id = %(low)s AND p.high_id = %(high)s AND p.publication = 'published'
      AND p.lane = 'visit' AND p.kind = 'visit' AND EXISTS (
        SELECT FROM relations_factlink l JOIN relations_fact f ON f.id = l.to_id
        WHERE l.fact_id = p.fact_id AND l.kind = 'part_of' AND f.kind = 'visit'
          AND f.publication = 'published')
    UNION ALL
    SELECT 'publishers', '', '', count(*), 0, 0, NULL, NULL FROM (
        SELECT mark FROM relations_pairmark
        WHERE low = %(low)s AND high = %(high)s AND mark LIKE 'p:%%'
        GROUP BY mark HAVING sum(facts) > 0) m
    UNION ALL
    SELECT 'added', coalesce(max(newest.day)::text, ''), '', 0, 0, 0, NULL, NULL FROM (
        SELECT f.recorded_at::date AS day FROM relations_pairfact p
        JOIN relations_fact f ON f.id = p.fact_id
        WHERE p.low_id = %(low)s AND p.high_id = %(high)s AND p.publication = 'published'
        ORDER BY p.fact_id DESC LIMIT 1) newest
"""


def pair_summary(pair: Pair, *, redistributable_only: bool = False) -> PairSummary:
    """Return a pair's summary; two queries. redistributable_only: as for `money_figures`."""
    return summaries(pair, [pair], redistributable_only=redistributable_only)[0]


def summaries(
    pair: Pair, pairs: Sequence[Pair], *, redistributable_only: bool = False
) -> tuple[PairSummary, dict[Pair, Tally]]:
    """Return a pair's summary, and the tallies of several pairs. Two queries."""
    tallied: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    agreements: dict[str, int] = defaultdict(int)
    types: dict[str, int] = defaultdict(int)
    transfers: dict[str, dict[str, int]] = {
        pair.direction_text(Direction.FORWARD): {},
        pair.direction_text(Direction.BACKWARD): {},
    }
    nested = publishers = 0
    added = ""
    with connection.cursor() as cursor:
        cursor.execute(
            _TALLIES + _THINGS,
            {
                "low": pair.low,
                "high": pair.high,
                "lows": [each.low for each in {pair, *pairs}],
                "highs": [each.high for each in {pair, *pairs}],
            },
        )
        for what, one, other, n, *rest in cursor.fetchall():
            if what == "tally":
                low, high = one.split("-")
                lane, level, direction, kind = other.split(" ")
                tallied[low, high].append((lane, level, direction, kind, n, *rest))
            elif what == "agreement":
                agreements[one] += n
                types[other] += n
            elif what == "transfer":
                transfers[one][other] = n
            elif what == "nested":
                nested = n
            elif what == "publishers":
                publishers = n
            else:
                added = one
    tallies = {each: tally(each, tallied[each.low, each.high]) for each in {pair, *pairs}}
    counts = tallies[pair]
    summary = PairSummary(
        pair=pair,
        facts=counts.facts,
        first_year=counts.first_year,
        last_year=counts.last_year,
        undated=counts.undated,
        publishers=publishers,
        last_added=date.fromisoformat(added) if added else None,
        tally=counts,
        agreements=dict(agreements),
        types=dict(types),
        transfers=transfers,
        trips=counts.kinds.get(Kind.VISIT, 0) - nested,
        nested=nested,
        words_of_others=counts.words_of_others,
        acts_of_others=counts.acts_of_others,
        money=money_figures(pair, redistributable_only=redistributable_only),
    )
    return summary, tallies


NEWEST = 2_000


def cited_sources(pair: Pair) -> int:
    """Count the sources that the pair's newest 2,000 facts cite (all of a smaller pair)."""
    newest = (
        PairFact.objects.filter(low=pair.low, high=pair.high, publication="published")
        .order_by("-sort_key", "-fact")
        .values("fact")[:NEWEST]
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

"""Money of a pair: four figures that are never added to each other, each with what it leaves out.

An amount is in its figure when it counts (a deal counts once in each), has a single value and a
rate to dollars, is not refuted, and its agreement was not cancelled or superseded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from relations.models import Money
from relations.pairs import Pair
from relations.timeline.filters import Filters
from relations.timeline.paging import pair_rows

MOST_LISTED = 50
"""So many rows of a figure are listed on each side, the largest first."""


@dataclass(slots=True)
class MoneyFigure:
    """One measure's total in dollars, what it holds and what it leaves out.

    `dollars` adds best values only; `low` and `high` add the ends, or the best where an end is
    not said; `confirmed` is the part of `dollars` that is confirmed. `counted` and `left_out` are
    numbers of amounts; the rows listed are at most MOST_LISTED each. Figures of different measures
    are never added to each other.
    """

    measure: str
    label: str
    dollars: float = 0.0
    low: float = 0.0
    high: float = 0.0
    confirmed: float = 0.0
    counted: int = 0
    left_out: int = 0
    included: list[dict[str, Any]] = field(default_factory=list)
    excluded: list[dict[str, Any]] = field(default_factory=list)


_REASON = """
    CASE WHEN NOT m.counts THEN m.left_out_reason
         WHEN m.dollars_best IS NULL THEN 'No single amount, or no rate to dollars.'
         WHEN m.dollars_best = 0 THEN 'The amount is zero.'
         WHEN m.verification = 'refuted' THEN 'Refuted.'
         WHEN a.status IN ('cancelled', 'superseded') THEN 'The agreement is ' || a.status || '.'
         ELSE '' END"""
_CONFIRMED = "m.verification IN ('corroborated', 'officially_confirmed')"

# Of an amount m and the status of its agreement a.
AMOUNT = f"""
    m.measure, m.reported, m.currency, m.amount_best, m.dollars_best, m.verification,
    {_REASON} AS reason, {_CONFIRMED} AS is_confirmed,
    coalesce(m.amount_low, m.amount_best) * m.dollars_best / nullif(m.amount_best, 0) AS low,
    coalesce(m.amount_high, m.amount_best) * m.dollars_best / nullif(m.amount_best, 0) AS high
"""
_AMOUNTS = f"""
    SELECT p.fact_id, f.headline, p.is_redistributable AS leaves, {AMOUNT}
    FROM relations_pairfact p
    JOIN relations_money m ON m.fact_id = p.fact_id
    JOIN relations_fact f ON f.id = p.fact_id
    LEFT JOIN relations_agreement a ON a.id = m.agreement_id
    WHERE p.low_id = %s AND p.high_id = %s AND p.publication = 'published'
      AND p.relation = 'between' AND p.has_money
"""
_FIGURES = """
    listed AS (SELECT *, leaves OR NOT %s AS is_listed FROM amounts),
    ranked AS (
        SELECT *, row_number() OVER (
            PARTITION BY measure, reason = '', is_listed
            ORDER BY dollars_best DESC NULLS LAST, fact_id) AS place FROM listed)
    SELECT measure, reason = '', count(*), sum(dollars_best), sum(low), sum(high),
           sum(dollars_best) FILTER (WHERE is_confirmed),
           coalesce(json_agg(json_build_object(
               'fact', fact_id, 'headline', headline, 'reported', reported,
               'currency', currency, 'best', amount_best::float8,
               'dollars', dollars_best::float8, 'verification', verification,
               'reason', reason) ORDER BY place) FILTER (WHERE is_listed AND place <= %s), '[]')
    FROM ranked GROUP BY 1, 2
"""


def money_figures(
    pair: Pair, *, listed: int = MOST_LISTED, redistributable_only: bool = False
) -> list[MoneyFigure]:
    """Return promised, contracted, credit agreed and paid, each with its rows. One query.

    redistributable_only: rows of facts that may not leave are counted, and not listed.
    """
    return figures_of(
        f"amounts AS MATERIALIZED ({_AMOUNTS})", [pair.low, pair.high],
        listed=listed, redistributable_only=redistributable_only,
    )  # fmt: skip


def figures_of(
    amounts: str, given: Sequence[Any], *, listed: int = MOST_LISTED, redistributable_only: bool
) -> list[MoneyFigure]:
    """Return the four figures of some amounts. One query.

    amounts: WITH terms, the last of them `amounts` with fact_id, headline, leaves (whether it may
    be listed to anybody) and AMOUNT; given: their parameters.
    """
    figures = {
        measure: MoneyFigure(measure, str(Money.Measure(measure).label))
        for measure in Money.Measure.values
    }
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {amounts}, {_FIGURES}", [*given, redistributable_only, listed])
        for measure, is_in, n, dollars, low, high, confirmed, rows in cursor.fetchall():
            figure = figures[measure]
            if is_in:
                figure.counted = n
                figure.dollars, figure.low, figure.high = float(dollars), float(low), float(high)
                figure.confirmed = float(confirmed or 0)
                for row in rows:
                    del row["reason"]
                figure.included = rows
            else:
                figure.left_out, figure.excluded = n, rows
    return list(figures.values())


def money_by_year(
    pair: Pair, filters: Filters, *, pairs: Sequence[Pair], months: int = 12
) -> dict[int, dict[str, tuple[float, float]]]:
    """Return bin of years → measure → dollars (confirmed, not confirmed). One query.

    Obeys every filter but the dates. months: length of a bin (12, 60, …); amounts whose fact is
    dated more coarsely, or not at all, are left out.
    """
    if not pairs:
        return {}
    timeless = replace(filters, start=None, end=None)
    parts: list[str] = []
    given: list[Any] = []
    for each in pairs:
        rows = pair_rows(each, timeless, asked=pair).filter(has_money=True, relation="between")
        sql, values = (
            rows.exclude(date_precision="none")
            .values("fact_id", "first_day", "last_day")
            .query.sql_with_params()
        )
        parts.append(f"({sql})")
        given += list(values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT month_number(r.first_day) / {months}, m.measure,"
            f" coalesce(sum(m.dollars_best) FILTER (WHERE {_CONFIRMED}), 0),"
            f" coalesce(sum(m.dollars_best) FILTER (WHERE NOT {_CONFIRMED}), 0)"
            f" FROM ({' UNION ALL '.join(parts)}) r"
            " JOIN relations_money m ON m.fact_id = r.fact_id"
            " LEFT JOIN relations_agreement a ON a.id = m.agreement_id"
            f" WHERE {_REASON} = '' AND month_number(r.first_day) / {months}"
            f" = month_number(r.last_day) / {months} GROUP BY 1, 2",
            given,
        )
        found: dict[int, dict[str, tuple[float, float]]] = defaultdict(dict)
        for year, measure, sure, other in cursor.fetchall():
            found[year][measure] = (float(sure), float(other))
    return dict(found)

"""Pairs beside each other, or one pair before and after a day: rates, and what each is made of.

A rate counts what is dated wholly within its window. What is undated, or may lie outside, is in
no rate; it is listed beside it with the reason. Refuted facts are nowhere. No score is made of
it all: words and deeds, cooperation and conflict stay four numbers.

Agreements, orders and amounts count once, however many facts tell of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from relations.models import Money
from relations.pairs import Pair
from relations.timeline.behind import Dollars, dollars_of
from relations.timeline.qualities import Quality, quality_of
from relations.timeline.windows import (
    DIRECTED,
    MOST_WINDOWS,
    NESTED,
    ROWS,
    UNDATED,
    WITHIN,
    Window,
    ask,
    given,
)
from relations.verification import Verification

_COUNTS = f"""
    {ROWS}
    SELECT 'measure', number, measure, direction, placed, '', 0, count(DISTINCT thing)
    FROM counted WHERE measure <> '' GROUP BY 2, 3, 4, 5
    UNION ALL
    SELECT 'series', number, kind, subtype, placed, stance,
           CASE WHEN placed = '{WITHIN}'
                     AND month_number(first_day) / 3 = month_number(last_day) / 3
                THEN month_number(first_day) / 3 ELSE -1 END, count(*)
    FROM counted WHERE placed <> '{NESTED}' GROUP BY 2, 3, 4, 5, 6, 7
"""


@dataclass(slots=True)
class Rate:
    """One number of one window: how many lie within it, and how many are left out and listed."""

    n: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read for a pair in a window. sources 0: nobody recorded what was read."""

    sources: int = 0
    nothing_found: int = 0
    last_day: date | None = None


@dataclass(slots=True)
class Column:
    """One window's numbers. rates: (measure, direction) → rate, direction empty where mutual.

    series: quality → quarter (year * 4 + quarter - 1) → facts. undated, coarse: facts of a
    quality in no quarter. neither: facts that are neither cooperation nor conflict.
    """

    window: Window
    rates: dict[tuple[str, str], Rate] = field(default_factory=dict)
    money: dict[str, Dollars] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    series: dict[str, dict[int, int]] = field(default_factory=dict)
    undated: int = 0
    coarse: int = 0
    neither: int = 0

    def rate(self, measure: str, direction: str = "") -> Rate:
        return self.rates.get((measure, direction), Rate())


SHOWN_MONEY = (Money.Measure.CONTRACTED.value, Money.Measure.PAID.value)


def compared(windows: Sequence[Window]) -> list[Column]:
    """Return a column for each window, at most MOST_WINDOWS. Three statements."""
    windows = windows[:MOST_WINDOWS]
    columns = [Column(window, series={each: {} for each in Quality.values}) for window in windows]
    for what, number, name, second, placed, stance, quarter, n in ask(_COUNTS, given(windows)):
        column = columns[number]
        if what == "measure":
            direction = second if name in DIRECTED else ""
            rate = column.rates.setdefault((name, direction), Rate())
            if placed == WITHIN:
                rate.n += n
            else:
                rate.left_out += n
        else:
            _add_to_series(column, quality_of(name, second, stance), placed, quarter, n)
    for (number, measure), dollars in dollars_of(windows, SHOWN_MONEY).items():
        columns[number].money[measure] = dollars
    for number, reading in _readings(windows).items():
        columns[number].reading = reading
    return columns


def _add_to_series(
    column: Column, quality: Quality | None, placed: str, quarter: int, n: int
) -> None:
    if quality is None:
        column.neither += n if placed == WITHIN else 0
    elif placed == UNDATED:
        column.undated += n
    elif quarter < 0:
        column.coarse += n
    else:
        quarters = column.series[quality]
        quarters[quarter] = quarters.get(quarter, 0) + n


_READ = """
    SELECT w.number, count(*), count(*) FILTER (WHERE c.outcome = 'nothing'), max(c.last_day)
    FROM unnest(%(numbers)s::int[], %(lows)s::text[], %(highs)s::text[], %(begins)s::date[],
                %(ends)s::date[]) AS w (number, low, high, first, last)
    JOIN relations_coverage c ON c.low_id = w.low AND c.high_id = w.high
        AND c.last_day >= w.first AND c.first_day <= w.last
    GROUP BY 1
"""


def _readings(windows: Sequence[Window]) -> dict[int, Reading]:
    parameters = given(
        windows,
        begins=[window.start for window in windows],
        ends=[window.end for window in windows],
    )
    return {
        number: Reading(sources, nothing, last)
        for number, sources, nothing, last in ask(_READ, parameters)
    }


# --- the period that is compared when none is asked for ------------------------------------

_DATED = f"""
    SELECT min(first_month) FILTER (WHERE first_month > 0), max(last_month)
    FROM (
        SELECT first_month, last_month FROM relations_pairtally
        WHERE (low, high) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
          AND first_month >= 0 AND last_month <= %s AND lane <> 'third'
          AND verification <> '{Verification.REFUTED}'
        GROUP BY 1, 2 HAVING sum(facts) > 0
    ) AS months
"""


def dated_years(pairs: Sequence[Pair], *, until: int) -> tuple[int, int] | None:
    """Return the first and last year of the pairs' dated facts up to month `until`, if any."""
    with connection.cursor() as cursor:
        cursor.execute(_DATED, [[p.low for p in pairs], [p.high for p in pairs], until])
        first, last = cursor.fetchone()
    return (first // 12, last // 12) if first is not None else None

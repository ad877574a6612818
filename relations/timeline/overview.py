"""What a pair's timeline adds up to: columns of years, lanes of bins, counts of each facet.

Two statements, whatever the number of facts. Each reads the roll-up where the question is one of
lane, kind, direction, verification, status and whole months, and else the pair's rows, narrowed
by their index. Refuted facts stand in the list and in no chart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection

from relations import dates
from relations.models import PairTally
from relations.pairs import Direction, Pair
from relations.timeline.filters import Filters
from relations.timeline.narrowing import segments
from relations.timeline.paging import pair_rows
from relations.timeline.scales import MOST_BINS, YEAR, Scale, first_of_month, month_number
from relations.timeline.scanning import is_turned

SINGLE = 160
"""A window that holds no more facts shows each as a mark of its own."""

_MOST_STRIPS = 12
_DIMENSIONS = ("lane", "kind", "direction", "verification", "status")
_CONTENT = ("subtype", "topic", "source", "publisher", "speaker", "q")
_CONFIRMED = "verification IN ('corroborated', 'officially_confirmed')"


@dataclass(frozen=True, slots=True)
class Strip:
    """Facts of one lane dated more coarsely than a bin: bins from first to last, and how many."""

    first: int
    last: int
    facts: int
    is_merged: bool = False


@dataclass(slots=True)
class LaneBins:
    """One lane of the window. bins: number of the bin → (confirmed, not confirmed)."""

    facts: int = 0
    bins: dict[int, tuple[int, int]] = field(default_factory=dict)
    strips: list[Strip] = field(default_factory=list)
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One fact of a window that holds few."""

    fact: int
    lane: str
    headline: str
    verification: str
    is_key: bool
    precision: str
    first: date | None
    last: date | None
    date: str


@dataclass(slots=True)
class Overview:
    """A pair's timeline in numbers, under its filters.

    years: scale of the columns; columns: bin → lane → facts; density: month // 3 → facts. Both obey
    every filter but the dates; so do deliveries of arms, bin → direction → steps. facets:
    name → value → facts, each ignoring its own choice.
    """

    window: Scale
    years: Scale
    facts: int = 0
    withheld: int = 0
    undated: int = 0
    refuted: int = 0
    lanes: dict[str, LaneBins] = field(default_factory=dict)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    columns: dict[int, dict[str, int]] = field(default_factory=dict)
    density: dict[int, int] = field(default_factory=dict)
    deliveries: dict[int, dict[str, int]] = field(default_factory=dict)
    not_in_columns: int = 0
    undated_in_all: int = 0
    marks: list[Mark] = field(default_factory=list)

    @property
    def shows_marks(self) -> bool:
        return self.facts <= SINGLE

    @property
    def highest(self) -> int:
        """The tallest bar of the view: one scale for all lanes."""
        return max(
            (sure + other for lane in self.lanes.values() for sure, other in lane.bins.values()),
            default=0,
        )


def overview(
    pair: Pair, filters: Filters, *, pairs: Sequence[Pair], first_year: int, last_year: int
) -> Overview:
    """Return the overview. Two statements, and one for the marks of a window that holds few.

    pairs: its `timeline_pairs`. first_year, last_year: of all its dated facts.
    """
    start, end = date(first_year, 1, 1), date(last_year, 12, 31)
    window = Scale.over(filters.start or min(start, filters.end or start),
                        filters.end or max(end, filters.start or end))  # fmt: skip
    found = Overview(window, Scale.over(start, end, finest=4))
    if not pairs:
        return found
    _read_years(found, pair, filters, pairs)
    _read_window(found, pair, filters, pairs)
    if found.shows_marks:
        found.marks = _marks(pair, filters, pairs)
    return found


# --- what the statements read ------------------------------------------------------------


def _is_plain(filters: Filters) -> bool:
    return not any(getattr(filters, name) for name in _CONTENT)


def _is_of_months(filters: Filters) -> bool:
    start, end = filters.start, filters.end
    return (start is None or start.day == 1) and (
        end is None or end == date.max or (end + timedelta(days=1)).day == 1
    )


def _tally_rows(pairs: Sequence[Pair], asked: Pair, filters: Filters) -> tuple[str, list[Any]]:
    """The roll-up as rows of the same shape as a pair's, with month numbers only."""
    parts: list[str] = []
    given: list[Any] = []
    for pair in pairs:
        where = "low = %s AND high = %s"
        values: list[Any] = [pair.low, pair.high]
        if filters.start:
            where += " AND last_month >= %s"
            values.append(month_number(filters.start))
        if filters.end:
            where += " AND first_month <= %s"
            values.append(month_number(filters.end))
        parts.append(
            f"SELECT lane, kind, {_direction(pair, asked)} AS direction, verification, status,"
            " 0 AS first_day, 0 AS last_day, first_month, last_month,"
            f" first_month = {PairTally.UNDATED} AS is_undated, facts AS n, withheld AS w"
            f" FROM relations_pairtally WHERE {where}"
        )
        given += values
    return " UNION ALL ".join(parts), given


def _fact_rows(
    pairs: Sequence[Pair], asked: Pair, filters: Filters, *, in_window: bool
) -> tuple[str, list[Any]]:
    """The pairs' own rows under the filters of content, in the window if asked."""
    inner = replace(filters, lane=(), kind=(), direction=(), verification=(), status=())
    if not in_window:
        inner = replace(inner, start=None, end=None)
    parts: list[str] = []
    given: list[Any] = []
    for pair in pairs:
        for rows in segments(pair_rows(pair, inner), inner):
            sql, values = rows.values(
                "lane", "kind", "direction", "verification", "status", "first_day", "last_day",
                "date_precision", "is_redistributable",
            ).query.sql_with_params()  # fmt: skip
            parts.append(
                f"SELECT lane, kind, {_direction(pair, asked)} AS direction, verification, status,"
                " first_day, last_day, month_number(first_day) AS first_month,"
                " month_number(last_day) AS last_month, date_precision = 'none' AS is_undated,"
                f" 1 AS n, CASE WHEN is_redistributable THEN 0 ELSE 1 END AS w FROM ({sql}) AS r"
            )
            given += list(values)
    return " UNION ALL ".join(parts), given


def _direction(pair: Pair, asked: Pair) -> str:
    if not is_turned(pair, asked):
        return "direction"
    return (
        f"CASE direction WHEN '{Direction.FORWARD}' THEN '{Direction.BACKWARD}'"
        f" WHEN '{Direction.BACKWARD}' THEN '{Direction.FORWARD}' ELSE direction END"
    )


def _fits(filters: Filters, but: str = "") -> tuple[str, list[Any]]:
    """The condition of every chosen dimension, all but one."""
    parts, given = [], []
    for name in _DIMENSIONS:
        if name != but and (chosen := getattr(filters, name)):
            parts.append(f"{name} = ANY(%s)")
            given.append(list(map(str, chosen)))
    return " AND ".join(parts) or "true", given


def _ask(cells: str, given: list[Any], branches: list[tuple[str, list[Any]]]) -> list[Any]:
    # Signed deltas need no folding first: what cancels out sums to nothing below.
    statement = f"WITH cells AS MATERIALIZED ({cells}) " + " UNION ALL ".join(
        branch for branch, _ in branches
    )
    values = [*given, *(value for _, inner in branches for value in inner)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


# --- the columns of years ----------------------------------------------------------------


def _read_years(found: Overview, pair: Pair, filters: Filters, pairs: Sequence[Pair]) -> None:
    timeless = replace(filters, start=None, end=None)
    if _is_plain(filters):
        rows = _tally_rows(pairs, pair, timeless)
    else:
        rows = _fact_rows(pairs, pair, timeless, in_window=False)
    fits, given = _fits(filters)
    fits += " AND verification <> 'refuted'"
    months = found.years.step.months
    inside = f"NOT is_undated AND first_month / {months} = last_month / {months}"
    for what, one, lane, n in _ask(
        *rows,
        [
            (f"SELECT 'column', first_month / {months}, lane, sum(n) FROM cells"
             f" WHERE {fits} AND {inside} AND lane <> 'third' GROUP BY 2, 3", given),
            (f"SELECT 'delivery', first_month / {months}, direction, sum(n) FROM cells"
             f" WHERE {fits} AND {inside} AND lane = 'arms' AND status = 'in_delivery'"
             " GROUP BY 2, 3", given),
            ("SELECT 'density', first_month / 3, '', sum(n) FROM cells"
             f" WHERE {fits} AND NOT is_undated AND first_month / 3 = last_month / 3"
             " GROUP BY 2", given),
            ("SELECT 'out', CASE WHEN is_undated THEN 1 ELSE 0 END, '', sum(n) FROM cells"
             f" WHERE {fits} AND NOT ({inside}) AND lane <> 'third' GROUP BY 2", given),
        ],
    ):  # fmt: skip
        if n == 0:
            continue
        if what == "column":
            found.columns.setdefault(one, {})[lane] = int(n)
        elif what == "delivery":
            found.deliveries.setdefault(one, {})[lane] = int(n)
        elif what == "density":
            found.density[one] = int(n)
        elif one:
            found.undated_in_all = int(n)
        else:
            found.not_in_columns = int(n)


# --- the window --------------------------------------------------------------------------


def _read_window(found: Overview, pair: Pair, filters: Filters, pairs: Sequence[Pair]) -> None:
    step = found.window.step
    if _is_plain(filters) and _is_of_months(filters) and step.months:
        rows = _tally_rows(pairs, pair, filters)
    else:
        rows = _fact_rows(pairs, pair, filters, in_window=True)
    first, last = step.sql("first_day", "first_month"), step.sql("last_day", "last_month")
    fits, given = _fits(filters)
    drawn = f"{fits} AND verification <> 'refuted'"
    branches: list[tuple[str, list[Any]]] = [
        ("SELECT 'total', '', 0, 0, sum(n), sum(w), sum(n) FILTER (WHERE is_undated),"
         f" sum(n) FILTER (WHERE verification = 'refuted') FROM cells WHERE {fits}", given),
        (f"SELECT 'bin', lane, {first}, 0, sum(n) FILTER (WHERE {_CONFIRMED}),"
         f" sum(n) FILTER (WHERE NOT ({_CONFIRMED})), 0, 0 FROM cells"
         f" WHERE {drawn} AND NOT is_undated AND {first} = {last} GROUP BY 2, 3", given),
        (f"SELECT 'strip', lane, greatest({first}, {found.window.first}),"
         f" least({last}, {found.window.last}), sum(n), 0, 0, 0 FROM cells"
         f" WHERE {drawn} AND NOT is_undated AND {first} <> {last} GROUP BY 2, 3, 4", given),
        ("SELECT 'undated', lane, 0, 0, sum(n), 0, 0, 0 FROM cells"
         f" WHERE {drawn} AND is_undated GROUP BY 2", given),
    ]  # fmt: skip
    chosen = [name for name in _DIMENSIONS if getattr(filters, name)]
    free = [name for name in _DIMENSIONS if name not in chosen]
    if free:
        branches.append((_together(free, fits), given))
    for name in chosen:
        others, values = _fits(filters, but=name)
        branches.append(
            (f"SELECT '{name}', {name}, 0, 0, sum(n), 0, 0, 0 FROM cells WHERE {others}"
             " GROUP BY 2", values)
        )  # fmt: skip
    strips: dict[str, list[Strip]] = defaultdict(list)
    found.facets = {name: {} for name in _DIMENSIONS}
    for what, name, one, other, n, second, third, fourth in _ask(*rows, branches):
        n = int(n or 0)
        if what == "total":
            found.facts, found.withheld = n, int(second or 0)
            found.undated, found.refuted = int(third or 0), int(fourth or 0)
        elif what == "bin" and n + int(second or 0) > 0:
            lane = found.lanes.setdefault(name, LaneBins())
            lane.bins[one] = (n, int(second or 0))
            lane.facts += n + int(second or 0)
        elif what == "strip" and n > 0:
            strips[name].append(Strip(one, other, n))
        elif what == "undated" and n > 0:
            lane = found.lanes.setdefault(name, LaneBins())
            lane.undated = n
            lane.facts += n
        elif what in found.facets and n > 0:
            found.facets[what][name] = n
    for name, several in strips.items():
        lane = found.lanes.setdefault(name, LaneBins())
        lane.facts += sum(strip.facts for strip in several)
        lane.strips = _bounded(sorted(several, key=lambda s: (s.first, s.last)))


def _together(names: list[str], fits: str) -> str:
    """Count several facets in one pass: those that are not narrowed obey the same conditions."""
    which = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in names)
    value = " ".join(f"WHEN grouping({name}) = 0 THEN {name}" for name in names)
    return (
        f"SELECT CASE {which} END, CASE {value} END, 0, 0, sum(n), 0, 0, 0 FROM cells"
        f" WHERE {fits} GROUP BY GROUPING SETS ({', '.join(f'({name})' for name in names)})"
    )


def _bounded(strips: list[Strip]) -> list[Strip]:
    """At most a dozen bars a lane; the smallest are drawn as one, with their number."""
    if len(strips) <= _MOST_STRIPS:
        return strips
    by_size = sorted(strips, key=lambda strip: strip.facts, reverse=True)
    kept, rest = by_size[: _MOST_STRIPS - 1], by_size[_MOST_STRIPS - 1 :]
    merged = Strip(
        min(s.first for s in rest), max(s.last for s in rest), sum(s.facts for s in rest), True
    )
    return sorted([*kept, merged], key=lambda s: (s.first, s.last))


_FEW_ROWS = ("lane", "verification", "date_precision", "first_day", "last_day", "sort_key")


def _marks(pair: Pair, filters: Filters, pairs: Sequence[Pair]) -> list[Mark]:
    """The facts of a window that holds at most SINGLE, oldest first. One statement."""
    queries = [
        rows.exclude(verification="refuted").values_list(
            "sort_key", "fact_id", "lane", "verification", "date_precision", "first_day",
            "last_day", "fact__headline", "fact__is_key", "fact__date_text", "fact__known_by",
        )
        for each in pairs
        for rows in segments(pair_rows(each, filters, asked=pair), filters)
    ]  # fmt: skip
    found = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    rows = sorted(found[: SINGLE + 1])
    return [
        Mark(
            fact,
            lane,
            headline,
            level,
            is_key,
            precision,
            None if precision == "none" else _day(first),
            None if precision == "none" else _day(last),
            dates.describe(dates.parse(text))
            if text
            else f"date unknown, known by {dates.say_day(known)}",
        )
        for _, fact, lane, level, precision, first, last, headline, is_key, text, known in rows
    ]


def _day(number: int) -> date | None:
    """The day of a number, or None at an open end of the calendar."""
    day = date(1970, 1, 1) + timedelta(days=number)
    return None if day in (date.min, date.max) else day


__all__ = [
    "MOST_BINS",
    "SINGLE",
    "YEAR",
    "LaneBins",
    "Mark",
    "Overview",
    "Strip",
    "first_of_month",
    "overview",
]

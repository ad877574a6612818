"""What stands around a pair's charts: labels, a note, series of figures, and what was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from relations import db
from relations.pairs import Pair
from relations.timeline.beside import BESIDE, MOST_SHARED, Beside, read_beside


@dataclass(frozen=True, slots=True)
class Context:
    happened_on: date
    label: str


@dataclass(frozen=True, slots=True)
class YearRead:
    """What was read of one year. quarters: in how many of its four somebody read something."""

    quarters: int
    sources: int
    without_facts: int
    languages: tuple[str, ...]
    reviewed_on: date


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series: the middle day of its period."""

    first: date
    last: date
    value: float


@dataclass(slots=True)
class Series:
    """What one state reports of its dealings with the other, from one source."""

    reporter: str
    label: str
    measure: str
    unit: str
    source: int
    publisher: str
    points: list[Point] = field(default_factory=list)


@dataclass(slots=True)
class Surroundings:
    context: list[Context] = field(default_factory=list)
    note: str = ""
    series: list[Series] = field(default_factory=list)
    read: dict[int, YearRead] = field(default_factory=dict)
    beside: Beside = field(default_factory=Beside)

    @property
    def reviewed_on(self) -> date | None:
        return max((year.reviewed_on for year in self.read.values()), default=None)

    @property
    def languages(self) -> list[str]:
        return sorted({each for year in self.read.values() for each in year.languages if each})


_AROUND = """
    (SELECT 'context' AS what, happened_on AS first, NULL::date AS last, label AS one, '' AS two,
            '' AS three, '' AS four, 0 AS m, 0 AS n, 0::float8 AS value
     FROM relations_contextevent
     WHERE (low_id = %(low)s AND high_id = %(high)s) OR (low_id IS NULL AND high_id IS NULL)
     ORDER BY happened_on LIMIT 40)
    UNION ALL
    SELECT 'note', NULL, NULL, text, '', '', '', 0, 0, 0 FROM relations_pairnote
    WHERE low_id = %(low)s AND high_id = %(high)s
    UNION ALL
    (SELECT 'figure', f.first_day, f.last_day, f.reporter_id, c.label, f.measure || ' ' || f.unit,
            u.name, f.source_id::int, 0, f.value::float8
     FROM relations_periodfigure f JOIN relations_country c ON c.code = f.reporter_id
     JOIN relations_source s ON s.id = f.source_id
     JOIN relations_publisher u ON u.id = s.publisher_id
     WHERE (f.reporter_id = %(low)s AND f.partner_id = %(high)s)
        OR (f.reporter_id = %(high)s AND f.partner_id = %(low)s)
     ORDER BY f.first_day LIMIT 2000)
    UNION ALL
    SELECT 'read', max(v.reviewed_on), NULL, string_agg(DISTINCT s.language, ' '), '', '',
           count(DISTINCT v.source_id) FILTER (WHERE v.outcome = 'nothing')::text,
           count(DISTINCT q)::int, count(DISTINCT v.source_id)::int, (q / 4)::float8
    FROM relations_coverage v JOIN relations_source s ON s.id = v.source_id,
         generate_series(month_number(v.first_day - DATE '1970-01-01') / 3,
                         month_number(v.last_day - DATE '1970-01-01') / 3) q
    WHERE v.low_id = %(low)s AND v.high_id = %(high)s
    GROUP BY q / 4
"""


_ALL = f"""
    SELECT 'around', to_jsonb(a) FROM ({_AROUND}) a
    UNION ALL
    SELECT 'beside', to_jsonb(b) FROM ({BESIDE}) b
"""


def surroundings(pair: Pair) -> Surroundings:
    """Return what stands around the pair's charts, and beside its timeline. One query."""
    found = Surroundings()
    series: dict[tuple[Any, ...], Series] = {}
    others: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"low": pair.low, "high": pair.high, "most": MOST_SHARED})
        for part, kept in cursor.fetchall():
            row = db.json_value(kept)
            if part == "around":
                _add(found, series, row)
            else:
                others.append(
                    tuple(row[name] for name in ("what", "id", "fact", "one", "two", "three",
                                                 "four", "five", "m", "n"))
                )  # fmt: skip
    found.series = list(series.values())
    found.beside = read_beside(others)
    return found


def _add(found: Surroundings, series: dict[tuple[Any, ...], Series], row: dict[str, Any]) -> None:
    first, last = (
        date.fromisoformat(row[name]) if row[name] else None for name in ("first", "last")
    )
    match row["what"]:
        case "context":
            assert first is not None
            found.context.append(Context(first, row["one"]))
        case "note":
            found.note = row["one"]
        case "figure":
            assert first is not None
            assert last is not None
            measure, _, unit = row["three"].partition(" ")
            line = series.setdefault(
                (row["one"], measure, unit, row["m"]),
                Series(row["one"], row["two"], measure, unit, row["m"], row["four"]),
            )
            line.points.append(Point(first, last, row["value"]))
        case _:
            assert first is not None
            found.read[int(row["value"])] = YearRead(
                row["m"], row["n"], int(row["four"]), tuple(row["one"].split()), first
            )

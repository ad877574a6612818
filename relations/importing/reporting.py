"""What an import found: counts by outcome and kind, and the rows that want a look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from relations import db
from relations.importing.layouts import Layout
from relations.importing.records import MOST_TROUBLES, Trouble, Troubles
from relations.importing.staging import Staged
from relations.models import ImportFinding, Outcome
from relations.pairs import Pair

__all__ = ["Difference", "Report", "differences", "fields_of", "report_of"]

OUTCOMES = (
    Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.ABSENT, Outcome.CONFLICTING,
    Outcome.REFUSED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that a release changed, with each field's two values."""

    key: str
    line: int
    outcome: str
    fields: dict[str, tuple[Any, Any]]


@dataclass
class Report:
    """`counts` counts facts by outcome, and absent records; `things` orders and agreements.

    `pair` counts the facts of one pair by kind where one was asked for.
    """

    layout: str
    dataset: str
    release: str
    scope: str
    rows: int
    counts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    things: dict[str, dict[str, int]] = field(default_factory=dict)
    pair: dict[str, dict[str, int]] | None = None
    pair_name: str = ""
    refused: list[Trouble] = field(default_factory=list)
    remarks: list[Trouble] = field(default_factory=list)
    refused_count: int = 0
    remark_count: int = 0
    changed: list[Difference] = field(default_factory=list)
    absent: list[dict[str, Any]] = field(default_factory=list)
    new_actors: list[str] = field(default_factory=list)
    suggestions: int = 0
    is_applied: bool = False
    batch: int = 0

    def take(self, troubles: Troubles) -> None:
        """Tell what was refused and remarked on."""
        self.refused, self.refused_count = troubles.refused, troubles.refused_count
        self.remarks, self.remark_count = troubles.remarks, troubles.remark_count

    def as_json(self) -> dict[str, Any]:
        """One document for programs; lists are bounded, counts are not."""
        return {
            "import": self.batch,
            "layout": self.layout,
            "dataset": self.dataset,
            "release": self.release,
            "scope": self.scope,
            "applied": self.is_applied,
            "rows": self.rows,
            "counts": self.counts,
            "kinds": self.kinds,
            "things": self.things,
            **({"pair": {"name": self.pair_name, "kinds": self.pair}} if self.pair_name else {}),
            "refused": [_trouble(trouble) for trouble in self.refused],
            "remarks": self.remark_count,
            "remarked": [_trouble(trouble) for trouble in self.remarks],
            "changed": [
                {
                    "key": each.key, "line": each.line, "outcome": each.outcome,
                    "fields": {
                        name: {"before": before, "after": after}
                        for name, (before, after) in each.fields.items()
                    },
                }
                for each in self.changed
            ],
            "absent": self.absent,
            "new_actors": self.new_actors,
            "suggestions": self.suggestions,
        }  # fmt: skip


def _trouble(trouble: Trouble) -> dict[str, Any]:
    return {
        "file": trouble.file,
        "line": trouble.line,
        "column": trouble.column,
        "value": trouble.value,
        "reason": trouble.said,
    }


_COUNTS = """
    SELECT kind, CASE outcome WHEN 'covered' THEN 'changed' ELSE outcome END, count(*)
    FROM plan_{table} GROUP BY 1, 2 ORDER BY 1, 2
"""
_OF_PAIR = """
    SELECT s.kind, CASE p.outcome WHEN 'covered' THEN 'changed' ELSE p.outcome END,
           count(*) FROM plan_fact p JOIN staged_fact s ON s.n = p.n
    WHERE EXISTS (SELECT FROM jsonb_array_elements(s.pairs) e
                  WHERE e->>0 = %s AND e->>1 = %s)
    GROUP BY 1, 2
"""
_DIFFERENCES = """
    SELECT p.key, p.line, p.outcome, p.was, s.values
    FROM plan_{table} p JOIN staged_{table} s ON s.n = p.n
    WHERE p.outcome IN ('changed', 'conflicting') AND p.was IS NOT NULL
      AND p.was IS DISTINCT FROM s.values
    ORDER BY p.line, p.n LIMIT %s
"""
_ABSENT = """
    SELECT r.kind, r.key, r.values, i.release FROM relations_importedrecord r
    JOIN relations_import i ON i.id = r.batch_id
    WHERE r.dataset = %(dataset)s AND r.voice = %(voice)s AND NOT r.is_undone
      AND (r.kind <> 'fact' OR r.thing = '')
      AND NOT EXISTS (SELECT FROM plan_thing p WHERE p.key = r.key AND p.kind = r.kind)
      AND NOT EXISTS (SELECT FROM plan_fact p WHERE r.kind = 'fact' AND p.key = r.key)
    ORDER BY r.id
"""


def report_of(
    layout: Layout, staged: Staged, report: Report, scope: Mapping[str, Any], pair: Pair | None
) -> Report:
    """Fill a report from the plan of this transaction."""
    with connection.cursor() as cursor:
        for table, into in (("fact", report.kinds), ("thing", report.things)):
            cursor.execute(_COUNTS.format(table=table))
            for kind, outcome, count in cursor.fetchall():
                into.setdefault(kind, {})[outcome] = count
        if pair is not None:
            report.pair, report.pair_name = {}, str(pair)
            cursor.execute(_OF_PAIR, [pair.low, pair.high])
            for kind, outcome, count in cursor.fetchall():
                report.pair.setdefault(kind, {})[outcome] = count
        for table in ("thing", "fact"):
            cursor.execute(_DIFFERENCES.format(table=table), [MOST_TROUBLES])
            report.changed += [
                Difference(key, line, outcome, differences(_loaded(was), _loaded(now)))
                for key, line, outcome, was, now in cursor.fetchall()
            ]
        absent = _absent(cursor, layout, report, scope)
    layout.told(report)
    report.counts = {str(outcome): 0 for outcome in OUTCOMES}
    for by_outcome in report.kinds.values():
        for outcome, count in by_outcome.items():
            report.counts[outcome] += count
    report.counts[Outcome.ABSENT] = absent
    report.counts[Outcome.REFUSED] = staged.troubles.refused_count
    report.take(staged.troubles)
    report.suggestions = len(staged.suggestions)
    return report


def _absent(cursor: Any, layout: Layout, report: Report, scope: Mapping[str, Any]) -> int:
    """Count what was here from this layout and would be in a file of this scope, but is not."""
    cursor.execute(_ABSENT, {"dataset": layout.dataset, "voice": layout.speaks_as})
    count = 0
    while rows := cursor.fetchmany(2_000):
        for kind, key, values, release in rows:
            said = _loaded(values)
            known = {"kind": kind, "key": key, "release": release, **said}
            if not layout.is_expected(known, scope):
                continue
            count += 1
            if len(report.absent) < MOST_TROUBLES:
                title = said.get("title") or said.get("headline", "")
                report.absent.append({"kind": kind, "key": key, "title": title})
    return count


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field by field: what differs, in the order of the fields."""
    return {
        name: (before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }


def fields_of(finding: ImportFinding) -> list[tuple[str, Any, Any]]:
    """What a kept finding says was changed: (field, before, after)."""
    before, after = finding.before or {}, finding.after or {}
    for part in ("values", "cells"):
        if part in after:
            before, after = before.get(part) or {}, after[part] or {}
    return [(name, old, new) for name, (old, new) in differences(before, after).items()]


def _loaded(value: Any) -> dict[str, Any]:
    return db.json_value(value) or {}

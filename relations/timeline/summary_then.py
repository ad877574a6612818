"""What a pair added up to as the record stood at a moment, and of that what had begun on a day.

Rows come from the versions of the pair's rows, agreements, orders, money and sources from the
snapshots that acts kept (`relations.timeline.then`), so that an answer for a moment never changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from relations import db
from relations.lanes import Kind
from relations.models import PairTally
from relations.pairs import Direction, Pair
from relations.stages import StepTaken
from relations.timeline.filters import Filters
from relations.timeline.money import AMOUNT, MoneyFigure, figures_of
from relations.timeline.narrowing import in_window
from relations.timeline.paging import pair_rows
from relations.timeline.statuses import Step, status_then
from relations.timeline.summaries import NEWEST, Tally, tally
from relations.timeline.then import Known


@dataclass(frozen=True, slots=True)
class SummaryThen:
    """As `PairSummary`. sources: those that the newest 2,000 facts cited."""

    tally: Tally
    sources: int
    publishers: int
    agreements: dict[str, int]
    transfers: dict[str, dict[str, int]]
    money: list[MoneyFigure]


def summary_then(
    pair: Pair, known: Known, at: date | None = None, *, redistributable_only: bool = False
) -> SummaryThen:
    """Return a pair's summary as it was known; at: of facts that had begun by the end of a day.

    redistributable_only: as for `money_figures`; a licence taken back since holds here too.

    Three queries; those for things and money read the snapshot of each fact that has one of them.
    """
    rows, given = _rows(pair, known, at)
    counts, sources, publishers = _counts(pair, rows, given, known)
    statuses, agreements, transfers = _things(pair, rows, given, known)
    money = figures_of(
        f"r AS MATERIALIZED ({rows}), amounts AS MATERIALIZED ({_AMOUNTS})",
        [*given, known.position, list(statuses), list(statuses.values())],
        redistributable_only=redistributable_only,
    )
    return SummaryThen(counts, sources, publishers, agreements, transfers, money)


def _rows(pair: Pair, known: Known, at: date | None) -> tuple[str, list[Any]]:
    filters = Filters(end=at)
    found = in_window(pair_rows(pair, filters, position=known.position), filters)
    sql, given = found.values(
        "fact_id", "relation", "lane", "verification", "direction", "kind", "date_precision",
        "first_day", "last_day", "is_redistributable", "has_money", "marks", "sort_key",
    ).query.sql_with_params()  # fmt: skip
    return sql, list(given)


_UNDATED, _OPEN_START, _OPEN_END = PairTally.UNDATED, PairTally.OPEN_START, PairTally.OPEN_END
# The last snapshot of a row's fact that was known.
_KEPT = """
    CROSS JOIN LATERAL (
        SELECT c.after FROM relations_change c
        WHERE c.fact_id = r.fact_id AND c.position <= %s
          AND c.after IS NOT NULL AND c.revision IS NOT NULL
        ORDER BY c.position DESC LIMIT 1) AS kept
"""
# Months as the roll-up has them: `PairTally`.
_COUNTS = f"""
    WITH r AS MATERIALIZED ({{rows}}),
    dated AS (
        SELECT *, CASE WHEN date_precision = 'none' THEN {_UNDATED}
                       ELSE month_number(first_day) END AS first_month,
               month_number(last_day) AS last_month FROM r)
    SELECT lane, verification, direction, kind, count(*),
           count(*) FILTER (WHERE NOT is_redistributable),
           count(*) FILTER (WHERE first_month = {_UNDATED}),
           min(first_month) FILTER (WHERE first_month > {_OPEN_START}),
           max(last_month) FILTER (WHERE first_month >= {_OPEN_START} AND last_month < {_OPEN_END})
    FROM dated GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT 'publishers', '', '', '', count(DISTINCT mark), 0, 0, NULL, NULL
    FROM r, unnest(string_to_array(trim(marks), ' ')) AS mark WHERE mark LIKE 'p:%%'
    UNION ALL
    SELECT 'sources', '', '', '', count(DISTINCT claim ->> 'source_id'), 0, 0, NULL, NULL
    FROM (SELECT fact_id FROM r ORDER BY sort_key DESC, fact_id DESC LIMIT {NEWEST}) AS r
    {_KEPT}, jsonb_array_elements(kept.after -> 'claims') AS claim
    WHERE claim ->> 'status' = 'accepted'
"""


def _counts(pair: Pair, rows: str, given: list[Any], known: Known) -> tuple[Tally, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(rows=rows), [*given, known.position])
        found = cursor.fetchall()
    others = {row[0]: row[4] for row in found if not row[1]}
    counts = tally(pair, [row for row in found if row[1]])
    return counts, others.get("sources", 0), others.get("publishers", 0)


_THINGS = f"""
    WITH r AS MATERIALIZED ({{rows}})
    SELECT r.kind, r.fact_id, r.sort_key,
           coalesce(detail ->> 'agreement_id', detail ->> 'transfer_id')::bigint,
           detail ->> 'step', r.first_day, r.last_day, detail -> 'parties',
           detail ->> 'supplier', detail ->> 'recipient',
           coalesce(detail ->> 'quantity_best', detail ->> 'quantity_low')::float8,
           (SELECT sum(coalesce(item ->> 'quantity_high', item ->> 'quantity_best')::float8)
            FROM jsonb_array_elements(detail -> 'items') AS item)
    FROM r {_KEPT}, jsonb_extract_path(kept.after, 'detail') AS detail
    WHERE r.kind IN ('{Kind.AGREEMENT}', '{Kind.ARMS_TRANSFER}') AND r.relation = 'between'
    ORDER BY r.kind, r.sort_key, r.fact_id
"""


def _things(
    pair: Pair, rows: str, given: list[Any], known: Known
) -> tuple[dict[int, str], dict[str, int], dict[str, dict[str, int]]]:
    """Return agreement → its status, and how many of the pair's own agreements and orders have
    each status. What a thing was, its latest step says."""
    steps: dict[tuple[str, int], list[Step]] = defaultdict(list)
    latest: dict[tuple[str, int], tuple[Any, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_THINGS.format(rows=rows), [*given, known.position])
        for (
            kind,
            fact,
            key,
            thing,
            step,
            first,
            last,
            parties,
            *sides,
            quantity,
            ordered,
        ) in cursor.fetchall():
            taken = StepTaken(key, step, fact, first, last)
            steps[kind, thing].append(Step(taken, quantity))
            latest[kind, thing] = (db.json_value(parties) if parties else sides, ordered)
    statuses: dict[int, str] = {}
    agreements: Counter[str] = Counter()
    transfers: dict[str, dict[str, int]] = {
        pair.direction_text(Direction.FORWARD): {},
        pair.direction_text(Direction.BACKWARD): {},
    }
    for (kind, thing), all_taken in steps.items():
        sides, ordered = latest[kind, thing]
        status = status_then(kind, all_taken, ordered)
        if kind == Kind.AGREEMENT:
            statuses[thing] = status
        if set(sides) != {pair.low, pair.high}:
            continue
        if kind == Kind.AGREEMENT:
            agreements[status] += 1
        else:
            way = transfers["-".join(sides)]
            way[status] = way.get(status, 0) + 1
    return statuses, dict(agreements), transfers


_AMOUNTS = f"""
    SELECT r.fact_id, kept.after ->> 'headline' AS headline, EXISTS (
               SELECT FROM jsonb_array_elements(kept.after -> 'claims') AS claim
               JOIN relations_claim c ON c.id = (claim ->> 'id')::bigint AND c.is_redistributable
               WHERE claim ->> 'status' = 'accepted'
                 AND (claim ->> 'is_redistributable')::boolean) AS leaves, {AMOUNT}
    FROM r {_KEPT}
    CROSS JOIN LATERAL jsonb_to_recordset(kept.after -> 'money') AS m (
        measure text, reported text, currency text, amount_low numeric, amount_best numeric,
        amount_high numeric, dollars_best numeric, verification text, counts boolean,
        left_out_reason text)
    LEFT JOIN unnest(%s::bigint[], %s::text[]) AS a (id, status)
        ON a.id = (kept.after -> 'detail' ->> 'agreement_id')::bigint
    WHERE r.relation = 'between' AND r.has_money
"""

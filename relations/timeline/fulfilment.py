"""What became of each promise on a page: rungs reached, money by measure, numbers delivered.

Five statements for a page, whatever the number of facts behind it. Nothing is added across
measures, and nothing confirmed is added to what is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from relations import dates
from relations.dates import UncertainDate
from relations.lanes import Kind
from relations.models import Money
from relations.stages import LADDERS, RUNGS
from relations.timeline.promise_questions import KINDS, Question
from relations.timeline.promises import ORDERED, Promise, days, steps
from relations.timeline.rows import AmountRow, DateRow, date_row
from relations.verification import Verification


@dataclass(frozen=True, slots=True)
class StepFact:
    """One published fact of a promise, as a rung or a first mention needs it."""

    fact: int
    step: str
    date: DateRow
    verification: str
    claimants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder. fact: the surest, then the first, that stands on it; None: no fact
    does. passed: a later rung was reached, so this one must have been."""

    name: str
    fact: StepFact | None
    passed: bool


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount and the fact that carries it."""

    fact: int
    row: AmountRow


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of a promise: the amount that counts, and those left out, with reasons."""

    measure: str
    label: str
    counted: Amount | None
    left_out: list[Amount]


@dataclass(frozen=True, slots=True)
class Number:
    """Things counted, as wide as the sources; words where they give no number."""

    low: int | None
    best: int | None
    high: int | None
    words: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        return self.best is not None

    @property
    def is_said(self) -> bool:
        return (self.low, self.best, self.high) != (None, None, None)


@dataclass(frozen=True, slots=True)
class Delivered:
    """Deliveries of one level added up; `unsaid` of them name no number, their words kept.

    level: a verification, both confirmed ones as "corroborated".
    """

    level: str
    deliveries: int
    unsaid: int
    number: Number


@dataclass(frozen=True, slots=True)
class Item:
    """What was ordered, and what of it was delivered, level by level, the surest first."""

    designation: str
    ordered: Number
    is_editors_reading: bool
    delivered: list[Delivered]


@dataclass(frozen=True, slots=True)
class LastSource:
    """The newest source of a promise's facts."""

    fact: int
    title: str
    publisher: str
    published: str


@dataclass(slots=True)
class Fulfilment:
    promise: Promise
    first: StepFact
    rungs: list[Rung]
    figures: list[Figure] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    source: LastSource | None = None

    def figure(self, measure: str) -> Figure | None:
        return next((each for each in self.figures if each.measure == measure), None)


_Key = tuple[str, int]

_FACTS = """
WITH steps AS MATERIALIZED ({steps}), rungs (kind, step, rung) AS (VALUES {rungs}),
chosen AS (
    (SELECT DISTINCT ON (kind, thing) kind, thing, '' AS rung, fact_id, step FROM steps
     ORDER BY kind, thing, sort_key, fact_id)
    UNION ALL
    (SELECT DISTINCT ON (kind, thing, rung) kind, thing, rung, fact_id, step
     FROM steps JOIN rungs USING (kind, step)
     ORDER BY kind, thing, rung, verification IN ('corroborated', 'officially_confirmed') DESC,
              sort_key, fact_id))
SELECT c.kind, c.thing, c.rung, c.fact_id, c.step, f.date_text, f.date_earliest, f.date_latest,
       f.date_precision, f.known_by, f.date_basis, f.date_reason, f.verification, f.claimants
FROM chosen c JOIN relations_fact f ON f.id = c.fact_id
"""

_MONEY = """
WITH steps AS MATERIALIZED ({steps}), told AS (
    SELECT DISTINCT s.kind, s.thing, m.fact_id, m.id, m.measure, m.currency, m.amount_low,
           m.amount_best, m.amount_high, m.reported, m.dollars_best, m.verification, m.counts,
           m.left_out_reason
    FROM steps s JOIN relations_money m ON m.fact_id = s.fact_id),
ranked AS (
    SELECT *, row_number() OVER (PARTITION BY kind, thing, measure ORDER BY counts DESC, id) AS n
    FROM told)
SELECT kind, thing, fact_id, measure, currency, amount_low, amount_best, amount_high, reported,
       dollars_best, verification, counts, left_out_reason
FROM ranked WHERE n <= 20 ORDER BY kind, thing, n
"""

_DELIVERED = """
WITH steps AS MATERIALIZED ({steps})
SELECT s.thing, t.item_id,
       CASE WHEN s.verification = 'officially_confirmed' THEN 'corroborated'
            ELSE s.verification END AS level,
       count(*),
       count(*) FILTER (WHERE coalesce(t.quantity_low, t.quantity_best, t.quantity_high) IS NULL),
       sum(coalesce(t.quantity_low, t.quantity_best)),
       CASE WHEN bool_and(t.quantity_best IS NOT NULL
                          OR coalesce(t.quantity_low, t.quantity_high) IS NULL)
            THEN sum(t.quantity_best) END,
       CASE WHEN bool_and(coalesce(t.quantity_high, t.quantity_best) IS NOT NULL
                          OR t.quantity_low IS NULL)
            THEN sum(coalesce(t.quantity_high, t.quantity_best)) END,
       (array_agg(DISTINCT t.quantity_reported)
        FILTER (WHERE t.quantity_reported <> '' AND t.quantity_best IS NULL))[:5]
FROM (SELECT DISTINCT thing, fact_id, verification, step FROM steps) s
JOIN relations_transferstep t ON t.fact_id = s.fact_id
WHERE s.step = 'delivered' GROUP BY 1, 2, 3
"""

_ITEMS = f"""
WITH steps AS MATERIALIZED ({{steps}}), ordered AS ({ORDERED})
SELECT i.transfer_id, i.id, i.designation,
       CASE WHEN o.item IS NULL THEN i.quantity_low ELSE o.low END,
       CASE WHEN o.item IS NULL THEN i.quantity_best ELSE o.best END,
       CASE WHEN o.item IS NULL THEN i.quantity_high ELSE o.high END,
       CASE WHEN o.item IS NULL THEN i.quantity_reported ELSE o.words END,
       i.is_editors_reading AND o.item IS NULL
FROM relations_transferitem i LEFT JOIN ordered o ON o.item = i.id
WHERE i.transfer_id IN (SELECT thing FROM steps) ORDER BY i.transfer_id, i.id LIMIT 500
"""

_SOURCES = """
WITH steps AS MATERIALIZED ({steps})
SELECT DISTINCT ON (s.kind, s.thing) s.kind, s.thing, s.fact_id, o.title, u.name, o.published_text
FROM steps s
JOIN relations_claim c ON c.fact_id = s.fact_id AND c.status = 'accepted'
JOIN relations_source o ON o.id = c.source_id
JOIN relations_publisher u ON u.id = o.publisher_id
ORDER BY s.kind, s.thing, coalesce(o.published_latest, o.published_earliest) DESC NULLS LAST,
         o.retrieved_at DESC, o.id DESC
"""


def fulfilments(promises: Sequence[Promise], question: Question) -> list[Fulfilment]:
    """Return what became of each promise, in their order; five statements at most."""
    if not promises:
        return []
    first, rungs = _facts(promises, question)
    money = _money(promises, question)
    items = _items(promises, question)
    sources = _sources(promises, question)
    found = []
    for each in promises:
        key = (each.kind, each.id)
        found.append(
            Fulfilment(
                promise=each,
                first=first[key],
                rungs=_ladder(each.kind, rungs[key]),
                figures=_figures(money[key]),
                items=items.get(each.id, []) if each.kind == Kind.ARMS_TRANSFER else [],
                source=sources.get(key),
            )
        )
    return found


def _ask(
    query: str, promises: Sequence[Promise], question: Question, kinds: Sequence[str] = KINDS
) -> list[tuple[Any, ...]]:
    """Ask about the published steps of these promises."""
    only = {kind: [each.id for each in promises if each.kind == kind] for kind in kinds}
    values = days(question)
    pairs = sorted({each.pair for each in promises})
    with connection.cursor() as cursor:
        cursor.execute(query.replace("{steps}", steps(pairs, kinds, values, only)), values)
        return list(cursor.fetchall())


def _facts(
    promises: Sequence[Promise], question: Question
) -> tuple[dict[_Key, StepFact], dict[_Key, dict[str, StepFact]]]:
    rungs = ", ".join(
        f"('{kind}', '{step}', '{rung}')"
        for kind, table in RUNGS.items()
        for step, rung in table.items()
    )
    first: dict[_Key, StepFact] = {}
    found: dict[_Key, dict[str, StepFact]] = defaultdict(dict)
    for row in _ask(_FACTS.replace("{rungs}", rungs), promises, question):
        happened = UncertainDate(row[5], row[6], row[7], row[8])
        told = StepFact(
            row[3], row[4], date_row(happened, row[9], row[10], row[11]), row[12], tuple(row[13])
        )
        if row[2]:
            found[row[0], row[1]][row[2]] = told
        else:
            first[row[0], row[1]] = told
    return first, found


def _ladder(kind: str, reached: dict[str, StepFact]) -> list[Rung]:
    names = LADDERS[kind]
    furthest = max((names.index(name) for name in reached), default=-1)
    return [Rung(name, reached.get(name), place < furthest) for place, name in enumerate(names)]


def _money(promises: Sequence[Promise], question: Question) -> dict[_Key, list[Amount]]:
    found: dict[_Key, list[Amount]] = defaultdict(list)
    for row in _ask(_MONEY, promises, question):
        found[row[0], row[1]].append(
            Amount(
                row[2],
                {
                    "measure": row[3],
                    "currency": row[4],
                    "low": _float(row[5]),
                    "best": _float(row[6]),
                    "high": _float(row[7]),
                    "reported": row[8],
                    "dollars": _float(row[9]),
                    "verification": row[10],
                    "counts": row[11],
                    "left_out_reason": row[12],
                },
            )
        )
    return found


def _figures(amounts: list[Amount]) -> list[Figure]:
    """The measures that have an amount, in the order from promise to payment."""
    figures = []
    for measure in Money.Measure:
        mine = [each for each in amounts if each.row["measure"] == measure]
        sure = [
            each for each in mine
            if each.row["counts"] and each.row["verification"] != Verification.REFUTED
        ]  # fmt: skip
        if mine:
            counted = sure[0] if sure else None
            rest = [_with_reason(each) for each in mine if each is not counted]
            figures.append(Figure(measure.value, str(measure.label), counted, rest))
    return figures


def _with_reason(amount: Amount) -> Amount:
    if amount.row["left_out_reason"]:
        return amount
    reason = "Shown false." if amount.row["verification"] == "refuted" else "Counted once."
    return Amount(amount.fact, {**amount.row, "left_out_reason": reason})


_LEVELS = (
    Verification.CORROBORATED, Verification.REPORTED, Verification.CLAIMED,
    Verification.DISPUTED, Verification.UNVERIFIED,
)  # fmt: skip


def _items(promises: Sequence[Promise], question: Question) -> dict[int, list[Item]]:
    delivered: dict[tuple[int, int | None], list[Delivered]] = defaultdict(list)
    for row in _ask(_DELIVERED, promises, question, [Kind.ARMS_TRANSFER]):
        number = Number(
            _int(row[5]),
            _int(row[6]),
            _int(row[7]) if row[5] is not None or row[7] is not None else None,
            tuple(row[8] or ()),
        )
        delivered[row[0], row[1]].append(Delivered(row[2], row[3], row[4], number))
    found: dict[int, list[Item]] = defaultdict(list)
    for row in _ask(_ITEMS, promises, question, [Kind.ARMS_TRANSFER]):
        order, item, designation, low, best, high, words, is_reading = row
        told = delivered.pop((order, item), [])
        if not found[order]:
            # a delivery that names no item is of the order's first
            told += delivered.pop((order, None), [])
        told.sort(key=lambda each: _LEVELS.index(Verification(each.level)))
        ordered = Number(low, best, high, (words,) if words else ())
        found[order].append(Item(designation, ordered, is_reading, told))
    return found


def _sources(promises: Sequence[Promise], question: Question) -> dict[_Key, LastSource]:
    return {
        (row[0], row[1]): LastSource(
            row[2], row[3], row[4], dates.describe(dates.parse(row[5])) if row[5] else ""
        )
        for row in _ask(_SOURCES, promises, question)
    }


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _int(value: Any) -> int | None:
    return None if value is None else int(value)

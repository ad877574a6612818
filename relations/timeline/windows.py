"""A pair within a window of days: which of its facts count as what, and which lie outside.

One statement places every fact; the numbers of a comparison and the rows behind each number both
read it, so that a number and its rows cannot part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, models

from relations import dates
from relations.lanes import Kind
from relations.models import Money, StatementTarget
from relations.pairs import Pair
from relations.verification import Verification

MOST_WINDOWS = 4


@dataclass(frozen=True, slots=True)
class Window:
    """One column of a comparison: a pair and its first and last day."""

    pair: Pair
    start: date
    end: date

    @classmethod
    def whole(cls, pair: Pair) -> Window:
        """The window that holds everything, also what has no date."""
        return cls(pair, date.min, date.max)

    @property
    def years(self) -> float:
        return ((self.end - self.start).days + 1) / 365.25


class Counted(models.TextChoices):
    """What is counted by the year. Those of `DIRECTED` are counted each way."""

    AGREEMENTS = "agreements", "Agreements signed"
    VISITS = "visits", "Top-level visits and meetings"
    ORDERS = "orders", "Arms orders"
    DELIVERIES = "deliveries", "Arms deliveries"
    SUPPORTIVE = "supportive", "Supportive statements"
    CRITICAL = "critical", "Critical statements"


STANCES = frozenset(StatementTarget.Stance.values)
DIRECTED = frozenset({"orders", "deliveries", *STANCES})
MEASURES = (*Counted.values, *(each for each in StatementTarget.Stance.values
                               if each not in Counted.values), *Money.Measure.values)  # fmt: skip
"""Everything whose rows can be asked for by name."""


def label_of(measure: str) -> str:
    """Say a measure: "Arms orders", "Neutral statements", "Money paid"."""
    if measure in Counted.values:
        return str(Counted(measure).label)
    if measure in STANCES:
        return f"{StatementTarget.Stance(measure).label} statements"
    return f"Money {str(Money.Measure(measure).label).lower()}"


# --- one statement that says of each fact what it counts as, and one that reads it ----------

WITHIN, EDGE, UNDATED, NESTED = "within", "edge", "undated", "nested"
REASONS = {
    EDGE: "Dated only to a time that reaches over the edge of the window.",
    UNDATED: "The source gives no date.",
    NESTED: "Part of a visit that is counted itself.",
}
"""Why a fact is in no rate, by where it was placed."""

SIGNED = ("signed", "definitively_signed")

# `thing` is what counts once: the agreement, the order, or the fact. A statement counts for the
# stance it takes toward the other of the two.
ROWS = f"""
    WITH windows (number, low, high, first, last) AS (
        SELECT * FROM unnest(%(numbers)s::int[], %(lows)s::text[], %(highs)s::text[],
                             %(firsts)s::int[], %(lasts)s::int[])
    ), rows AS (
        SELECT w.number, w.low, w.high, p.fact_id, p.kind, p.subtype, p.direction, p.first_day,
               p.last_day, p.verification,
               CASE WHEN w.first <= {dates.day_number(date.min)}
                         AND w.last >= {dates.day_number(date.max)} THEN '{WITHIN}'
                    WHEN p.date_precision = 'none' THEN '{UNDATED}'
                    WHEN p.first_day >= w.first AND p.last_day <= w.last THEN '{WITHIN}'
                    ELSE '{EDGE}' END AS placed
        FROM windows w JOIN relations_pairfact p ON p.low_id = w.low AND p.high_id = w.high
        WHERE p.publication = 'published' AND p.relation = 'between'
          AND p.verification <> '{Verification.REFUTED}'
          AND (p.date_precision = 'none' OR (p.last_day >= w.first AND p.first_day <= w.last))
    ), told AS (
        SELECT r.number, r.fact_id, r.kind, r.subtype, r.direction, r.first_day, r.last_day,
               CASE WHEN r.kind = '{Kind.VISIT}' AND EXISTS (
                        SELECT FROM relations_factlink l
                        JOIN relations_fact f ON f.id = l.to_id AND f.publication = 'published'
                            AND f.kind = '{Kind.VISIT}'
                        WHERE l.fact_id = r.fact_id AND l.kind = 'part_of')
                    THEN '{NESTED}' ELSE r.placed END AS placed,
               coalesce(g.stance, '') AS stance, v.level, a.agreement_id, t.transfer_id
        FROM rows r
        LEFT JOIN relations_agreementstep a ON a.fact_id = r.fact_id
        LEFT JOIN relations_transferstep t ON t.fact_id = r.fact_id
        LEFT JOIN relations_visit v ON v.fact_id = r.fact_id
        LEFT JOIN relations_statement s ON s.fact_id = r.fact_id
        LEFT JOIN relations_statementtarget g ON g.statement_id = r.fact_id
            AND g.country_id = CASE WHEN s.country_id = r.low THEN r.high ELSE r.low END
    ), counted AS (
        SELECT *, CASE
            WHEN kind = '{Kind.AGREEMENT}' AND subtype = ANY(%(signed)s) THEN 'agreements'
            WHEN kind = '{Kind.VISIT}' AND level = 'leaders' THEN 'visits'
            WHEN kind = '{Kind.ARMS_TRANSFER}' AND subtype = 'ordered' THEN 'orders'
            WHEN kind = '{Kind.ARMS_TRANSFER}' AND subtype = 'delivered' THEN 'deliveries'
            WHEN kind = '{Kind.STATEMENT}' THEN stance END AS measure,
            CASE WHEN kind = '{Kind.AGREEMENT}' THEN 'a' || agreement_id
                 WHEN kind = '{Kind.ARMS_TRANSFER}' AND subtype = 'ordered' THEN 't' || transfer_id
                 ELSE fact_id::text END AS thing
        FROM told
    )
"""


def given(windows: Sequence[Window], **more: Any) -> dict[str, Any]:
    """Return the parameters of a statement over ROWS."""
    return {
        "numbers": list(range(len(windows))),
        "lows": [window.pair.low for window in windows],
        "highs": [window.pair.high for window in windows],
        "firsts": [dates.day_number(window.start) for window in windows],
        "lasts": [dates.day_number(window.end) for window in windows],
        "signed": list(SIGNED),
        **more,
    }


def ask(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement over ROWS."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())

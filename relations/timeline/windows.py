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


def kind_of(measure: str) -> str:
    """Return the one kind of fact that a measure counts, or empty for money, which any may have."""
    if measure in STANCES:
        return Kind.STATEMENT.value
    return {
        Counted.AGREEMENTS.value: Kind.AGREEMENT.value,
        Counted.VISITS.value: Kind.VISIT.value,
        Counted.ORDERS.value: Kind.ARMS_TRANSFER.value,
        Counted.DELIVERIES.value: Kind.ARMS_TRANSFER.value,
    }.get(measure, "")


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
# stance it takes toward the other of the two. Each kind joins its own detail only: one join of all
# five took twice as long on a pair of 100,000 facts.
ROWS = f"""
    WITH windows (number, low, high, first, last) AS (
        SELECT * FROM unnest(%(numbers)s::int[], %(lows)s::text[], %(highs)s::text[],
                             %(firsts)s::int[], %(lasts)s::int[])
    ), rows AS MATERIALIZED (
        SELECT w.number, w.low, w.high, p.fact_id, p.kind, p.subtype, p.direction, p.first_day,
               p.last_day, p.has_money,
               CASE WHEN w.first <= {dates.day_number(date.min)}
                         AND w.last >= {dates.day_number(date.max)} THEN '{WITHIN}'
                    WHEN p.date_precision = 'none' THEN '{UNDATED}'
                    WHEN p.first_day >= w.first AND p.last_day <= w.last THEN '{WITHIN}'
                    ELSE '{EDGE}' END AS placed
        FROM windows w JOIN relations_pairfact p ON p.low_id = w.low AND p.high_id = w.high
        WHERE p.publication = 'published' AND p.relation = 'between'
          AND p.verification <> '{Verification.REFUTED}'
          AND (p.date_precision = 'none' OR (p.last_day >= w.first AND p.first_day <= w.last))
          AND (%(kind)s = '' OR p.kind = %(kind)s)
    ), counted AS (
        SELECT r.*, '' AS stance, 'a' || a.agreement_id AS thing,
               CASE WHEN r.subtype = ANY(%(signed)s) THEN 'agreements' ELSE '' END AS measure
        FROM rows r JOIN relations_agreementstep a ON a.fact_id = r.fact_id
        WHERE r.kind = '{Kind.AGREEMENT}'
        UNION ALL
        SELECT r.*, '', CASE WHEN r.subtype = 'ordered' THEN 't' || t.transfer_id
                             ELSE r.fact_id::text END,
               CASE r.subtype WHEN 'ordered' THEN 'orders' WHEN 'delivered' THEN 'deliveries'
                              ELSE '' END
        FROM rows r JOIN relations_transferstep t ON t.fact_id = r.fact_id
        WHERE r.kind = '{Kind.ARMS_TRANSFER}'
        UNION ALL
        SELECT r.number, r.low, r.high, r.fact_id, r.kind, r.subtype, r.direction, r.first_day,
               r.last_day, r.has_money,
               CASE WHEN EXISTS (
                        SELECT FROM relations_factlink l
                        JOIN relations_fact f ON f.id = l.to_id AND f.publication = 'published'
                            AND f.kind = '{Kind.VISIT}'
                        WHERE l.fact_id = r.fact_id AND l.kind = 'part_of')
                    THEN '{NESTED}' ELSE r.placed END,
               '', r.fact_id::text, CASE v.level WHEN 'leaders' THEN 'visits' ELSE '' END
        FROM rows r JOIN relations_visit v ON v.fact_id = r.fact_id
        WHERE r.kind = '{Kind.VISIT}'
        UNION ALL
        SELECT r.*, coalesce(g.stance, ''), r.fact_id::text, coalesce(g.stance, '')
        FROM rows r JOIN relations_statement s ON s.fact_id = r.fact_id
        LEFT JOIN relations_statementtarget g ON g.statement_id = r.fact_id
            AND g.country_id = CASE WHEN s.country_id = r.low THEN r.high ELSE r.low END
        WHERE r.kind = '{Kind.STATEMENT}'
        UNION ALL
        SELECT r.*, '', r.fact_id::text, '' FROM rows r WHERE r.kind = '{Kind.ACTION}'
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
        "kind": "",
        **more,
    }


def ask(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement over ROWS."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())

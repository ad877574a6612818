"""The rows of one number: what it holds, what it leaves out, and why."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from relations.models import Money
from relations.pairs import Direction
from relations.timeline.lines import FactLine, fact_line
from relations.timeline.windows import REASONS, ROWS, WITHIN, Window, ask, given, kind_of
from relations.verification import CONFIRMED, Verification

NO_DOLLARS = "No single amount, or no rate to dollars."

_LISTED = f"""
    {ROWS}
    SELECT c.placed, c.thing, f.id, f.headline, f.date_text, f.known_by, f.verification
    FROM counted c JOIN relations_fact f ON f.id = c.fact_id
    WHERE c.measure = %(measure)s AND (%(direction)s = '' OR c.direction = %(direction)s)
    ORDER BY f.sort_key DESC, f.id DESC LIMIT %(most)s
"""

# The rule of `money_figures`, and what lies outside the window.
_AMOUNTS = f"""
    {ROWS}, amounts AS (
        SELECT r.number, m.id, m.measure, m.dollars_best AS dollars, m.reported, m.currency,
               m.amount_best, m.fact_id, m.verification = ANY(%(confirmed)s) AS is_confirmed,
               CASE WHEN NOT m.counts THEN m.left_out_reason
                    WHEN coalesce(m.dollars_best, 0) = 0 THEN '{NO_DOLLARS}'
                    WHEN m.verification = '{Verification.REFUTED}' THEN 'Refuted.'
                    WHEN g.status IN ('cancelled', 'superseded')
                        THEN 'The agreement is ' || g.status || '.'
                    ELSE coalesce((%(reasons)s::jsonb) ->> r.placed, '') END AS reason
        FROM rows r JOIN relations_money m ON m.fact_id = r.fact_id
        LEFT JOIN relations_agreement g ON g.id = m.agreement_id
        WHERE r.has_money AND m.measure = ANY(%(measures)s)
    )
"""

_AMOUNT_SUMS = f"""
    {_AMOUNTS}
    SELECT number, measure, is_confirmed, reason <> '', sum(dollars), count(*)
    FROM amounts GROUP BY 1, 2, 3, 4
"""

_AMOUNT_ROWS = f"""
    {_AMOUNTS}
    SELECT a.dollars, a.is_confirmed, a.reported, a.currency, a.amount_best, a.reason,
           f.id, f.headline, f.date_text, f.known_by, f.verification
    FROM amounts a JOIN relations_fact f ON f.id = a.fact_id
    ORDER BY a.dollars DESC NULLS LAST, a.id LIMIT %(most)s
"""


def _about_money(windows: Sequence[Window], measures: Sequence[str], **more: Any) -> dict[str, Any]:
    return given(
        windows,
        measures=list(measures),
        confirmed=sorted(CONFIRMED),
        reasons=json.dumps(REASONS),
        **more,
    )


@dataclass(slots=True)
class Dollars:
    """One measure's money in one window. Confirmed and the rest are never added."""

    confirmed: float = 0
    not_confirmed: float = 0
    amounts: int = 0
    left_out: int = 0


def dollars_of(
    windows: Sequence[Window], measures: Sequence[str]
) -> dict[tuple[int, str], Dollars]:
    """Return (number of the window, measure) → dollars. One statement."""
    found: dict[tuple[int, str], Dollars] = defaultdict(Dollars)
    for number, measure, is_confirmed, is_out, total, n in ask(
        _AMOUNT_SUMS, _about_money(windows, measures)
    ):
        dollars = found[number, measure]
        if is_out:
            dollars.left_out += n
            continue
        dollars.amounts += n
        if is_confirmed:
            dollars.confirmed += float(total)
        else:
            dollars.not_confirmed += float(total)
    return dict(found)


@dataclass(frozen=True, slots=True)
class AmountLine:
    """One amount. reason: why it is in no figure, or empty."""

    dollars: float
    is_confirmed: bool
    reported: str
    reason: str
    line: FactLine


@dataclass(frozen=True, slots=True)
class Rows:
    """What a number holds and leaves out, each with its reason. amounts, dollars: of money."""

    included: list[FactLine]
    left_out: list[FactLine]
    amounts: list[AmountLine]
    is_whole: bool
    dollars: Dollars = field(default_factory=Dollars)


MOST_ROWS = 500


def rows_behind(window: Window, measure: str, direction: Direction | None = None) -> Rows:
    """Return the rows of one number, newest first; amounts, largest first. Two statements."""
    if measure in Money.Measure.values:
        return _amounts_behind(window, measure)
    found = ask(
        _LISTED,
        given(
            [window], kind=kind_of(measure), measure=measure,
            direction=direction.value if direction else "", most=MOST_ROWS + 1,
        ),
    )  # fmt: skip
    included: list[FactLine] = []
    left_out: list[FactLine] = []
    seen: dict[str, int] = defaultdict(int)
    for placed, thing, fact, headline, text, known_by, level in found[:MOST_ROWS]:
        note = REASONS.get(placed, "")
        if placed == WITHIN:
            seen[thing] += 1
            note = "The same agreement or order again: counted once." if seen[thing] > 1 else ""
        line = fact_line(fact, headline, text, known_by, level, note)
        (left_out if note else included).append(line)
    return Rows(included, left_out, [], len(found) <= MOST_ROWS)


def _amounts_behind(window: Window, measure: str) -> Rows:
    found = ask(_AMOUNT_ROWS, _about_money([window], [measure], most=MOST_ROWS + 1))
    amounts = [
        AmountLine(
            float(dollars or 0), is_confirmed,
            reported or (f"{best:,.0f} {currency}" if best is not None else ""), reason,
            fact_line(fact, headline, text, known_by, level),
        )
        for (
            dollars, is_confirmed, reported, currency, best, reason,
            fact, headline, text, known_by, level,
        ) in found[:MOST_ROWS]
    ]  # fmt: skip
    dollars = dollars_of([window], [measure]).get((0, measure), Dollars())
    return Rows([], [], amounts, len(found) <= MOST_ROWS, dollars)

"""The rows of one number: what it holds, what it leaves out, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from relations.models import Money
from relations.pairs import Direction
from relations.timeline.lines import FactLine, fact_line
from relations.timeline.windows import REASONS, ROWS, WITHIN, Window, ask, given
from relations.verification import CONFIRMED, Verification

_LISTED = f"""
    {ROWS}
    SELECT c.placed, c.thing, f.id, f.headline, f.date_text, f.known_by, f.verification
    FROM counted c JOIN relations_fact f ON f.id = c.fact_id
    WHERE c.measure = %(measure)s AND (%(direction)s = '' OR c.direction = %(direction)s)
    ORDER BY f.sort_key DESC, f.id DESC LIMIT %(most)s
"""

_MONEY_ROWS = f"""
    {ROWS}
    SELECT r.number, r.placed, m.measure, m.counts, m.left_out_reason, m.dollars_best,
           m.verification, m.reported, m.currency, m.amount_best, g.status, f.id, f.headline,
           f.date_text, f.known_by, f.verification
    FROM rows r JOIN relations_money m ON m.fact_id = r.fact_id
    JOIN relations_fact f ON f.id = r.fact_id
    LEFT JOIN relations_agreement g ON g.id = m.agreement_id
    WHERE m.measure = ANY(%(measures)s) ORDER BY m.dollars_best DESC NULLS LAST, m.id
"""


@dataclass(frozen=True, slots=True)
class AmountLine:
    """One amount. reason: why it is in no figure, or empty."""

    window: int
    measure: str
    dollars: float
    is_confirmed: bool
    reported: str
    reason: str
    line: FactLine


def money_rows(windows: Sequence[Window], measures: Sequence[str]) -> list[AmountLine]:
    """Return the amounts of some measures, largest first, by the rule of `money_figures`."""
    found = []
    for (
        number, placed, measure, counts, why, dollars, level, reported, currency, best, status,
        fact, headline, text, known_by, fact_level,
    ) in ask(_MONEY_ROWS, given(windows, measures=list(measures))):  # fmt: skip
        reason = REASONS.get(placed, "")
        if not counts:
            reason = why
        elif not dollars:
            reason = "No single amount, or no rate to dollars."
        elif level == Verification.REFUTED:
            reason = "Refuted."
        elif status in ("cancelled", "superseded"):
            reason = f"The agreement is {status}."
        found.append(
            AmountLine(
                number, measure, float(dollars or 0), level in CONFIRMED,
                reported or (f"{best:,.0f} {currency}" if best is not None else ""), reason,
                fact_line(fact, headline, text, known_by, fact_level),
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Rows:
    """What a number holds and what it leaves out, each with its reason. amounts: of money only."""

    included: list[FactLine]
    left_out: list[FactLine]
    amounts: list[AmountLine]
    is_whole: bool


MOST_ROWS = 500


def rows_behind(window: Window, measure: str, direction: Direction | None = None) -> Rows:
    """Return the rows of one number, newest first; amounts, largest first. One statement."""
    if measure in Money.Measure.values:
        amounts = money_rows([window], [measure])
        return Rows([], [], amounts[:MOST_ROWS], len(amounts) <= MOST_ROWS)
    found = ask(
        _LISTED,
        given(
            [window], measure=measure, direction=direction.value if direction else "",
            most=MOST_ROWS + 1,
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

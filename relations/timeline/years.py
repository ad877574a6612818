"""A pair by year and kind, from the roll-up: what stands in a year, what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection

from relations.models import PairTally
from relations.pairs import Pair
from relations.verification import Verification


@dataclass(slots=True)
class Years:
    """Facts of a pair. years: year → kind → facts dated within that year; the rest are counts.

    undated: without any date; longer: known only to longer than a year, or open; refuted: shown
    false. These three are in no year.
    """

    years: dict[int, dict[str, int]] = field(default_factory=dict)
    undated: int = 0
    longer: int = 0
    refuted: int = 0

    @property
    def included(self) -> int:
        return sum(sum(kinds.values()) for kinds in self.years.values())


_YEARS = f"""
    SELECT kind, verification = '{Verification.REFUTED}', first_month, last_month, sum(facts)
    FROM relations_pairtally WHERE low = %s AND high = %s
    GROUP BY 1, 2, 3, 4 HAVING sum(facts) <> 0
"""


def pair_years(pair: Pair) -> Years:
    """Return a pair's facts by year and kind, without those of states it continues. One query."""
    found = Years()
    with connection.cursor() as cursor:
        cursor.execute(_YEARS, [pair.low, pair.high])
        for kind, is_refuted, first, last, n in cursor.fetchall():
            if is_refuted:
                found.refuted += n
            elif first == PairTally.UNDATED:
                found.undated += n
            elif first == PairTally.OPEN_START or first // 12 != last // 12:
                found.longer += n
            else:
                kinds = found.years.setdefault(first // 12, {})
                kinds[kind] = kinds.get(kind, 0) + n
    found.years = dict(sorted(found.years.items()))
    return found

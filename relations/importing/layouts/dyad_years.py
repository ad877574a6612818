"""What files of dyad-years hold, by the two states and the year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from relations.importing.files import Row

__all__ = ["Dyad", "DyadYear", "DyadYears"]

Dyad = tuple[str, str]


@dataclass(slots=True)
class DyadYear:
    """What a dyad has in one year: bits of obligations by direction, None without a row.

    forward is what the alphabetically first state owes the second.
    """

    line: int
    raw: str
    numbers: tuple[str, str]
    forward: int | None = None
    backward: int | None = None

    @property
    def obligations(self) -> int:
        return (self.forward or 0) | (self.backward or 0)


@dataclass(slots=True)
class DyadYears:
    """All that a file holds, by dyad and year."""

    dyads: dict[Dyad, dict[int, DyadYear]] = field(default_factory=lambda: defaultdict(dict))
    by_numbers: dict[tuple[str, str, int], Dyad] = field(default_factory=dict)
    last_year: int = 0

    def put(self, row: Row, year: int, codes: Dyad, numbers: Dyad, mask: int) -> bool:
        """Add a row; return whether it agrees with the row of the other direction."""
        is_forward = codes[0] < codes[1]
        dyad = codes if is_forward else (codes[1], codes[0])
        years = self.dyads[dyad]
        if (kept := years.get(year)) is None:
            kept = years[year] = DyadYear(row.line, row.raw, in_order(numbers))
        self.by_numbers[(*in_order(numbers), year)] = dyad
        if is_forward:
            kept.forward = (kept.forward or 0) | mask
        else:
            kept.backward = (kept.backward or 0) | mask
        return kept.forward is None or kept.backward is None or kept.forward == kept.backward


def in_order(numbers: tuple[str, str]) -> tuple[str, str]:
    return numbers if numbers[0] <= numbers[1] else (numbers[1], numbers[0])

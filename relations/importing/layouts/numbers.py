"""Which states the numbers of a list stand for in a year, when a file knows only years."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

from relations import countries
from relations.importing.names import Names

__all__ = ["Numbers", "day_of"]


@cache
def _spells() -> dict[str, tuple[countries.Period, ...]]:
    found: defaultdict[str, list[countries.Period]] = defaultdict(list)
    for spell in countries.load().spells:
        found[spell.code].append(spell.period)
    return {code: tuple(periods) for code, periods in found.items()}


def existed(code: str, day: date) -> bool:
    """Whether a state existed on a day; true of those whose years we do not know."""
    periods = _spells().get(code)
    return periods is None or any(period.holds(day) for period in periods)


def day_of(year: int) -> date:
    """Return the day a year is read on: the middle, when it does not say more."""
    return date(min(max(year, 1), 9999), 7, 1)


class Numbers:
    """Finds the states of two numbers in one year.

    A year is read on the first of these days on which both states existed: its middle, its end,
    its beginning. So 365 with 702 (Tajikistan) in 1991 is Russia, since there was no Tajikistan
    while the number was the Soviet Union's in July; with 200 in 1991 it is the Soviet Union.
    """

    def __init__(self, names: Names, scheme: str) -> None:
        self._names = names
        self._scheme = scheme
        self._found: dict[tuple[str, int], tuple[tuple[str | None, bool], ...]] = {}

    def of(self, value: str, year: int) -> str | None:
        """Return who one number stands for in a year."""
        found = self._on_days(value, year)
        return next((code for code, is_there in found if is_there), found[0][0])

    def pair(self, first: str, second: str, year: int) -> tuple[str | None, str | None]:
        """Return who two numbers stand for in a year; None for a number nobody has."""
        both = list(zip(self._on_days(first, year), self._on_days(second, year), strict=True))
        for (one, one_is_there), (other, other_is_there) in both:
            if one_is_there and other_is_there:
                return one, other
        return self.of(first, year), self.of(second, year)

    def _on_days(self, value: str, year: int) -> tuple[tuple[str | None, bool], ...]:
        key = (value, year)
        if (found := self._found.get(key)) is None:
            found = self._found[key] = tuple(
                (code, code is not None and existed(code, day))
                for day in (day_of(year), date(year, 12, 31), date(year, 1, 1))
                for code in [self._names.coded(self._scheme, value, day)]
            )
        return found

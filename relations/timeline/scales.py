"""The ladder of a timeline: how long one bin is, and into which bin a day or a month falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from relations import dates

MOST_BINS = 64
"""A window is drawn in the finest step that needs no more bins."""

_LAST_YEAR = 9_999


@dataclass(frozen=True, slots=True)
class Step:
    """One rung: so many days, or so many months. `words`: "Each bar is one month"."""

    name: str
    words: str
    days: int = 0
    months: int = 0

    def bin_of(self, day: date) -> int:
        """Return the bin of a day; weeks begin on Monday, longer steps with their calendar."""
        if self.days:
            number = dates.day_number(day)
            return number if self.days == 1 else (number + 3) // 7
        return month_number(day) // self.months

    def start_of(self, bin_number: int) -> date:
        if self.days:
            number = bin_number if self.days == 1 else bin_number * 7 - 3
            return date(1970, 1, 1) + timedelta(days=number)
        return first_of_month(bin_number * self.months)

    def end_of(self, bin_number: int) -> date:
        if not self.days and (bin_number + 1) * self.months > _LAST_YEAR * 12 + 11:
            return date.max
        return self.start_of(bin_number + 1) - timedelta(days=1)

    def sql(self, day: str, month: str) -> str:
        """Return the SQL of the bin, from a column of day numbers or one of month numbers."""
        if self.days == 1:
            return day
        if self.days:
            return f"floor(({day} + 3) / 7.0)::int"
        return f"{month} / {self.months}"


LADDER = (
    Step("day", "one day", days=1),
    Step("week", "one week", days=7),
    Step("month", "one month", months=1),
    Step("quarter", "one quarter", months=3),
    Step("year", "one year", months=12),
    Step("five_years", "five years", months=60),
    Step("decade", "one decade", months=120),
    Step("quarter_century", "25 years", months=300),
    Step("century", "one century", months=1200),
)
YEAR = LADDER[4]


@dataclass(frozen=True, slots=True)
class Scale:
    """A window of days cut into bins; the first and the last may reach beyond it."""

    step: Step
    first: int
    last: int
    start: date
    end: date

    @classmethod
    def over(cls, start: date, end: date, *, finest: int = 0) -> Scale:
        """Return the finest scale of at most MOST_BINS bins, from the rung `finest` on."""
        for step in LADDER[finest:]:
            first, last = step.bin_of(start), step.bin_of(end)
            if last - first < MOST_BINS:
                break
        return cls(step, first, last, start, end)

    @property
    def bins(self) -> int:
        return self.last - self.first + 1

    def span(self, number: int) -> tuple[float, float]:
        """Return where a bin begins and ends, from 0 to 1, cut at the window."""
        after = self.step.end_of(number)
        if after < date.max:
            after += timedelta(days=1)
        return self.position(self.step.start_of(number)), self.position(after)

    def position(self, day: date) -> float:
        """Return where the day begins, from 0 at the first day to 1 after the last."""
        begin, after = dates.day_number(self.start), dates.day_number(self.end) + 1
        return min(1.0, max(0.0, (dates.day_number(day) - begin) / (after - begin)))


def month_number(day: date) -> int:
    """Year * 12 + month - 1, as PostgreSQL's `month_number` and the tallies have it."""
    return day.year * 12 + day.month - 1


def first_of_month(number: int) -> date:
    """Return the first day of a month number."""
    year, month = divmod(number, 12)
    return date(min(max(year, 1), _LAST_YEAR), month + 1, 1)


def window_texts(start: date, end: date) -> tuple[str, str]:
    """Spell a window as addresses do, as short as it can be: 2022, 2022-07 or 2022-07-19."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"{start.year:04}", f"{end.year:04}"
    if start.day == 1 and end < date.max and (end + timedelta(days=1)).day == 1:
        return f"{start:%Y-%m}".zfill(7), f"{end:%Y-%m}".zfill(7)
    return start.isoformat(), end.isoformat()

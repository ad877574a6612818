"""Uncertain dates: the text as entered (EDTF), the days it may mean, and its precision.

The grammar is the part of EDTF (ISO 8601-2:2019) that historians and reporters use:
a year, month or day with ``?`` ``~`` ``%``; ``202X``; seasons 21 to 24; quarters 33 to 36;
``A/B``, ``../B`` and ``A/..``. `parse` also reads plain words ("19 July 2022", "about July 2022",
"before 19 July 2022", "Q3 2022", "summer 2022", "1990s").

A date is never made more precise than its text: a month is thirty days, not its first.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

__all__ = [
    "NO_DATE",
    "Heading",
    "Precision",
    "UncertainDate",
    "UnreadableDate",
    "day_number",
    "describe",
    "heading_of",
    "parse",
    "parse_window",
]


class Precision(models.TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"
    QUARTER = "quarter", "quarter"
    SEASON = "season", "season"
    YEAR = "year", "year"
    DECADE = "decade", "decade"
    RANGE = "range", "range"
    BEFORE = "before", "before"
    AFTER = "after", "after"
    NONE = "none", "no date"


class UnreadableDate(ValueError):
    """The text is neither EDTF nor words that name one date."""

    def __init__(self, text: str, why: str) -> None:
        self.text = text
        self.why = why
        super().__init__(f"“{text}” is not a date: {why}.")


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date as uncertain as its source.

    `earliest` and `latest` are inclusive days; either is None where that end is open,
    both are None where nothing is known (precision ``none``, text empty).
    """

    text: str
    earliest: date | None
    latest: date | None
    precision: Precision

    @property
    def is_exact(self) -> bool:
        return self.precision == Precision.DAY and self.text[-1] not in "?~%"

    @property
    def is_approximate(self) -> bool:
        return "~" in self.text or "%" in self.text

    @property
    def is_questioned(self) -> bool:
        return "?" in self.text or "%" in self.text

    def __bool__(self) -> bool:
        return self.precision != Precision.NONE

    def __str__(self) -> str:
        return describe(self)


NO_DATE = UncertainDate("", None, None, Precision.NONE)

# --- reading ---------------------------------------------------------------------------

_LONGEST = 120
"""Words nest ("after about ..."), each a call; no date in words is longer."""
_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")
_DECADE = re.compile(r"(\d{3})X([?~%]?)")
_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ABOUT = re.compile(r"^(?:about|around|approximately|circa|c\.|ca\.?|~)\s*(?=\S)", re.I)
_BEFORE = re.compile(r"^(?:before|until|by|no later than)\s+", re.I)
_AFTER = re.compile(r"^(?:after|since|from|no earlier than)\s+", re.I)
_BETWEEN = re.compile(r"^(?:between\s+(.+?)\s+and\s+(.+)|(?:from\s+)?(.+?)\s+to\s+(.+))$", re.I)
_WORDS = (
    # (pattern, groups in the order year, month, day)
    (
        re.compile(
            r"^(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m>[a-z]+)\.?,?\s+(?P<y>\d{4})$",
            re.I,
        )
    ),
    (
        re.compile(
            r"^(?P<m>[a-z]+)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})$",
            re.I,
        )
    ),
    (re.compile(r"^(?P<m>[a-z]+)\.?,?\s+(?P<y>\d{4})$", re.I)),
)


def parse(text: str) -> UncertainDate:
    """Read EDTF or plain words; empty text is no date. Raise UnreadableDate otherwise."""
    cleaned = " ".join(text.split())
    if not cleaned:
        return NO_DATE
    if len(cleaned) > _LONGEST:
        raise UnreadableDate(f"{cleaned[:40]}…", f"a date has {_LONGEST} letters at most")
    edtf = _edtf_of_words(cleaned)
    return _parse_edtf(edtf, cleaned)


def parse_window(text: str, *, is_end: bool) -> date:
    """Read one end of a window of days: `2022` begins on 1 January and ends on 31 December."""
    found = parse(text)
    day = found.latest if is_end else found.earliest
    if day is None:
        raise UnreadableDate(text, "a window begins or ends on a day, month or year")
    return day


def _edtf_of_words(text: str) -> str:
    """Turn plain words into EDTF; text that is no words of ours comes back as it is."""
    if between := _BETWEEN.match(text):
        start, end = (part for part in between.groups() if part)
        return f"{_edtf_of_words(start)}/{_edtf_of_words(end)}"
    if before := _BEFORE.match(text):
        return f"../{_edtf_of_words(text[before.end() :])}"
    if after := _AFTER.match(text):
        return f"{_edtf_of_words(text[after.end() :])}/.."
    if about := _ABOUT.match(text):
        inner = _edtf_of_words(text[about.end() :])
        return inner if inner.endswith(("?", "~", "%")) else inner + "~"
    if decade := re.fullmatch(r"(?:the\s+)?(\d{3})0s", text, re.I):
        return f"{decade[1]}X"
    if quarter := re.fullmatch(r"Q([1-4])\s+(\d{4})|(\d{4})[- ]?Q([1-4])", text, re.I):
        number, year = (quarter[1], quarter[2]) if quarter[1] else (quarter[4], quarter[3])
        return f"{year}-{32 + int(number)}"
    season = re.fullmatch(r"([a-z]+)\s+(?:of\s+)?(\d{4})", text, re.I)
    if season and (number := _SEASONS.get(season[1].casefold())):
        return f"{season[2]}-{number}"
    for pattern in _WORDS:
        if found := pattern.match(text):
            month = _MONTHS.get(found["m"].casefold())
            if month is None:
                continue
            day = found.groupdict().get("d")
            return f"{found['y']}-{month:02}" + (f"-{int(day):02}" if day else "")
    return text


def _parse_edtf(edtf: str, entered: str) -> UncertainDate:
    if "/" in edtf:
        start_text, _, end_text = edtf.partition("/")
        if start_text == ".." and end_text not in ("", ".."):
            return UncertainDate(edtf, None, _point(end_text, entered)[1], Precision.BEFORE)
        if end_text == ".." and start_text not in ("", ".."):
            return UncertainDate(edtf, _point(start_text, entered)[0], None, Precision.AFTER)
        earliest, latest = _point(start_text, entered)[0], _point(end_text, entered)[1]
        if earliest > latest:
            raise UnreadableDate(entered, "it ends before it begins")
        return UncertainDate(edtf, earliest, latest, Precision.RANGE)
    earliest, latest, precision = _point(edtf, entered)
    return UncertainDate(edtf, earliest, latest, precision)


def _point(edtf: str, entered: str) -> tuple[date, date, Precision]:
    """Read one EDTF date: (first day, last day, precision)."""
    if found := _DECADE.fullmatch(edtf):
        first = int(found[1]) * 10
        if first < 1:
            raise UnreadableDate(entered, "years run from 1 to 9999")
        return date(first, 1, 1), date(first + 9, 12, 31), Precision.DECADE
    found = _POINT.fullmatch(edtf)
    if not found:
        raise UnreadableDate(
            entered,
            "write 2022, 2022-07, 2022-07-19, 2022-07~, 2022-06/2022-07 or plain words",
        )
    year, month, day = int(found[1]), found[2], found[3]
    if year < 1:
        raise UnreadableDate(entered, "years run from 1 to 9999")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
    if day is not None:
        try:
            exact = date(year, int(month), int(day))
        except ValueError:
            raise UnreadableDate(entered, "there is no such day") from None
        return exact, exact, Precision.DAY
    number = int(month)
    if 1 <= number <= 12:
        return date(year, number, 1), _month_end(year, number), Precision.MONTH
    if 21 <= number <= 24:
        return *_season(year, number), Precision.SEASON
    if 33 <= number <= 36:
        start = 3 * (number - 33) + 1
        return date(year, start, 1), _month_end(year, start + 2), Precision.QUARTER
    raise UnreadableDate(entered, "months run from 01 to 12")


def _season(year: int, number: int) -> tuple[date, date]:
    """Meteorological seasons of the north; a winter begins in December of its year."""
    if number == 24:
        return date(year, 12, 1), _month_end(min(year + 1, 9999), 2 if year < 9999 else 12)
    start = 3 * (number - 20)
    return date(year, start, 1), _month_end(year, start + 2)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


# --- saying ----------------------------------------------------------------------------

_QUALIFIED = {"~": "about {}", "?": "{}, perhaps", "%": "perhaps about {}"}
_SEASON_NAMES = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}


def describe(value: UncertainDate) -> str:
    """Say the date in words, no more precise than it is: "about July 2022"."""
    if value.precision == Precision.NONE:
        return "date unknown"
    if value.precision == Precision.BEFORE:
        return f"before {_say_point(value.text.partition('/')[2])}"
    if value.precision == Precision.AFTER:
        return f"after {_say_point(value.text.partition('/')[0])}"
    if value.precision == Precision.RANGE:
        start, _, end = value.text.partition("/")
        return f"between {_say_point(start)} and {_say_point(end)}"
    return _say_point(value.text)


def say_day(day: date) -> str:
    """19 July 2022, whatever the locale of the server."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def say_month(day: date) -> str:
    """July 2022, whatever the locale of the server."""
    return f"{calendar.month_name[day.month]} {day.year}"


def _say_point(edtf: str) -> str:
    body, mark = (edtf[:-1], edtf[-1]) if edtf[-1] in "?~%" else (edtf, "")
    earliest, _, precision = _point(body, body)
    if precision == Precision.DAY:
        words = say_day(earliest)
    elif precision == Precision.MONTH:
        words = f"{calendar.month_name[earliest.month]} {earliest.year}"
    elif precision == Precision.QUARTER:
        words = f"Q{(earliest.month + 2) // 3} {earliest.year}"
    elif precision == Precision.SEASON:
        words = f"{_SEASON_NAMES[int(body[5:7])]} {body[:4]}"
    elif precision == Precision.DECADE:
        words = f"the {body[:3]}0s"
    else:
        words = str(earliest.year)
    return _QUALIFIED[mark].format(words) if mark else words


# --- order -----------------------------------------------------------------------------
# PostgreSQL computes `fact.sort_key` and the day numbers (`fact_sort_key`, migration 0001):
# a bulk import and a form get the same order, and neither can type a wrong one. What follows
# only reads them. A key is day number * 16 + level; inside a month, newest first:
# its days (15), the month (10), longer stretches beginning in it (8), undated facts known by
# then (6); after January the year (4), then what is known only to several years (2).

_EPOCH = date(1970, 1, 1)
_YEAR_LEVEL, _LONGER_LEVEL = 4, 2


def day_number(day: date) -> int:
    """Days since 1 January 1970, as in `fact.first_day` and `fact.last_day`."""
    return (day - _EPOCH).days


@dataclass(frozen=True, slots=True)
class Heading:
    """The group a fact stands under in a timeline: a month, or a year (month 0) or longer."""

    year: int
    month: int
    level: int

    def __str__(self) -> str:
        if self.month:
            return f"{calendar.month_name[self.month]} {self.year}"
        if self.level == _YEAR_LEVEL:
            return f"{self.year}, month not known"
        return f"From {self.year}, year not known"


def heading_of(sort_key: int) -> Heading:
    """Return the heading under which a fact with this sort key stands."""
    level = sort_key & 15
    day = _EPOCH + timedelta(days=sort_key >> 4)
    if level in (_YEAR_LEVEL, _LONGER_LEVEL):
        return Heading(day.year, 0, level)
    return Heading(day.year, day.month, 0)


def narrow_bounds(start: date | None, end: date | None) -> tuple[int | None, int | None]:
    """Return the sort keys between which every fact of at most 31 days that overlaps lies."""
    low = high = None
    if start is not None:
        low = max(day_number(start) - 62, day_number(date.min)) * 16
    if end is not None:
        high = day_number(end) * 16 + 15
    return low, high

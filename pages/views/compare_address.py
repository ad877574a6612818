"""What a comparison's address asks for: pairs and years, or one pair and a day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest

from pages import presenting, routes
from pages.views.answering import unheard
from relations import dates
from relations.pairs import Pair
from relations.timeline import Problem
from relations.timeline.comparing import dated_years
from relations.timeline.windows import MOST_WINDOWS, Window

_YEARS = 10
"""So many years are compared when the address names none: the newest that have facts."""
_SPAN = re.compile(r"(\d{1,3})([ym])")
_LONGEST = 100
_LONGEST_PAIR = 170
_NAMES = ("pair", "from", "to", "split", "span", "scale")


@dataclass(slots=True)
class Reading:
    """The address, read. span: months on each side of the split."""

    pairs: list[Pair] = field(default_factory=list)
    start: date | None = None
    end: date | None = None
    split: date | None = None
    span: int = 48
    is_own_scale: bool = False
    problems: list[Problem] = field(default_factory=list)
    given: dict[str, list[str]] = field(default_factory=dict)

    def address(self, **changes: str) -> str:
        given = {**self.given, **{name: [value] for name, value in changes.items()}}
        pairs = [("pair", str(pair)) for pair in self.pairs]
        rest = [(name, given[name][0]) for name in _NAMES[1:] if given.get(name, [""])[0]]
        return f"?{urlencode([*pairs, *rest])}"


def read(request: HttpRequest) -> Reading:
    """Read the address; what cannot be read is told and ignored."""
    found = Reading(problems=unheard(request, *_NAMES[1:], several=_NAMES[:1]))
    texts = request.GET.getlist("pair")
    for text in texts[: 2 * MOST_WINDOWS]:
        _read_pair(found, text.strip().replace("\0", "")[:_LONGEST_PAIR])
    for name in _NAMES[1:]:
        texts = [text.strip().replace("\0", "") for text in request.GET.getlist(name)]
        if texts:
            found.given[name] = texts[:1]
    found.split = day_of(found, "split", is_end=False)
    _drop_unused(found)
    read_period(found)
    if span := found.given.get("span"):
        told = _SPAN.fullmatch(span[0])
        months = int(told[1]) * (12 if told[2] == "y" else 1) if told else 0
        if 1 <= months <= _LONGEST * 12:
            found.span = months
        else:
            _drop(found, "span", "write years or months, such as 4y or 18m.")
    if scale := found.given.get("scale"):
        found.is_own_scale = scale[0] == "own"
        if not found.is_own_scale:
            _drop(found, "scale", "“scale” is “own”, or left out for one scale of all.")
    if found.split and len(found.pairs) > 1:
        sentence = "one pair is compared before and after a day; the first is taken."
        found.problems.append(Problem("pair", str(found.pairs[1]), sentence))
        found.pairs = found.pairs[:1]
    return found


def _drop_unused(found: Reading) -> None:
    """Years are not looked at beside a day, nor a length on each side without one."""
    for name in ("from", "to"):
        if found.split and found.given.get(name, [""])[0]:
            sentence = f"“{name}” has no use beside “split”, which takes “span”."
            _drop(found, name, sentence)
    if not found.split and found.given.get("span", [""])[0]:
        _drop(found, "span", "“span” has no use without a day to “split” at.")


def _read_pair(found: Reading, text: str) -> None:
    try:
        pair = routes.find_pair(text).pair
    except routes.NoSuchPair as missing:
        found.problems.append(Problem("pair", text, missing.sentence))
        return
    if pair in found.pairs:
        return
    if len(found.pairs) == MOST_WINDOWS:
        sentence = f"at most {MOST_WINDOWS} pairs are compared."
        found.problems.append(Problem("pair", text, sentence))
        return
    found.pairs.append(pair)


def read_period(found: Reading) -> None:
    """Read both ends, swapped back where the first is after the second."""
    found.start = day_of(found, "from", is_end=False)
    found.end = day_of(found, "to", is_end=True)
    if found.start and found.end and found.start > found.end:
        sentence = "“from” is after “to”; the two are swapped."
        found.problems.append(Problem("from", found.given["from"][0], sentence))
        found.given["from"], found.given["to"] = found.given["to"], found.given["from"]
        found.start = day_of(found, "from", is_end=False)
        found.end = day_of(found, "to", is_end=True)


def day_of(found: Reading, name: str, *, is_end: bool) -> date | None:
    if not (texts := found.given.get(name)):
        return None
    try:
        return dates.parse_window(texts[0], is_end=is_end)
    except dates.UnreadableDate as unreadable:
        _drop(found, name, str(unreadable))
        return None


def _drop(found: Reading, name: str, sentence: str) -> None:
    text = found.given.pop(name, [""])[0]
    found.problems.append(Problem(name, text, sentence))


def windows_of(reading: Reading, today: date) -> list[Window]:
    """The columns that the address asks for; none where it names too little."""
    if not reading.pairs:
        return []
    if reading.split:
        return _around(reading, reading.split, today)
    if len(reading.pairs) < 2:
        return []
    years = None
    if reading.start is None or reading.end is None:
        years = dated_years(reading.pairs, until=presenting.this_month(today))
    last = reading.end or date(years[1] if years else today.year, 12, 31)
    first = years[0] if years else last.year
    start = reading.start or date(min(max(first, last.year - _YEARS + 1), last.year), 1, 1)
    if start > last:
        if reading.start:
            sentence = f"there is nothing after {last.year}, so that year is shown."
            reading.problems.append(Problem("from", start.isoformat(), sentence))
        start = date(last.year, 1, 1)
    return [Window(pair, start, last) for pair in reading.pairs]


def _around(reading: Reading, split: date, today: date) -> list[Window]:
    """As long before the day as after it; what has not come yet is left out."""
    start, end = _moved(split, -reading.span), _moved(split, reading.span) - timedelta(days=1)
    if start >= split or end < split:
        sentence = "there are no days on both sides of it."
        reading.problems.append(Problem("split", split.isoformat(), sentence))
        return []
    if split > today:
        sentence = "the day has not come yet."
        reading.problems.append(Problem("split", split.isoformat(), sentence))
        return []
    pair = reading.pairs[0]
    return [Window(pair, start, split - timedelta(days=1)), Window(pair, split, min(end, today))]


def _moved(day: date, months: int) -> date:
    """The same day some months on, or the month's last; a day that no calendar has stays."""
    year, month = divmod(presenting.this_month(day) + months, 12)
    if not 1 <= year <= 9998:
        return day
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

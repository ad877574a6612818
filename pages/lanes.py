"""The lanes of a window: bars of bins where there are many facts, a mark each where few."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.safestring import SafeString

from pages.addressing import Addresses
from pages.charts import Tick, bin_name, box, link, percent, svg, ticks
from relations import dates
from relations.lanes import Lane
from relations.timeline import LaneBins, Mark, Overview, Scale
from relations.verification import Verification

EXPONENT = 0.7
"""Bars grow with a power below one, so that a quiet lane is still seen; said on the page."""

TALLEST, LEAST, HEIGHT = 34.0, 3.0, 44.0
_SLOT = 0.019
_STACK = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """Something placed along the axis: left edge and width as shares, and its sentence."""

    left: str
    width: str
    name: str
    address: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One fact, or "+4" where more stand than fit. bottom: px above the lane's line."""

    left: str
    bottom: int
    name: str
    address: str
    css: str
    more: int = 0


@dataclass(slots=True)
class LaneRow:
    value: str
    label: str
    facts: int
    address: str
    is_third: bool
    bars: SafeString | None = None
    strips: list[Bar] = field(default_factory=list)
    ranges: list[Bar] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    undated: int = 0
    undated_height: int = 0


@dataclass(frozen=True, slots=True)
class Lanes:
    """The panel: its window in words, what a bar or mark is, its axis and its eight rows."""

    title: str
    unit: str
    ticks: list[Tick]
    rows: list[LaneRow]
    shows_marks: bool
    has_undated: bool
    earlier: str
    later: str
    narrower: str
    wider: str


def lanes(found: Overview, to: Addresses) -> Lanes:
    """Draw the lanes. Every lane is there, also an empty one, so that rows never jump."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    for mark in found.marks:
        marks[mark.lane].append(mark)
    top = found.highest
    rows = []
    for lane in Lane:
        bins = found.lanes.get(lane, LaneBins())
        row = LaneRow(
            lane.value,
            str(lane.label),
            bins.facts,
            to.toggled("lane", lane.value),
            lane == Lane.THIRD,
            undated=bins.undated,
        )
        if bins.undated:
            row.undated_height = round(_height(bins.undated, max(top, bins.undated)))
        if found.shows_marks:
            _draw_marks(row, marks[lane], found.window)
        else:
            row.bars = _draw_bins(lane, bins, found.window, top, to)
            row.strips = _draw_strips(bins, found.window, to)
        rows.append(row)
    return Lanes(
        title=window_words(found.window),
        unit="Each mark is one fact" if found.shows_marks
        else f"Each bar is {found.window.step.words}",
        ticks=ticks(found.window),
        rows=rows,
        shows_marks=found.shows_marks,
        has_undated=any(row.undated for row in rows),
        **_moves(found, to),
    )  # fmt: skip


def window_words(scale: Scale) -> str:
    """Say a window of days as short as it can be said."""
    start, end = scale.start, scale.end
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    if start.day == 1 and end < date.max and (end + timedelta(days=1)).day == 1:
        if (start.year, start.month) == (end.year, end.month):
            return dates.say_month(start)
        return f"{dates.say_month(start)} to {dates.say_month(end)}"
    if start == end:
        return dates.say_day(start)
    return f"{dates.say_day(start)} to {dates.say_day(end)}"


def _height(n: int, top: int) -> float:
    return max(LEAST, float((n / top) ** EXPONENT) * TALLEST)


def _draw_bins(lane: Lane, bins: LaneBins, scale: Scale, top: int, to: Addresses) -> SafeString:
    """Confirmed below and solid, the rest above it and pale."""
    parts = []
    for number, (sure, other) in sorted(bins.bins.items()):
        if not scale.first <= number <= scale.last:
            continue
        n = sure + other
        tall = _height(n, top)
        solid = tall * sure / n
        begin, after = scale.span(number)
        width = (after - begin) * 1000
        x, wide = begin * 1000 + width * 0.1, width * 0.8
        shapes: list[str] = []
        if other:
            shapes.append(box(x, HEIGHT - tall, wide, tall - solid, "pale"))
        if sure:
            shapes.append(box(x, HEIGHT - solid, wide, solid, "full"))
        said = f", {sure:,} confirmed" if sure and lane not in (Lane.STATEMENT, Lane.THIRD) else ""
        name = f"{lane.label}, {bin_name(scale, number)}: {n:,} fact{'s' * (n != 1)}{said}"
        address = to.window(scale.step.start_of(number), scale.step.end_of(number))
        parts.append(link(address, name, "".join(shapes)))
    return svg(HEIGHT, "".join(parts), label=f"{lane.label}: {bins.facts:,}")


def _draw_strips(bins: LaneBins, scale: Scale, to: Addresses) -> list[Bar]:
    found = []
    for strip in bins.strips:
        start, end = scale.step.start_of(strip.first), scale.step.end_of(strip.last)
        left = scale.position(start)
        right = scale.position(end + timedelta(days=1) if end < date.max else end)
        span = f"{bin_name(scale, strip.first)} to {bin_name(scale, strip.last)}"
        only = "of several coarse dates, " if strip.is_merged else "dated only to "
        name = f"{strip.facts:,} fact{'s' * (strip.facts != 1)} {only}{span}"
        found.append(Bar(percent(left), percent(right - left), name, to.window(start, end)))
    return found


def _draw_marks(row: LaneRow, marks: list[Mark], scale: Scale) -> None:
    slots: dict[int, list[tuple[float, Mark]]] = defaultdict(list)
    for mark in marks:
        if mark.precision == "none":
            continue
        first, last = mark.first or scale.start, mark.last or scale.end
        first, last = max(first, scale.start), min(last, scale.end)
        left = scale.position(first)
        right = scale.position(last + timedelta(days=1) if last < date.max else last)
        if mark.precision != "day":
            open_ends = {"before": "open-start", "after": "open-end"}
            faded = open_ends.get(mark.precision, "faded")
            row.ranges.append(Bar(percent(left), percent(right - left), mark.date, css=faded))
        middle = (left + right) / 2
        slots[int(middle / _SLOT)].append((middle, mark))
    for several in slots.values():
        for place, (at, mark) in enumerate(several[:_STACK]):
            level = Verification(mark.verification).label
            row.dots.append(
                Dot(
                    percent(at),
                    6 + place * 12,
                    f"{mark.headline}, {mark.date}, {level}",
                    f"/f/{mark.fact}/",
                    f"level-{mark.verification}{' key' if mark.is_key else ''}",
                )
            )
        if (more := len(several) - _STACK) > 0:
            left_most = percent(several[0][0])
            row.dots.append(Dot(left_most, 40, f"{more} more", "#list", "more", more))


def _moves(found: Overview, to: Addresses) -> dict[str, str]:
    """Addresses of the window moved by its own length, halved and doubled."""
    start, end = found.window.start, found.window.end
    length = (end - start).days + 1

    def shifted(first: int, last: int) -> str:
        low = max(dates.day_number(date.min), first)
        high = min(dates.day_number(date.max), last)
        if high < low:
            return ""
        epoch = date(1970, 1, 1)
        return to.window(epoch + timedelta(days=low), epoch + timedelta(days=high))

    first, last = dates.day_number(start), dates.day_number(end)
    quarter = max(1, length // 4)
    return {
        "earlier": shifted(first - length, first - 1),
        "later": shifted(last + 1, last + length),
        "narrower": shifted(first + quarter, last - quarter) if length > 14 else "",
        "wider": shifted(first - length // 2, last + length // 2),
    }

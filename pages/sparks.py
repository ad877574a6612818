"""Small charts drawn on the server: columns in a table's row, and stacked columns of years.

Heights are linear. A chart is one path a colour, stretched to its place; labels are HTML beside
it, so that they keep their size on a phone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

_MOST_COLUMNS = 64
_STEPS = (1, 5, 10, 25, 100)


def spark(counts: Mapping[int, int], first: int, last: int, words: str) -> SafeString:
    """Draw a row's columns from number `first` to `last`, the highest as high as the row.

    words: what the columns say, for those who do not see them; empty hides them as decoration.
    """
    step = _step(first, last)
    heights = _binned(counts, step)
    highest = max(heights.values(), default=0)
    low, high = first // step, last // step
    columns = [
        (place - low, heights[place] / highest) for place in range(low, high + 1)
        if heights.get(place)
    ]  # fmt: skip
    path = "".join(
        f"M{place * 4} 18V{18 - max(1.5, share * 17):.1f}h3V18z" for place, share in columns
    )
    hidden = mark_safe('aria-hidden="true"')
    name = format_html('role="img" aria-label="{}"', words) if words else hidden
    return format_html(
        '<svg class="spark" viewBox="0 0 {} 18" preserveAspectRatio="none" {}>'
        '<path d="M0 17.5H{}" class="base"/><path d="{}"/></svg>',
        (high - low + 1) * 4, name, (high - low + 1) * 4, path,
    )  # fmt: skip


def _step(first: int, last: int) -> int:
    return next(
        (step for step in _STEPS if last // step - first // step < _MOST_COLUMNS), _STEPS[-1]
    )


def _binned(counts: Mapping[int, int], step: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for number, n in counts.items():
        found[number // step] = found.get(number // step, 0) + n
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A label on an axis: where, in hundredths of its length, and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Stacked columns of years. drawing: the SVG; lines: gridlines; ticks: years.

    step: how many years a column holds.
    """

    drawing: SafeString
    lines: list[Place]
    ticks: list[Place]
    step: int


def columns(
    years: Mapping[int, Mapping[str, int]], lanes: Sequence[str], words: str
) -> Columns | None:
    """Draw facts by year, stacked by lane from the baseline in the order of `lanes`."""
    if not years:
        return None
    first, last = min(years), max(years)
    step = _step(first, last)
    stacks: dict[int, dict[str, int]] = {}
    for year, counts in years.items():
        stack = stacks.setdefault(year // step, {})
        for lane, n in counts.items():
            stack[lane] = stack.get(lane, 0) + n
    low, high = first // step, last // step
    top = ceiling(max(sum(stack.values()) for stack in stacks.values()))
    paths: dict[str, list[str]] = {}
    for place, stack in sorted(stacks.items()):
        base = 0
        for lane in lanes:
            if n := stack.get(lane, 0):
                x, y = (place - low) * 10 + 1, 100 * (1 - base / top)
                paths.setdefault(lane, []).append(f"M{x} {y:.2f}v{-100 * n / top:.2f}h8V{y:.2f}z")
                base += n
    width = (high - low + 1) * 10
    drawing = format_html(
        '<svg class="stack" viewBox="0 0 {} 100" preserveAspectRatio="none" role="img"'
        ' aria-label="{}">{}</svg>',
        width, words,
        format_html_join(
            "", '<path class="fill-{}" d="{}"/>',
            ((lane, "".join(paths[lane])) for lane in lanes if lane in paths),
        ),
    )  # fmt: skip
    return Columns(drawing, gridlines(top), ticks(low, high, step), step)


def ceiling(highest: float) -> float:
    """The top of an axis: the next 1, 2 or 5 of its power of ten, at least 1."""
    size = 1.0
    while size * 10 < highest:
        size *= 10
    return next((size * n for n in (1, 2, 5, 10) if size * n >= highest), size * 10)


def gridlines(top: float) -> list[Place]:
    """Two lines: the top and its half, where that is a whole number."""
    return [Place(100, f"{top:,.0f}")] + (
        [Place(50, f"{top / 2:,.0f}")] if top >= 2 and top % 2 == 0 else []
    )


def ticks(low: int, high: int, step: int) -> list[Place]:
    """At most eight years along an axis of columns `low` to `high`, each `step` years wide."""
    n = high - low + 1
    every = next((jump for jump in (1, 2, 5, 10, 20, 25, 50) if n / jump <= 8), 100)
    return [
        Place(100 * (place - low + 0.5) / n, str(place * step))
        for place in range(low, high + 1)
        if (place if step == 1 else place - low) % every == 0
    ]


def quarters(
    counts: Mapping[int, int], first: int, last: int, top: float, words: str
) -> SafeString:
    """Draw a strip of quarters (year * 4 + quarter - 1) up to `top`; linear."""
    path = "".join(
        f"M{(number - first) * 4} 40v{-max(1.0, 38 * n / top):.1f}h3.2V40z"
        for number, n in sorted(counts.items())
        if top and first <= number <= last
    )
    width = (last - first + 1) * 4
    return format_html(
        '<svg class="strip" viewBox="0 0 {} 40" preserveAspectRatio="none" role="img"'
        ' aria-label="{}"><path d="{}"/></svg>',
        width, words, path,
    )  # fmt: skip


def share_of(number: float, first: int, last: int) -> float:
    """Where a quarter begins along a strip, in hundredths of its length."""
    return 100 * (number - first) / (last - first + 1)


def quarter_ticks(first: int, last: int) -> list[Place]:
    """The first quarters of years, at most eight, by the left edge of their column."""
    years = range(-(-first // 4), last // 4 + 1)
    every = next((jump for jump in (1, 2, 5, 10, 20, 25, 50) if len(years) / jump <= 8), 100)
    return [
        Place(share_of(year * 4, first, last), str(year)) for year in years if year % every == 0
    ]

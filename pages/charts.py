"""The charts of a pair page, drawn on the server: numbers in, markup out.

Widths are shares of the panel, so that one drawing serves every screen. Text that comes from
people is escaped; everything else here is numbers and words of our own. Each bar is one link; its
accessible name says the true counts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from pages.addressing import Addresses
from pages.presenting import money
from relations import dates
from relations.lanes import Lane
from relations.models import Money
from relations.timeline import Overview, Scale, Surroundings

LETTER = 6.2
"""Width of a letter of a label, in thousandths of the panel at 1000 px."""

OWN_LANES = [lane for lane in Lane if lane != Lane.THIRD]
MEASURES = list(Money.Measure)


def svg(height: float, content: str, *, label: str = "", role: str = "group") -> SafeString:
    """A drawing of 1000 by height that stretches to its box."""
    name = f' role="{role}" aria-label="{escape(label)}"' if label else ' aria-hidden="true"'
    shape = f'viewBox="0 0 1000 {height:g}" preserveAspectRatio="none"'
    return mark_safe(f"<svg {shape}{name}>{content}</svg>")


def link(address: str, name: str, content: str, extra: str = "") -> str:
    return f'<a href="{escape(address)}" aria-label="{escape(name)}"{extra}>{content}</a>'


def box(x: float, y: float, width: float, height: float, css: str) -> str:
    return f'<path class="{css}" d="{outline(x, y, width, height)}"/>'


def outline(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h-{width:.1f}z"


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis. at: share of the width, in hundredths; odd ones hide on phones."""

    at: str
    label: str
    is_odd: bool


@dataclass(frozen=True, slots=True)
class YearRow:
    """One line of the table under the panel."""

    label: str
    address: str
    facts: int
    lanes: str
    money: str


@dataclass(frozen=True, slots=True)
class Glance:
    """The panel "Relationship at a glance", its rows drawn, and the same as a table."""

    columns: SafeString
    gridlines: list[tuple[str, int]]
    context: list[tuple[str, str, bool]]
    money: SafeString | None
    peak: tuple[str, str] | None
    arms: list[tuple[str, SafeString]]
    trade: list[tuple[str, SafeString]]
    read: list[tuple[str, str, str, str]]
    density: SafeString
    veil: tuple[str, str, str, str]
    ticks: list[Tick]
    table: list[YearRow]
    summary: str
    first: date
    last: date


def glance(
    found: Overview,
    around: Surroundings,
    paid: dict[int, dict[str, tuple[float, float]]],
    to: Addresses,
    directions: list[tuple[str, str]],
) -> Glance:
    """Draw the panel. paid: `money_by_year`; directions: (value, words) of the two ways."""
    scale = found.years
    return Glance(
        columns=_columns(found, scale, to),
        gridlines=_gridlines(found, scale),
        context=_context(around, scale),
        money=_money(paid, scale),
        peak=_peak(paid, scale),
        arms=[(words, cells) for value, words in directions
              if (cells := _cells(found.deliveries, value, scale, words)) is not None],
        trade=_trade(around, scale),
        read=_read(around, found, scale),
        density=_density(found, scale),
        veil=_veil(found, scale),
        ticks=ticks(scale),
        table=_table(found, paid, scale, to),
        summary=_summary(found, scale),
        first=scale.start,
        last=scale.end,
    )  # fmt: skip


def bin_name(scale: Scale, number: int) -> str:
    """Say a bin: 2022, 1980 to 1984, July 2022, 19 July 2022, week of 18 July 2022."""
    start, end = scale.step.start_of(number), scale.step.end_of(number)
    match scale.step.name:
        case "day":
            return dates.say_day(start)
        case "week":
            return f"Week of {dates.say_day(start)}"
        case "month":
            return dates.say_month(start)
        case "quarter":
            return f"Q{(start.month + 2) // 3} {start.year}"
        case "year":
            return str(start.year)
    return f"{start.year} to {end.year}"


def percent(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def _x(scale: Scale, number: int) -> tuple[float, float]:
    """Left edge and width of a bin's column, in thousandths."""
    begin, after = scale.span(number)
    return begin * 1000, (after - begin) * 1000


def _highest(found: Overview) -> int:
    return max((sum(lanes.values()) for lanes in found.columns.values()), default=0)


def _steps(highest: int) -> int:
    """The distance of gridlines: 1, 2 or 5 times a power of ten, at most four of them."""
    size = 1
    while True:
        for unit in (1, 2, 5):
            if highest <= 4 * unit * size:
                return unit * size
        size *= 10


def _top(found: Overview) -> int:
    highest = _highest(found)
    step = _steps(highest)
    return max(step, -(-highest // step) * step)


def _columns(found: Overview, scale: Scale, to: Addresses) -> SafeString:
    top, height = _top(found), 132.0
    parts = []
    for number, lanes in sorted(found.columns.items()):
        x, width = _x(scale, number)
        total = sum(lanes.values())
        y = height
        shapes: list[str] = []
        said = []
        for lane in OWN_LANES:
            if n := lanes.get(lane, 0):
                tall = n / top * height
                y -= tall
                gap = min(0.8, tall / 2)
                shapes.append(box(x + width * 0.12, y + gap, width * 0.76, tall - gap, f"k-{lane}"))
                said.append(f"{lane.label} {n:,}")
        name = f"{bin_name(scale, number)}: {total:,} fact{'s' * (total != 1)}. {', '.join(said)}"
        address = to.window(scale.step.start_of(number), scale.step.end_of(number))
        parts.append(link(address, name, "".join(shapes)))
    return svg(height, "".join(parts), label="Facts per year by kind")


def _gridlines(found: Overview, scale: Scale) -> list[tuple[str, int]]:
    top = _top(found)
    step = _steps(_highest(found))
    return [(percent(1 - n / top), n) for n in range(step, top + 1, step)]


def _context(around: Surroundings, scale: Scale) -> list[tuple[str, str, bool]]:
    """(place, label, whether a phone shows it); a label that would overlap is dropped."""
    shown: list[tuple[str, str, bool]] = []
    free = -1.0
    inside = [each for each in around.context if scale.start <= each.happened_on <= scale.end]
    for each in inside[-6:]:
        at = scale.position(each.happened_on)
        if at * 1000 < free:
            continue
        free = at * 1000 + len(each.label) * LETTER + 12
        shown.append((percent(at), each.label, False))
    return [(at, label, place == len(shown)) for place, (at, label, _) in enumerate(shown, 1)]


def _money_top(paid: dict[int, dict[str, tuple[float, float]]]) -> float:
    return max((sum(two) for year in paid.values() for two in year.values()), default=0.0)


def _money(paid: dict[int, dict[str, tuple[float, float]]], scale: Scale) -> SafeString | None:
    """One narrow column a measure in each year, side by side: they are never added."""
    top = _money_top(paid)
    if not top:
        return None
    drawn: dict[str, list[str]] = {"k-economy": [], "k-economy pale": []}
    for number, measures in paid.items():
        x, width = _x(scale, number)
        each = width * 0.76 / len(MEASURES)
        for place, measure in enumerate(MEASURES):
            sure, other = measures.get(measure, (0.0, 0.0))
            left = x + width * 0.12 + place * each
            solid, pale = sure / top * 46, other / top * 46
            if solid:
                drawn["k-economy"].append(outline(left, 46 - solid, each, solid))
            if pale:
                drawn["k-economy pale"].append(outline(left, 46 - solid - pale, each, pale))
    return svg(46, "".join(
        f'<path class="{css}" d="{"".join(shapes)}"/>' for css, shapes in drawn.items() if shapes
    ))  # fmt: skip


def _peak(paid: dict[int, dict[str, tuple[float, float]]], scale: Scale) -> tuple[str, str] | None:
    """The largest single column and where it stands."""
    best = max(
        ((sum(two), number, measure) for number, year in paid.items()
         for measure, two in year.items()),
        default=None,
    )  # fmt: skip
    if best is None or not best[0]:
        return None
    amount, number, measure = best
    words = str(Money.Measure(measure).label).lower()
    return percent((number - scale.first + 0.5) / scale.bins), (
        f"{money(amount)} {words}, {bin_name(scale, number)}"
    )


_SHADES = 6


def _cells(
    arms: dict[int, dict[str, int]], direction: str, scale: Scale, words: str
) -> SafeString | None:
    counts = {number: n for number, ways in arms.items() if (n := ways.get(direction, 0))}
    if not counts:
        return None
    top = max(counts.values())
    shades: dict[int, list[str]] = defaultdict(list)
    for number, n in sorted(counts.items()):
        x, width = _x(scale, number)
        shades[-(-n * _SHADES // top)].append(outline(x + width * 0.12, 2, width * 0.76, 12))
    parts = [
        f'<path class="k-arms" fill-opacity="{0.12 + 0.88 * shade / _SHADES:.2f}"'
        f' d="{"".join(shapes)}"/>'
        for shade, shapes in shades.items()
    ]
    total = sum(counts.values())
    most = bin_name(scale, max(counts, key=lambda number: counts[number]))
    said = f"{words}: deliveries reported {total:,}, most in {most}"
    return svg(16, "".join(parts), label=said, role="img")


def _trade(around: Surroundings, scale: Scale) -> list[tuple[str, SafeString]]:
    """One line a reporter; each keeps its own source and is never summed with the other."""
    rows = []
    for series in around.series[:4]:
        inside = [p for p in series.points if scale.start <= p.first and p.last <= scale.end]
        top = max((p.value for p in inside), default=0)
        if not top:
            continue
        places = [
            (scale.position(p.first + (p.last - p.first) / 2) * 1000, 28 - p.value / top * 26)
            for p in inside
        ]
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        if len(places) == 1:
            path = f"M{places[0][0] - 8:.1f} {places[0][1]:.1f}h16"
        words = (
            f"{series.label} says: {series.measure.replace('_', ' ')}, up to "
            f"{money(top, series.unit)} ({series.publisher})"
        )
        rows.append((words, svg(30, f'<path class="line k-economy" d="{path}"/>')))
    return rows


def _read(around: Surroundings, found: Overview, scale: Scale) -> list[tuple[str, str, str, str]]:
    """(place, width, state, sentence) of each year that somebody read, and of empty ones."""
    if not around.read:
        return []
    strips = []
    years = max(1, scale.step.months // 12)
    for number in range(scale.first, scale.last + 1):
        first = scale.step.start_of(number).year
        read = [around.read[y] for y in range(first, first + years) if y in around.read]
        facts = sum(found.columns.get(number, {}).values())
        name = bin_name(scale, number)
        if not read:
            state, sentence = "none", f"{name}: not reviewed"
        else:
            quarters = sum(year.quarters for year in read)
            state = "full" if quarters >= 4 * years else "part"
            sources = sum(year.sources for year in read)
            day = dates.say_day(max(year.reviewed_on for year in read))
            found_any = "" if facts else ", nothing found"
            how = "reviewed" if state == "full" else "partly reviewed"
            sentence = f"{name}: {how}{found_any}, {sources:,} sources by {day}"
        x, width = _x(scale, number)
        strips.append((percent(x / 1000), percent(width / 1000), state, sentence))
    return strips


def _density(found: Overview, scale: Scale) -> SafeString:
    """A stepped area by quarter; its exponent of 0.6 keeps quiet years visible."""
    top = max(found.density.values(), default=0)
    first, last = scale.first * scale.step.months // 3, (scale.last + 1) * scale.step.months // 3
    if not top or last <= first:
        return svg(30, "")
    each = 1000 / (last - first)
    path, level = ["M0 30"], 30.0
    stride = max(1, (last - first) // 400)
    for number in range(first, last, stride):
        n = max(found.density.get(number + step, 0) for step in range(stride))
        y = 30 - (n / top) ** 0.6 * 28
        if abs(y - level) > 0.05:
            path.append(f"H{(number - first) * each:.1f}V{y:.1f}")
            level = y
    path.append("H1000V30z")
    return svg(30, f'<path class="density" d="{"".join(path)}"/>')


def _veil(found: Overview, scale: Scale) -> tuple[str, str, str, str]:
    """Where the veil ends on the left and begins on the right (whole columns), and the window."""
    start, end = found.window.start, found.window.end
    after = end + timedelta(days=1) if end < date.max else end
    low, high = scale.position(start), scale.position(after)
    first, last = scale.step.bin_of(start), scale.step.bin_of(end)
    left = min(max((first - scale.first) / scale.bins, 0), 1)
    right = min(max((scale.last - last) / scale.bins, 0), 1)
    return percent(left), percent(right), percent(low), percent(max(high - low, 0))


_TICK_YEARS = (1, 2, 5, 10, 25, 50, 100, 200, 500, 1000)


def ticks(scale: Scale) -> list[Tick]:
    """Labels of a time axis: about ten, at round dates."""
    found: list[tuple[float, str]] = []
    start, end = scale.start, scale.end
    days = dates.day_number(end) - dates.day_number(start) + 1
    if days <= 70:
        stride = 1 if days <= 10 else 5 if days <= 40 else 7
        for day in (start + timedelta(days=number) for number in range(days)):
            if days <= 10 or (day.day == 1 or (day.day % stride == 0 and day.day <= 26)):
                found.append((scale.position(day), f"{day.day} {dates.say_month(day)[:3]}"))
    elif days <= 366 * 5:
        months = 1 if days <= 366 else 3 if days <= 366 * 2 else 6
        year, month = start.year, 1
        while (year, month) <= (end.year, end.month):
            day = date(year, month, 1)
            if day >= start:
                label = str(year) if month == 1 else dates.say_month(day)[:3]
                found.append((scale.position(day), label))
            year, month = (year, month + months) if month + months <= 12 else (year + 1, 1)
    else:
        span = end.year - start.year + 1
        stride = next((s for s in _TICK_YEARS if span / s <= 11), 1000)
        for year in range(-(-start.year // stride) * stride, end.year + 1, stride):
            if year >= 1:
                found.append((scale.position(date(year, 1, 1)), str(year)))
    return [Tick(percent(at), label, place % 2 == 1) for place, (at, label) in enumerate(found)]


def _table(
    found: Overview,
    paid: dict[int, dict[str, tuple[float, float]]],
    scale: Scale,
    to: Addresses,
) -> list[YearRow]:
    rows = []
    for number in sorted({*found.columns, *paid}, reverse=True):
        lanes = found.columns.get(number, {})
        rows.append(
            YearRow(
                bin_name(scale, number),
                to.window(scale.step.start_of(number), scale.step.end_of(number)),
                sum(lanes.values()),
                ", ".join(f"{lane.label} {n:,}" for lane in OWN_LANES if (n := lanes.get(lane))),
                "; ".join(
                    f"{measure.label} {_two(*two)}"
                    for measure in MEASURES
                    if (two := paid.get(number, {}).get(measure))
                ),
            )
        )
    return rows


def _two(sure: float, other: float) -> str:
    """Confirmed and not confirmed, apart."""
    if not other:
        return money(sure) if sure else ""
    said = f"{money(other)} not confirmed"
    return f"{money(sure)} confirmed, {said}" if sure else said


def _summary(found: Overview, scale: Scale) -> str:
    if not found.columns:
        return "No dated facts to draw."
    totals = {number: sum(lanes.values()) for number, lanes in found.columns.items()}
    most = max(totals, key=lambda number: (totals[number], number))
    return (
        f"{sum(totals.values()):,} dated facts from {scale.start.year} to {scale.end.year}; "
        f"most in {bin_name(scale, most)}, {totals[most]:,}."
    )

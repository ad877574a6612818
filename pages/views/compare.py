"""Pairs beside each other, or one pair before and after a day."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages import presenting, sparks
from pages.views.answering import labels_of, render_page, without_empty
from pages.views.compare_address import Reading, read, windows_of
from relations import dates
from relations.models import Money
from relations.pairs import Direction, Pair
from relations.timeline.behind import Dollars
from relations.timeline.comparing import SHOWN_MONEY, Column, compared
from relations.timeline.qualities import Quality
from relations.timeline.windows import DIRECTED, MOST_WINDOWS, Counted, Window


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    if moved := without_empty(request):
        return moved
    reading = read(request)
    today = timezone.localdate()
    windows = windows_of(reading, today)
    context: dict[str, Any] = {
        "reading": reading,
        "problems": reading.problems,
        "slots": _slots(reading),
    }
    if windows:
        context |= _comparison(reading, windows, today)
    return render_page(request, "compare", context)


def _slots(reading: Reading) -> list[str]:
    """The values of the form's fields for pairs."""
    given = [str(pair) for pair in reading.pairs]
    return given + [""] * (MOST_WINDOWS - len(given))


# --- the table and the series ------------------------------------------------------------


def _comparison(reading: Reading, windows: list[Window], today: date) -> dict[str, Any]:
    columns = compared(windows)
    labels = labels_of(code for pair in reading.pairs for code in (pair.low, pair.high))
    names = [_name(column, labels, reading) for column in columns]
    return {
        "columns": [
            {
                "name": name,
                "pair": column.window.pair,
                "span": window_words(column.window),
                "years": f"{column.window.years:.1f}",
                "reading": column.reading,
                "reading_day": dates.say_day(column.reading.last_day)
                if column.reading.last_day
                else "",
                "coarse": column.coarse,
                "undated": column.undated,
                "neither": column.neither,
            }
            for name, column in zip(names, columns, strict=True)
        ],
        "is_cut": bool(reading.split) and windows[-1].end == today,
        "table": _table(columns, labels, reading),
        "series": _series(columns, names, reading),
        "quarters": _quarters(columns),
        "scale_address": reading.address(scale="" if reading.is_own_scale else "own"),
    }


def _name(column: Column, labels: dict[str, str], reading: Reading) -> str:
    if reading.split:
        is_before = column.window.end < reading.split
        return f"{'Before' if is_before else 'From'} {dates.say_day(reading.split)}"
    pair = column.window.pair
    return " and ".join(sorted((labels[pair.low], labels[pair.high])))


def window_words(window: Window) -> str:
    return f"{dates.say_day(window.start)} to {dates.say_day(window.end)}"


def _table(columns: list[Column], labels: dict[str, str], reading: Reading) -> list[dict[str, Any]]:
    """Rows of rates; a directed measure has one row each way of the pair in each column."""
    rows: list[dict[str, Any]] = []
    for measure in Counted:
        if measure not in DIRECTED:
            rows.append({"label": measure.label, "cells": [_cell(c, measure) for c in columns]})
            continue
        for way in (Direction.FORWARD, Direction.BACKWARD):
            cells = [
                _cell(column, measure, way, None if reading.split else labels) for column in columns
            ]
            label = str(measure.label)
            if reading.split:
                label = f"{label}, {way_words(reading.pairs[0], way, labels)}"
            else:
                label = f"{label}, {'one way' if way == Direction.FORWARD else 'the other way'}"
            rows.append({"label": label, "cells": cells})
    for name in SHOWN_MONEY:
        label = f"Money {Money.Measure(name).label.lower()}, dollars a year"
        rows.append({"label": label, "is_money": True,
                     "cells": [_money_cell(column, name) for column in columns]})  # fmt: skip
    return rows


def way_words(pair: Pair, way: Direction, labels: dict[str, str]) -> str:
    one, other = labels[pair.low], labels[pair.high]
    return f"{one} to {other}" if way == Direction.FORWARD else f"{other} to {one}"


def _cell(
    column: Column, measure: Counted, way: Direction | None = None,
    labels: dict[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    rate = column.rate(measure.value, way.value if way else "")
    pair = column.window.pair
    return {
        "n": rate.n,
        "rate": per_year(rate.n, column.window),
        "left_out": rate.left_out,
        "way": way_words(pair, way, labels) if way and labels else "",
        "address": rows_address(column.window, measure.value, way),
    }


def per_year(n: float, window: Window) -> str:
    """A rate in words: none, or with one digit where it is small."""
    rate = n / window.years
    return "0" if not n else f"{rate:.2f}" if rate < 1 else f"{rate:,.1f}"


def _money_cell(column: Column, name: str) -> dict[str, Any]:
    dollars = column.money.get(name, Dollars())
    years = column.window.years
    return {
        "confirmed": presenting.money(dollars.confirmed / years) if dollars.confirmed else "",
        "not_confirmed": presenting.money(dollars.not_confirmed / years)
        if dollars.not_confirmed
        else "",
        "amounts": dollars.amounts,
        "left_out": dollars.left_out,
        "address": rows_address(column.window, name),
    }


def rows_address(window: Window, measure: str, way: Direction | None = None) -> str:
    """The page that lists what a number holds and what it leaves out."""
    given = [("pair", str(window.pair)), ("measure", measure)]
    if way:
        given.append(("direction", window.pair.direction_text(way)))
    given += [("from", window.start.isoformat()), ("to", window.end.isoformat())]
    return f"{reverse('pages:compare-rows')}?{urlencode(given)}"


def _series(columns: list[Column], names: list[str], reading: Reading) -> list[dict[str, Any]]:
    """Four charts, each with a strip a column, on one axis of quarters and one scale."""
    first = min(_quarter(column.window.start) for column in columns)
    last = max(_quarter(column.window.end) for column in columns)
    highest = max(
        (n for column in columns for counts in column.series.values() for n in counts.values()),
        default=0,
    )
    found = []
    for quality in Quality:
        strips = []
        for name, column in zip(names, columns, strict=True):
            counts = column.series[quality]
            top = max(counts.values(), default=0) if reading.is_own_scale else highest
            said = f"{name}, {quality.label.lower()}: {sum(counts.values())} in all"
            strips.append(
                {
                    "name": name,
                    "sum": sum(counts.values()),
                    "top": top,
                    "drawing": sparks.quarters(counts, first, last, top, said),
                }
            )
        found.append(
            {
                "key": quality.value,
                "label": quality.label,
                "strips": strips,
                "ticks": sparks.quarter_ticks(first, last),
                "split": sparks.share_of(_quarter_of_day(reading.split), first, last)
                if reading.split
                else None,
            }
        )
    return found


def _quarters(columns: list[Column]) -> list[tuple[str, list[int]]]:
    """The series as a table: quarter, then each series' number in each column."""
    every = [column.series[quality] for quality in Quality for column in columns]
    used = sorted({quarter for counts in every for quarter in counts}, reverse=True)
    return [
        (f"Q{quarter % 4 + 1} {quarter // 4}", [counts.get(quarter, 0) for counts in every])
        for quarter in used
    ]


def _quarter(day: date) -> int:
    return presenting.this_month(day) // 3


def _quarter_of_day(day: date) -> float:
    """Quarters and the part of one that is over on the day."""
    start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return _quarter(day) + (day - start).days / 92

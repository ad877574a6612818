"""The two published lists of states, and what we keep by hand beside them.

A list gives numbers years; `own/numbers.csv` says whose number it is, and when it served whom:
365 is Russia, the Soviet Union and Russia again.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from relations.countries import DATA

OPEN = date.max
COW_ENDS = date(2016, 12, 31)  # the last day of the 2016 list: those then alive are still open


class ListNotUsable(Exception):
    """A published list is not there, or holds a number that `own/numbers.csv` does not know."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One country's stretch on a list, from `start` to `end`, both inclusive."""

    code: str
    source: str
    number: str
    abbreviation: str
    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class _Holder:
    code: str
    start: date
    end: date


def own(name: str) -> list[dict[str, str]]:
    """Return the rows of `data/own/<name>.csv`."""
    with (DATA / "own" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str, empty: date) -> date:
    return date.fromisoformat(text) if text else empty


def text(value: date) -> str:
    """Write a day as ISO 8601; an open end is empty."""
    return "" if value in (OPEN, date.min) else value.isoformat()


def listings(folder: Path) -> list[Listing]:
    """Read both lists below `folder/states`, each row divided among those its number served."""
    holders: defaultdict[tuple[str, str], list[_Holder]] = defaultdict(list)
    for row in own("numbers"):
        start, end = day(row["valid_from"], date.min), day(row["valid_to"], OPEN)
        holders[row["list"], row["number"]].append(_Holder(row["code"], start, end))
    return [
        replace(row, code=holder.code, start=start, end=end)
        for row in (*_gleditsch_ward(folder), *_correlates_of_war(folder))
        for holder in _holders(holders, row)
        if (start := max(row.start, holder.start)) <= (end := min(row.end, holder.end))
    ]


def joined(spells: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """Join stretches that overlap or touch."""
    last: tuple[date, date] | None = None
    for start, end in sorted(spells):
        if last and (last[1] == OPEN or start <= last[1] + timedelta(days=1)):
            last = (last[0], max(last[1], end))
            continue
        if last:
            yield last
        last = (start, end)
    if last:
        yield last


def _holders(holders: dict[tuple[str, str], list[_Holder]], row: Listing) -> list[_Holder]:
    if (row.source, row.number) not in holders:
        raise ListNotUsable(f"own/numbers.csv does not know {row.source} {row.number} {row.name}.")
    return holders[row.source, row.number]


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        raise ListNotUsable(f"{path} is not there.")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _gleditsch_ward(folder: Path) -> Iterator[Listing]:
    for row in _rows(folder / "states" / "gwstates.csv"):
        start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        yield Listing("", "gw", row["gwcode"], row["gwc"], row["country_name"], start, end)


def _correlates_of_war(folder: Path) -> Iterator[Listing]:
    for row in _rows(folder / "states" / "cow_states2016.csv"):
        start = date(int(row["styear"]), int(row["stmonth"]), int(row["stday"]))
        end = date(int(row["endyear"]), int(row["endmonth"]), int(row["endday"]))
        end = OPEN if end == COW_ENDS else end
        yield Listing("", "cow", row["ccode"], row["stateabb"], row["statenme"], start, end)

"""COW Militarized Interstate Disputes as dyad-years: directed ones, and COW's own Dyadic MIDs.

One fact for each dispute and dyad: the file has a row for every year and both directions. Side A
is the sender and side B the receiver; where the file does not say who is on which side, the fact
has no direction. What each side did at most (hostility, action, deaths) stands in the summary, in
the words of COW's codebook; -9 is "not known". The two states are those the numbers stand for in
the first year.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from relations.dates import NO_DATE
from relations.importing.files import InputFile, Row, place_of
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.numbers import Numbers
from relations.importing.layouts.tables import Renamed, Table, Unreadable, fits, values_in, when
from relations.importing.layouts.wording import called, said_runs, sentence
from relations.importing.names import Names
from relations.importing.records import Bundle, FactRecord, Release, Trouble

__all__ = ["CowDisputes"]

_NEEDED = ("dispnum", "ccode1", "ccode2", "year", "sidea1", "hostlev1", "hostlev2")
_MEASURES = ("hostlev", "hiact", "fatality", "fatalpre", "orig")
_MISSING = -9
_RENAMED: Renamed = {
    "dispnum": ("disno",), "ccode1": ("statea",), "ccode2": ("stateb",),
    "sidea1": ("sideaa",), "sidea2": ("sideab",),
    "hostlev1": ("hihosta",), "hostlev2": ("hihostb",),
    "hiact1": ("highmcaa",), "hiact2": ("highmcab",),
    "fatality1": ("fatleva",), "fatality2": ("fatlevb",),
    "orig1": ("orignata",), "orig2": ("orignatb",),
}  # fmt: skip
"""The columns of Dyadic MIDs 4, which hold each dyad once a year and no numbers of deaths."""

_OTHERS = ("midongoing", "gmlmidongoing")
"""Columns by which the disputes of Gibler, Miller and Little differ, whose word is not COW's."""

HOSTILITY = {
    1: "no militarised action",
    2: "threat to use force",
    3: "display of force",
    4: "use of force",
    5: "war",
}
ACTIONS = {
    0: "no militarised action", 1: "threat to use force", 2: "threat to blockade",
    3: "threat to occupy territory", 4: "threat to declare war",
    5: "threat to use chemical, biological or radiological weapons", 6: "threat to join a war",
    7: "show of force", 8: "alert", 9: "nuclear alert", 10: "mobilisation",
    11: "fortification of a border", 12: "border violation", 13: "blockade",
    14: "occupation of territory", 15: "seizure", 16: "attack", 17: "clash",
    18: "declaration of war", 19: "use of chemical, biological or radiological weapons",
    20: "beginning of an interstate war", 21: "joining of an interstate war",
}  # fmt: skip
FATALITIES = {
    0: "none", 1: "1 to 25", 2: "26 to 100", 3: "101 to 250", 4: "251 to 500", 5: "501 to 999",
    6: "more than 999",
}  # fmt: skip


@dataclass(slots=True)
class _Dispute:
    """One dispute of one dyad. The first of the two numbers is the one that sorts first."""

    number: str
    numbers: tuple[str, str]
    row: Row
    last_line: int
    is_first_side_a: bool | None
    years: set[int] = field(default_factory=set)
    measures: tuple[dict[str, int], dict[str, int]] = field(default_factory=lambda: ({}, {}))


class CowDisputes(Layout):
    """COW MID 5 as directed dyad-years, Dyadic MIDs 4 as dyad-years."""

    name = "cow-mid"
    label = "COW Militarized Interstate Disputes, directed dyad-years"
    dataset = "cow-mid"

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if fits(file, _NEEDED, _OTHERS, renamed=_RENAMED)]

    def release(self, files: Sequence[InputFile]) -> Release:
        years = {text[:4] for text in values_in(files, _NEEDED, "year", _RENAMED)}
        known = sorted(year for year in years if year.isdigit())
        span = f"{known[0]} to {known[-1]}" if known else "without rows"
        return Release(
            self.dataset, f"COW Militarized Interstate Disputes, {span}", scope_words=span
        )

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        found: dict[tuple[str, str, str], _Dispute] = {}
        numbers = Numbers(names, "cow")
        for file in files:
            table = Table(file, _NEEDED, _RENAMED)
            yield from table.each(partial(self._put, numbers=numbers, names=names, found=found))
        taken: set[str] = set()
        for dispute in found.values():
            yield self._bundle(dispute, numbers, names, taken)

    def _put(
        self, table: Table, row: Row, numbers: Numbers, names: Names,
        found: dict[tuple[str, str, str], _Dispute],
    ) -> Iterator[Trouble]:  # fmt: skip
        """Add a row to its dispute; of two levels of one side the higher counts."""
        dispute, one, other = (_identifier(table, row, name) for name in _NEEDED[:3])
        year = table.year(row, "year")
        sides = [table.number(row, f"sidea{side}") for side in "12"]
        levels = [
            (name, side, table.number(row, f"{name}{side + 1}"))
            for name in _MEASURES
            for side in (0, 1)
        ]
        codes = numbers.pair(one, other, year)
        for column, value, code in zip(_NEEDED[1:3], (one, other), codes, strict=True):
            if code is None:
                raise Unreadable(f"No state has the COW number {value}.", column, value)
        if codes[0] == codes[1]:
            label = called(names, codes[0] or "")
            raise Unreadable(f"Both numbers stand for {label}.", "ccode2", other)
        is_turned = one > other
        pair = (other, one) if is_turned else (one, other)
        is_a: bool | None = None
        if sides[0] in (0, 1) and sides[1] in (1 - sides[0], None):
            is_a = (sides[0] == 1) != is_turned
        kept = found.get((dispute, *pair))
        if kept is None:
            kept = found[dispute, *pair] = _Dispute(dispute, pair, row, row.last_line, is_a)
        elif kept.is_first_side_a is None:
            kept.is_first_side_a = is_a
        elif is_a is not None and is_a != kept.is_first_side_a:
            said = f"Line {kept.row.line} has the two on the other sides; its sides are kept."
            yield table.remark(row, said, "sidea1", str(sides[0]))
        kept.years.add(year)
        kept.last_line = row.last_line
        for name, side, level in levels:
            if level is not None and level != _MISSING:
                mine = kept.measures[1 - side if is_turned else side]
                mine[name] = max(level, mine.get(name, level))

    def _bundle(self, dispute: _Dispute, numbers: Numbers, names: Names, taken: set[str]) -> Bundle:
        first = min(dispute.years)
        codes = numbers.pair(*dispute.numbers, first)
        order = (1, 0) if dispute.is_first_side_a is False else (0, 1)
        one, other = (codes[at] or "" for at in order)
        key = f"{dispute.number}:{min(one, other)}-{max(one, other)}"
        if key in taken:
            key += f":{dispute.numbers[0]}-{dispute.numbers[1]}"
        taken.add(key)
        measures = [dispute.measures[at] for at in order]
        highest = max((m.get("hostlev", _MISSING) for m in measures), default=_MISSING)
        words = HOSTILITY.get(highest, "hostility not known")
        is_mutual = dispute.is_first_side_a is None
        labels = ("One side", "Other side") if is_mutual else ("Side A", "Side B")
        parts = [
            f"{label}: {called(names, code)}{_levels(levels)}."
            for label, code, levels in zip(labels, (one, other), measures, strict=True)
        ]
        last = max(dispute.years)
        fact = FactRecord(
            key=key,
            kind="action",
            subtype="dispute",
            headline=sentence(
                f"Militarised dispute of {called(names, one)} and {called(names, other)}"
                f" begins: {words} (COW {dispute.number})"
            ),
            quotation=dispute.row.raw,
            row=place_of(dispute.row.line, dispute.last_line),
            date=when(str(first)),
            end=when(str(last)) if last > first else NO_DATE,
            summary=f"COW dispute {dispute.number}, {said_runs(dispute.years)}. " + " ".join(parts),
            detail={
                "is_mutual": is_mutual,
                "senders": [one],
                "receivers": [other],
                "purpose": f"Highest hostility: {words}",
                "reported": "",
            },
        )
        return Bundle(dispute.row.line, None, (fact,))


def _identifier(table: Table, row: Row, name: str) -> str:
    value = table.number(row, name)
    if value is None:
        raise Unreadable("The row does not say.", name)
    return str(value)


def _levels(levels: dict[str, int]) -> str:
    """Say what one side did at most, as far as the file knows."""
    said = [" (originator)" if levels.get("orig") == 1 else ""]
    said.append(", hostility " + HOSTILITY.get(levels.get("hostlev", _MISSING), "not known"))
    said.append(", action " + ACTIONS.get(levels.get("hiact", _MISSING), "not known"))
    deaths = FATALITIES.get(levels.get("fatality", _MISSING), "not known")
    if exact := levels.get("fatalpre"):
        deaths = str(exact)
    said.append(f", deaths {deaths}")
    return "".join(said)

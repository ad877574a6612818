"""The rows of DESTA's list of treaties, one for each text, and of its list of dyads.

In the list of dyads a text has a row for each two of its members, by name and ISO number. Who
moves in an accession or a withdrawal is who stands in all rows of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from relations.importing.files import Row
from relations.importing.layouts.numbers import day_of
from relations.importing.layouts.tables import Table, Unreadable
from relations.importing.layouts.treaty_states import state_then
from relations.importing.names import Names
from relations.importing.records import Trouble

__all__ = ["DYADS", "NEEDED", "STEPS", "TREATIES", "Entry", "entries_of", "entries_of_dyads"]

NEEDED = ("number", "base_treaty", "name", "entry_type", "year", "entryforceyear", "c1", "c2")
DYADS = (
    "country1", "country2", "iso1", "iso2", "number", "base_treaty", "name", "entry_type", "year",
    "entryforceyear",
)  # fmt: skip
TREATIES = {
    "base_treaty": "agreement",
    "protocol or amendment": "protocol",
    "protocol": "protocol",
    "amendment": "amendment",
    "negotiation": "agreement",
}
STEPS = {"accession": "acceded", "withdrawal": "withdrawn"}
_OTHER_CODES = {"900": "XKX", "891": "SCG", "530": "ANT", "736": "SDN", "230": "ETH", "383": "XKX"}
_JOINING_REGION = 6
"""The kind of accession in which the joining states have 2 and the partner 3."""


@dataclass(slots=True)
class Entry:
    """A row with what can be said of it at once."""

    row: Row
    number: str
    group: str
    name: str
    kind: str
    year: int
    force: int | None
    members: tuple[str, ...]
    moving: tuple[str, ...]
    listed: str


def entries_of(table: Table, names: Names) -> Iterator[Entry | Trouble]:
    """Read the list of treaties."""
    for row in table.rows():
        if isinstance(row, Trouble):
            yield row
            continue
        try:
            yield _entry(table, row, names)
        except Unreadable as error:
            yield table.refuse(row, error)


def entries_of_dyads(table: Table, names: Names) -> Iterator[Entry | Trouble]:
    """Read the list of dyads: each text once, where its first row stands."""
    found: dict[str, tuple[Entry, list[tuple[str, str]]]] = {}
    for row in table.rows():
        if isinstance(row, Trouble):
            yield row
            continue
        try:
            entry, pair = _dyad(table, row, names)
        except Unreadable as error:
            yield table.refuse(row, error)
            continue
        kept, pairs = found.setdefault(entry.number, (entry, []))
        pairs.append(pair)
        if entry.force is not None:
            kept.force = min(kept.force or entry.force, entry.force)
    for entry, pairs in found.values():
        entry.members = tuple(dict.fromkeys(code for pair in pairs for code in pair))
        if entry.kind in STEPS and len(pairs) > 1:
            entry.moving = tuple(
                code for code in entry.members if all(code in pair for pair in pairs)
            )
        yield entry


def _dyad(table: Table, row: Row, names: Names) -> tuple[Entry, tuple[str, str]]:
    entry = _text(table, row)
    codes = []
    for at in ("1", "2"):
        number = table.text(row, f"iso{at}")
        if number in ("", "NA", "0"):
            name = table.text(row, f"country{at}")
            code = names.country(name, day_of(entry.year))
            if code is None:
                said = f"No country is called {name}.{names.nearest(name)}"
                raise Unreadable(said, f"country{at}", name)
            codes.append(code)
        else:
            codes.append(_state(names, number, entry.year, f"iso{at}"))
    return entry, (codes[0], codes[1])


def _text(table: Table, row: Row) -> Entry:
    """Read what a row says of its text, without members."""
    number, group = table.text(row, "number"), table.text(row, "base_treaty")
    name, kind = table.text(row, "name"), table.text(row, "entry_type")
    for column, value in (("number", number), ("name", name)):
        if not value:
            raise Unreadable("The row names no treaty.", column)
    if kind not in TREATIES and kind not in STEPS and kind != "consolidated":
        raise Unreadable("This is not a kind of entry we know.", "entry_type", kind)
    year = table.year(row, "year")
    force = table.number(row, "entryforceyear")
    if force is not None and not 1 <= force < 9999:
        raise Unreadable("This is not a year.", "entryforceyear", str(force))
    listed = table.text(row, "wto_name")
    listed = "" if listed in ("", "NA") else listed
    return Entry(row, number, group, name, kind, year, force, (), (), listed)


def _entry(table: Table, row: Row, names: Names) -> Entry:
    entry = _text(table, row)
    members: dict[str, str] = {}
    at = 1
    while table.find(f"c{at}") is not None:
        value = table.text(row, f"c{at}")
        if value not in ("", "NA", "0"):
            code = _state(names, value, entry.year, f"c{at}")
            members.setdefault(code, table.text(row, f"mc{at}"))
        at += 1
    mark = "2" if table.text(row, "typememb") == str(_JOINING_REGION) else "1"
    entry.members = tuple(members)
    if entry.kind in STEPS:
        entry.moving = tuple(code for code, side in members.items() if side == mark)
    return entry


def _state(names: Names, value: str, year: int, column: str) -> str:
    number = value.removesuffix(".0").zfill(3)
    on = day_of(year)
    code = names.coded("iso_numeric", number, on)
    if code is None:
        code = _OTHER_CODES.get(number)
    if code is None or not names.has(code):
        raise Unreadable(f"No state has the ISO number {number}.", column, value)
    return state_then(code, on)

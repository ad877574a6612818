"""DESTA, Design of Trade Agreements: one row for each text, members as ISO numbers.

Base treaties, protocols and amendments are agreements; the latter belong to the base treaty of
their group. An accession or a withdrawal is a step of one party of the base treaty: who it was
the `mc` columns say (1 of a row of kind 5 or 7, 2 of a row of kind 6). A consolidated text is no
treaty of its own and is remarked on. What is only negotiated is an agreement that is negotiated.
Dates are years. The European Union's members are listed in its place, as the file has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from relations.importing.files import InputFile, Row
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.numbers import day_of
from relations.importing.layouts.tables import Table, Unreadable, fits, values_in, when
from relations.importing.layouts.treaties import LONGEST_TITLE, step
from relations.importing.layouts.treaty_states import state_then
from relations.importing.layouts.wording import called, cut, sentence
from relations.importing.names import Names
from relations.importing.records import AgreementRecord, Bundle, FactRecord, Party, Release, Trouble

__all__ = ["Desta"]

_NEEDED = ("number", "base_treaty", "name", "entry_type", "year", "entryforceyear", "c1", "c2")
_TREATIES = {
    "base_treaty": "agreement",
    "protocol or amendment": "protocol",
    "protocol": "protocol",
    "amendment": "amendment",
    "negotiation": "agreement",
}
_STEPS = {"accession": "acceded", "withdrawal": "withdrawn"}
_OTHER_CODES = {"900": "XKX", "891": "SCG", "530": "ANT", "736": "SDN", "230": "ETH"}
_JOINING_REGION = 6
"""The kind of accession in which the joining states have 2 and the partner 3."""


@dataclass(slots=True)
class _Entry:
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


class Desta(Layout):
    """DESTA's list of treaties with their members."""

    name = "desta"
    label = "DESTA, list of treaties"
    dataset = "desta"

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if fits(file, _NEEDED)]

    def release(self, files: Sequence[InputFile]) -> Release:
        years = values_in(files, _NEEDED, "year")
        known = sorted(year[:4] for year in years if year[:4].isdigit())
        span = f"treaties of {known[0]} to {known[-1]}" if known else "no treaties"
        return Release(self.dataset, f"DESTA, {span}", scope_words=span)

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        for file in files:
            table = Table(file, _NEEDED)
            entries: list[_Entry] = []
            for row in table.rows():
                if isinstance(row, Trouble):
                    yield row
                    continue
                try:
                    entries.append(_entry(table, row, names))
                except Unreadable as error:
                    yield table.refuse(row, error)
            yield from _treaties(table, entries, names)


def _entry(table: Table, row: Row, names: Names) -> _Entry:
    number, group = table.text(row, "number"), table.text(row, "base_treaty")
    name, kind = table.text(row, "name"), table.text(row, "entry_type")
    for column, value in (("number", number), ("name", name)):
        if not value:
            raise Unreadable("The row names no treaty.", column)
    if kind not in _TREATIES and kind not in _STEPS and kind != "consolidated":
        raise Unreadable("This is not a kind of entry we know.", "entry_type", kind)
    year = table.year(row, "year")
    members: dict[str, str] = {}
    at = 1
    while table.find(f"c{at}") is not None:
        value = table.text(row, f"c{at}")
        if value not in ("", "NA", "0"):
            code = _state(names, value, year, f"c{at}")
            members.setdefault(code, table.text(row, f"mc{at}"))
        at += 1
    mark = "2" if table.text(row, "typememb") == str(_JOINING_REGION) else "1"
    force = table.number(row, "entryforceyear")
    if force is not None and not 1 <= force < 9999:
        raise Unreadable("This is not a year.", "entryforceyear", str(force))
    listed = table.text(row, "wto_name")
    return _Entry(
        row, number, group, name, kind, year, force, tuple(members),
        tuple(code for code, side in members.items() if side == mark) if kind in _STEPS else (),
        "" if listed in ("", "NA") else listed,
    )  # fmt: skip


def _state(names: Names, value: str, year: int, column: str) -> str:
    number = value.removesuffix(".0").zfill(3)
    on = day_of(year)
    code = names.coded("iso_numeric", number, on)
    if code is None:
        code = _OTHER_CODES.get(number)
    if code is None or not names.has(code):
        raise Unreadable(f"No state has the ISO number {number}.", column, value)
    return state_then(code, on)


def _treaties(table: Table, entries: Sequence[_Entry], names: Names) -> Iterator[Bundle | Trouble]:
    bases = {entry.group: entry for entry in reversed(entries) if entry.kind == "base_treaty"}
    steps: dict[str, list[_Entry]] = {}
    seen: dict[str, int] = {}
    treaties: list[_Entry] = []
    for entry in entries:
        if (line := seen.setdefault(entry.number, entry.row.line)) != entry.row.line:
            error = Unreadable(f"Line {line} has this number.", "number", entry.number)
            yield table.refuse(entry.row, error)
        elif entry.kind == "consolidated":
            said = "A consolidated text is no treaty of its own."
            yield table.remark(entry.row, said, "entry_type", entry.kind)
        elif entry.kind not in _STEPS:
            treaties.append(entry)
        elif (base := bases.get(entry.group)) is None:
            said = f"The file has no base treaty {entry.group}; the {entry.kind} is left out."
            yield table.remark(entry.row, said, "base_treaty", entry.group)
        else:
            steps.setdefault(base.number, []).append(entry)
    for entry in treaties:
        yield from _treaty(table, entry, bases, steps.get(entry.number, []), names)


def _treaty(
    table: Table, entry: _Entry, bases: dict[str, _Entry], steps: Sequence[_Entry], names: Names
) -> Iterator[Bundle | Trouble]:
    if len(entry.members) < 2:
        said = "The row names fewer than two parties; the treaty is not recorded."
        yield table.remark(entry.row, said, "c2")
        return
    parties = {code: Party(code) for code in entry.members}
    moves: list[tuple[_Entry, str]] = []
    for later in sorted(steps, key=lambda one: one.year):
        moving = later.moving
        if not moving and later.kind == "accession":
            moving = tuple(code for code in later.members if code not in parties)
        if not moving:
            said = f"The row does not say whose {later.kind} it is."
            yield table.remark(later.row, said, "mc1", later.name)
        for code in moving:
            moves.append((later, code))
            if later.kind == "withdrawal":
                parties[code] = replace(parties.get(code, Party(code)), left=str(later.year))
            elif code not in parties or parties[code].left:
                kept = parties.get(code, Party(code))
                parties[code] = replace(kept, joined=str(later.year), how="accession")
    base = bases.get(entry.group)
    is_base = base is None or base is entry or entry.kind == "negotiation"
    record = AgreementRecord(
        key=entry.number,
        title=cut(f"{entry.name} (trade agreement, {entry.year})", LONGEST_TITLE),
        parties=tuple(parties.values()),
        type=_TREATIES[entry.kind],
        subjects=("trade",),
        parent="" if is_base or base is None else base.number,
    )
    yield Bundle(entry.row.line, record, tuple(_facts(record, entry, moves, names)))


def _facts(
    record: AgreementRecord, entry: _Entry, moves: Sequence[tuple[_Entry, str]], names: Names
) -> Iterator[FactRecord]:
    said = f"Notified to the WTO as “{entry.listed}”." if entry.listed else ""
    first = "negotiated" if entry.kind == "negotiation" else "signed"
    dated = [(first, entry.year)]
    if entry.force is not None:
        dated.append(("entered_into_force", entry.force))
    for name, year in dated:
        yield step(
            record,
            name,
            when(str(year)),
            row=entry.row.place,
            quotation=entry.row.raw,
            summary=said,
        )
    for later, code in moves:
        yield step(
            record,
            _STEPS[later.kind],
            when(str(later.year)),
            row=later.row.place,
            quotation=later.row.raw,
            party=code,
            label=sentence(called(names, code)),
            mark=later.number,
        )

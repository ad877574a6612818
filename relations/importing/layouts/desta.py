"""DESTA, Design of Trade Agreements: one row for each text, members as ISO numbers.

Base treaties, protocols and amendments are agreements; the latter belong to the base treaty of
their group. An accession or a withdrawal is a step of one party of the base treaty: who it was
the `mc` columns say (1 of a row of kind 5 or 7, 2 of a row of kind 6). A consolidated text is no
treaty of its own and is remarked on. What is only negotiated is an agreement that is negotiated.
Dates are years. The European Union's members are listed in its place, as the file has them. The
list of dyads, in which a text has a row for each two members, gives the same records.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from relations.importing.files import InputFile
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.desta_rows import (
    DYADS,
    NEEDED,
    STEPS,
    TREATIES,
    Entry,
    entries_of,
    entries_of_dyads,
)
from relations.importing.layouts.tables import Table, Unreadable, fits, values_in, when
from relations.importing.layouts.treaties import LONGEST_TITLE, step
from relations.importing.layouts.wording import called, cut, sentence
from relations.importing.names import Names
from relations.importing.records import AgreementRecord, Bundle, FactRecord, Party, Release, Trouble

__all__ = ["Desta"]


class Desta(Layout):
    """DESTA's list of treaties with their members."""

    name = "desta"
    label = "DESTA, list of treaties"
    dataset = "desta"

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if fits(file, NEEDED) or fits(file, DYADS)]

    def release(self, files: Sequence[InputFile]) -> Release:
        years = values_in(files, ("year",), "year")
        known = sorted(year[:4] for year in years if year[:4].isdigit())
        span = f"treaties of {known[0]} to {known[-1]}" if known else "no treaties"
        return Release(self.dataset, f"DESTA, {span}", scope_words=span)

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        has_list = any(fits(file, NEEDED) for file in files)
        for file in files:
            is_list = fits(file, NEEDED)
            if has_list and not is_list:
                said = "The list of treaties is read, which says all that its dyads do."
                yield Trouble(0, said, is_refusal=False, file=file.name)
                continue
            table = Table(file, NEEDED if is_list else DYADS)
            entries: list[Entry] = []
            for found in (entries_of if is_list else entries_of_dyads)(table, names):
                if isinstance(found, Trouble):
                    yield found
                else:
                    entries.append(found)
            yield from _treaties(table, entries, names)


def _treaties(table: Table, entries: Sequence[Entry], names: Names) -> Iterator[Bundle | Trouble]:
    bases = {entry.group: entry for entry in reversed(entries) if entry.kind == "base_treaty"}
    steps: dict[str, list[Entry]] = {}
    seen: dict[str, int] = {}
    treaties: list[Entry] = []
    for entry in entries:
        if (line := seen.setdefault(entry.number, entry.row.line)) != entry.row.line:
            error = Unreadable(f"Line {line} has this number.", "number", entry.number)
            yield table.refuse(entry.row, error)
        elif entry.kind == "consolidated":
            said = "A consolidated text is no treaty of its own."
            yield table.remark(entry.row, said, "entry_type", entry.kind)
        elif entry.kind not in STEPS:
            treaties.append(entry)
        elif (base := bases.get(entry.group)) is None:
            said = f"The file has no base treaty {entry.group}; the {entry.kind} is left out."
            yield table.remark(entry.row, said, "base_treaty", entry.group)
        else:
            steps.setdefault(base.number, []).append(entry)
    for entry in treaties:
        yield from _treaty(table, entry, bases, steps.get(entry.number, []), names)


def _treaty(
    table: Table, entry: Entry, bases: dict[str, Entry], steps: Sequence[Entry], names: Names
) -> Iterator[Bundle | Trouble]:
    if len(entry.members) < 2:
        said = "The row names fewer than two parties; the treaty is not recorded."
        yield table.remark(entry.row, said, "c2")
        return
    parties = {code: Party(code) for code in entry.members}
    moves: list[tuple[Entry, str]] = []
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
        type=TREATIES[entry.kind],
        subjects=("trade",),
        parent="" if is_base or base is None else base.number,
    )
    yield Bundle(entry.row.line, record, tuple(_facts(record, entry, moves, names)))


def _facts(
    record: AgreementRecord, entry: Entry, moves: Sequence[tuple[Entry, str]], names: Names
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
            STEPS[later.kind],
            when(str(later.year)),
            row=later.row.place,
            quotation=later.row.raw,
            party=code,
            label=sentence(called(names, code)),
            mark=later.number,
        )

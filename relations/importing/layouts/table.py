"""Any table whose columns a mapping explains: each row a draft with its source and quotation.

A row is known by its own number in the table of that name or, without one, by what it says: the
same row of any file is the same fact. Rows of one agreement (title and parties) are its steps,
rows of one order (supplier, recipient and designation, or the column for it) likewise. Rows that
were downloaded here change the facts they came from; see `tables.returning`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.utils.text import slugify

from relations.dates import NO_DATE
from relations.importing.files import InputFile
from relations.importing.layouts import Layout, Read
from relations.importing.names import Names
from relations.importing.records import (
    AgreementRecord,
    Bundle,
    FactRecord,
    Number,
    Party,
    Release,
    TransferRecord,
    Trouble,
)
from relations.importing.tables import mapping as mappings
from relations.importing.tables import returning
from relations.importing.tables.kinds import detail_of
from relations.importing.tables.reading import Unreadable, open_sheet
from relations.importing.tables.rows import Reading, RowReader
from relations.importing.tables.sheets import EXAMPLE
from relations.lanes import Kind

__all__ = ["Table"]

_NO_NUMBER = Number()


@dataclass
class _Thing:
    """Rows of one agreement or order, in the order of the file."""

    key: str
    rows: list[tuple[Reading, str]] = field(default_factory=list)
    measures: set[str] = field(default_factory=set)


class Table(Layout):
    name = "table"
    label = "Table of your own"
    dataset = "table"
    publication = "draft"

    def __init__(self, mapping: mappings.Mapping) -> None:
        self.mapping = mapping
        self.returned = returning.Returned()

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return list(files)

    def release(self, files: Sequence[InputFile]) -> Release:
        name = self.mapping.table or PurePath(files[0].name).stem[:150]
        return Release(self.dataset, name, scope={"table": name}, scope_words="the whole table")

    def is_expected(self, values: Mapping[str, Any], scope: Mapping[str, Any]) -> bool:
        # steps of what lasts are told with it
        return bool(values["release"] == scope["table"]) and not self.mapping.is_of_downloads

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        self.returned = returning.Returned()
        table = slugify(self.release(files).name)[:60] or "table"
        things: dict[str, _Thing] = {}
        turns: Counter[str] = Counter()
        seen: dict[str, int] = {}
        for file in files:
            reader = RowReader(names, {n: str(c) for n, c in self.mapping.columns.items()},
                               file.name)  # fmt: skip
            try:
                for line, cells in self._rows(file):
                    if isinstance(cells, Trouble):
                        yield cells
                    elif cells.get("number"):
                        self.returned.add(line, cells, reader)
                    else:
                        yield from self._take(
                            line, cells, reader, table=table, things=things, turns=turns, seen=seen
                        )
            except Unreadable as unreadable:
                yield Trouble(0, str(unreadable), file=file.name)
        yield from self.returned.compare()
        for thing in things.values():
            yield _bundle(thing, names)

    def _rows(self, file: InputFile) -> Iterator[tuple[int, dict[str, str] | Trouble]]:
        """Yield (line, column → text), the fixed columns included."""
        with open_sheet(file, self.mapping) as sheet:
            places, missing = self.mapping.positions(sheet.headings)
            heading_row = self.mapping.heading_row
            for column, said in missing:
                yield 0, Trouble(heading_row, said, column, file=file.name)
            if missing:
                return
            wanted = len(sheet.headings)
            for row in sheet.rows:
                if any(row.cells[wanted:]):
                    said = f"The row has {len(row.cells)} cells where {wanted} are expected."
                    yield row.line, Trouble(row.line, said, file=file.name)
                    continue
                cells = dict(self.mapping.fixed)
                for name, place in places.items():
                    text = row.cells[place] if place < len(row.cells) else ""
                    cells[name] = text.replace("\x00", "\ufffd") or cells.get(name, "")
                yield row.line, cells

    def _take(
        self, line: int, cells: dict[str, str], reader: RowReader, *, table: str,
        things: dict[str, _Thing], turns: Counter[str], seen: dict[str, int],
    ) -> Read:  # fmt: skip
        row = reader.read(line, cells)
        if row is not None and (number := row.cells.get("key")):
            if number == EXAMPLE:
                reader.wrong("key", "This is the template's example; delete the row.", number)
            if number in seen:
                reader.wrong("key", f"Number {number} stands in line {seen[number]} too.", number)
            seen.setdefault(number, line)
        if row is not None and not reader.has_refused():
            key = _key_of(row, table, turns)
            if row.kind in (Kind.AGREEMENT, Kind.ARMS_TRANSFER):
                thing = things.setdefault(_thing_of(row), _Thing(key))
                for amount in row.money:
                    if amount["measure"] in thing.measures:
                        reader.wrong("measure", "An earlier row has this amount of the same thing.")
                    thing.measures.add(amount["measure"])
                if not reader.has_refused():
                    thing.rows.append((row, key))
            else:
                yield Bundle(line, None, (_fact(row, key),))
        yield from reader.troubles

    def told(self, report: Any) -> None:
        self.returned.tell(report)

    def settled(self, cursor: Any, values: Mapping[str, Any]) -> None:
        self.returned.write(int(values["batch"]))


def _key_of(row: Reading, table: str, turns: Counter[str]) -> str:
    """The row's own number in its table; else what it says, with its turn among those alike."""
    if number := row.cells.get("key"):
        return f"{table}:{number}"
    turns[row.digest] += 1
    turn = turns[row.digest]
    return f"row:{row.digest}" + (f":{turn}" if turn > 1 else "")


def _thing_of(row: Reading) -> str:
    said = row.said
    if row.kind == Kind.AGREEMENT:
        title = " ".join(said["title"].casefold().split())
        return "\t".join(("agreement", title, *sorted(said["parties"])))
    sides = (said["supplier"] or "", said["recipient"] or "")
    what = said["order"] or " ".join(said["designation"].casefold().split())
    return "\t".join(("transfer", *sides, what))


def _fact(row: Reading, key: str) -> FactRecord:
    # what carries it is compared with the next file as well
    carried = {"evidence": row.cells["quotation"], "from": row.source}
    return FactRecord(
        key=key,
        kind=str(row.kind),
        subtype=row.subtype,
        headline=row.headline,
        quotation=row.cells["quotation"],
        row="",
        date=row.date,
        end=row.end,
        summary=row.cells.get("summary", ""),
        detail={**detail_of(row.kind, row.subtype, row.said), **carried},
        source=row.source,
        money=row.money,
    )


def _bundle(thing: _Thing, names: Names) -> Bundle:
    first = thing.rows[0][0]
    key = thing.key
    if not first.cells.get("key"):
        key = "row:" + hashlib.sha256(_thing_of(first).encode()).hexdigest()[:20]
    record: AgreementRecord | TransferRecord
    if first.kind == Kind.AGREEMENT:
        types = [row.said["agreement_type"] for row, _ in thing.rows]
        record = AgreementRecord(
            key=f"agreement/{key}",
            title=first.said["title"],
            parties=tuple(Party(code) for code in sorted(first.said["parties"])),
            type=next(filter(None, types), "other"),
        )
    else:
        record = _transfer(f"transfer/{key}", thing, names)
    facts = tuple(_fact(row, f"{record.key}/{own}") for row, own in thing.rows)
    return Bundle(first.line, record, facts)


def _transfer(key: str, thing: _Thing, names: Names) -> TransferRecord:
    ordered = [row for row, _ in thing.rows if row.subtype == "ordered"]
    first = (ordered or [row for row, _ in thing.rows])[0]
    said = first.said
    is_counted = bool(ordered) or len(thing.rows) == 1
    from_whom = names.label(said["supplier"]) if said["supplier"] else "unknown supplier"
    to_whom = names.label(said["recipient"]) if said["recipient"] else "unknown recipient"
    return TransferRecord(
        key=key,
        title=f"{said['designation']}, {from_whom} to {to_whom}",
        supplier=said["supplier"],
        recipient=said["recipient"],
        designation=said["designation"],
        ordered=first.date if ordered else NO_DATE,
        quantity=said["quantity"] if is_counted else _NO_NUMBER,
    )


def guessed(files: Sequence[InputFile]) -> mappings.Mapping:
    """Take the headings of the first file for the columns they name. Raise BadMapping."""
    with open_sheet(files[0], mappings.Mapping(columns={})) as sheet:
        found = mappings.Mapping.guessed(sheet.headings)
    return mappings.Mapping.of(found.as_json())


def is_of_the_template(file: InputFile) -> bool:
    """Whether a file's headings are our own, so that no data set has to be asked of it."""
    try:
        with open_sheet(file, mappings.Mapping(columns={})) as sheet:
            said = {heading.casefold() for heading in sheet.headings}
        guessed([file])
    except (mappings.BadMapping, Unreadable):
        return False
    return said >= {"kind", "quotation"} or said >= {"fact number", "revision"}

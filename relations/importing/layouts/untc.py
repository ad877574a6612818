"""UN Treaty Collection: an index of treaties, tables of participation, declarations.

The files name their treaty by chapter and number (4-8.csv, 4-9.txt) and are read together or
alone: a table without the index makes an agreement called by its number, a treaty of the index
without its table has no parties and is remarked on. Place and day of adoption stand at the end
of a treaty's name. A declaration is a statement of its state, without a date, since the text has
none; an objection is one toward the state whose reservation it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relations.dates import NO_DATE, UncertainDate, UnreadableDate
from relations.importing.files import InputFile, Row
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.tables import Table, Unreadable, fits, headings, when
from relations.importing.layouts.treaties import LONGEST_TITLE, step, type_of
from relations.importing.layouts.untc_declarations import is_declarations, read_declarations
from relations.importing.layouts.untc_tables import (
    Participation,
    is_participation,
    number_of,
    read_participation,
)
from relations.importing.layouts.wording import cut
from relations.importing.names import Names
from relations.importing.records import AgreementRecord, Bundle, Release, Trouble

__all__ = ["UnTreaties"]

_INDEX = ("chapter_no", "treaty_no", "treaty_name")

_LONGEST_PLACE = 60

_SUBJECTS = (
    ("trade", "trade"), ("transport", "transport"), ("transport", "navigation"),
    ("health", "health"), ("health", "narcotic"), ("environment", "environment"),
    ("justice", "penal"), ("justice", "arbitration"), ("space", "outer space"),
    ("culture_education", "education"), ("finance", "financ"), ("energy_oil", "petroleum"),
    ("arms", "disarmament"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    """A treaty of the index."""

    title: str
    place: str
    adopted: UncertainDate
    address: str
    chapter: str
    row: Row
    file: str


class UnTreaties(Layout):
    """Index, participation and declarations of the UN Treaty Collection."""

    name = "untc"
    label = "UN Treaty Collection"
    dataset = "untc"

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [
            file
            for file in files
            if fits(file, _INDEX) or _is_participation(file) or is_declarations(file)
        ]

    def release(self, files: Sequence[InputFile]) -> Release:
        tables = sorted(number_of(file) or "" for file in files if _is_participation(file))
        texts = sorted(number_of(file) or "" for file in files if is_declarations(file))
        numbers = sorted({*tables, *texts})
        said = "index" if any(fits(file, _INDEX) for file in files) else ""
        said += (" and " if said and numbers else "") + (
            f"files of {len(numbers)} treaties" if numbers else ""
        )
        return Release(
            self.dataset,
            f"UN Treaty Collection, {said}",
            scope={"tables": tables, "declarations": texts},
            scope_words=cut(", ".join(numbers) or said, 200),
        )

    def is_expected(self, values: Mapping[str, Any], scope: Mapping[str, Any]) -> bool:
        number, _, what = str(values.get("key", "")).partition(":")
        files = "declarations" if what.startswith("declaration") else "tables"
        return number in scope.get(files, ())

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        index: dict[str, _Entry] = {}
        tables: dict[str, Participation] = {}
        texts: dict[str, InputFile] = {}
        for file in files:
            number = number_of(file) or ""
            if fits(file, _INDEX):
                yield from _read_index(file, index)
            elif is_declarations(file):
                if number in texts:
                    yield _twice(1, number, texts[number].name, file.name)
                texts[number] = file
            else:
                for found in read_participation(file, names):
                    if isinstance(found, Trouble):
                        yield found
                    else:
                        if number in tables:
                            yield _twice(found.row.line, number, tables[number].file, file.name)
                        tables[number] = found
        recorded = {number for number, table in tables.items() if len(table.parties) > 1}
        for number in [*index, *(number for number in tables if number not in index)]:
            yield from _treaty(number, index.get(number), tables.get(number), recorded)
        for number, file in texts.items():
            entry = index.get(number)
            title = entry.title if entry else _called(number)
            yield from read_declarations(file, number, title, names)


def _twice(line: int, number: str, other: str, file: str) -> Trouble:
    said = f"{other} is of this treaty too; this one is read."
    return Trouble(line, said, value=number, is_refusal=False, file=file)


def _is_participation(file: InputFile) -> bool:
    return number_of(file) is not None and is_participation(headings(file)[2])


def _called(number: str) -> str:
    return f"Treaty {number} of the UN Treaty Collection"


def _read_index(file: InputFile, found: dict[str, _Entry]) -> Iterator[Trouble]:
    table = Table(file, _INDEX)
    for row in table.rows():
        if isinstance(row, Trouble):
            yield row
            continue
        chapter, treaty = table.text(row, "chapter_no"), table.text(row, "treaty_no")
        name = table.text(row, "treaty_name")
        if not chapter or not treaty or not name:
            column = next(c for c in _INDEX if not table.text(row, c))
            yield table.refuse(row, Unreadable("The row names no treaty.", column))
            continue
        number = f"{chapter.removesuffix('.0')}-{treaty.removesuffix('.0')}"
        if number in found:
            said = f"Line {found[number].row.line} is the same treaty; the first is kept."
            yield table.remark(row, said, "treaty_no", number)
            continue
        title, place, adopted = _parts(name)
        found[number] = _Entry(
            title, place, adopted, table.text(row, "url"), table.text(row, "chapter_name"), row,
            file.name,
        )  # fmt: skip


def _parts(name: str) -> tuple[str, str, UncertainDate]:
    """Return title, place and day of a name like "Charter. San Francisco, 26 June 1945"."""
    name = " ".join(name.split())
    found = re.match(r"^(.*?)[\s,]*(\d{1,2} [A-Z][a-z]+ \d{4})\.?$", name)
    if not found:
        return name, "", NO_DATE
    try:
        adopted = when(found[2])
    except UnreadableDate:
        return name, "", NO_DATE
    title, dot, place = found[1].rpartition(". ")
    if not dot or len(place) > _LONGEST_PLACE:
        return found[1].removesuffix("."), "", adopted
    return title, place, adopted


def _treaty(
    number: str, entry: _Entry | None, table: Participation | None, recorded: set[str]
) -> Iterator[Bundle | Trouble]:
    source: _Entry | Participation | None = entry or table
    assert source is not None  # a number stands in the index or names a table
    if table is None or len(table.parties) < 2:
        said = "No table names two parties of this treaty; it is not recorded."
        yield Trouble(
            source.row.line, said, "treaty_no", number, is_refusal=False, file=source.file
        )
        return
    parent = number.rpartition(".")[0]
    title = entry.title if entry else _called(number)
    found = re.search(r"mtdsg_no=([\w-]+)", entry.address) if entry else None
    record = AgreementRecord(
        key=number,
        title=cut(title, LONGEST_TITLE),
        parties=table.parties,
        type=type_of(title),
        level="interstate",
        subjects=_subjects(entry.chapter if entry else ""),
        registration=f"UNTC {found[1]}"[:60] if found else "",
        text_address=entry.address if entry and entry.address.startswith("http") else "",
        parent=parent if parent in recorded else "",
    )
    adopted = entry.adopted if entry else NO_DATE
    said = f"{len(table.parties)} states and organisations take part by the table."
    if adopted == NO_DATE and (days := [p.signed for p in table.parties if p.signed]):
        adopted = min((when(day) for day in days), key=lambda day: str(day.earliest))
        said += " The day is that of the first signature."
    row = source.row
    yield Bundle(
        row.line,
        record,
        (
            step(
                record,
                "signed",
                adopted,
                row=row.place,
                quotation=row.raw,
                summary=said,
                place=entry.place if entry else "",
            ),
        ),
    )


def _subjects(chapter: str) -> tuple[str, ...]:
    text = chapter.casefold()
    return tuple(dict.fromkeys(subject for subject, word in _SUBJECTS if word in text))

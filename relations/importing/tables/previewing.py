"""The first rows of a table, as cells and as the facts a mapping makes of them. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from relations.importing.files import InputFile
from relations.importing.names import Names
from relations.importing.records import Trouble
from relations.importing.tables.mapping import BadMapping, Mapping
from relations.importing.tables.reading import Unreadable, open_sheet
from relations.importing.tables.rows import Reading, RowReader

__all__ = ["Preview", "PreviewLine", "first_rows", "preview"]

_MOST = 8


@dataclass(frozen=True)
class PreviewLine:
    """A row as the fact it would be; without one, what is wrong with it."""

    line: int
    reading: Reading | None
    troubles: list[Trouble]
    number: str = ""


@dataclass
class Preview:
    """`wrong`: what keeps the mapping from being used at all, in sentences."""

    lines: list[PreviewLine] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def first_rows(
    file: InputFile, mapping: Mapping, most: int = 3
) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the first rows of a table. Raise Unreadable."""
    with open_sheet(file, mapping) as sheet:
        rows = [row.cells for row in islice(sheet.rows, most)]
    width = len(sheet.headings)
    return sheet.headings, [(cells + [""] * width)[:width] for cells in rows]


def preview(file: InputFile, mapping: Mapping) -> Preview:
    """Read the first rows by a mapping, as the import would."""
    found = Preview()
    try:
        checked = Mapping.of(mapping.as_json())
        with open_sheet(file, checked) as sheet:
            places, missing = checked.positions(sheet.headings)
            found.wrong = [said for _, said in missing]
            reader = RowReader(
                Names(), {name: str(said) for name, said in checked.columns.items()}, file.name
            )
            for row in islice(sheet.rows, 0 if missing else _MOST):
                cells = dict(checked.fixed)
                for name, place in places.items():
                    text = row.cells[place] if place < len(row.cells) else ""
                    cells[name] = text or cells.get(name, "")
                number = cells.get("number", "")
                reading = None if number else reader.read(row.line, cells)
                troubles = [] if number else list(reader.troubles)
                found.lines.append(PreviewLine(row.line, reading, troubles, number))
    except BadMapping as bad:
        found.wrong = bad.sentences
    except Unreadable as unreadable:
        found.wrong = [str(unreadable)]
    return found

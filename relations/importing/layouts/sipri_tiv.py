"""SIPRI's tables of trend-indicator values: no facts, but the check of what was imported.

Deliveries reproduce every cell to within 0.51: a table adds up by supplier or recipient and year
what SIPRI's deliveries have row by row. What differs is remarked on, cell by cell. An empty cell
means none, "0" less than half a million. A table of one state's imports or exports names it in
its last row alone ("Total exports to Israel").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.db import connection

from relations.importing.files import InputFile
from relations.importing.layouts import Layout, Read, sipri
from relations.importing.layouts.sipri_register import generated_on, generated_words
from relations.importing.names import Names
from relations.importing.records import Release, Trouble

__all__ = ["SipriTables"]

TOLERANCE = Decimal("0.51")
_SIDES = {
    "exports by": "supplier", "exporter": "supplier", "supplier": "supplier",
    "imports by": "recipient", "importer": "recipient", "recipient": "recipient",
}  # fmt: skip

_TOTAL_OF_ONE = re.compile(r"Total (?:exports to|imports from|deliveries (?:to|from)) (.+)", re.I)

_SUMS = """
    SELECT t.values->>%s, (f.values->'years'->>0)::int, sum((f.values->>'tiv')::numeric)
    FROM relations_importedrecord f
    JOIN relations_importedrecord t ON t.dataset = f.dataset AND t.voice = f.voice
        AND t.kind = 'transfer' AND t.key = f.thing AND NOT t.is_undone
    WHERE f.dataset = 'sipri' AND f.voice = 'sipri-deliveries' AND f.kind = 'fact'
      AND NOT f.is_undone AND f.values ? 'tiv'
      AND (%s = '' OR t.values->>%s = %s)
    GROUP BY 1, 2
"""


class SipriTables(Layout):
    name = "sipri-tiv"
    label = "SIPRI TIV table (a check of what is here)"
    dataset = "sipri"
    aliases = sipri.ALIASES

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if _header(file) is not None][:1]

    def release(self, files: Sequence[InputFile]) -> Release:
        head = files[0].head
        return Release(
            self.dataset, f"TIV table{generated_words(head)}", published=generated_on(head),
            scope_words="checked against the deliveries that are here",
        )  # fmt: skip

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        found = _header(files[0])
        assert found is not None
        line, delimiter, side, years = found
        one = _one_state(files[0], delimiter, names)
        if isinstance(one, Trouble):
            yield one
            return
        sums = _sums(side, one)
        cells = agreeing = 0
        for number, text in files[0].lines():
            if number <= line:
                continue
            row = _cells(text, delimiter)
            if not row or not row[0].strip() or row[0].startswith("Total"):
                continue
            code = sipri.Side.read(row[0], names, number, "name")
            if isinstance(code, Trouble):
                yield Trouble(number, code.said, code.column, code.value, is_refusal=False)
                continue
            for place, year in years:
                said = _value(row[place] if place < len(row) else "")
                if said is None:
                    continue
                cells += 1
                here = sums.get((code, year), Decimal(0))
                if abs(here - said) <= TOLERANCE:
                    agreeing += 1
                    continue
                yield Trouble(
                    number,
                    f"{row[0].strip()} {year}: the table says {said:,}, the deliveries here add "
                    f"up to {here:,.2f}.",
                    str(year),
                    is_refusal=False,
                )
        yield Trouble(
            0, f"{agreeing:,} of {cells:,} cells agree to within {TOLERANCE}.", is_refusal=False
        )

    def is_expected(self, values: object, scope: object) -> bool:
        """A table says nothing of single orders."""
        return False


def _header(file: InputFile) -> tuple[int, str, str, list[tuple[int, int]]] | None:
    """Return the line of the headings, what parts them, whose sums they are, and (place, year)."""
    for number, line in enumerate(file.first_lines, 1):
        for delimiter in (",", ";", "\t"):
            cells = _cells(line, delimiter)
            side = _SIDES.get(cells[0].lower()) if cells else None
            years = [
                (place, int(cell))
                for place, cell in enumerate(cells)
                if place and len(cell) == 4 and cell.isascii() and cell.isdigit()
            ]
            if side and len(years) > 1 and cells[1] == str(years[0][1]):
                return number, delimiter, side, years
    return None


def _cells(text: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), [])]


def _one_state(file: InputFile, delimiter: str, names: Names) -> str | Trouble:
    """Return the state of whose trade alone the table is; empty for the world's."""
    for number, text in file.lines():
        found = _TOTAL_OF_ONE.fullmatch(next(iter(_cells(text, delimiter)), ""))
        if found is None or found[1].casefold().startswith("all countries"):
            continue
        code = sipri.Side.read(found[1], names, number, "name")
        if isinstance(code, Trouble):
            return Trouble(number, code.said, code.column, code.value, is_refusal=False)
        return code or ""
    return ""


def _sums(side: str, one: str) -> dict[tuple[str | None, int], Decimal]:
    other = "recipient" if side == "supplier" else "supplier"
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [side, one, other, one])
        return {(code, year): total for code, year, total in cursor.fetchall()}


def _value(text: str) -> Decimal | None:
    """A cell's value; an empty one is none delivered."""
    said = text.strip().replace(",", "")
    try:
        return Decimal(said or "0")
    except InvalidOperation:
        return None

"""SIPRI's trade register, 2023 and later: one row an order, no order number, nothing quoted.

Read by position, since three of sixteen headings are a blank. A remark may hold a line break, so
that a row stands on two lines. A spreadsheet's saved copy (quoted, padded, by semicolons, in
UTF-8) is read as well. An order makes the fact that it was placed, and one that so many were
delivered in these years; years of single deliveries stand in SIPRI's other file only.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from relations.dates import UncertainDate
from relations.importing.files import InputFile, Row
from relations.importing.layouts import Read, sipri, sipri_settling
from relations.importing.layouts.sipri_money import suggestion_in
from relations.importing.names import Names
from relations.importing.records import (
    Bundle,
    FactRecord,
    Number,
    Release,
    TransferRecord,
    Trouble,
)

HEADINGS = (
    "Recipient", "Supplier", "Year of order", "", "Number ordered", "", "Weapon designation",
    "Weapon description", "Number delivered", "", "Year(s) of delivery", "status", "Comments",
    "SIPRI TIV per unit", "SIPRI TIV for total order", "SIPRI TIV of delivered weapons",
)  # fmt: skip
# of September 2026 and later
_RENAMED = {"Deliveries in the Year Range": "Number delivered"}
_COLUMNS = len(HEADINGS)
_MOST_LINES = 6
_GENERATED = re.compile(r"Data generated:\s*(\d{1,2}) (\w{3}) (\d{4})")
_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}


class SipriRegister(sipri.SipriLayout):
    name = "sipri-register"
    label = "SIPRI trade register (2023 and later)"
    keys_are_stable = False
    lesser_voices = ("sipri-deliveries",)

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if _header(file) is not None][:1]

    def release(self, files: Sequence[InputFile]) -> Release:
        scope = sipri.scope_of(files[0].head)
        return Release(
            self.dataset,
            f"trade register{generated_words(files[0].head)}",
            published=generated_on(files[0].head),
            scope=scope,
            scope_words=sipri.scope_words(scope),
        )

    def settle(self, cursor: Any, values: Mapping[str, Any]) -> None:
        sipri_settling.settle_register(cursor, values)

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        seen: Counter[str] = Counter()
        for file in files:
            for row in rows(file):
                found = row if isinstance(row, Trouble) else _bundle(row, names, seen)
                if isinstance(found, list):
                    yield from found
                else:
                    yield found


def generated_on(head: str) -> str:
    """The day the file says it was made, or nothing."""
    found = _GENERATED.search(head)
    if found is None or found[2] not in _MONTHS:
        return ""
    return f"{found[3]}-{_MONTHS[found[2]]:02}-{int(found[1]):02}"


def generated_words(head: str) -> str:
    found = _GENERATED.search(head)
    return f" of {int(found[1])} {found[2]} {found[3]}" if found else ""


# --- rows --------------------------------------------------------------------------------


def _header(file: InputFile) -> tuple[int, str] | None:
    """Return the line of the headings and what parts the cells, or None."""
    for number, line in enumerate(file.first_lines, 1):
        for delimiter in (",", ";", "\t"):
            cells = sipri.split(line, delimiter, _COLUMNS)
            said = [cell.strip() for cell in cells[:_COLUMNS]]
            if tuple(_RENAMED.get(cell, cell) for cell in said) == HEADINGS:
                return number, delimiter
    return None


def rows(file: InputFile) -> Iterator[Row | Trouble]:
    """Yield the rows after the headings; one that does not come to sixteen cells is refused."""
    start = _header(file)
    assert start is not None
    header, delimiter = start
    first, kept = 0, ""
    for number, line in file.lines():
        if number <= header:
            continue
        if kept:
            joined = f"{kept}\n{line}"
            cells = sipri.split(joined, delimiter, _COLUMNS)
            alone = sipri.split(line, delimiter, _COLUMNS)
            if len(alone) == _COLUMNS or len(cells) > _COLUMNS or number - first >= _MOST_LINES:
                yield _short(first, kept, delimiter)
                kept = ""
            else:
                kept = joined
        if not kept:
            first, kept = number, line
            cells = sipri.split(line, delimiter, _COLUMNS)
        if not kept.strip(f"{delimiter}; "):
            kept = ""
        elif len(cells) == _COLUMNS:
            yield Row(first, cells, number, kept)
            kept = ""
        elif len(cells) > _COLUMNS:
            yield Trouble(
                first,
                f"The row has {len(cells)} cells where {_COLUMNS} are expected.",
                file=file.name,
            )
            kept = ""
    if kept:
        yield _short(first, kept, delimiter)


def _short(line: int, text: str, delimiter: str) -> Trouble:
    cells = len(sipri.split(text, delimiter, _COLUMNS))
    return Trouble(
        line,
        f"The row has {cells} cells where {_COLUMNS} are expected; the file may have been cut.",
        value=text[:80],
    )


# --- one order ---------------------------------------------------------------------------


def _bundle(row: Row, names: Names, seen: Counter[str]) -> Bundle | list[Trouble]:
    cells = [" ".join(cell.split()) for cell in row.cells]
    line = row.line
    recipient = sipri.Side.read(cells[0], names, line, "Recipient")
    supplier = sipri.Side.read(cells[1], names, line, "Supplier")
    ordered = sipri.year(cells[2], cells[3] == "?", line, "Year of order")
    number = sipri.whole(cells[4], line, "Number ordered")
    delivered = sipri.whole(cells[8], line, "Number delivered")
    years = _years(cells[10], line)
    condition = sipri.CONDITIONS.get(cells[11].lower())
    tiv_ordered = sipri.tiv(cells[14] if cells[4] else "", line, HEADINGS[14])
    tiv_delivered = sipri.tiv(cells[15], line, HEADINGS[15])
    troubles = [
        found
        for found in (
            recipient, supplier, ordered, number, delivered, years, tiv_ordered, tiv_delivered,
        )
        if isinstance(found, Trouble)
    ]  # fmt: skip
    for place in (3, 5, 9):
        if cells[place] not in ("", "?"):
            troubles.append(
                Trouble(
                    line, f"The flag is “{cells[place][:20]}”, not “?”; columns may be shifted.",
                    f"column {place + 1}", cells[place],
                )
            )  # fmt: skip
    if condition is None:
        troubles.append(
            Trouble(line, f"“{cells[11][:40]}” is no status SIPRI has.", "status", cells[11])
        )
    if not cells[6]:
        troubles.append(Trouble(line, "The designation is empty.", "Weapon designation"))
    if not troubles:
        if supplier is None and recipient is None:
            troubles.append(Trouble(line, "Neither the supplier nor the recipient is known."))
        elif supplier == recipient:
            troubles.append(Trouble(line, "The supplier is the recipient.", "Supplier", cells[1]))
    if troubles:
        return troubles
    return _order(
        row, cells, names, seen,
        supplier=cast("str | None", supplier), recipient=cast("str | None", recipient),
        ordered=cast(UncertainDate, ordered), number=cast("int | None", number),
        delivered=cast("int | None", delivered), years=cast("tuple[int, ...]", years),
        condition=str(condition), tiv_ordered=cast("Decimal | None", tiv_ordered),
        tiv_delivered=cast("Decimal | None", tiv_delivered),
    )  # fmt: skip


def _order(
    row: Row,
    cells: list[str],
    names: Names,
    seen: Counter[str],
    *,
    supplier: str | None,
    recipient: str | None,
    ordered: UncertainDate,
    number: int | None,
    delivered: int | None,
    years: tuple[int, ...],
    condition: str,
    tiv_ordered: Decimal | None,
    tiv_delivered: Decimal | None,
) -> Bundle:
    designation, description, comment = cells[6], cells[7], cells[12]
    matches = sipri.likenesses(
        supplier=supplier, recipient=recipient, order_year=cells[2], designation=designation,
        description=description, ordered=cells[4], delivered=delivered, years=years,
        status=condition, comment=comment,
    )  # fmt: skip
    seen[matches[0]] += 1
    turn = seen[matches[0]]
    key = f"r-{matches[0]}" + (f"-{turn}" if turn > 1 else "")
    from_whom = sipri.label(supplier, names, "an unknown supplier")
    to_whom = sipri.label(recipient, names, "an unknown recipient")
    what = sipri.what(designation, description)
    quantity = Number(best=number, reported=f"{cells[4]}{cells[5]}" if cells[4] else "")
    reason = (
        "SIPRI names the state so in years before or after it"
        if ordered and not all(
            sipri.lived(code, int(cells[2])) for code in (supplier, recipient)
        )
        else ""
    )  # fmt: skip
    facts = [
        FactRecord(
            key=f"{key}/ordered",
            kind="arms_transfer",
            subtype="ordered",
            headline=sipri.ordered_headline(from_whom, to_whom, what, quantity.reported),
            summary=comment,
            quotation=row.raw,
            row=row.place,
            date=ordered,
            detail={
                "low": None, "best": number, "high": None, "reported": quantity.reported,
                "years_reason": reason,
            },
        )
    ]  # fmt: skip
    if delivered or years:
        facts.append(
            FactRecord(
                key=f"{key}/delivered",
                kind="arms_transfer",
                subtype="delivered",
                headline=sipri.delivered_headline(
                    from_whom, to_whom, what, f"{cells[8]}{cells[9]}", years
                ),
                summary=sipri.years_words(years),
                quotation=row.raw,
                row=row.place,
                date=sipri.years_date(years),
                detail={
                    "low": None, "best": delivered or None, "high": None,
                    "reported": f"{cells[8]}{cells[9]}" if delivered else "",
                    "years": list(years),
                },
            )
        )  # fmt: skip
    suggestion = suggestion_in(facts[0].key, comment, names, (supplier, recipient))
    return Bundle(
        row.line,
        TransferRecord(
            key=key,
            title=sipri.title(from_whom, to_whom, what, cells[2]),
            supplier=supplier,
            recipient=recipient,
            designation=designation,
            ordered=ordered,
            weapon_class=sipri.weapon_class(description),
            condition=condition,
            quantity=quantity,
            tiv_ordered=tiv_ordered,
            tiv_delivered=tiv_delivered,
            years=years,
            matches=matches,
            rank=int(cells[2]) if cells[2].isdigit() else 0,
        ),
        tuple(facts),
        (suggestion,) if suggestion else (),
    )


def _years(text: str, line: int) -> tuple[int, ...] | Trouble:
    years = []
    for part in text.split(";"):
        said = part.strip()
        if not said:
            continue
        if not (len(said) == 4 and said.isascii() and said.isdigit()):
            return Trouble(line, f"“{said[:40]}” is no year.", "Year(s) of delivery", text)
        years.append(int(said))
    return tuple(sorted(set(years)))


__all__ = ["SipriRegister", "generated_on", "generated_words", "rows"]

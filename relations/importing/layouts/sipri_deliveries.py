"""SIPRI's deliveries: one row an order and year, by order number. Of 2024 and later, and before.

The number is the same in both layouts and over the years. Neither quotes anything: a description
may hold the sign that parts the cells, so the four cells before it and the twelve after it are
counted from their ends. Orders may be spread over two files, which are read together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from relations.dates import UncertainDate
from relations.importing.files import InputFile, Row
from relations.importing.layouts import Read, sipri, sipri_settling
from relations.importing.layouts.sipri_register import generated_on, generated_words
from relations.importing.names import Names
from relations.importing.records import (
    Bundle,
    FactRecord,
    Number,
    Release,
    TransferRecord,
    Trouble,
)

__all__ = ["SipriDeals", "SipriDeliveries"]

DELIVERIES = (
    "SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description",
    "Armament category", "Order date", "Order date is estimate", "Numbers delivered",
    "Numbers delivered is estimate", "Delivery year", "Delivery year is estimate", "Status",
    "SIPRI estimate", "TIV deal unit", "TIV delivery values", "Local production",
)  # fmt: skip
DEALS = ("Deal ID", "Seller", "Buyer", *DELIVERIES[3:])
_DESCRIPTION = 4
_CREATED = re.compile(r"created: (\d{2})-(\d{2})-(\d{4})")


@dataclass(slots=True)
class _Delivery:
    row: Row
    year: UncertainDate
    number: int | None
    reported: str
    tiv: Decimal


@dataclass(slots=True)
class _Order:
    row: Row
    number: str
    supplier: str | None
    recipient: str | None
    designation: str
    description: str
    category: str
    ordered: UncertainDate
    condition: str
    is_licensed: bool
    deliveries: dict[int, _Delivery] = field(default_factory=dict)


class SipriDeliveries(sipri.SipriLayout):
    name = "sipri-deliveries"
    label = "SIPRI deliveries (2024 and later)"
    voice = "sipri-deliveries"
    headings = DELIVERIES

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if _header(file, self.headings) is not None]

    def release(self, files: Sequence[InputFile]) -> Release:
        scopes = [sipri.scope_of(file.head) for file in files]
        scope = scopes[0] if len(scopes) == 1 else _widest(scopes)
        newest = max(files, key=lambda file: generated_on(file.head) or created_on(file.head))
        day = created_on(newest.head)
        words = generated_words(newest.head) or (f" of {day}" if day else "")
        return Release(
            self.dataset,
            f"deliveries{words}",
            published=generated_on(newest.head) or day,
            scope=scope,
            scope_words=sipri.scope_words(scope),
        )

    def settle(self, cursor: Any, values: Mapping[str, Any]) -> None:
        sipri_settling.settle_deliveries(cursor, values)

    def settled(self, cursor: Any, values: Mapping[str, Any]) -> None:
        sipri_settling.point_to_deliveries(cursor, values)

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        orders: dict[str, _Order] = {}
        for file in files:
            for row in self._rows(file):
                if isinstance(row, Trouble):
                    yield row
                else:
                    yield from self._take(row, file, names, orders)
        for order in orders.values():
            yield _bundle(order, names)

    def _rows(self, file: InputFile) -> Iterator[Row | Trouble]:
        start = _header(file, self.headings)
        assert start is not None
        header, delimiter = start
        wanted = len(self.headings)
        for number, line in file.lines():
            if number <= header:
                continue
            cells = sipri.split(line, delimiter, wanted)
            if not cells[0].strip().isdigit() and len(cells) != wanted:
                # what stands between and after the orders: empty lines, the copyright, and the
                # titles of the next year where years were asked for one by one
                continue
            if tuple(cells) == self.headings:
                continue
            if len(cells) > wanted:
                surplus = len(cells) - wanted + 1
                cells[_DESCRIPTION : _DESCRIPTION + surplus] = [
                    delimiter.join(cells[_DESCRIPTION : _DESCRIPTION + surplus])
                ]
            if len(cells) < wanted:
                yield Trouble(
                    number,
                    f"The row has {len(cells)} cells where {wanted} are expected; "
                    "the file may have been cut.",
                    value=line[:80],
                    file=file.name,
                )
                continue
            clean = [" ".join(cell.split()) for cell in cells]
            yield Row(number, clean, number, line)

    def _take(
        self, row: Row, file: InputFile, names: Names, orders: dict[str, _Order]
    ) -> Iterator[Trouble]:
        cells, line = row.cells, row.line
        heading = self.headings
        supplier = sipri.Side.read(cells[1], names, line, heading[1])
        recipient = sipri.Side.read(cells[2], names, line, heading[2])
        ordered = sipri.year(cells[6], _flag(cells[7]), line, heading[6])
        number = sipri.whole(cells[8], line, heading[8])
        year = sipri.year(cells[10], _flag(cells[11]), line, heading[10])
        condition = sipri.CONDITIONS.get(cells[12].lower())
        category = sipri.category(cells[5])
        tiv = sipri.tiv(cells[15] or "0", line, heading[15])
        troubles = [
            found
            for found in (supplier, recipient, ordered, number, year, tiv)
            if isinstance(found, Trouble)
        ]
        if not (cells[0].isascii() and cells[0].isdigit()):
            troubles.append(
                Trouble(line, f"“{cells[0][:40]}” is no order number.", heading[0], cells[0])
            )
        if condition is None:
            troubles.append(
                Trouble(line, f"“{cells[12][:40]}” is no status SIPRI has.", "Status", cells[12])
            )
        if category is None:
            troubles.append(
                Trouble(line, f"“{cells[5][:40]}” is no category SIPRI has.", heading[5], cells[5])
            )
        if not troubles and supplier is None and recipient is None:
            troubles.append(Trouble(line, "Neither the supplier nor the recipient is known."))
        elif not troubles and supplier == recipient:
            troubles.append(Trouble(line, "The supplier is the recipient.", heading[1], cells[1]))
        if troubles:
            yield from troubles
            return
        order = orders.get(cells[0])
        if order is None:
            order = orders[cells[0]] = _Order(
                row, cells[0], cast("str | None", supplier), cast("str | None", recipient),
                cells[3], cells[4], str(category), cast(UncertainDate, ordered), str(condition),
                cells[16].lower() == "yes",
            )  # fmt: skip
        elif (order.supplier, order.recipient) != (supplier, recipient):
            yield Trouble(
                line,
                f"Order {cells[0]} is between others in line {order.row.line}.",
                heading[0],
                cells[0],
                file=file.name,
            )
            return
        if not year:
            return
        when = int(cells[10])
        delivery = _Delivery(
            row,
            cast(UncertainDate, year),
            cast("int | None", number),
            cells[8] + ("?" if _flag(cells[9]) else ""),
            cast(Decimal, tiv),
        )
        before = order.deliveries.get(when)
        if before is not None and (before.number, before.tiv) != (number, tiv):
            yield Trouble(
                line,
                f"Order {cells[0]} has another delivery of {when} in line {before.row.line}; "
                "the later row is taken.",
                heading[10],
                cells[10],
                is_refusal=False,
                file=file.name,
            )
        order.deliveries[when] = delivery


class SipriDeals(SipriDeliveries):
    name = "sipri-deals"
    label = "SIPRI deals and TIVs (before 2023)"
    headings = DEALS


def created_on(head: str) -> str:
    """The day a file of before 2023 says it was made."""
    found = _CREATED.search(head)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else ""


def _header(file: InputFile, headings: tuple[str, ...]) -> tuple[int, str] | None:
    for number, line in enumerate(file.first_lines, 1):
        for delimiter in (",", ";", "\t"):
            cells = sipri.split(line, delimiter, len(headings))
            if tuple(cell.strip() for cell in cells) == headings:
                return number, delimiter
    return None


def _flag(text: str) -> bool:
    return text.lower() == "yes"


def _widest(scopes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What several files cover together: only what each of them covers is judged absent."""
    scope: dict[str, Any] = {}
    for name in ("supplier", "recipient"):
        named = {one.get(name) for one in scopes}
        if len(named) == 1 and None not in named:
            scope[name] = named.pop()
    if all("first" in one for one in scopes):
        scope["first"] = min(one["first"] for one in scopes)
        scope["last"] = max(one["last"] for one in scopes)
    return scope


def _bundle(order: _Order, names: Names) -> Bundle:
    key = order.number
    years = tuple(sorted(order.deliveries))
    deliveries = [order.deliveries[one] for one in years]
    numbers = [one.number for one in deliveries]
    total = sum(one or 0 for one in numbers)
    from_whom = sipri.label(order.supplier, names, "an unknown supplier")
    to_whom = sipri.label(order.recipient, names, "an unknown recipient")
    what = sipri.what(order.designation, order.description)
    order_year = order.ordered.text.rstrip("?")
    facts = [
        FactRecord(
            key=f"{key}/ordered",
            kind="arms_transfer",
            subtype="ordered",
            headline=sipri.ordered_headline(from_whom, to_whom, what, ""),
            quotation=order.row.raw,
            row=order.row.place,
            date=order.ordered,
            detail={"low": None, "best": None, "high": None, "reported": ""},
        )
    ]
    facts += [
        FactRecord(
            key=f"{key}/delivered/{when}",
            kind="arms_transfer",
            subtype="delivered",
            headline=sipri.delivered_headline(
                from_whom, to_whom, what, one.reported, (when,)
            ),
            quotation=one.row.raw,
            row=one.row.place,
            date=one.year,
            detail={
                "low": None, "best": one.number, "high": None, "reported": one.reported,
                "years": [when], "tiv": str(one.tiv),
            },
        )
        for when, one in zip(years, deliveries, strict=True)
    ]  # fmt: skip
    return Bundle(
        order.row.line,
        TransferRecord(
            key=key,
            title=sipri.title(from_whom, to_whom, what, order_year),
            supplier=order.supplier,
            recipient=order.recipient,
            designation=order.designation,
            ordered=order.ordered,
            mode="licensed_production" if order.is_licensed else "unknown",
            category=order.category,
            weapon_class=sipri.weapon_class(order.description),
            condition=order.condition,
            quantity=Number(),
            tiv_delivered=sum((one.tiv for one in deliveries), Decimal(0)),
            years=years,
            matches=sipri.likenesses(
                supplier=order.supplier, recipient=order.recipient, order_year=order_year,
                designation=order.designation, description=order.description,
                delivered=total, years=years, status=order.condition,
            ),
            rank=int(order_year) if order_year.isdigit() else 0,
        ),
        tuple(facts),
    )  # fmt: skip

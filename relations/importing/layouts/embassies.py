"""Database of embassies (from Wikidata): embassies and consulates that a state has in another.

A row is a mission as it is, not an event: it is recorded as opened, on the day or in the year of
its creation where the file has one and without a date where it has none. Wikidata writes a year
as its 1 January, so that day is read as the year. A mission of two operators or in two countries
stands in two rows and is two facts; a row that repeats one (two pictures, two addresses) is
remarked on. An operator that is no state becomes an actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import ClassVar

from relations.dates import NO_DATE, UncertainDate, UnreadableDate
from relations.importing.files import InputFile, Row
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.tables import Table, Unreadable, fits, when
from relations.importing.layouts.wording import called, cut, sentence
from relations.importing.names import Names
from relations.importing.records import Bundle, FactRecord, Release, Trouble

__all__ = ["Embassies"]

_NEEDED = ("operator", "country", "city", "type")


class Embassies(Layout):
    """The file `database_of_embassies.csv`."""

    name = "embassies"
    label = "Database of embassies"
    dataset = "embassies"
    aliases: ClassVar[Mapping[str, str]] = {
        "Kingdom of the Netherlands": "NLD", "Kingdom of Denmark": "DNK",
        "Danish Realm": "DNK", "Vatican City": "VAT", "Vatican": "VAT", "The Gambia": "GMB",
        "Democratic Republic of the Congo": "COD", "Republic of the Congo": "COG",
        "Sahrawi Arab Democratic Republic": "ESH", "Micronesia": "FSM", "Macau": "MAC",
        "Turkish Republic of Northern Cyprus": "NORTHERNCYPRUS",
    }  # fmt: skip

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if fits(file, (*_NEEDED, "operatorQID", "QID"))]

    def release(self, files: Sequence[InputFile]) -> Release:
        return Release(self.dataset, self.label)

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        taken: dict[str, int] = {}
        for file in files:
            table = Table(file, _NEEDED)
            yield from table.each(partial(_mission, names=names, taken=taken))


def _mission(
    table: Table, row: Row, names: Names, taken: dict[str, int]
) -> Iterator[Bundle | Trouble]:
    sender_name = table.text(row, "operator")
    sender = _country(table, row, names, "operator")
    receiver = _country(table, row, names, "country")
    if sender is None:
        if hint := names.nearest(sender_name):
            said = f"No country is called {sender_name}.{hint}"
            raise Unreadable(said, "operator", sender_name)
        sender = names.actor(sender_name, "unknown")
        said = f"“{sender_name}” is no country we know; it is an actor of its own."
        yield table.remark(row, said, "operator", sender_name)
    if receiver is None:
        name = table.text(row, "country")
        raise Unreadable(f"No country is called {name}.{names.nearest(name)}", "country", name)
    if sender == receiver:
        label = sentence(called(names, sender))
        raise Unreadable(
            f"{label} has no mission in itself.", "country", table.text(row, "country")
        )
    kind = table.text(row, "type") or "diplomatic mission"
    city = table.text(row, "city")
    address = table.text(row, "address")
    item = re.search(r"Q\d+$", table.text(row, "qid"))
    key = f"{item[0] if item else f'{kind}, {city}'[:80]}:{sender}-{receiver}"
    if (line := taken.setdefault(key, row.line)) != row.line:
        said = f"The mission stands on line {line} already."
        yield table.remark(row, said, "QID", table.text(row, "qid"))
        return
    place = f" in {city}" if city else ""
    parts = [f"{kind[:1].upper()}{kind[1:]}{place}", address]
    yield Bundle(
        row.line,
        None,
        (
            FactRecord(
                key=key,
                kind="action",
                subtype="mission_opened",
                headline=sentence(
                    f"{called(names, sender)} has {_a(kind)} in {called(names, receiver)}"
                    + (f" ({city})" if city else "")
                ),
                quotation=row.raw,
                row=row.place,
                date=_creation(table, row),
                summary=". ".join(part for part in parts if part),
                detail={
                    "is_mutual": False,
                    "senders": [sender],
                    "receivers": [receiver],
                    "purpose": cut(", ".join(part for part in parts if part)),
                    "reported": "",
                },
            ),
        ),
    )


def _country(table: Table, row: Row, names: Names, column: str) -> str | None:
    """Return the code of a country by its name, else by the ISO code newer files have."""
    name = table.text(row, column)
    if not name:
        raise Unreadable("The row does not say which country.", column)
    iso = table.text(row, f"{column}iso")
    return names.country(name) or names.coded("iso2" if len(iso) == 2 else "iso3", iso)


def _creation(table: Table, row: Row) -> UncertainDate:
    """Read the day of creation: 1927-01-01T00:00:00Z is 1927."""
    text = re.sub(r"T.*$", "", table.text(row, "creation"))
    if not text or text.startswith(("http", "t")):
        return NO_DATE  # Wikidata's "some day that is not known" is an address
    text = re.sub(r"^(\d{4})-01-01$", r"\1", text)
    try:
        return when(text)
    except UnreadableDate as error:
        raise Unreadable(f"This is not a date: {error.why}.", "creation", text) from None


def _a(kind: str) -> str:
    return f"an {kind}" if kind[:1].lower() in "aeio" else f"a {kind}"

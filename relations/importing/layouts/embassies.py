"""Database of embassies (from Wikidata): embassies and consulates that a state has in another.

A row is a mission as it is, not an event: it is recorded as opened, on the day or in the year of
its creation where the file has one and without a date where it has none. Wikidata writes a year
as its 1 January, so that day is read as the year. A mission of two operators or in two countries
stands in two rows and is two facts; a row that repeats one (two pictures, two addresses) is
remarked on, and so is one that a state would have in itself, which is not recorded. Who is no
state becomes an actor. The file quotes nothing, and has no semicolon in its texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import ClassVar

from relations.dates import NO_DATE, UncertainDate, UnreadableDate
from relations.importing.files import InputFile, Row
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.tables import Table, Unreadable, fits, headings, when
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
        "Turkish Republic of Northern Cyprus": "NORTHERNCYPRUS", "Bonaire": "BES",
        "United States Virgin Islands": "VIR", "British Hong Kong": "HKG",
        "Portuguese Macau": "MAC", "Islamic Emirate of Afghanistan": "AFG",
        "Kingdom of Great Britain": "GBR", "Kingdom of Italy": "ITA",
        "Kingdom of Yugoslavia": "YUG", "Empire of Japan": "JPN", "Kingdom of Prussia": "DEU",
        "Qing dynasty": "CHN",
    }  # fmt: skip

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if fits(file, (*_NEEDED, "operatorQID", "QID"))]

    def release(self, files: Sequence[InputFile]) -> Release:
        return Release(self.dataset, self.label)

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        taken: dict[str, int] = {}
        for file in files:
            is_quoted = file.is_spreadsheet or headings(file)[1] != ";"
            table = Table(file, _NEEDED, is_quoted=is_quoted)
            yield from table.each(partial(_mission, names=names, taken=taken))


def _mission(
    table: Table, row: Row, names: Names, taken: dict[str, int]
) -> Iterator[Bundle | Trouble]:
    codes = []
    for column in ("operator", "country"):
        code, remark = _body(table, row, names, column)
        codes.append(code)
        if remark:
            yield remark
    sender, receiver = codes
    if sender == receiver:
        said = f"{sentence(called(names, sender))} has no mission in itself; it is not recorded."
        yield table.remark(row, said, "country", table.text(row, "country"))
        return
    kind = table.text(row, "type") or "diplomatic mission"
    city = table.text(row, "city")
    address = table.text(row, "address")
    item = re.search(r"Q\d+$", table.text(row, "qid"))
    key = f"{item[0] if item else f'{kind}, {city}'[:80]}:{sender}-{receiver}"
    if (line := taken.setdefault(key, row.line)) != row.line:
        said = f"The mission stands on line {line} already."
        yield table.remark(row, said, "QID", table.text(row, "qid"))
        return
    created, remark = _creation(table, row)
    if remark:
        yield remark
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
                date=created,
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


def _body(table: Table, row: Row, names: Names, column: str) -> tuple[str, Trouble | None]:
    """Return who a name stands for, else its ISO code, else a new actor with a remark."""
    name = table.text(row, column)
    if not name:
        raise Unreadable("The row does not say which country.", column)
    iso = table.text(row, f"{column}iso")
    code = names.country(name) or names.coded("iso2" if len(iso) == 2 else "iso3", iso)
    if code is not None:
        return code, None
    if hint := names.nearest(name):
        raise Unreadable(f"No country is called {name}.{hint}", column, name)
    said = f"“{name}” is no country we know; it is an actor of its own."
    return names.actor(name, "unknown"), table.remark(row, said, column, name)


def _creation(table: Table, row: Row) -> tuple[UncertainDate, Trouble | None]:
    """Read the day of creation: 1927-01-01T00:00:00Z is 1927. What is none is remarked on."""
    text = re.sub(r"T.*$", "", table.text(row, "creation"))
    if not text or text.startswith(("http", "t", "_")):
        return NO_DATE, None  # Wikidata's "some day that is not known" is an address
    text = re.sub(r"^(\d{4})-01-01$", r"\1", text)
    try:
        return when(text), None
    except UnreadableDate as error:
        said = f"This is not a date and is left out: {error.why}."
        return NO_DATE, table.remark(row, said, "creation", text)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[:1].lower() in "aeio" else f"a {kind}"

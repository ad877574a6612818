"""Visits: what their layouts share, and the list of visits abroad by China's leaders.

Every row is one visit, also where two rows say the same. The host is the state as the row names
it (a visit to the Soviet Union is not one to Russia). A row that cites a page of its own has that
page as its source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from relations.dates import NO_DATE, UncertainDate, UnreadableDate
from relations.importing.files import InputFile, Row
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.numbers import day_of
from relations.importing.layouts.tables import Table, Unreadable, fits, when
from relations.importing.layouts.wording import all_called, called, cut, sentence
from relations.importing.names import Names
from relations.importing.records import Bundle, FactRecord, Release, Trouble

__all__ = [
    "ChinaVisits", "Visits", "address_of", "country_of", "day_in", "known", "refuse_itself",
]  # fmt: skip

_MISSING = frozenset(("", "na", "n/a", "tbd", "unknown", "none", "nan"))
_DAY_ZERO = date(1899, 12, 30)
"""The day before a spreadsheet's first, less the 29 February 1900 that it believes in."""
_ALIASES = {"Congo": "COG", "Congo, Republic of": "COG", "Macau": "MAC", "UN": "UNO"}


class Visits(Layout):
    """What the layouts share: one row, one visit."""

    needed: ClassVar[Sequence[str]]
    prefix: ClassVar[str]
    aliases: ClassVar[Mapping[str, str]] = _ALIASES

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if fits(file, self.needed)]

    def release(self, files: Sequence[InputFile]) -> Release:
        names = ", ".join(file.name for file in files)
        return Release(self.dataset, cut(f"{self.label} ({names})", 200))

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        taken: Counter[str] = Counter()
        for file in files:
            table = Table(file, self.needed)
            yield from table.each(partial(self.visit, names=names, taken=taken))

    def visit(
        self, table: Table, row: Row, names: Names, taken: Counter[str]
    ) -> Iterator[Bundle | Trouble]:
        """Yield the visit of one row, and remarks on it."""
        raise NotImplementedError

    def bundle(
        self, row: Row, names: Names, taken: Counter[str], *, visitors: Sequence[str], host: str,
        persons: Sequence[str], start: UncertainDate, end: UncertainDate = NO_DATE,
        level: str = "unknown", place: str = "", purpose: str = "", summary: str = "",
        source: str = "", key: str = "",
    ) -> Bundle:  # fmt: skip
        if not key:
            who = "+".join(_plain(person) for person in persons) or "+".join(visitors)
            key = f"{start.text}:{who}:{host}"[:90]
        taken[key] += 1
        if taken[key] > 1:
            key += f":{taken[key]}"
        who = f"{' and '.join(persons[:2])} of " if persons else ""
        countries = all_called(names, visitors)
        verb = "visits" if len(visitors) == 1 and len(persons) < 2 else "visit"
        fact = FactRecord(
            key=f"{self.prefix}{key}",
            kind="visit",
            subtype="visit",
            headline=sentence(f"{who}{countries} {verb} {called(names, host)}"),
            quotation=row.raw,
            row=row.place,
            date=start,
            end=end,
            summary=summary,
            detail={
                "level": level,
                "host": host,
                "visitors": list(visitors),
                "persons": list(persons),
                "place": cut(place, 120),
                "purpose": cut(purpose),
            },
            source=source,
        )
        return Bundle(row.line, None, (fact,))


def _plain(name: str) -> str:
    return re.sub(r"\W+", "-", name.casefold()).strip("-")


def address_of(text: str) -> str:
    """Return a web address as the source of a row, and nothing for other words."""
    return f"{text}\t" if text.startswith(("http://", "https://")) else ""


def country_of(names: Names, text: str, on: date | None, column: str, *, other: str = "") -> str:
    """Return the code of a country on a day. Raise Unreadable if there is none.

    other: the kind of actor that a name nobody knows is, unless it looks like a misspelt country.
    """
    if not text:
        raise Unreadable("The row does not say which country.", column)
    if (code := names.country(text, on)) is not None:
        return code
    if (hint := names.nearest(text)) or not other:
        raise Unreadable(f"No country is called {text}.{hint}", column, text)
    return names.actor(text, other)


def refuse_itself(
    visitors: Sequence[str], host: str, names: Names, column: str, value: str
) -> None:
    """Raise Unreadable where a country would visit itself."""
    if host in visitors:
        raise Unreadable(f"{sentence(called(names, host))} does not visit itself.", column, value)


class ChinaVisits(Visits):
    """Visits abroad by China's leaders, with years only."""

    name = "leader-visits"
    label = "Visits abroad by China's leaders"
    dataset = "leader-visits"
    prefix = "china:"
    needed = ("Year", "Name", "Level", "Country", "Original Source")

    def visit(
        self, table: Table, row: Row, names: Names, taken: Counter[str]
    ) -> Iterator[Bundle | Trouble]:
        year = table.year(row, "year")
        host_name, person = table.text(row, "country"), table.text(row, "name")
        host = country_of(names, host_name, day_of(year), "country")
        refuse_itself(("CHN",), host, names, "country", host_name)
        office, details = table.text(row, "level"), table.text(row, "details")
        source = table.text(row, "original source")
        if len(details) > 60 and person and not _mentions(details, person):
            said = f"The row's details do not mention {person}."
            yield table.remark(row, said, "details", cut(details, 80))
        parts = [office, "" if address_of(source) or not source else f"Source given: {source}"]
        yield self.bundle(
            row,
            names,
            taken,
            visitors=("CHN",),
            host=host,
            persons=[person] if person else [],
            start=when(str(year)),
            level="leaders" if office and not re.match(r"(?i)vice\b", office) else "unknown",
            purpose=details,
            summary=". ".join(part for part in parts if part),
            source=address_of(source),
        )


def _mentions(text: str, person: str) -> bool:
    """Whether a text has any part of a name as a word (pages are often glued: "theLi")."""
    return any(part in text for part in person.split())


def known(table: Table, row: Row, column: str) -> str:
    """Return a cell; nothing where it says that nobody knows."""
    text = table.text(row, column)
    return "" if text.casefold() in _MISSING else text


def _full(year: str) -> str:
    """Return a year of four figures: 69 is 1969, 68 is 2068, as spreadsheets have it."""
    if len(year) == 4:
        return year
    return f"{'19' if int(year) > 68 else '20'}{year}"


def day_in(text: str, column: str) -> UncertainDate:
    """Read a day as it stands or as spreadsheets write it.

    With its hours, as 7/31/1990 or 7/31/90, as 31-Jul-90, or as the number of a day since 1900.
    """
    text = re.sub(r"[T ]\d\d?:\d\d(:\d\d(\.\d+)?)?Z?$", "", text)
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)", text):
        month, day = int(found[1]), int(found[2])
        if month > 12:
            month, day = day, month
        text = f"{_full(found[3])}-{month:02}-{day:02}"
    elif found := re.fullmatch(r"(\d{1,2})[- ]([A-Za-z]{3})[- ](\d{4}|\d\d)", text):
        text = f"{found[1]} {found[2]} {_full(found[3])}"
    elif re.fullmatch(r"[1-5]\d{4}(\.0)?", text):
        text = (_DAY_ZERO + timedelta(days=int(float(text)))).isoformat()
    try:
        return when(text)
    except UnreadableDate as error:
        raise Unreadable(f"This is not a date: {error.why}.", column, text) from None

"""Simple tables of visits: a date, who came and who received them, under usual headings.

Whose list it is the table does not say, and nobody else is credited with it: a row that cites a
page has that page as its source. A table with a column of quotations, or of kinds of facts, is
somebody's own and no list of visits: its rows are drafts with their sources, by a mapping.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from relations.importing.files import InputFile, Row
from relations.importing.layouts.tables import Table, Unreadable, fits
from relations.importing.layouts.visits import (
    Visits,
    address_of,
    country_of,
    day_in,
    known,
    refuse_itself,
)
from relations.importing.names import Names
from relations.importing.records import Bundle, Trouble

__all__ = ["VisitTable"]

_COLUMNS = {
    "date": ("date", "day", "start", "start date", "begin", "when", "year"),
    "end": ("end", "end date", "until"),
    "visitor": ("visitor", "visitors", "visitor country", "visiting country", "guest"),
    "host": ("host", "host country", "country visited", "destination"),
    "person": ("person", "persons", "leader", "leaders", "name", "who"),
    "level": ("level", "rank"),
    "place": ("place", "city", "venue"),
    "purpose": ("purpose", "topic", "subject", "occasion", "details"),
    "source": ("source", "url", "link", "address"),
}
_OWN = ("kind", "quotation", "quote", "words", "evidence")
_WORDS = (
    ("ministers", ("minister of", "foreign minister", "ministers", "secretary of state")),
    ("leaders", ("president", "premier", "prime minister", "head of", "king", "chancellor",
                 "leader")),
    ("military", ("chief of staff", "general staff", "military")),
    ("parliament", ("speaker", "parliament")),
    ("envoys", ("envoy", "ambassador")),
)  # fmt: skip


class VisitTable(Visits):
    """A simple table of visits: a date, who came and who received them."""

    name = "visits"
    label = "Table of visits"
    dataset = "visits"
    prefix = "table:"
    needed = ()

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [
            file
            for file in files
            if all(
                any(fits(file, (name,), without=_OWN) for name in _COLUMNS[role])
                for role in ("date", "visitor", "host")
            )
        ]

    def visit(
        self, table: Table, row: Row, names: Names, taken: Counter[str]
    ) -> Iterator[Bundle | Trouble]:
        cells = {}
        heads = {}
        for role, columns in _COLUMNS.items():
            heads[role] = next((name for name in columns if table.find(name) is not None), role)
            cells[role] = known(table, row, heads[role])
        start, end = day_in(_year(cells["date"]), heads["date"]), day_in(cells["end"], heads["end"])
        if start.earliest is None:
            raise Unreadable("The row has no date.", heads["date"], cells["date"])
        host = country_of(names, cells["host"], start.earliest, heads["host"])
        visitors = [
            country_of(names, part, start.earliest, heads["visitor"])
            for part in _list(cells["visitor"]) or [""]
        ]
        refuse_itself(visitors, host, names, heads["host"], cells["host"])
        level = cells["level"].casefold()
        yield self.bundle(
            row,
            names,
            taken,
            visitors=list(dict.fromkeys(visitors)),
            host=host,
            persons=_list(cells["person"]),
            start=start,
            end=end,
            level=next((key for key, words in _WORDS if any(w in level for w in words)), "unknown"),
            place=cells["place"],
            purpose=cells["purpose"],
            source=address_of(cells["source"]),
        )


def _year(text: str) -> str:
    return text[:-2] if re.fullmatch(r"\d{4}\.0", text) else text


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]

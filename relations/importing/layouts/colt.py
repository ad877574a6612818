"""COLT, Country and Organization Leader Travel: trips of leaders and ministers, with days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from relations.dates import NO_DATE
from relations.importing.files import Row
from relations.importing.layouts.tables import Table, Unreadable, when
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

__all__ = ["ColtVisits"]

_LEVELS = {
    "gs": "leaders", "g": "leaders", "s": "leaders", "de facto": "leaders",
    "f": "ministers", "e": "ministers", "i": "officials", "cp": "officials",
}  # fmt: skip
"""COLT's roles: head of both, of government, of state, de facto; foreign and finance ministers,
leaders of organisations, crown princes."""


class ColtVisits(Visits):
    """Country and Organization Leader Travel of Diplometrics, saved as CSV."""

    name = "colt"
    label = "Country and Organization Leader Travel"
    dataset = "colt"
    prefix = ""
    needed = ("LeaderFullName", "LeaderCountryOrIGO", "CountryVisited", "TripYear")

    def visit(
        self, table: Table, row: Row, names: Names, taken: Counter[str]
    ) -> Iterator[Bundle | Trouble]:
        start = day_in(known(table, row, "tripstartdate"), "TripStartDate")
        end = day_in(known(table, row, "tripenddate"), "TripEndDate")
        if start == NO_DATE:
            start = when(str(table.year(row, "tripyear")))
        if start.latest and end.latest and end.latest < start.latest:
            raise Unreadable("The trip ends before it begins.", "TripEndDate", end.text)
        role = known(table, row, "leaderrole").casefold()
        sender_name = table.text(row, "leadercountryorigo")
        host_name = table.text(row, "countryvisited")
        sender = country_of(
            names, sender_name, start.earliest, "LeaderCountryOrIGO",
            may_be_organisation=role == "i",
        )  # fmt: skip
        host = country_of(names, host_name, start.earliest, "CountryVisited")
        refuse_itself((sender,), host, names, "CountryVisited", host_name)
        person = table.text(row, "leaderfullname")
        duration = known(table, row, "tripduration").removesuffix(".0")
        event = known(table, row, "namemultilatevent")
        said = [
            known(table, row, "leadertitle"),
            f"{duration} day{'' if duration == '1' else 's'}" if duration else "",
        ]
        yield self.bundle(
            row,
            names,
            taken,
            visitors=(sender,),
            host=host,
            persons=[person] if person else [],
            start=start,
            end=NO_DATE if end == start else end,
            level=_LEVELS.get(role, "unknown"),
            place=known(table, row, "cityvisited"),
            purpose=event,
            summary=". ".join(part for part in said if part),
            source=address_of(known(table, row, "sourcelink1")),
            key=known(table, row, "tripid")[:90],
        )

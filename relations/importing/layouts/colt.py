"""COLT, Country and Organization Leader Travel: trips of leaders and ministers, with days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from relations.dates import NO_DATE, UncertainDate
from relations.importing.files import Row
from relations.importing.layouts.organisations import is_organisation
from relations.importing.layouts.tables import Table, Unreadable, when
from relations.importing.layouts.visits import (
    Visits,
    address_of,
    country_of,
    day_in,
    known,
)
from relations.importing.layouts.wording import called, sentence
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
        start, end, remarks = _days(table, row)
        role = known(table, row, "leaderrole").casefold()
        sender_name = table.text(row, "leadercountryorigo")
        host_name = table.text(row, "countryvisited")
        sender = country_of(
            names, sender_name, start.earliest, "LeaderCountryOrIGO",
            other="organisation" if role == "i" or is_organisation(sender_name) else "unknown",
        )  # fmt: skip
        host = country_of(names, host_name, start.earliest, "CountryVisited", other="unknown")
        yield from remarks
        if sender == host:
            said = f"{sentence(called(names, host))} does not visit itself; it is not recorded."
            yield table.remark(row, said, "countryvisited", host_name)
            return
        for code, column, name in (
            (sender, "leadercountryorigo", sender_name), (host, "countryvisited", host_name),
        ):  # fmt: skip
            if code in names.new_actors:
                remark = f"“{name}” is no country we know; it is an actor of its own."
                yield table.remark(row, remark, column, name)
        person = table.text(row, "leaderfullname")
        duration = known(table, row, "tripduration").removesuffix(".0")
        event = known(table, row, "namemultilatevent")
        parts = [
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
            summary=". ".join(part for part in parts if part),
            source=address_of(known(table, row, "sourcelink1")),
            key=known(table, row, "tripid")[:90],
        )


def _days(table: Table, row: Row) -> tuple[UncertainDate, UncertainDate, list[Trouble]]:
    """Return first and last day of a trip, the year where the first is not known, and remarks.

    A trip is taken with what can be read of its days: they are put down by hand, and a slip in one
    of them makes it no other trip.
    """
    found = []
    remarks = []
    for column in ("tripstartdate", "tripenddate"):
        text = known(table, row, column)
        try:
            found.append(day_in(text, column))
        except Unreadable as error:
            remarks.append(table.remark(row, f"{error.said} It is left out.", column, text))
            found.append(NO_DATE)
    start, end = found
    if start == NO_DATE:
        start = when(str(table.year(row, "tripyear")))
    if start.earliest and end.latest and end.latest < start.earliest:
        said = "The trip ends before it begins; its end is left out."
        remarks.append(table.remark(row, said, "tripenddate", end.text))
        end = NO_DATE
    return start, end, remarks

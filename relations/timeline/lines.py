"""Facts as one line each: what a total holds and what it leaves out can be listed so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from relations import dates
from relations.verification import Verification


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact in a list. said_date: as precise as the source; note: why it stands here."""

    fact: int
    headline: str
    said_date: str
    verification: str
    badge: str
    note: str = ""


def fact_line(
    fact: int, headline: str, date_text: str, known_by: date, verification: str, note: str = ""
) -> FactLine:
    """Return a line from a fact's own columns."""
    said = (
        dates.describe(dates.parse(date_text))
        if date_text
        else f"date unknown, known by {dates.say_day(known_by)}"
    )
    return FactLine(fact, headline, said, verification, str(Verification(verification).label), note)

"""The rows of manytreaties' two files, and its way of writing dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from relations.dates import NO_DATE, UncertainDate, UnreadableDate
from relations.importing.files import InputFile, Row
from relations.importing.layouts.tables import Table, Unreadable, when
from relations.importing.layouts.treaty_groups import PartyRow, Treaty
from relations.importing.layouts.treaty_states import state_of
from relations.importing.names import Names
from relations.importing.records import Trouble

__all__ = [
    "AGREEMENT_COLUMNS", "PARTY_COLUMNS", "date_of", "first_day", "read_agreements",
    "read_parties",
]  # fmt: skip

AGREEMENT_COLUMNS = ("treatyID", "Title", "Begin", "Signature", "Force", "TypeAgree")
PARTY_COLUMNS = ("stateID", "treatyID", "StateSignature", "StateRatification", "StateForce")
_OPEN = "9999-12-31"


def read_agreements(
    file: InputFile, found: dict[tuple[str, str, str], Treaty], shared: dict[str, int]
) -> Iterator[Trouble]:
    """Add the treaties of an agreements file; `shared` has the line of each identifier."""
    table = Table(file, AGREEMENT_COLUMNS)
    for row in table.rows():
        if isinstance(row, Trouble):
            yield row
            continue
        treaty = _row(table, row, "")
        if not treaty.identifier or not treaty.title:
            column = "Title" if treaty.identifier else "treatyID"
            yield table.refuse(row, Unreadable("The row names no treaty.", column))
            continue
        treaty.has_agreement = True
        treaty.kind = table.text(row, "typeagree")
        treaty.ambit = table.text(row, "typeambit")
        treaty.domain = table.text(row, "typedomain")
        treaty.subject = table.text(row, "typesubject")
        treaty.place = table.text(row, "location")
        treaty.published = table.text(row, "published")
        treaty.address = table.text(row, "texturl")
        treaty.grounds = table.text(row, "grounds")
        if kept := found.get(treaty.group):
            said = f"Line {kept.row.line} is the same treaty; the two are one."
            yield table.remark(row, said, "treatyID", treaty.identifier)
            continue
        if (line := shared.setdefault(treaty.identifier, row.line)) != row.line:
            said = f"Line {line} has the same identifier and another treaty; both are kept."
            yield table.remark(row, said, "treatyID", treaty.identifier)
        found[treaty.group] = treaty


def _row(table: Table, row: Row, title: str) -> Treaty:
    text = table.text
    return Treaty(
        identifier=text(row, "treatyid"),
        title=title or text(row, "title"),
        begin=text(row, "begin"),
        signature=text(row, "signature"),
        force=text(row, "force"),
        term=text(row, "term"),
        end=text(row, "end"),
        row=row,
        file=table.file.name,
        has_agreement=False,
    )


def read_parties(
    file: InputFile, names: Names, found: dict[tuple[str, str, str], Treaty]
) -> Iterator[Trouble]:
    """Add the treaties of a parties file with their parties."""
    table = Table(file, PARTY_COLUMNS)
    groups: dict[tuple[str, str, str], Treaty] = {}
    told: set[str] = set()
    for row in table.rows():
        if isinstance(row, Trouble):
            yield row
            continue
        identifier, title, begin = (
            table.text(row, name) for name in ("treatyid", "title", "begin")
        )
        key = (identifier, title, begin)
        if not identifier:
            yield table.refuse(row, Unreadable("The row names no treaty.", "treatyID"))
            continue
        if (treaty := groups.get(key)) is None:
            treaty = _row(table, row, title or identifier)
            treaty = groups[key] = found.setdefault(treaty.group, treaty)
        try:
            party = _party(table, row, names)
        except Unreadable as error:
            yield table.refuse(row, error)
            continue
        treaty.parties.append(party)
        code = table.text(row, "stateid")
        if code not in told and names.label(party.code) == code and party.code in names.new_actors:
            told.add(code)
            said = f"“{code}” is no state we know; it is an actor of its own."
            yield table.remark(row, said, "stateID", code)


def _party(table: Table, row: Row, names: Names) -> PartyRow:
    dates = [
        table.text(row, name)
        for name in ("statesignature", "stateratification", "stateforce", "stateend")
    ]
    code = table.text(row, "stateid")
    on = first_day([*dates[:3], table.text(row, "signature"), table.text(row, "begin")])
    if (found := state_of(names, code, on)) is None:
        if not re.fullmatch(r"[A-Za-z]{2,8}", code):
            raise Unreadable(f"No state has the code {code}.{names.nearest(code)}", "stateID", code)
        # an organisation by its initials, or somebody of the data set's own
        found = names.actor(code, "unknown")
    return PartyRow(found, *dates)


def first_day(texts: Sequence[str]) -> date | None:
    """Return the first day of the first date that can be read."""
    for text in texts:
        try:
            if (day := date_of(text).earliest) is not None:
                return day
        except UnreadableDate:
            continue
    return None


@lru_cache(maxsize=50_000)
def date_of(text: str) -> UncertainDate:
    """Read a date as manytreaties writes it. Raise UnreadableDate if it is none.

    "1981-09..1981-10" is a range, 9999-12-31 is open and no date, years below 1000 are refused.
    """
    if text in ("", _OPEN, "NA"):
        return NO_DATE
    if ".." in text:
        start, _, end = text.partition("..")
        text = f"{start or '..'}/{end or '..'}"
    found = when(text)
    if any(day is not None and day.year < 1000 for day in (found.earliest, found.latest)):
        raise UnreadableDate(text, "a treaty has a year from 1000 on")
    return found

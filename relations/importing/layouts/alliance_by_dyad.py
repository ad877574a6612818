"""COW Formal Alliances 4.1 by dyad: one row for each alliance of two states, with days.

One row is one agreement, from the first day to the last; the mirror of a row (the file of
directed dyads holds each twice) and the rows of the yearly file are the same agreement, with the
obligations of all of them. The two states are those the numbers stand for on the first day. A
left-censored row began on that day or before; a right-censored one has not ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

from relations.dates import NO_DATE, UncertainDate, UnreadableDate
from relations.importing.files import InputFile, Row
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.tables import Table, Unreadable, fits, values_in, when
from relations.importing.layouts.wording import called, sentence
from relations.importing.names import Names
from relations.importing.records import (
    LONGEST_KEY,
    AgreementRecord,
    Bundle,
    FactRecord,
    Party,
    Release,
    Trouble,
)

__all__ = ["CowAllianceByDyad"]

_OBLIGATIONS = ("defense", "neutrality", "nonaggression", "entente")
_START = ("dyad_st_year", "dyad_st_month", "dyad_st_day")
_END = ("dyad_end_year", "dyad_end_month", "dyad_end_day")
_NEEDED = ("version4id", "ccode1", "ccode2", *_START, *_END, *_OBLIGATIONS)


@dataclass(slots=True)
class _Alliance:
    row: Row
    number: str
    states: tuple[str, str]
    start: UncertainDate
    end: UncertainDate
    obligations: set[str]


class CowAllianceByDyad(Layout):
    """COW's own file of alliances by dyad."""

    name = "cow-alliance-by-dyad"
    label = "COW Formal Alliances, by dyad"
    dataset = "cow-alliances"
    rival_voices = ("cow-alliance-years",)
    _scheme: ClassVar[str] = "cow"

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        return [file for file in files if fits(file, _NEEDED)]

    def release(self, files: Sequence[InputFile]) -> Release:
        versions = values_in(files, _NEEDED, "version")
        said = f" {max(versions)}" if versions - {""} else ""
        return Release(
            self.dataset,
            f"COW Formal Alliances{said}, by dyad",
            scope_words="Alliances by dyad, with days",
        )

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        found: dict[str, _Alliance] = {}
        for file in files:
            yield from Table(file, _NEEDED).each(partial(self._take, names=names, found=found))
        for key, alliance in found.items():
            yield _bundle(key, alliance, names)

    def _take(
        self, table: Table, row: Row, names: Names, found: dict[str, _Alliance]
    ) -> Iterator[Trouble]:
        alliance = self._alliance(table, row, names)
        if not alliance.obligations:
            yield table.remark(row, "The row carries no obligation and makes no alliance.")
            return
        one, other = alliance.states
        began = alliance.start.text.removeprefix("../")
        key = f"dyad:{alliance.number}:{one}-{other}:{began}"[: LONGEST_KEY - 10]
        if (kept := found.get(key)) is None:
            found[key] = alliance
            return
        kept.obligations |= alliance.obligations
        if alliance.end != kept.end:
            yield table.remark(
                row,
                f"Line {kept.row.line} ends this alliance on another day; the first is kept.",
                _END[0],
                alliance.end.text,
            )

    def _alliance(self, table: Table, row: Row, names: Names) -> _Alliance:
        start = _date(table, row, _START)
        end = NO_DATE if _flag(table, row, "right_censor") else _date(table, row, _END)
        if start.earliest is None:
            raise Unreadable("The alliance has no beginning.", _START[0], "")
        if end.latest and end.latest < start.earliest:
            raise Unreadable("The alliance ends before it begins.", _END[0], end.text)
        one = self._state(table, row, "1", names, start.earliest)
        other = self._state(table, row, "2", names, start.earliest)
        if one == other:
            raise Unreadable(
                f"Both numbers stand for {called(names, one)}.",
                "ccode2",
                table.text(row, "ccode2"),
            )
        if _flag(table, row, "left_censor"):
            start = when(f"../{start.text}")
        obligations = {word for word in _OBLIGATIONS if _flag(table, row, word)}
        identifier = table.text(row, "version4id").removesuffix(".0")
        return _Alliance(
            row, identifier, (min(one, other), max(one, other)), start, end, obligations
        )

    def _state(self, table: Table, row: Row, which: str, names: Names, day: date) -> str:
        value = table.text(row, f"ccode{which}").removesuffix(".0")
        if code := names.coded(self._scheme, value, day):
            return code
        if code := names.country(table.text(row, f"state_name{which}"), day):
            return code
        raise Unreadable(f"No state has the COW number {value}.", f"ccode{which}", value)


def _flag(table: Table, row: Row, column: str) -> bool:
    value = table.text(row, column)
    if value in ("1", "1.0"):
        return True
    if value in ("", "0", "0.0", "NA"):
        return False
    raise Unreadable("This is 0 or 1.", column, value)


def _date(table: Table, row: Row, columns: Sequence[str]) -> UncertainDate:
    """Read year, month and day as far as they are there; -9 is missing."""
    text = ""
    for column, width in zip(columns, (4, 2, 2), strict=True):
        part = table.number(row, column)
        if part is None or part < 1:
            break
        text += ("-" if text else "") + str(part).zfill(width)
    try:
        return when(text)
    except UnreadableDate as error:
        raise Unreadable(f"{text} is not a date: {error.why}.", columns[0], text) from None


def _bundle(key: str, alliance: _Alliance, names: Names) -> Bundle:
    both = " and ".join(called(names, code) for code in alliance.states)
    row = alliance.row
    began = alliance.start.text.removeprefix("../")
    facts = [
        FactRecord(
            key=f"{key}:begins",
            kind="agreement",
            subtype="entered_into_force",
            headline=sentence(f"Alliance of {both} enters into force (COW)"),
            quotation=row.raw,
            row=row.place,
            date=alliance.start,
            summary=f"COW alliance {alliance.number}."
            + (" It began on this day or before." if alliance.start.earliest is None else ""),
            detail={"party": None, "place": ""},
        )
    ]
    if alliance.end.text:
        facts.append(
            FactRecord(
                key=f"{key}:ends",
                kind="agreement",
                subtype="terminated",
                headline=sentence(f"Alliance of {both} ends (COW)"),
                quotation=row.raw,
                row=row.place,
                date=alliance.end,
                summary=f"COW alliance {alliance.number}.",
                detail={"party": None, "place": ""},
            )
        )
    record = AgreementRecord(
        key=key,
        title=f"Alliance of {both}, from {began[:4]} (COW {alliance.number})",
        parties=tuple(Party(code, in_force=alliance.start.text) for code in alliance.states),
        type="alliance",
        level="interstate",
        bindingness="binding",
        obligations=tuple(word for word in _OBLIGATIONS if word in alliance.obligations),
    )
    return Bundle(row.line, record, tuple(facts))

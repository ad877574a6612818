"""From one row of a table to what it says, or to everything that is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping as Values
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import list_currencies

from relations import amounts, dates
from relations.dates import NO_DATE, UncertainDate
from relations.importing.names import Names
from relations.importing.records import Number, Trouble
from relations.importing.tables.columns import (
    COLUMNS,
    STANCES,
    SUBTYPES,
    known_word,
    words_of,
)
from relations.importing.tables.kinds import quantity_of, values_of
from relations.importing.tables.years import lived
from relations.lanes import Kind
from relations.models import Money
from relations.recording import FactValues, Refused
from relations.recording.details import check
from relations.recording.headlines import headline_for

__all__ = ["Reading", "RowReader"]

LONGEST = {
    "headline": 300, "title": 300, "purpose": 300, "designation": 160, "place": 120,
    "speaker": 160, "quantity": 120, "source_title": 400, "source_address": 1000, "key": 40,
    "order": 80, "summary": 10_000, "quotation": 20_000, "said": 20_000,
}  # fmt: skip
_LONGEST_NAME = 120
_UNSAID = {Kind.STATEMENT: "comments", Kind.VISIT: "visit"}
_SIDES = ("supplier", "recipient", "country", "host", "parties", "visitors", "senders",
          "receivers", "targets")  # fmt: skip
_BROKEN = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a row says. `said`: kind's own columns, read; see `kinds`."""

    line: int
    cells: dict[str, str]
    kind: Kind
    subtype: str
    date: UncertainDate
    end: UncertainDate
    headline: str
    source: str
    money: tuple[dict[str, Any], ...]
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same for rows that say the same."""
        kept = json.dumps({**self.cells, "key": ""}, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(kept.encode()).hexdigest()[:20]


class RowReader:
    """Reads rows; `troubles` has what was found wrong with the row read last."""

    def __init__(self, names: Names, headings: Values[str, str], file: str = "") -> None:
        self.names = names
        self.headings = headings
        self.file = file
        self.line = 0
        self.troubles: list[Trouble] = []

    def begin(self, line: int) -> None:
        self.line, self.troubles = line, []

    def read(self, line: int, cells: dict[str, str]) -> Reading | None:
        """Return what a row says, or None where something in it is wrong."""
        self.begin(line)
        for name, text in cells.items():
            if text in _BROKEN:
                self.wrong(name, "The cell holds an error of the spreadsheet.", text)
            elif len(text) > LONGEST.get(name, 2_000):
                most = LONGEST.get(name, 2_000)
                self.wrong(name, f"The cell has {len(text):,} letters; it may have {most:,}.")
        if not cells.get("quotation"):
            self.wrong("quotation", "Give the source's words that carry the fact.")
        source = self.source(cells)
        kind = self.word("kind", cells.get("kind", ""))
        when, until = self.date("date", cells), self.date("end", cells)
        if kind is None:
            return None
        subtype = self.subtype(Kind(kind), cells.get("subtype", ""))
        on = when.earliest or when.latest
        said = {
            name: self.piece(name, cells.get(name, ""), on)
            for name, column in COLUMNS.items()
            if Kind(kind) in column.kinds and len(column.kinds) < len(Kind)
        }
        for name, text in cells.items():
            if text and Kind(kind) not in COLUMNS[name].kinds:
                label = Kind(kind).label.lower()
                self.remark(name, f"It is left out: it says nothing of a fact of kind {label}.")
        money = self.money(cells)
        if self.has_refused() or subtype is None:
            return None
        headline = self.headline(Kind(kind), subtype, said)
        if self.has_refused():
            return None
        self.note_years(said, when)
        return Reading(
            line=line, cells={name: text for name, text in cells.items() if text},
            kind=Kind(kind), subtype=subtype, date=when, end=until,
            headline=cells.get("headline") or headline,
            source=source, money=money, said=said,
        )  # fmt: skip

    def has_refused(self) -> bool:
        return any(trouble.is_refusal for trouble in self.troubles)

    def wrong(self, column: str, said: str, value: str = "") -> None:
        self._note(column, said, value, is_refusal=True)

    def remark(self, column: str, said: str, value: str = "") -> None:
        self._note(column, said, value, is_refusal=False)

    def _note(self, column: str, said: str, value: str, *, is_refusal: bool) -> None:
        heading = self.headings.get(column) or (
            COLUMNS[column].heading if column in COLUMNS else column
        )
        self.troubles.append(Trouble(self.line, said, heading, value[:200], is_refusal, self.file))

    # --- one cell ------------------------------------------------------------------------

    def piece(self, name: str, text: str, on: date | None) -> Any:
        """Return what a cell of a kind's own column means."""
        if name in ("supplier", "recipient", "country", "host"):
            return self.country(name, text, on) if text else None
        if name in ("parties", "visitors", "senders", "receivers"):
            found = [self.country(name, part, on) for part in _parts(text)]
            return list(dict.fromkeys(code for code in found if code))
        if name == "targets":
            return self.targets(text, on)
        if name == "persons":
            return self.persons(text)
        if name == "quantity":
            return self.quantity(text)
        if COLUMNS[name].choices is not None:
            return self.word(name, text) if text else ""
        return text

    def country(self, column: str, text: str, on: date | None) -> str | None:
        """A name on the day of the row, one of our codes, or an ISO code of two letters."""
        said = " ".join(text.split())
        if re.fullmatch(r"[A-Z]{3,16}", said) and self.names.has(said):
            return said
        code = self.names.country(said, on)
        if code is None and re.fullmatch(r"[A-Z]{2}", said):
            code = self.names.coded("iso2", said, on)
        if code is None:
            hint = self.names.nearest(said)
            self.wrong(column, f"No one country is called “{said[:60]}”.{hint}", said)
        return code

    def targets(self, text: str, on: date | None) -> list[list[str]]:
        """Read ``Iran (supportive); Israel``; a stance that is not said is unclear."""
        found: dict[str, str] = {}
        for part in _parts(text):
            match = re.fullmatch(r"(.+?)\s*\((\w+)\)", part)
            stance = known_word(STANCES, match[2]) if match else str(STANCES.UNCLEAR)
            name = match[1] if match and stance else part
            code = self.country("targets", name, on)
            if code:
                found[code] = stance or str(STANCES.UNCLEAR)
        return [[code, stance] for code, stance in found.items()]

    def persons(self, text: str) -> list[str]:
        names = [" ".join(part.split()) for part in _parts(text)]
        for name in names:
            if len(name) > _LONGEST_NAME:
                self.wrong("persons", f"A name has {_LONGEST_NAME} letters at most.", name)
        return list(dict.fromkeys(names))

    def quantity(self, text: str) -> Number:
        try:
            return quantity_of(text)
        except ValueError as error:
            self.wrong("quantity", str(error), text)
            return Number()

    def word(self, name: str, text: str) -> str | None:
        choices = COLUMNS[name].choices
        assert choices is not None
        found = known_word(choices, text)
        if found is None:
            words = words_of(choices.values)
            said = f"“{text[:40]}” is not known here; use {words}." if text else f"Use {words}."
            self.wrong(name, said, text)
        return found

    def subtype(self, kind: Kind, text: str) -> str | None:
        if not text and kind in _UNSAID:
            return _UNSAID[kind]
        found = known_word(SUBTYPES[kind], text)
        if found is None:
            said = f"“{text[:40]}” is nothing" if text else "Say what"
            self.wrong(
                "subtype",
                f"{said} of kind {kind.label.lower()}; use {words_of(SUBTYPES[kind].values)}.",
                text,
            )
        return found

    def date(self, name: str, cells: Values[str, str]) -> UncertainDate:
        text = cells.get(name, "")
        try:
            return dates.parse(text)
        except dates.UnreadableDate as unreadable:
            self.wrong(name, str(unreadable), text)
            return NO_DATE

    # --- several cells -------------------------------------------------------------------

    def source(self, cells: Values[str, str]) -> str:
        address = cells.get("source_address", "")
        title = " ".join(cells.get("source_title", "").split())
        if (address and not re.match(r"https?://[^\s/]+", address)) or len(address.split()) > 1:
            self.wrong("source_address", "An address begins with https:// or http://.", address)
        if not address and not title:
            column = "source_address" if "source_address" in self.headings else "source_title"
            self.wrong(column, "Name the source: its address or its title.")
        published = self.date("source_date", cells)
        return "\t".join((address, title, published.text)).rstrip("\t")

    def money(self, cells: Values[str, str]) -> tuple[dict[str, Any], ...]:
        text, currency = cells.get("amount", ""), cells.get("currency", "").upper()
        if not text:
            return ()
        measure = known_word(Money.Measure, cells.get("measure", ""))
        if measure is None:
            self.wrong("measure", f"Say what the amount is: {words_of(Money.Measure.values)}.")
        read = None
        for said in (text, f"{currency} {text}", f"{text} {currency}"):
            try:
                read = amounts.read_amount(said)
                break
            except amounts.UnreadableAmount as unreadable:
                refusal = str(unreadable)
        if read is None:
            self.wrong("amount", refusal, text)
            return ()
        if currency and read.currency != currency:
            self.wrong("currency", f"The amount says {read.currency}, the column {currency}.")
        elif read.currency not in list_currencies():
            self.wrong("currency", f"“{read.currency}” is no currency; write USD, EUR …")
        return (
            {
                "measure": measure, "currency": read.currency, "low": _plain(read.low),
                "best": _plain(read.best), "high": _plain(read.high), "reported": text[:120],
                "price_year": None,
            },
        )  # fmt: skip

    def headline(self, kind: Kind, subtype: str, said: dict[str, Any]) -> str:
        """Check who takes part by the rules of `recording`, and say the fact in a sentence."""
        values = values_of(kind, subtype, said, self.names)
        try:
            if values is None:
                raise Refused({"country": "Say for which country they speak."})
            check(values, FactValues())
        except Refused as refused:
            for name, sentences in refused.message_dict.items():
                self.wrong(name, " ".join(sentences))
            return ""
        return headline_for(values)

    def note_years(self, said: Values[str, Any], when: UncertainDate) -> None:
        """Remark on states that did not exist on any day of the date; an editor settles it."""
        if not when:
            return
        for name, value in said.items():
            codes = value if isinstance(value, list) else [value]
            for code in codes:
                code = code[0] if isinstance(code, list) else code
                if name in _SIDES and code and not lived(code, when):
                    label = self.names.label(code)
                    self.remark(name, f"{label} did not exist then ({when}).", label)


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]

"""Alliances as dyad-years, folded into spells: COW Formal Alliances and ATOP.

A spell is an unbroken run of years in which two states have any obligation toward each other;
one spell is one agreement, whose obligations are all that occur in it, and its summary says in
which years. A spell need not be one treaty, and the title does not say so. A row without any
obligation is remarked on; it neither makes a spell nor prolongs one.

The two states are those the numbers stand for in the row's year. Where a number passes from one
state to another (365 from the Soviet Union to Russia) the run is divided: the first agreement is
superseded, the second says whose it continues. Where one state changes its number (Germany 260
and 255) the run goes on. Each dyad stands twice in the files, once in each order: COW's alliances
have no direction, so the rows are one; of ATOP both are read, and where the obligations of the two
differ the summary says how. A spell that reaches the last year of the whole file is not ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from relations.importing.files import InputFile, Row
from relations.importing.layouts import Layout, Read
from relations.importing.layouts.dyad_years import Dyad, DyadYear, DyadYears
from relations.importing.layouts.numbers import Numbers
from relations.importing.layouts.tables import Renamed, Table, Unreadable, fits, number, when
from relations.importing.layouts.wording import called, runs, said_runs, sentence
from relations.importing.names import Names
from relations.importing.records import AgreementRecord, Bundle, FactRecord, Party, Release, Trouble
from relations.sentences import listed

__all__ = ["AtopYears", "CowAllianceYears"]

_ORDER = ("defense", "offense", "neutrality", "nonaggression", "consultation", "entente")
_KEYS = ("ccode1", "ccode2", "year")
_EARLIEST, _LATEST = 1500, 2200
_NONE = frozenset(("0", "0.0", "", "NA", "."))


class _AllianceYears(Layout):
    """What the two data sets share; they differ in the names of their columns."""

    obligations: ClassVar[Mapping[str, str]]
    renamed: ClassVar[Renamed] = {}
    short: ClassVar[str]
    is_directed: ClassVar[bool]

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        needed = (*_KEYS, *self.obligations)
        return [file for file in files if fits(file, needed, renamed=self.renamed)]

    def release(self, files: Sequence[InputFile]) -> Release:
        years: set[int] = set()
        for file in files:
            table = Table(file, _KEYS, self.renamed)
            at = table.at("year")
            seen = {row.cells[at] for row in table.rows() if isinstance(row, Row)}
            years |= {int(text[:4]) for text in seen if text[:4].isdigit()}
        span = f"{min(years)} to {max(years)}" if years else "without rows"
        return Release(
            self.dataset,
            f"{self.label}, {span}",
            scope={"from": min(years, default=0), "to": max(years, default=0)},
            scope_words=f"Dyad-years {span}",
        )

    def is_expected(self, values: Mapping[str, Any], scope: Mapping[str, Any]) -> bool:
        # a file that begins later has the spell from another year on, under another key
        first = int(str(values["key"]).split(":")[2])
        return bool(scope["from"] <= first <= scope["to"])

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        found = DyadYears()
        for file in files:
            yield from self._collect(file, Numbers(names, "cow"), names, found)
        for dyad in sorted(found.dyads):
            years = found.dyads[dyad]
            for first, last in runs(years):
                yield self._bundle(dyad, first, last, found, names)

    def _collect(
        self, file: InputFile, numbers: Numbers, names: Names, found: DyadYears
    ) -> Iterator[Trouble]:
        table = Table(file, (*_KEYS, *self.obligations), self.renamed)
        is_undirected = table.find("mem1") is not None
        columns = [(table.at(name), name, _bit(of)) for name, of in self.obligations.items()]
        at_one, at_other, at_year = (table.at(name) for name in _KEYS)
        for row in table.rows():
            if isinstance(row, Trouble):
                yield row
                continue
            cells = row.cells
            one, other = _plain(cells[at_one]), _plain(cells[at_other])
            try:
                year = _year(cells[at_year])
                mask = _mask(cells, columns)
                codes = _codes(numbers, one, other, year)
            except Unreadable as error:
                yield table.refuse(row, error)
                continue
            found.last_year = max(found.last_year, year)
            if not mask:
                said = "The row carries no obligation and makes no alliance."
                yield table.remark(row, said, "year", str(year))
            elif codes[0] == codes[1]:
                said = f"Both numbers stand for {called(names, codes[0])} in {year}."
                yield table.remark(row, said, "ccode2", other)
            elif not found.put(row, year, codes, (one, other), mask) and not self.is_directed:
                said = "The two rows of this dyad and year differ; both are counted."
                yield table.remark(row, said, "year", str(year))
            if mask and codes[0] != codes[1] and is_undirected:
                found.put(row, year, (codes[1], codes[0]), (other, one), mask)

    def _bundle(self, dyad: Dyad, first: int, last: int, found: DyadYears, names: Names) -> Bundle:
        years = found.dyads[dyad]
        start, end = years[first], years[last]
        before = found.by_numbers.get((*start.numbers, first - 1))
        after = found.by_numbers.get((*end.numbers, last + 1))
        both = " and ".join(called(names, code) for code in dyad)
        key = f"years:{dyad[0]}-{dyad[1]}:{first}"
        said = self._summary(dyad, first, last, years, names)
        if before is not None and before != dyad:
            said += f" It continues the alliance of {_both(names, before)}."
            begins = f"Alliance of {both} continues that of {_both(names, before)}"
        else:
            begins = f"Alliance of {both} enters into force"
        facts = [
            FactRecord(
                key=f"{key}:begins",
                kind="agreement",
                subtype="entered_into_force",
                headline=sentence(f"{begins} ({self.short})"),
                quotation=start.raw,
                row=f"line {start.line}",
                date=when(str(first)),
                summary=said,
                detail={"party": None, "place": ""},
            )
        ]
        is_continued = after is not None and after != dyad
        if last < found.last_year:
            ends = (
                f"Alliance of {both} goes over to {_both(names, after)}"
                if is_continued and after is not None
                else f"Alliance of {both} ends"
            )
            facts.append(
                FactRecord(
                    key=f"{key}:ends",
                    kind="agreement",
                    subtype="superseded" if is_continued else "terminated",
                    headline=sentence(f"{ends} ({self.short})"),
                    quotation=end.raw,
                    row=f"line {end.line}",
                    date=when(str(last)),
                    summary=f"{last} is the last year of the spell in the file.",
                    detail={"party": None, "place": ""},
                )
            )
        obligations = 0
        for year in range(first, last + 1):
            obligations |= years[year].obligations
        record = AgreementRecord(
            key=key,
            title=f"Alliance of {both}, from {first} ({self.short})",
            parties=tuple(Party(code, in_force=str(first)) for code in dyad),
            type="alliance",
            level="interstate",
            bindingness="binding",
            obligations=_words(obligations),
        )
        return Bundle(start.line, record, tuple(facts))

    def _summary(
        self, dyad: Dyad, first: int, last: int, years: Mapping[int, DyadYear], names: Names
    ) -> str:
        span = range(first, last + 1)
        said = (
            f"A spell of {last - first + 1} years in the file, {first}–{last}; "
            "it need not be one treaty."
            if last > first
            else f"One year in the file, {first}."
        )
        forward = {year: years[year].forward for year in span}
        backward = {year: years[year].backward for year in span}
        if not self.is_directed or forward == backward:
            return f"{said} {_by_year({y: years[y].obligations for y in span})}"
        one, other = (called(names, code) for code in dyad)
        return (
            f"{said} The two differ. {sentence(one)} to {other}: {_by_year(forward)}"
            f" {sentence(other)} to {one}: {_by_year(backward)}"
        )


def _by_year(masks: Mapping[int, int | None]) -> str:
    """Say each obligation with its years, and the years without a row."""
    parts = []
    for at, word in enumerate(_ORDER):
        if years := [year for year, mask in masks.items() if mask and mask & (1 << at)]:
            parts.append(f"{word} {said_runs(years)}")
    if missing := [year for year, mask in masks.items() if mask is None]:
        parts.append(f"no row {said_runs(missing)}")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:] + "."


def _words(mask: int) -> tuple[str, ...]:
    return tuple(word for at, word in enumerate(_ORDER) if mask & (1 << at))


def _both(names: Names, dyad: Dyad) -> str:
    return listed([called(names, code) for code in dyad])


def _bit(obligation: str) -> int:
    return 1 << _ORDER.index(obligation)


def _year(text: str) -> int:
    try:
        year = number(text)
    except ValueError:
        year = None
    if year is None or not _EARLIEST <= year <= _LATEST:
        raise Unreadable("This is not a year of an alliance.", "year", text)
    return year


def _mask(cells: Sequence[str], columns: Sequence[tuple[int, str, int]]) -> int:
    """Return the obligations of a row as bits."""
    mask = 0
    for at, column, bit in columns:
        value = cells[at].strip()
        if value in ("1", "1.0"):
            mask |= bit
        elif value not in _NONE:
            raise Unreadable("An obligation is 0 or 1.", column, value)
    return mask


def _codes(numbers: Numbers, one: str, other: str, year: int) -> Dyad:
    codes = numbers.pair(one, other, year)
    if codes[0] is None:
        raise Unreadable(f"No state has the COW number {one}.", "ccode1", one)
    if codes[1] is None:
        raise Unreadable(f"No state has the COW number {other}.", "ccode2", other)
    return codes[0], codes[1]


def _plain(text: str) -> str:
    """Return a number as the lists have it: "2" for 2.0."""
    text = text.strip()
    return text[:-2] if text.endswith(".0") else text


class CowAllianceYears(_AllianceYears):
    """COW Formal Alliances 4.1 as dyad-years, the way peacesciencer gives them out."""

    name = "cow-alliance-years"
    label = "COW Formal Alliances, dyad-years"
    dataset = "cow-alliances"
    rival_voices = ("cow-alliance-by-dyad",)
    short = "COW"
    is_directed = False
    obligations: ClassVar[Mapping[str, str]] = {
        "cow_defense": "defense",
        "cow_neutral": "neutrality",
        "cow_nonagg": "nonaggression",
        "cow_entente": "entente",
    }


class AtopYears(_AllianceYears):
    """ATOP 5 as directed dyad-years: its own files (atop5_1ddyr, or atop5_1dy with each dyad once)
    and the way peacesciencer gives them out."""

    name = "atop-years"
    label = "ATOP, directed dyad-years"
    dataset = "atop"
    short = "ATOP"
    is_directed = True
    obligations: ClassVar[Mapping[str, str]] = {
        "atop_defense": "defense",
        "atop_offense": "offense",
        "atop_neutral": "neutrality",
        "atop_nonagg": "nonaggression",
        "atop_consul": "consultation",
    }
    renamed: ClassVar[Renamed] = {
        "ccode1": ("stateA", "mem1"),
        "ccode2": ("stateB", "mem2"),
        "atop_defense": ("defense",),
        "atop_offense": ("offense",),
        "atop_neutral": ("neutral",),
        "atop_nonagg": ("nonagg",),
        "atop_consul": ("consul",),
    }

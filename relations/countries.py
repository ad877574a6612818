"""Our table of states as files: reading them, and finding a country by its name.

`relations/data/*.csv` is made by `manage.py build_countries` and kept; `data/README.md` says from
what. Nothing here touches the database: `relations.importing.reference` loads the same rows.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae",
     "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `valid_from` to `valid_to`, both inclusive; None is open or unknown."""

    valid_from: date | None
    valid_to: date | None

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def overlaps(self, other: Period) -> bool:
        return (
            self.valid_from is None or other.valid_to is None or self.valid_from <= other.valid_to
        ) and (
            other.valid_from is None or self.valid_to is None or other.valid_from <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Country:
    """A state, former state, territory, organisation or armed group, by its code."""

    code: str
    label: str
    official_name: str
    kind: str
    is_user_assigned: bool
    note: str
    slug: str


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a country; `kind` is common, official, alias, demonym, capital or former."""

    code: str
    text: str
    language: str
    kind: str
    period: Period


@dataclass(frozen=True, slots=True)
class Code:
    """A code another list gives a country, as long as that list gives it."""

    code: str
    scheme: str
    value: str
    period: Period


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of years in which a state existed, and whose years they are: gw, cow or own."""

    code: str
    period: Period
    source: str


@dataclass(frozen=True, slots=True)
class Succession:
    """One state following another."""

    predecessor: str
    successor: str
    kind: str
    happened_on: date


@dataclass(frozen=True, slots=True)
class Table:
    """All the files, in the order of their rows."""

    countries: tuple[Country, ...]
    names: tuple[Name, ...]
    codes: tuple[Code, ...]
    spells: tuple[Spell, ...]
    successions: tuple[Succession, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A post as `offices.csv` has it."""

    key: str
    country: str
    body: str
    title: str
    rank: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person in an office: EDTF texts, as precise as we are sure of.

    `end_known` is `known`, `open` (in office when last checked) or `unknown`.
    """

    office: str
    person: str
    person_aliases: tuple[str, ...]
    start: str
    end: str
    end_known: str


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of `data/<name>.csv` as texts."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def load() -> Table:
    """Read the five files of countries once."""
    return Table(
        countries=tuple(
            Country(
                row["code"],
                row["label"],
                row["official_name"],
                row["kind"],
                bool(row["is_user_assigned"]),
                row["note"],
                row["slug"],
            )
            for row in rows("countries")
        ),
        names=tuple(
            Name(row["code"], row["text"], row["language"], row["kind"], _period(row))
            for row in rows("country_names")
        ),
        codes=tuple(
            Code(row["code"], row["scheme"], row["value"], _period(row))
            for row in rows("country_codes")
        ),
        spells=tuple(
            Spell(row["code"], _period(row), row["source"]) for row in rows("country_spells")
        ),
        successions=tuple(
            Succession(
                row["predecessor"],
                row["successor"],
                row["kind"],
                date.fromisoformat(row["happened_on"]),
            )
            for row in rows("successions")
        ),
    )


def offices() -> Iterator[Office]:
    for row in rows("offices"):
        yield Office(
            row["key"],
            row["country"],
            row["body"],
            row["title"],
            row["rank"],
            _parts(row["aliases"]),
        )


def tenures() -> Iterator[Tenure]:
    for row in rows("tenures"):
        yield Tenure(
            row["office"],
            row["person"],
            _parts(row["person_aliases"]),
            row["start"],
            row["end"],
            row["end_known"],
        )


def normalise(text: str) -> str:
    """Fold case, accents, points of abbreviations, punctuation, "the", a possessive, "St."."""
    return _fold(text).casefold()


def resolve(text: str, on: date | None = None, language: str = "en") -> str | None:
    """Return the code of the one country whose name is exactly this, or None.

    Capitals of the name must be capitals of the text: "Turkey" is a state, "turkey" a bird, "us"
    nobody. With `on`, only the names valid that day count ("Moscow" in 1985 is SUN, "Congo" in
    1980 COG); without it a name still in use goes before one that has ended. A name of two
    countries ("Congo", "Korean") is None: the caller asks. Undated names answer for every day:
    "Russia" is RUS in 1985 too, and whether that is the Soviet Union is for the caller to say.
    """
    said = _fold(text)
    names = [
        name
        for name in _names(language).get(said.casefold(), ())
        if _has_capitals_of(said, _fold(name.text)) and (on is None or name.period.holds(on))
    ]
    if on is None:
        names = [name for name in names if name.period.valid_to is None] or names
    codes = {name.code for name in names}
    return codes.pop() if len(codes) == 1 else None


def by_code(scheme: str, value: str, on: date | None = None) -> str | None:
    """Return the country a list's code stands for, or None; 365 is SUN in 1985, RUS today."""
    codes = list(_codes().get((scheme, value), ()))
    if on is not None:
        codes = [code for code in codes if code.period.holds(on)]
    else:
        codes = [code for code in codes if code.period.valid_to is None] or codes
    found = {code.code for code in codes}
    return found.pop() if len(found) == 1 else None


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"'s$", "", plain.strip())
    plain = re.sub(r"[.'\"“”]", "", plain).replace("&", " and ")
    plain = re.sub(r"[-‐‑–—/,;:()\[\]]", " ", plain)
    plain = re.sub(r"\b([Ss])t\b", r"\1aint", plain)
    return re.sub(r"^[Tt]he\s", "", " ".join(plain.split()))


def _has_capitals_of(said: str, name: str) -> bool:
    return all(char.isupper() for char, wanted in zip(said, name, strict=False) if wanted.isupper())


@cache
def _names(language: str) -> dict[str, tuple[Name, ...]]:
    found: defaultdict[str, list[Name]] = defaultdict(list)
    for name in load().names:
        if name.language == language:
            found[normalise(name.text)].append(name)
    return {key: tuple(names) for key, names in found.items()}


@cache
def _codes() -> dict[tuple[str, str], tuple[Code, ...]]:
    found: defaultdict[tuple[str, str], list[Code]] = defaultdict(list)
    for code in load().codes:
        found[code.scheme, code.value].append(code)
    return {key: tuple(codes) for key, codes in found.items()}


def _period(row: dict[str, str]) -> Period:
    start, end = row["valid_from"], row["valid_to"]
    return Period(
        date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))

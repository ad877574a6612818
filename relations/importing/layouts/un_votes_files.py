"""The files of UN votes: which they are, their rows, and the roll call and voter of a row.

Voeten's data come as three files (votes, roll calls, issues: the R package unvotes) or as one in
which each vote repeats its roll call (UNVotes.csv, with COW numbers). The UN's own library gives
one of the latter shape, by its record numbers. Words for a vote differ, and what is no vote
(absent, not voting, not a member) is a row in some of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from relations import countries
from relations.importing.files import InputFile
from relations.importing.layouts.tables import headings
from relations.importing.layouts.treaty_states import state_then
from relations.importing.names import Names

__all__ = [
    "ALIASES", "CHOICES", "NO_VOTE", "Call", "Row", "Voter", "call_of", "day_of", "find_voter",
    "number_of", "part_of", "rows_of", "voter_of",
]  # fmt: skip

_PARTS = {
    # has all columns of the roll calls as well
    "whole": ("rcid", "ccode", "session", "vote", "date"),
    "calls": ("rcid", "session", "importantvote", "date", "unres", "amend", "para", "short",
              "descr"),
    "votes": ("rcid", "country", "country_code", "vote"),
    "issues": ("rcid", "short_name", "issue"),
    "library": ("undl_id", "ms_code", "ms_name", "ms_vote", "date", "session"),
}  # fmt: skip

CHOICES = {
    "yes": "yes", "no": "no", "abstain": "abstain", "1": "yes", "2": "abstain", "3": "no",
    "y": "yes", "n": "no", "a": "abstain",
}  # fmt: skip
NO_VOTE = frozenset(("8", "9", "x", "absent", "not a member", "non-voting"))

_ISSUES = {
    "me": "Palestinian conflict", "nu": "Nuclear weapons and nuclear material",
    "di": "Arms control and disarmament", "co": "Colonialism", "hr": "Human rights",
    "ec": "Economic development",
}  # fmt: skip

ALIASES = {
    "St. Vincent & Grenadines": "VCT",
    "Federal Republic of Germany": "DEU",
    "Yemen People's Republic": "YMD",
    "Congo": "COG",
    "Congo - Brazzaville": "COG",
    "Congo - Kinshasa": "COD",
    "Myanmar (Burma)": "MMR",
    "Zanzibar": "ZANZIBAR",
    # the library's, as states were called when they voted
    "BYELORUSSIAN SSR": "BLR", "BYELORUSSIAN SOVIET SOCIALIST REPUBLIC": "BLR",
    "UKRAINIAN SSR": "UKR", "UKRAINIAN SOVIET SOCIALIST REPUBLIC": "UKR",
    "CENTRAL AFRICAN EMPIRE": "CAF", "CONGO": "COG", "CONGO (DEMOCRATIC REPUBLIC OF)": "COD",
    "GAMBIA (ISLAMIC REPUBLIC OF THE)": "GMB", "PHILIPPINE REPUBLIC": "PHL",
    "ST. LUCIA": "LCA", "ST. KITTS AND NEVIS": "KNA", "ST. VINCENT AND THE GRENADINES": "VCT",
    "FEDERATION OF MALAYA": "MYS", "GERMANY, FEDERAL REPUBLIC OF": "DEU",
    "LIBYAN ARAB JAMAHIRIYA": "LBY", "LIBYAN ARAB REPUBLIC": "LBY", "MALAGASY REPUBLIC": "MDG",
    "NETHERLANDS (KINGDOM OF THE)": "NLD", "SAINT CHRISTOPHER AND NEVIS": "KNA",
    "SOUTHERN YEMEN": "YMD", "FORMER YUGOSLAV REPUBLIC OF MACEDONIA": "MKD",
    "UNION OF SOUTH AFRICA": "ZAF", "ZANZIBAR": "ZANZIBAR",
}  # fmt: skip

_SEAT_OF_CHINA = date(1971, 10, 25)
"""Until then China's seat was Taiwan's (General Assembly resolution 2758)."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """A roll call as a row has it."""

    number: int
    session: int
    voted_on: date
    resolution: str
    title: str
    description: str
    is_important: bool
    issues: tuple[str, ...] = ()


def part_of(file: InputFile) -> str:
    """Return which of the files this is; empty for none of them."""
    found = {name.casefold() for name in headings(file)[2]}
    return next((part for part, columns in _PARTS.items() if found.issuperset(columns)), "")


def rows_of(file: InputFile) -> Iterator[tuple[int, Row]]:
    """Yield (line, cell by heading in small letters), missing cells as empty ones."""
    line, separator, names = headings(file)
    names = [name.casefold() for name in names]
    for row in file.rows(separator, start=line + 1):
        if row.cells:
            cells = row.cells + [""] * (len(names) - len(row.cells))
            yield row.last_line, dict(zip(names, cells, strict=False))


def number_of(row: Row) -> int | None:
    """Return the number of a row's roll call: 3, also written 3.0."""
    text = (row.get("rcid") or row.get("undl_id", "")).strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def call_of(row: Row) -> Call:
    """Read the roll call of a row. Raise ValueError with the column that cannot be read."""
    number = number_of(row)
    if number is None:
        raise ValueError("undl_id" if "undl_id" in row else "rcid")
    if (day := day_of(row["date"])) is None:
        raise ValueError("date")
    said = row["session"].strip().removesuffix(".0")
    session = int(said) if said.isdigit() and len(said) < 4 else 0
    if "undl_id" in row:
        title = re.sub(r"(?i)\s*:?\s*resolutions?\s*/\s*adopted\b.*$", "", row.get("title", ""))
        words = row.get("agenda_title", "").replace("|", "; ")
        return Call(number, session, day, row.get("resolution", "").strip()[:40],
                    _clean(title)[:300], _clean(words), False)  # fmt: skip
    return Call(
        number, session, day, row.get("unres", "").strip()[:40], _clean(row.get("short", ""))[:300],
        _clean(row.get("descr", "")), row.get("importantvote", "").strip() in ("1", "1.0"),
        tuple(name for code, name in _ISSUES.items() if row.get(code, "").strip() in ("1", "1.0")),
    )  # fmt: skip


def day_of(text: str) -> date | None:
    """Read a day: 1946-01-01, with hours or as 1/31/1946; None for anything else."""
    text = re.sub(r"[T ]\d\d?:\d\d(:\d\d(\.\d+)?)?Z?$", "", text.strip())
    try:
        if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            return date(int(found[3]), int(found[1]), int(found[2]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clean(text: str) -> str:
    """Broken escapes of the data set are taken out; its words stay."""
    text = "" if text.strip() == "NA" else text
    return " ".join(text.replace("\\", "").replace('""', "").split())


# --- voters ------------------------------------------------------------------------------


Voter = Callable[[date], str]
"""Who voted under a name on a day."""


def voter_of(row: Row, names: Names) -> tuple[str, str]:
    """Return the heading and the text by which a row names its voter."""
    if "ccode" in row:
        code = row["ccode"].strip().removesuffix(".0")
        if names.coded("cow", code) is not None:
            return "ccode", code
        return "countryname", (row.get("countryname") or row.get("country", "")).strip()
    if "ms_name" in row:
        return "ms_name", f"{row['ms_name'].strip()}\t{row['ms_code'].strip()}"
    return "country", row["country"]


def find_voter(heading: str, text: str, names: Names) -> Voter | None:
    """Return who votes under a text, by the day; None where nobody does."""
    if heading == "ccode":
        now = names.coded("cow", text) or ""
        return _by_year(lambda day: countries.by_code("cow", text, day) or now)
    if heading == "ms_name":
        return _member(text, names)
    code = names.country(text)
    return None if code is None else _by_year(lambda day: _continued(code, day))


def _member(text: str, names: Names) -> Voter | None:
    name, _, iso = text.partition("\t")
    name = name.removeprefix("THE ")
    if (now := names.country(name) or names.coded("iso3", iso)) is None:
        return None
    is_fixed = name in names.aliases

    def on(day: date) -> str:
        code = now if is_fixed else countries.resolve(name, day) or now
        if code == "CHN" and day < _SEAT_OF_CHINA:
            return "TWN"
        return _continued(state_then(code, day) if code == "YEM" else code, day)

    return _by_year(on)


def _by_year(voter: Voter) -> Voter:
    """Ask once a year where the voter is the same from its first day to its last."""
    known: dict[int, str] = {}

    def on(day: date) -> str:
        if (code := known.get(day.year)) is None:
            first, last = voter(date(day.year, 1, 1)), voter(date(day.year, 12, 31))
            code = known[day.year] = first if first == last else ""
        return code or voter(day)

    return on


def _continued(code: str, day: date) -> str:
    """Return whom a state continues, on a day before it did."""
    for succession in reversed(countries.load().successions):
        if (
            succession.successor == code
            and succession.kind == "continuation"
            and day < succession.happened_on
        ):
            return succession.predecessor
    return code

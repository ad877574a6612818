"""The UN Treaty Collection's tables: who takes part in a treaty, and since when.

Column titles differ from treaty to treaty and say what the letters behind a date mean
("Ratification, Acceptance(A), Accession(a)"). Names of participants are those of 2015.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from relations.dates import NO_DATE, UncertainDate, UnreadableDate
from relations.importing.files import InputFile, Row
from relations.importing.layouts.organisations import is_organisation
from relations.importing.layouts.tables import Table, Unreadable, when
from relations.importing.names import Names
from relations.importing.records import Party, Trouble

__all__ = [
    "AS_OF", "Participation", "is_participation", "number_of", "participant",
    "read_participation",
]  # fmt: skip

AS_OF = date(2015, 1, 1)
"""The day whose names the collection's copy has."""

_NUMBER = re.compile(r"(?:^|[^\dA-Za-z.])(\d+)-(\d+(?:[.-]?[A-Za-z\d]+)*)$")
_MOST_CHAPTERS = 40
_LETTERS = {
    "a": "accession", "A": "acceptance", "AA": "approval", "d": "succession",
    "s": "definitive_signature", "c": "confirmation",
}  # fmt: skip
_WAYS = {
    "ratification": "ratification", "accession": "accession", "acceptance": "acceptance",
    "approval": "approval", "succession": "succession", "confirmation": "confirmation",
    "definitive signature": "definitive_signature",
}  # fmt: skip
_ALIASES = {
    "Congo": "COG", "Libyan Arab Jamahiriya": "LBY", "Germany, Federal Republic of": "DEU",
    "Gambia (Islamic Republic of the)": "GMB", "Netherlands (Kingdom of the)": "NLD",
    "Netherlands (for the Kingdom in Europe)": "NLD", "Ukrainian SSR": "UKR",
    "Byelorussian SSR": "BLR", "Viet Nam, Republic of": "SVNM", "Union of South Africa": "ZAF",
    "Central African Empire": "CAF",
}  # fmt: skip
_FOOTNOTES = re.compile(r"(?:[\s,*]|\(?\d+\)?)+$")
_BRACKETS = "The day stands in brackets: the participant has withdrawn since, on no day given here."


@dataclass(frozen=True, slots=True)
class Participation:
    """Who takes part in one treaty; the first row, for quoting."""

    parties: tuple[Party, ...]
    row: Row
    file: str


def number_of(file: InputFile) -> str | None:
    """Return "4-8" for 4-8.csv and "4-8.a" for 4-8-a.txt; None for other names."""
    stem = re.sub(r"\.(csv|txt|tsv|xlsx)$", "", file.name.rpartition("/")[2], flags=re.I)
    found = _NUMBER.search(stem)
    if not found or int(found[1]) > _MOST_CHAPTERS:
        return None
    return f"{int(found[1])}-{found[2].replace('-', '.')}"


def participant(names: Names, text: str) -> str | None:
    """Return the code of a participant; footnote numbers behind its name do not count."""
    name = _FOOTNOTES.sub("", text.strip())
    name = re.sub(r"\s*\(former\)$", "", name, flags=re.I)
    return _ALIASES.get(name) or names.country(name, AS_OF)


def is_participation(titles: Sequence[str]) -> bool:
    """Whether the headings are those of a table of participants, with or without footnotes."""
    return bool(titles) and _FOOTNOTES.sub("", titles[0]).casefold() == "participant"


def read_participation(file: InputFile, names: Names) -> Iterator[Trouble | Participation]:
    """Yield what cannot be read, and at last who takes part.

    A table of nothing but participants says who takes part and not since when.
    """
    table = Table(file, ())
    participants = table.headings[0]
    signed, joined, ways, force, left = _columns(table.headings)
    is_list = len([title for title in table.headings if title]) == 1
    found: dict[str, Party] = {}
    first: Row | None = None
    for row in table.rows():
        if isinstance(row, Trouble):
            yield row
            continue
        first = first or row
        try:
            name = row.cells[0].strip()
            if (code := participant(names, name)) is None:
                code = _organisation(names, name)
                said = f"“{name}” is no country we know; it is an actor of its own."
                yield table.remark(row, said, participants, name)
            party = _party(table, row, code, (signed, joined, force, left), ways)
            if party is None and is_list:
                party = Party(code)
        except Unreadable as error:
            yield table.refuse(row, error)
            continue
        if party is None:
            said = "The row has no action; the participant is not taken for a party."
            yield table.remark(row, said, participants, name)
        else:
            found[party.code] = _both(found.get(party.code), party)
            if any(cell.strip().startswith("[") for cell in row.cells[1:]):
                yield table.remark(row, _BRACKETS, participants, name)
    if first is not None:
        yield Participation(tuple(found.values()), first, file.name)


_Columns = tuple[list[int], list[int], dict[int, Mapping[str, str]], list[int], list[int]]


def _columns(titles: Sequence[str]) -> _Columns:
    """Sort the columns into signatures, ways of joining, entries into force and ends.

    The ways of joining have their letters; "" is what a date without a letter means.
    """
    signed: list[int] = []
    joined: list[int] = []
    force: list[int] = []
    left: list[int] = []
    others: list[int] = []
    ways: dict[int, Mapping[str, str]] = {}
    for at, title in enumerate(titles):
        name = title.casefold()
        words = [word for word in _WAYS if word in name]
        if at == 0:
            continue
        if name.startswith("signature"):
            signed.append(at)
            ways[at] = _letters(title, "signature")
        elif words:
            joined.append(at)
            ways[at] = _letters(title, "")
        elif "entry into force" in name:
            force.append(at)
        elif any(word in name for word in ("denunciation", "withdrawal", "termination")):
            left.append(at)
        elif "adoption" in name or "registration date" in name or "date of receipt" in name:
            others.append(at)
    if not signed and not joined:
        joined = others
        ways = {at: {"": ""} for at in others}
    return signed, joined, ways, force, left


def _letters(title: str, default: str) -> dict[str, str]:
    """Return what the letters of a column mean; a title may say so itself."""
    found = dict(_LETTERS)
    for words, letter in re.findall(r"([A-Za-z ]+?)\s*\((\w{1,2})\)", title):
        said = words.casefold()
        if "to signature" in said:
            # who succeeds to a signature has signed and is no party yet
            found[letter] = "signature"
        else:
            found[letter] = next((way for word, way in _WAYS.items() if word in said), "")
    plain = re.sub(r"[A-Za-z ]+\s*\(\w{1,2}\)", "", title).casefold()
    found[""] = default or next((way for word, way in _WAYS.items() if word in plain), "")
    return found


def _party(
    table: Table, row: Row, code: str, columns: tuple[list[int], ...],
    ways: Mapping[int, Mapping[str, str]],
) -> Party | None:  # fmt: skip
    found = Party(code)
    has_action = False
    for role, places in zip(("signed", "joined", "in_force", "left"), columns, strict=True):
        for at in places:
            day, letter = _day(row.cells[at], table.headings[at])
            if day == NO_DATE:
                continue
            has_action = True
            how = ways.get(at, {}).get(letter, "") if role in ("signed", "joined") else ""
            if role == "signed" and how not in ("signature", ""):
                # a signature that binds
                found = replace(found, joined=found.joined or day.text, how=how)
            elif role == "signed":
                found = replace(found, signed=day.text, how=found.how or "signature")
            elif role == "joined":
                if not found.joined or found.how == "signature":
                    found = replace(found, joined=day.text, how=how)
            elif role == "in_force":
                found = replace(found, in_force=day.text)
            else:
                found = replace(found, left=day.text)
    return found if has_action else None


def _organisation(names: Names, name: str) -> str:
    if not is_organisation(name):
        hint = names.nearest(name)
        raise Unreadable(f"No participant is called {name}.{hint}", "Participant", name)
    return names.actor(name, "organisation")


def _both(old: Party | None, new: Party) -> Party:
    """Put two rows of one participant together; what the first says stays."""
    if old is None:
        return new
    return Party(
        new.code,
        old.signed or new.signed,
        old.joined or new.joined,
        old.how if old.joined or not new.joined else new.how,
        old.in_force or new.in_force,
        old.left or new.left,
    )


_CELL = re.compile(r"^\[?\s*(\d{1,2})\s+([A-Za-z]+)\.?,?\s+(\d{4})\s*\]?\s*([A-Za-z]{1,2})?\b.*$")


def _day(text: str, column: str) -> tuple[UncertainDate, str]:
    """Read "9 Sep 1981 a" as a day and a letter. Raise Unreadable for anything else."""
    text = " ".join(text.split())
    if text in ("", "-", "N/A"):
        return NO_DATE, ""
    if not (found := _CELL.match(text)):
        raise Unreadable("This is not a day, or a day and a letter.", column, text)
    try:
        return when(f"{found[1]} {found[2]} {found[3]}"), found[4] or ""
    except UnreadableDate as error:
        raise Unreadable(f"This is not a day: {error.why}.", column, text) from None

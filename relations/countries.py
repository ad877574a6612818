"""Our table of states as files: reading them, and finding a country by a name in a text.

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


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a country; NULL ends are open, as in `CountryName`."""

    code: str
    text: str
    kind: str
    valid_from: date | None
    valid_to: date | None

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of `data/<name>.csv` as texts."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def normalise(text: str) -> str:
    """Fold accents, apostrophes, points of abbreviations and white space; keep the case.

    Case is kept because names carry it: "Turkey" is a state, "turkey" a bird.
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = plain.replace("’", "'").replace("‘", "'")
    plain = re.sub(r"\b([A-Z])\.(?=[A-Z]\.|[A-Z]\b|\s|$)", r"\1", plain)
    return " ".join(plain.split()).removeprefix("the ").removeprefix("The ")


@cache
def _names() -> dict[str, tuple[Name, ...]]:
    found: dict[str, list[Name]] = defaultdict(list)
    for row in rows("country_names"):
        if row["language"] != "en":
            continue
        name = Name(
            row["code"],
            row["text"],
            row["kind"],
            date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        found[normalise(name.text)].append(name)
    return {key: tuple(names) for key, names in found.items()}


def resolve(text: str, on: date | None = None) -> str | None:
    """Return the code of the one country with exactly this name, or None.

    With `on`, only names valid that day count. A name of two countries ("Congolese") is None:
    the caller asks. A state's name stays its own before its time: "Russia" is RUS also for 1985,
    and whether that is the Soviet Union is for the caller to say.
    """
    names = _names().get(normalise(text), ())
    codes = {name.code for name in names if on is None or name.is_valid_on(on)}
    return codes.pop() if len(codes) == 1 else None

"""What the columns of one table are: read from YAML, kept as JSON, guessed from headings.

table: Visits of 2022        # its name; rows with own numbers are known by it for good
columns:                     # what a column is: its heading, or its position from 1
  date: Day
  visitors: Guest
  host: Host
  quotation: Words
  source_address: Link
fixed:                       # what is the same in every row
  kind: visit
sheet: Sheet1                # of a spreadsheet; the first if not said
delimiter: ";"               # of a text; found if not said
encoding: utf-8
heading_row: 1
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from relations.importing.files import NotRecognised
from relations.importing.tables.columns import COLUMNS, named

__all__ = ["BadMapping", "Mapping", "read_yaml"]

_MOST_YAML = 100_000
_PARTS = ("table", "columns", "fixed", "sheet", "delimiter", "encoding", "heading_row")


class BadMapping(NotRecognised):
    """The mapping does not say what is needed; one sentence for each thing."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = list(sentences)
        super().__init__("The mapping cannot be used: " + " ".join(self.sentences))


@dataclass(frozen=True)
class Mapping:
    """columns: column → heading, or position from 1. fixed: column → the text of every row."""

    columns: Values[str, str | int]
    fixed: Values[str, str] = field(default_factory=dict)
    table: str = ""
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""
    heading_row: int = 1

    @classmethod
    def of(cls, given: Any) -> Mapping:
        """Check what was given, all at once. Raise BadMapping."""
        if not isinstance(given, dict):
            raise BadMapping(["A mapping has the parts " + ", ".join(_PARTS) + "."])
        wrong = [
            f"There is no part “{str(name)[:40]}”; use {', '.join(_PARTS)}."
            for name in given
            if name not in _PARTS
        ]
        columns, fixed = (
            {} if given.get(part) is None else given[part] for part in ("columns", "fixed")
        )
        for name, part in (("columns", columns), ("fixed", fixed)):
            if not isinstance(part, dict):
                raise BadMapping([f"“{name}” is a list of column: value."])
            wrong += [
                f"“{str(key)[:40]}” under {name} is no column we know; use {', '.join(COLUMNS)}."
                for key in part
                if key not in COLUMNS
            ]
            wrong += [
                f"“{key}” under {name} needs a text or a number."
                for key, value in part.items()
                if isinstance(value, bool) or not isinstance(value, str | int | float | date)
            ]
        if not wrong:
            wrong = _gaps({**columns, **fixed}, columns)
        delimiter = str(given.get("delimiter") or "").replace("\\t", "\t")
        if len(delimiter) > 1:
            wrong.append("A delimiter is one character.")
        encoding = str(given.get("encoding") or "")
        if encoding and not _is_encoding(encoding):
            wrong.append(f"“{encoding[:40]}” is no encoding; write utf-8 or cp1252.")
        heading_row = given.get("heading_row", 1)
        if isinstance(heading_row, bool) or not isinstance(heading_row, int) or heading_row < 1:
            wrong.append("heading_row is the line of the headings, from 1.")
        if wrong:
            raise BadMapping(wrong)
        return cls(
            columns={
                name: value if isinstance(value, int) else " ".join(str(value).split())
                for name, value in columns.items()
            },
            fixed={name: str(value).strip() for name, value in fixed.items()},
            table=" ".join(str(given.get("table") or "").split())[:150],
            sheet=str(given.get("sheet") or "")[:100],
            delimiter=delimiter,
            encoding=encoding,
            heading_row=heading_row,
        )

    @classmethod
    def guessed(cls, headings: Sequence[str], table: str = "") -> Mapping:
        """Take each heading for the column it names; nothing is checked."""
        columns: dict[str, str | int] = {}
        for place, heading in enumerate(headings, 1):
            name = named(heading)
            if name and name not in columns:
                columns[name] = " ".join(heading.split()) or place
        return cls(columns=columns, table=table)

    def as_json(self) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in _PARTS}
        return {name: value for name, value in found.items() if value not in ("", {}, None)}

    @property
    def is_of_downloads(self) -> bool:
        """Whether rows bear the number of the fact they were downloaded from."""
        return "number" in self.columns

    def positions(self, headings: Sequence[str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
        """Return column → place from 0, and (heading, sentence) of those that are not there."""
        places: dict[str, int] = {}
        by_text = {}
        for place, heading in reversed(list(enumerate(headings))):
            by_text[" ".join(heading.split()).casefold()] = place
        missing = []
        for name, said in self.columns.items():
            place = said - 1 if isinstance(said, int) else by_text.get(said.casefold(), -1)
            if isinstance(said, str) and place < 0 and said.isdigit():
                place = int(said) - 1
            if 0 <= place < len(headings):
                places[name] = place
            else:
                sentence = f"The file has no column “{said}”, which the mapping takes for {name}."
                missing.append((str(said), sentence))
        return places, missing


def _gaps(said: Values[str, Any], columns: Values[str, Any]) -> list[str]:
    """What is missing; rows that were downloaded bring back what they say, and need no more."""
    if "number" in columns:
        return [] if "revision" in columns else ["Fact numbers come with their revision."]
    wrong = []
    if "kind" not in said:
        wrong.append("Say which column is the kind of fact, or one kind for all.")
    if "quotation" not in columns:
        wrong.append("Say which column is the quotation that carries the fact.")
    if not {"source_address", "source_title"} & said.keys():
        wrong.append("Say which column is the source's address or title.")
    if "amount" in said and "measure" not in said:
        wrong.append("Say what the amounts are: promised, contracted, credit_agreed or paid.")
    return wrong


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return True


def read_yaml(path: Path) -> Mapping:
    """Read a mapping file. Raise BadMapping."""
    try:
        text = path.read_bytes()[: _MOST_YAML + 1]
        if len(text) > _MOST_YAML:
            raise BadMapping([f"A mapping has {_MOST_YAML:,} bytes at most."])
        given = yaml.safe_load(text)
    except OSError as error:
        raise BadMapping([f"{path.name} cannot be read."]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())[:200]
        raise BadMapping([f"{path.name} is no YAML: {said}."]) from error
    return Mapping.of(given)

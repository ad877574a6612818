"""The layouts we read, one module each, and how a file is recognised.

A layout is a class with a `name` ("sipri-register"), the `dataset` it belongs to, and
  claims(files)        those of the files it reads together as one import; none: not its layout
  release(files)       which edition they are (`records.Release`)
  read(files, names)   yields `records.Bundle` and `records.Trouble`, in the order of the file
  is_expected(values, scope)   whether a record kept here would be in a file of this scope
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from relations.importing.files import InputFile
from relations.importing.names import Names
from relations.importing.records import Bundle, Release, Trouble

__all__ = ["Layout", "Read", "by_hash"]

Read = Iterator[Bundle | Trouble]


def by_hash(cursor: Any, statement: str, values: Mapping[str, Any]) -> list[Any]:
    """Run a join of a whole file with a whole registry, row by row never; return its rows.

    The planner goes by counts taken before this import or the last: for a registry it takes to be
    small it would look through all of it for each row, minutes instead of a second.
    """
    cursor.execute("SET LOCAL enable_nestloop = off")
    cursor.execute(statement, values)
    rows: list[Any] = cursor.fetchall() if cursor.description else []
    cursor.execute("SET LOCAL enable_nestloop = on")
    return rows


class Layout:
    """The base of every layout."""

    name: ClassVar[str]
    label: ClassVar[str]
    voice: ClassVar[str] = ""
    """Whose word it is: layouts of one voice update each other's records. Empty: its name."""
    dataset: ClassVar[str]
    aliases: ClassVar[Mapping[str, str]] = {}
    publication: ClassVar[str] = "published"
    keys_are_stable: ClassVar[bool] = True
    """False: the file has no numbers of its own, and records are found by likeness alone."""
    likenesses: ClassVar[int] = 0
    """How many texts to match by its things carry, from the strictest."""
    lesser_voices: ClassVar[tuple[str, ...]] = ()
    """Layouts of the same data set whose word gives way to this one's."""
    rival_voices: ClassVar[tuple[str, ...]] = ()
    """Layouts of the same data set that tell the same things under keys nobody can join."""

    @property
    def speaks_as(self) -> str:
        return self.voice or self.name

    def claims(self, files: Sequence[InputFile]) -> list[InputFile]:
        """Return those of the files that this layout reads, by their first lines and names."""
        raise NotImplementedError

    def release(self, files: Sequence[InputFile]) -> Release:
        """Say which edition of the data set the files are."""
        raise NotImplementedError

    def read(self, files: Sequence[InputFile], names: Names) -> Read:
        """Yield what the files hold."""
        raise NotImplementedError

    def settle(self, cursor: Any, values: Mapping[str, Any]) -> None:
        """Mend the plan where another layout of the data set speaks of the same things.

        Called with `plan_thing` and `plan_fact` made and not yet turned into acts.
        """

    def settled(self, cursor: Any, values: Mapping[str, Any]) -> None:
        """Called when all is written, with the plan still there."""

    def told(self, report: Any) -> None:
        """Add to the `reporting.Report` what the layout plans by itself."""

    def is_expected(self, values: Mapping[str, Any], scope: Mapping[str, Any]) -> bool:
        """Whether a record with these values would stand in a file of this scope.

        values: as the registry keeps them (`engine`), with `kind` of record and the `release` that
        wrote it last. A file that covers only a part says nothing of the rest. By default a file
        is the whole.
        """
        return True

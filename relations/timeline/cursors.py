"""A place in a timeline: the last row seen, and which way to go on."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"(?P<way>[np])(?P<key>-?\d{1,12})\.(?P<fact>\d{1,18})")


class InvalidCursor(ValueError):
    """The text is no cursor that a list handed out."""

    def __init__(self) -> None:
        super().__init__(
            "This cursor is not one that a list handed out; start from its first page."
        )


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row (sort key, fact) after which, or before which, the page begins."""

    sort_key: int
    fact: int
    is_backward: bool = False

    @classmethod
    def parse(cls, text: str) -> Cursor:
        found = _FORM.fullmatch(text)
        if not found:
            raise InvalidCursor
        return cls(int(found["key"]), int(found["fact"]), found["way"] == "p")

    def __str__(self) -> str:
        return f"{'p' if self.is_backward else 'n'}{self.sort_key}.{self.fact}"

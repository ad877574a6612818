"""A place in a timeline: the last row seen, and which way to go on."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(
    r"(?P<way>[np])(?:(?P<rank>-?\d{1,18})~)?(?P<key>-?\d{1,12})\.(?P<fact>\d{1,18})", re.ASCII
)


class InvalidCursor(ValueError):
    """The text is no cursor that a list handed out."""

    def __init__(self) -> None:
        super().__init__(
            "This cursor is not one that a list handed out; start from its first page."
        )


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row after which, or before which, the page begins: (rank, sort key, fact).

    `rank` is only there in an order that is not by date: the amount, the number of sources.
    """

    sort_key: int
    fact: int
    is_backward: bool = False
    rank: int | None = None

    @classmethod
    def parse(cls, text: str) -> Cursor:
        found = _FORM.fullmatch(text)
        if not found:
            raise InvalidCursor
        rank = int(found["rank"]) if found["rank"] else None
        return cls(int(found["key"]), int(found["fact"]), found["way"] == "p", rank)

    def __str__(self) -> str:
        rank = "" if self.rank is None else f"{self.rank}~"
        return f"{'p' if self.is_backward else 'n'}{rank}{self.sort_key}.{self.fact}"

"""A fact on its way to being suggested, before the same fact told twice is merged."""

from __future__ import annotations

from dataclasses import dataclass, field

from articles.shapes import Amount, Party, Quantity, Speaker, Weapon


@dataclass(slots=True)
class Draft:
    """Like a `Suggestion`, still to be changed; `passage` is the index of its sentence."""

    kind: str
    parties: tuple[Party, ...]
    start: int
    end: int
    rule: str
    passage: int
    trigger: int
    rank: int = 5
    status: str = ""
    subtype: str = ""
    date: str = ""
    date_basis: str = ""
    amount: Amount | None = None
    quantity: Quantity | None = None
    weapon: Weapon | None = None
    asserted_by: tuple[Speaker, ...] = ()
    speaker: Speaker | None = None
    act: str = ""
    stances: tuple[tuple[str, str], ...] = ()
    quote: str = ""
    persons: tuple[Speaker, ...] = ()
    place: str = ""
    is_continued: bool = False
    is_definite: bool = False
    words: frozenset[str] = field(default_factory=frozenset)

    def codes(self) -> frozenset[str]:
        return frozenset(party.code for party in self.parties)

"""What a finder finds: a stretch of text and what it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from articles.shapes import Amount, Quantity, Speaker, Weapon


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text, `start` to `end` in code points, end exclusive.

    kind: country, person, amount, quantity, weapon, date or place.
    form: how a country is named: name, demonym, capital or former; of a date its basis.
    code: the country meant (of a person: served), or "".
    is_place: a capital that is only where something happens ("in Vienna"), no metonym.
    value: of an amount, a quantity, a weapon or a person; a date has its EDTF in `edtf`.
    """

    kind: str
    start: int
    end: int
    text: str
    code: str = ""
    form: str = ""
    is_place: bool = False
    edtf: str = ""
    value: Amount | Quantity | Weapon | Speaker | None = None

"""The years of states, as our table has them."""

from __future__ import annotations

from functools import lru_cache

from relations import countries
from relations.dates import UncertainDate

__all__ = ["lived"]

_DATED = ("state", "former_state")


@lru_cache(maxsize=1)
def _spells() -> dict[str, list[countries.Period]]:
    dated = {each.code for each in countries.load().countries if each.kind in _DATED}
    found: dict[str, list[countries.Period]] = {}
    for spell in countries.load().spells:
        if spell.code in dated:
            found.setdefault(spell.code, []).append(spell.period)
    return found


def lived(code: str, when: UncertainDate) -> bool:
    """Whether a state existed on a day of a date; others always did."""
    days = countries.Period(when.earliest, when.latest)
    spells = _spells().get(code)
    return spells is None or any(spell.overlaps(days) for spell in spells)

"""Telling an organisation from a country by its name alone, where neither is known here."""

from __future__ import annotations

__all__ = ["is_organisation"]

_NAMES = frozenset((
    "ChinCom", "CoCom", "Comecon", "Commonwealth", "ECCAS", "EFTA", "Lima Group", "MERCOSUR",
    "Mercosur", "Nordic Council", "OAPEC", "SADC", "Warsaw Pact", "CEMAC", "OECD",
    "CARICOM", "CARIFORUM", "Benelux", "Eurocontrol",
    "COMECON", "COCOM", "CHINCOM", "IGAD", "UNASUR", "East African Community", "Paris Club",
))  # fmt: skip
_WORDS = (
    "organi", "council", "league", "union", "communit", "group", "commission", "bank", "fund",
    "conference", "committee", "forum", "agency", "authority", "market",
)  # fmt: skip


def is_organisation(name: str) -> bool:
    """Whether a name is one of the organisations data sets know, an acronym, or says so."""
    return name in _NAMES or name.isupper() or any(word in name.casefold() for word in _WORDS)

"""From the text in an address to the pair or country it means."""

from __future__ import annotations

from dataclasses import dataclass

from relations.models import Country
from relations.pairs import InvalidPair, Pair


@dataclass(frozen=True, slots=True)
class Found:
    """A pair with its countries; `is_canonical` when the address spells it as we do."""

    pair: Pair
    low: Country
    high: Country
    is_canonical: bool

    @property
    def labels(self) -> tuple[str, str]:
        """Both names in alphabetical order."""
        one, other = sorted((self.low.label, self.high.label), key=str.casefold)
        return one, other


class NoSuchPair(Exception):
    """The address names no pair; `known` are the countries it does name."""

    def __init__(self, sentence: str, known: list[Country]) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.known = known


def find_pair(text: str) -> Found:
    """Read ``IRN-RUS``, ``rus-irn`` or ``russia-iran``; names may hold hyphens. One query."""
    parts = text.split("-")
    splits = [("-".join(parts[:at]), "-".join(parts[at:])) for at in range(1, len(parts))]
    if not splits:
        raise NoSuchPair(f"“{text}” is not a pair; write two countries as in IRN-RUS.", [])
    spelt = {half for split in splits for half in split}
    found: dict[str, Country] = {}
    for country in Country.objects.filter(
        pk__in=[half.upper() for half in spelt]
    ) | Country.objects.filter(slug__in=[half.lower() for half in spelt]):
        found[country.pk.lower()] = found[country.slug] = country
    for one, other in splits:
        first, second = found.get(one.lower()), found.get(other.lower())
        if first is None or second is None:
            continue
        try:
            pair = Pair.of(first.pk, second.pk)
        except InvalidPair as invalid:
            raise NoSuchPair(f"{first.label} makes no pair with itself.", [first]) from invalid
        low, high = (first, second) if pair.low == first.pk else (second, first)
        return Found(pair, low, high, is_canonical=text == str(pair))
    known = sorted({country.pk: country for country in found.values()}.values(), key=str)
    unknown = [half for half in splits[0] if half.lower() not in found]
    raise NoSuchPair(f"No country is called {' or '.join(unknown)} here.", known)

"""Amounts of money as articles write them, read no more precisely than they are.

``$40 billion``, ``EUR 20m``, ``up to $1.2bn``, ``more than $308 million``, ``$17-20 million``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation


class UnreadableAmount(ValueError):
    """The words name no amount with a currency."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” is no amount with a currency; write $40 billion, EUR 20 million or "
            "up to $1.2 billion."
        )


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """Full units of the currency; `best` is empty where the words give only a bound."""

    currency: str
    low: Decimal | None
    best: Decimal | None
    high: Decimal | None
    reported: str


_SIGNS = {"US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₽": "RUB", "₹": "INR"}
_WORDS = {
    "dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP",
    "rubles": "RUB", "roubles": "RUB", "yuan": "CNY", "rupees": "INR", "yen": "JPY",
}  # fmt: skip
_SCALES = {
    "trillion": 12, "tn": 12, "billion": 9, "bn": 9, "b": 9, "million": 6, "mn": 6, "m": 6,
    "thousand": 3, "k": 3,
}  # fmt: skip
_AT_MOST = re.compile(r"^(?:up to|at most|nearly|almost|under|less than|as much as)\s+", re.I)
_AT_LEAST = re.compile(r"^(?:more than|over|at least|above|no less than)\s+", re.I)
_ABOUT = re.compile(r"^(?:about|around|some|roughly|approximately|an estimated)\s+", re.I)
_FORM = re.compile(
    r"^(?P<sign>US\$|[$€£¥₽₹])?\s*(?:(?P<code>[A-Z]{3})\s*)?"
    r"(?P<one>\d[\d,]*(?:\.\d+)?)(?:\s*(?:-|–|to)\s*[$€£]?(?P<other>\d[\d,]*(?:\.\d+)?))?"
    r"\s*(?P<scale>trillion|tn|billion|bn|million|mn|thousand|[bmk])?\s*"
    r"(?P<word>[a-z]+|[A-Z]{3})?$"
)


def read_amount(text: str) -> ReadAmount:
    """Read an amount with its currency. Raise UnreadableAmount."""
    said = " ".join(text.split())
    rest, bound = said, ""
    for name, pattern in (("high", _AT_MOST), ("low", _AT_LEAST), ("about", _ABOUT)):
        if found := pattern.match(rest):
            rest, bound = rest[found.end() :], name
            break
    parts = _FORM.match(rest)
    if parts is None:
        raise UnreadableAmount(text)
    word = parts["word"] or ""
    currency = _SIGNS.get(parts["sign"] or "", "") or parts["code"] or _WORDS.get(word, "")
    if not currency and re.fullmatch(r"[A-Z]{3}", word):
        currency = word
    if not currency:
        raise UnreadableAmount(text)
    one = _number(parts["one"], parts["scale"], text)
    other = _number(parts["other"], parts["scale"], text) if parts["other"] else None
    if other is not None:
        return ReadAmount(currency, one, None, other, said)
    if bound == "high":
        return ReadAmount(currency, None, None, one, said)
    if bound == "low":
        return ReadAmount(currency, one, None, None, said)
    return ReadAmount(currency, None, one, None, said)


def _number(digits: str, scale: str | None, text: str) -> Decimal:
    try:
        number = Decimal(digits.replace(",", ""))
    except InvalidOperation as error:
        raise UnreadableAmount(text) from error
    return number.scaleb(_SCALES[scale]) if scale else number

"""Amounts of money in a text."""

from __future__ import annotations

import re
from decimal import Decimal

from articles.mentions.folding import fold
from articles.mentions.shapes import Mention
from articles.shapes import Amount

_SCALES = {
    "thousand": 10**3, "million": 10**6, "mn": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9,
    "b": 10**9, "trillion": 10**12,
}  # fmt: skip
_SIGNS = {
    "US$": "USD", "U.S.$": "USD", "USD": "USD", "$": "USD", "EUR": "EUR", "€": "EUR", "£": "GBP",
    "GBP": "GBP", "¥": "JPY", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "HK$": "HKD", "CHF": "CHF", "Rs": "INR", "Rs.": "INR", "₹": "INR", "R$": "BRL", "RMB": "CNY",
    "₽": "RUB", "S$": "SGD",
}  # fmt: skip
_WORDS = {
    "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "dollar": "USD",
    "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "ruble": "RUB",
    "rouble": "RUB", "rupee": "INR", "franc": "CHF", "swiss franc": "CHF", "won": "KRW",
    "riyal": "SAR", "shekel": "ILS", "peso": "MXN", "australian dollar": "AUD",
    "canadian dollar": "CAD", "krona": "SEK", "hryvnia": "UAH", "turkish lira": "TRY",
}  # fmt: skip
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|an?(?=\s(?:m|b|tr)illion)|%s)"
_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|"
    "fifty|sixty|seventy|eighty|ninety|one hundred|two hundred|three hundred|five hundred|half a"
)
_SMALL_VALUES: dict[str, int | Decimal] = dict(
    zip(
        _SMALL.split("|"),
        (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100, 200, 300,
         500, Decimal("0.5")),
        strict=True,
    )
)  # fmt: skip
_HEDGE = (
    r"(?P<hedge>more than|over|at least|upwards? of|in excess of|exceeding|up to|nearly|almost|"
    r"as much as|less than|under|about|around|some|roughly|approximately|an estimated|"
    r"an additional|additional|another|close to)?\s?"
)
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_WORD = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
_SCALE = r"(?:[-\s]?(?P<scale>thousand|million|billion|trillion|mn|bn|[mb](?![a-z])))?"
_PATTERN = re.compile(
    rf"{_HEDGE}(?:(?<![A-Za-z])(?P<sign>{_SIGN})\s?{_NUMBER % 'zzz'}(?:\s?(?:to|-)\s?\$?"
    rf"(?P<upper>\d+(?:\.\d+)?))?{_SCALE}|(?<![\w.,]){_NUMBER.replace('number', 'count') % _SMALL}"
    rf"{_SCALE.replace('scale', 'times')}[-\s](?P<word>{_WORD})s?\b)",
    re.IGNORECASE,
)
_LOW = re.compile(r"more than|over|at least|upward|excess|exceed", re.IGNORECASE)
_HIGH = re.compile(r"up to|nearly|almost|as much as|less than|under|close to", re.IGNORECASE)
_HAS_MONEY = re.compile(
    r"[$€£¥₹₽]|\b(?:USD|EUR|GBP|CHF|RMB|Rs)\b|dollar|euro|pound|yen|yuan|renminbi|r(?:o)?uble|rupee"
    r"|franc|\bwon\b|riyal|shekel|peso|kron|hryvnia|lira",
    re.IGNORECASE,
)
_MEASURES = (
    ("credit_agreed", re.compile(r"\b(?:loans?|credits?|credit line)\b", re.IGNORECASE)),
    ("paid", re.compile(r"\b(?:paid|disbursed|transferred|has provided|delivered)\b")),
    ("contracted", re.compile(r"\b(?:contract|deal|agreement|sale|order|purchase)\b")),
    ("promised", re.compile(r"\b(?:pledg|promis|commit|announc|will|donat|contribut|offer)")),
)


def find_amounts(text: str) -> list[Mention]:
    """Return the amounts of money in text order, in whole units of their currency."""
    plain = fold(text)
    found = []
    for line in re.finditer(r"[^\n]+", plain):
        if not _HAS_MONEY.search(line[0]):
            continue
        for match in _PATTERN.finditer(plain, line.start(), line.end()):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            around = plain[max(line.start(), start - 120) : min(line.end(), match.end() + 80)]
            amount = _amount(match, text[start : match.end()], around)
            found.append(
                Mention("amount", start, match.end(), text[start : match.end()], value=amount)
            )
    return found


def _amount(match: re.Match[str], reported: str, around: str) -> Amount:
    scale = (match["scale"] or match["times"] or "").lower()
    figure = _figure(match["number"] or match["count"]) * _SCALES.get(scale, 1)
    sign = (match["sign"] or "").upper().replace("RS", "Rs")
    currency = _SIGNS.get(sign, "") or _WORDS.get((match["word"] or "").lower(), "")
    measure = next((name for name, said in _MEASURES if said.search(around)), "")
    hedge = match["hedge"] or ""
    low = best = high = None
    if match["upper"]:
        low, high = figure, Decimal(match["upper"]) * _SCALES.get(scale, 1)
    elif _LOW.search(hedge):
        low = figure
    elif _HIGH.search(hedge):
        high = figure
    else:
        best = figure
    return Amount(low, best, high, currency, measure, reported)


def _figure(said: str) -> Decimal:
    said = said.lower()
    if said in ("a", "an"):
        return Decimal(1)
    value = _SMALL_VALUES.get(said)
    return Decimal(said.replace(",", "")) if value is None else Decimal(value)

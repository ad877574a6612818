"""Money and third countries in SIPRI's remarks, offered to a person and never taken as fact.

"$572 m deal (bought via and financed by USA)", "Part of EUR195 m deal", "THB4b ($120 m)",
"$17-20 m": the amount in its own currency, the words as they stand, and who financed it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from relations.importing.names import Names
from relations.importing.records import Suggestion

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_MONEY = re.compile(
    r"(?P<currency>\$|€|£|¥|\b[A-Z]{3})\s?(?P<low>\d+(?:[.,]\d+)?)"
    r"(?:\s?-\s?(?P<high>\d+(?:[.,]\d+)?))?\s?(?P<unit>b|bn|m|mn|th)\b",
)
_UNITS = {"b": 10**9, "bn": 10**9, "m": 10**6, "mn": 10**6, "th": 10**3}
_FINANCED = re.compile(
    r"(?:financed|paid|funded)(?: (?:partly|mainly|probably))? (?:by|for by) "
    r"(?:the )?(?P<who>[A-Z][\w.'-]*(?: (?:[A-Z][\w.'-]*|of|and))*)"
)
# those that SIPRI's remarks name; other three capitals are no money
_CURRENCIES = frozenset(
    re.findall(
        "[A-Z]{3}",
        "USD EUR GBP JPY ZAR THB CHF SEK NOK DKK AUD CAD NZD INR PKR KRW IDR MYR PHP SGD TWD CNY "
        "RUB TRY PLN CZK HUF RON BGN ILS SAR AED QAR KWD BHD OMR EGP DZD MAD NGN KES BRL ARS CLP "
        "COP PEN MXN UYU VND LKR BDT KZT UAH GEL AZN FIM DEM FRF ITL ESP NLG BEF ATS GRD IEP PTE",
    )
)


def suggestion_in(
    fact: str, comment: str, names: Names, sides: tuple[str | None, ...]
) -> Suggestion | None:
    """Return what a remark says of money and of a third country that paid, or None."""
    money = _money(comment)
    others = tuple(
        (code, "intermediary")
        for code in dict.fromkeys(_payers(comment, names))
        if code not in sides
    )
    if money is None and not others:
        return None
    return Suggestion(fact, comment, (money,) if money else (), others)


def _money(comment: str) -> Mapping[str, str] | None:
    for found in _MONEY.finditer(comment):
        currency = _SIGNS.get(found["currency"], found["currency"])
        if currency not in _CURRENCIES:
            continue
        unit = _UNITS[found["unit"]]
        low = Decimal(found["low"].replace(",", ".")) * unit
        amount = {"measure": "contracted", "currency": currency, "reported": found[0]}
        if found["high"]:
            high = Decimal(found["high"].replace(",", ".")) * unit
            return {**amount, "low": str(low), "high": str(high)}
        return {**amount, "best": str(low)}
    return None


def _payers(comment: str, names: Names) -> list[str]:
    codes = []
    for found in _FINANCED.finditer(comment):
        code = names.country(found["who"].strip())
        if code is not None:
            codes.append(code)
    return codes

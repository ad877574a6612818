"""Currencies, and dollars through a dated rate only."""

from __future__ import annotations

from decimal import Decimal

from babel.core import get_global

from relations.models import ExchangeRate, Fact
from relations.recording.acts import Refused
from relations.recording.values import Amount


def refuse_unknown_currency(code: str) -> None:
    """Raise Refused unless the code is, or was, one of ISO 4217."""
    if code not in get_global("all_currencies"):
        raise Refused({"currency": f"“{code}” is not a currency code such as USD."})


def dollars_of(amount: Amount, fact: Fact) -> tuple[Decimal | None, ExchangeRate | None]:
    """US dollars of the best value by the rate of the fact's year, or nothing.

    Without a rate, or with rival rates for the year, the amount is left without dollars.
    """
    if amount.best is None:
        return None, None
    if amount.currency == "USD":
        return amount.best, None
    day = fact.date_earliest or fact.date_latest
    if day is None:
        return None, None
    rates = list(ExchangeRate.objects.filter(currency=amount.currency, valid_on__year=day.year)[:2])
    if len(rates) != 1:
        return None, None
    return (amount.best * rates[0].dollars).quantize(Decimal("0.01")), rates[0]

from decimal import Decimal

import pytest

from relations.amounts import UnreadableAmount, read_amount

BILLION = Decimal(10) ** 9
CASES = [
    ("$40 billion", "USD", None, 40 * BILLION, None),
    ("up to $40 billion", "USD", None, None, 40 * BILLION),
    ("more than $308 million", "USD", Decimal("308000000"), None, None),
    ("nearly $782 million", "USD", None, None, Decimal("782000000")),
    ("EUR 20m", "EUR", None, Decimal("20000000"), None),
    ("€1.2bn", "EUR", None, Decimal("1200000000"), None),
    ("$17-20 million", "USD", Decimal("17000000"), None, Decimal("20000000")),
    ("1,500 rubles", "RUB", None, Decimal("1500"), None),
    ("about $3 billion", "USD", None, 3 * BILLION, None),
    ("20 million USD", "USD", None, Decimal("20000000"), None),
    ("US$3 billion", "USD", None, 3 * BILLION, None),
]


@pytest.mark.parametrize(
    ("text", "currency", "low", "best", "high"), CASES, ids=[c[0] for c in CASES]
)
def test_an_amount_is_as_wide_as_its_words(text, currency, low, best, high):
    found = read_amount(text)

    assert (found.currency, found.low, found.best, found.high) == (currency, low, best, high)
    assert found.reported == text


@pytest.mark.parametrize(
    "text", ["40 billion", "several millions", "$", "a lot of dollars", "-5 USD"]
)
def test_an_amount_without_number_or_currency_is_refused(text):
    with pytest.raises(UnreadableAmount):
        read_amount(text)

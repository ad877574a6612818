"""Amounts of money, by what they measure; never added across measures."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable

from relations.models.agreement import Agreement
from relations.models.arms_transfer import ArmsTransfer
from relations.models.fact import Fact
from relations.models.source import Source
from relations.verification import Verification


def _amount(
    help_text: str = "", *, editable: bool = True
) -> models.DecimalField[str | float | Decimal | Combinable | None, Decimal | None]:
    """Up to 20 digits in full units of the currency; NULL is not said."""
    return models.DecimalField(
        max_digits=20,
        decimal_places=2,
        null=True,
        blank=True,
        editable=editable,
        help_text=help_text,
    )


class ExchangeRate(models.Model):
    """US dollars for one unit of a currency on a day or in a year, with its source."""

    currency = models.CharField(max_length=3)
    valid_on = models.DateField()
    dollars = models.DecimalField(max_digits=20, decimal_places=10)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "currency", "valid_on", "source", name="exchange_rate_is_listed_once"
            ),
            models.CheckConstraint(condition=Q(dollars__gt=0), name="exchange_rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.valid_on}"


class Money(models.Model):
    """An amount as reported, as wide as reported."""

    class Measure(models.TextChoices):
        PROMISED = "promised", "Promised"
        CONTRACTED = "contracted", "Contracted"
        CREDIT_AGREED = "credit_agreed", "Credit agreed"
        PAID = "paid", "Paid"

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="money")
    measure = models.CharField(max_length=14, choices=Measure.choices)
    amount_low = _amount("At least. Empty: not said.")
    amount_best = _amount("The amount. Empty: not said.")
    amount_high = _amount("At most. Empty: not said.")
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    reported = models.CharField(max_length=120, blank=True, help_text="The words: “$40 billion”.")
    price_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Year of prices. Empty: current prices."
    )
    dollars_best = _amount(editable=False)
    rate = models.ForeignKey(
        ExchangeRate, on_delete=models.PROTECT, null=True, blank=True, editable=False
    )
    counts = models.BooleanField(
        default=True, help_text="Counted in its figure; a deal counts once in each."
    )
    left_out_reason = models.CharField(max_length=160, blank=True)
    verification = models.CharField(
        max_length=20,
        choices=Verification.choices,
        default=Verification.UNVERIFIED,
        editable=False,
    )
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="money",
    )
    transfer = models.ForeignKey(
        ArmsTransfer,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="money",
    )

    class Meta:
        verbose_name_plural = "money"
        constraints = [
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="money_has_a_currency",
                violation_error_message="Money needs a currency, such as USD.",
            ),
            models.CheckConstraint(
                condition=Q(amount_low__isnull=False)
                | Q(amount_best__isnull=False)
                | Q(amount_high__isnull=False)
                | ~Q(reported=""),
                name="money_has_an_amount_or_words",
                violation_error_message="Give an amount, or the words of the source.",
            ),
            models.CheckConstraint(
                condition=(
                    (Q(amount_low__isnull=True) | Q(amount_low__gte=0))
                    & (Q(amount_best__isnull=True) | Q(amount_best__gte=0))
                    & (Q(amount_high__isnull=True) | Q(amount_high__gte=0))
                    & (
                        Q(amount_low__isnull=True)
                        | Q(amount_best__isnull=True)
                        | Q(amount_low__lte=F("amount_best"))
                    )
                    & (
                        Q(amount_best__isnull=True)
                        | Q(amount_high__isnull=True)
                        | Q(amount_best__lte=F("amount_high"))
                    )
                    & (
                        Q(amount_low__isnull=True)
                        | Q(amount_high__isnull=True)
                        | Q(amount_low__lte=F("amount_high"))
                    )
                ),
                name="money_low_best_high_in_order",
                violation_error_message="Low, best and high must be in order and not negative.",
            ),
            models.CheckConstraint(
                condition=Q(dollars_best__isnull=True) | Q(currency="USD") | Q(rate__isnull=False),
                name="dollar_value_needs_its_rate",
            ),
            models.CheckConstraint(
                condition=Q(counts=True) | ~Q(left_out_reason=""),
                name="money_left_out_has_a_reason",
                violation_error_message="Say why the amount is left out.",
            ),
            models.UniqueConstraint(
                fields=["agreement", "measure"],
                condition=Q(counts=True, agreement__isnull=False),
                name="agreement_counts_once_in_each_figure",
            ),
            models.UniqueConstraint(
                fields=["transfer", "measure"],
                condition=Q(counts=True, transfer__isnull=False),
                name="transfer_counts_once_in_each_figure",
            ),
        ]

    def __str__(self) -> str:
        return self.reported or f"{self.amount_best} {self.currency}"

"""What stands around a timeline: labels above its charts, notes of a pair, series of figures."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from relations.models.country import Country
from relations.models.source import Source


class ContextEvent(models.Model):
    """A label above a pair's charts, or above every pair's: "Nuclear deal", 14 July 2015."""

    low = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    high = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Both empty: shown on every pair.",
    )  # fmt: skip
    happened_on = models.DateField()
    label = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lt=F("high")),
                name="context_is_of_a_pair_or_of_all",
                violation_error_message="Name both countries in alphabetical order, or none.",
            ),
            models.UniqueConstraint(
                fields=["low", "high", "happened_on", "label"],
                nulls_distinct=False,
                name="context_event_is_listed_once",
            ),
        ]
        indexes = [
            # the labels above a pair's charts
            models.Index(fields=["low", "high", "happened_on"], name="context_of_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.happened_on}"


class PairNote(models.Model):
    """What a reader should know of a pair before its numbers: disputed names, predecessors."""

    low = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    high = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lt=F("high")),
                name="pair_note_is_low_high",
                violation_error_message="Name the first by alphabet first.",
            ),
            models.UniqueConstraint("low", "high", name="pair_has_one_note"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id}-{self.high_id}: {self.text[:40]}"


class PeriodFigure(models.Model):
    """One value of a series, such as a year's trade: who reports it, about whom, from which source.

    Series are no facts: they are drawn as one line per reporter and never summed with deals.
    """

    class Measure(models.TextChoices):
        EXPORTS = "exports", "Exports"
        IMPORTS = "imports", "Imports"
        INVESTMENT_STOCK = "investment_stock", "Investment stock"
        VOLUME = "volume", "Volume"

    reporter = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=16, choices=Measure.choices)
    first_day = models.DateField()
    last_day = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=2)
    unit = models.CharField(max_length=16, help_text="A currency, such as USD, or a unit.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="figures")
    quotation = models.TextField(blank=True)
    dataset_row = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reporter=F("partner")),
                name="figure_is_between_two_countries",
                violation_error_message="A country does not trade with itself.",
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="figure_days_in_order"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_is_not_negative"),
            models.CheckConstraint(
                condition=~Q(quotation="") | ~Q(dataset_row=""),
                name="figure_has_its_passage",
                violation_error_message="Give the passage or the row that carries the figure.",
            ),
            models.UniqueConstraint(
                "reporter", "partner", "measure", "first_day", "last_day", "unit", "source",
                name="figure_is_listed_once",
            ),
        ]  # fmt: skip
        indexes = [
            # the lines of a pair page
            models.Index(fields=["reporter", "partner", "first_day"], name="figure_of_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.reporter_id} {self.measure} {self.partner_id} {self.first_day:%Y}"


__all__ = ["ContextEvent", "PairNote", "PeriodFigure"]

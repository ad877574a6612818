"""What was read: an empty stretch that somebody read differs from one that nobody did."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from relations.models.country import Country
from relations.models.source import Source


class Coverage(models.Model):
    """One source read for one pair, over the days it tells of, with what was found.

    Publishers and languages are the source's. The effort spent on a pair in a quarter is the sum
    of its rows.
    """

    class Outcome(models.TextChoices):
        FACTS = "facts", "Facts found"
        NOTHING = "nothing", "Read, no facts"

    low = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    high = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="coverage")
    first_day = models.DateField(help_text="Of publication, else of retrieval.")
    last_day = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    facts = models.PositiveIntegerField(default=0)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_on = models.DateField()

    class Meta:
        verbose_name_plural = "coverage"
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lt=F("high")),
                name="coverage_pair_is_low_high",
                violation_error_message="A pair is two different countries.",
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="coverage_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(outcome="facts", facts__gt=0) | Q(outcome="nothing", facts=0),
                name="coverage_outcome_agrees_with_its_facts",
            ),
            models.UniqueConstraint("low", "high", "source", name="coverage_is_counted_once"),
        ]
        indexes = [
            # the band of what was read, below a pair's timeline
            models.Index(fields=["low", "high", "first_day"], name="coverage_of_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id}-{self.high_id}: {self.outcome}"

"""Votes in the United Nations General Assembly: a layer of its own, never timeline rows."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from relations.models.country import Country
from relations.models.importing import Import
from relations.models.source import Source


class RollCall(models.Model):
    """One recorded vote: its day, resolution and what it was about."""

    number = models.PositiveIntegerField(primary_key=True, help_text="As the data set has it.")
    session = models.PositiveSmallIntegerField()
    voted_on = models.DateField()
    resolution = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    is_important = models.BooleanField(default=False)
    issues = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="roll_calls")
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="roll_calls")

    class Meta:
        indexes = [models.Index(fields=["voted_on"], name="roll_call_by_day")]

    def __str__(self) -> str:
        return self.resolution or f"Roll call {self.number}"


class Vote(models.Model):
    """How one country voted in one roll call."""

    class Choice(models.TextChoices):
        YES = "yes", "Yes"
        ABSTAIN = "abstain", "Abstained"
        NO = "no", "No"

    pk = models.CompositePrimaryKey("country", "roll_call")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="votes")
    roll_call = models.ForeignKey(RollCall, on_delete=models.CASCADE, related_name="votes")
    choice = models.CharField(max_length=8, choices=Choice.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(choice__in=("yes", "abstain", "no")),
                name="vote_is_yes_abstain_or_no",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.choice} in {self.roll_call_id}"

"""Visits, meetings, calls, talks and summits."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from relations.lanes import Kind
from relations.models.actor import Person
from relations.models.country import Country
from relations.models.detail import Detail


class Visit(Detail):
    """Representatives of states seeing or calling each other."""

    class Form(models.TextChoices):
        VISIT = "visit", "visit"
        MEETING = "meeting", "meeting"
        CALL = "call", "call"
        TALKS = "talks", "talks"
        SUMMIT = "summit", "summit"

    class Level(models.TextChoices):
        LEADERS = "leaders", "Heads of state or government"
        MINISTERS = "ministers", "Ministers"
        ENVOYS = "envoys", "Envoys"
        OFFICIALS = "officials", "Officials"
        MILITARY = "military", "Military"
        PARLIAMENT = "parliament", "Parliament"
        UNKNOWN = "unknown", "Not known"

    KIND = Kind.VISIT

    form = models.CharField(max_length=8, choices=Form.choices, default=Form.VISIT)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.UNKNOWN)
    host = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted",
        help_text="Empty: a call, or a meeting elsewhere.",
    )
    visitors = models.ManyToManyField(Country, related_name="visits", blank=True)
    persons = models.ManyToManyField(Person, related_name="visits", blank=True)
    place = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind=Kind.VISIT), name="visit_is_of_its_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.form} (fact {self.pk})"

    @property
    def subtype(self) -> str:
        return self.form

"""Every other act of states toward each other, by subtype."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from relations.lanes import ActionSubtype, Kind
from relations.models.actor import Body
from relations.models.country import Country
from relations.models.detail import Detail


class Action(Detail):
    """A sanction, expulsion, exercise, loan, incident and so on."""

    KIND = Kind.ACTION

    action = models.CharField(max_length=24, choices=ActionSubtype.choices)
    is_mutual = models.BooleanField(
        default=False,
        help_text="Both sides act alike; else the senders act on the receivers.",
    )
    senders = models.ManyToManyField(Country, related_name="actions", blank=True)
    receivers = models.ManyToManyField(Country, related_name="received_actions", blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    quantity_reported = models.CharField(
        max_length=120, blank=True, help_text="The words: “one million doses”."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind=Kind.ACTION), name="action_is_of_its_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.action} (fact {self.pk})"

    @property
    def subtype(self) -> str:
        return self.action

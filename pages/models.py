"""What a reader keeps for themselves."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Q

from relations.models import Country
from relations.pairs import Pair

MOST_WATCHED = 50
"""So many pairs one reader may watch: their changes are read in one page."""


class WatchQuerySet(models.QuerySet["Watch"]):
    def of(self, user: AbstractBaseUser) -> WatchQuerySet:
        return self.filter(user_id=user.pk).order_by("low", "high")

    def pairs(self) -> list[Pair]:
        """The watched pairs in the order of their codes. One query."""
        return [Pair(low, high) for low, high in self.values_list("low_id", "high_id")]


class Watch(models.Model):
    """A pair whose changes a reader follows.

    It stands with the pages and not in `relations`: it says something of a reader, nothing of the
    states, takes part in no history and is deleted when its reader is.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches"
    )
    low = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="+")
    high = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now_add=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "watches"
        constraints = [
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="watched_pair_is_low_high"),
            models.UniqueConstraint("user", "low", "high", name="pair_is_watched_once"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id}-{self.high_id}"

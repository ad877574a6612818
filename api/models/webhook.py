"""Webhooks: who wants to be told of changes, and each hand-over with what was answered."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from relations.lanes import Kind
from relations.timeline.log import ACTS


class Webhook(models.Model):
    """An address that is sent the public changes of some pairs, countries, kinds and acts.

    Its secret is nowhere: it is derived from the site's key and `salt` (docs/adr/0011).
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks"
    )
    address = models.CharField(max_length=2000)
    acts = ArrayField(models.CharField(max_length=12), default=list, help_text="Empty: all.")
    pairs = ArrayField(models.CharField(max_length=33), default=list, help_text="Empty: all.")
    countries = ArrayField(models.CharField(max_length=16), default=list, help_text="Empty: all.")
    kinds = ArrayField(models.CharField(max_length=16), default=list, help_text="Empty: all.")
    salt = models.UUIDField(default=uuid.uuid4, editable=False)
    may_see_all = models.BooleanField(
        help_text="Who made it may also read what its licence keeps here."
    )
    position = models.BigIntegerField(
        help_text="Of the last change that was accepted, or passed over."
    )
    is_active = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_reason = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(address=""), name="webhook_has_an_address"),
            models.CheckConstraint(
                condition=Q(acts__contained_by=list(ACTS)), name="webhook_acts_are_known"
            ),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=list(Kind.values)), name="webhook_kinds_are_known"
            ),
            models.CheckConstraint(condition=Q(position__gte=0), name="webhook_has_a_position"),
            models.CheckConstraint(
                condition=Q(is_active=True, disabled_at__isnull=True, disabled_reason="")
                | (Q(is_active=False, disabled_at__isnull=False) & ~Q(disabled_reason="")),
                name="disabled_webhook_says_when_and_why",
            ),
        ]
        indexes = [
            # the task that looks for what is to be sent
            models.Index(fields=["position"], name="webhook_behind", condition=Q(is_active=True)),
        ]

    def __str__(self) -> str:
        return f"{self.address[:80]} ({self.pk})"


class Delivery(models.Model):
    """One range of changes for one webhook, sent again under the same key until it is accepted.

    `answers` is a list of {at, status, answer, error}: what came back each time, its beginning.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        FAILED = "failed", "Failed"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    first = models.BigIntegerField(help_text="Position of the first change in it.")
    last = models.BigIntegerField(help_text="Position up to which changes were looked at.")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gt=0, last__gte=F("first")), name="delivery_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["webhook"],
                condition=Q(state="waiting"),
                name="webhook_waits_for_one_delivery",
                violation_error_message="Another delivery of this webhook waits already.",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_try_at__isnull=False)
                | (~Q(state="waiting") & Q(next_try_at__isnull=True)),
                name="waiting_delivery_has_its_next_try",
            ),
        ]
        indexes = [
            # the log of one webhook, newest first
            models.Index(F("webhook"), F("id").desc(), name="delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.key} to webhook {self.webhook_id}"

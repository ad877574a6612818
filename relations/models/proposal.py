"""Proposals: everything that is not yet true here."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from relations.models.fact import Fact
from relations.models.source import SourceVersion


class Proposal(models.Model):
    """A suggestion, draft or correction that waits for a person."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"
        SUPERSEDED = "superseded", "Superseded"

    class Act(models.TextChoices):
        RECORD = "record", "Record a fact"
        AMEND = "amend", "Correct a fact"

    class Origin(models.TextChoices):
        PERSON = "person", "Person"
        API = "api", "API"
        IMPORT = "import", "Import"
        MACHINE = "machine", "Machine"

    act = models.CharField(max_length=8, choices=Act.choices, default=Act.RECORD)
    fact = models.ForeignKey(
        Fact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        help_text="The fact to correct.",
    )
    base_revision = models.PositiveIntegerField(null=True, blank=True)
    payload = models.JSONField(help_text="As first proposed.")
    edited_payload = models.JSONField(null=True, blank=True, help_text="As edited. NULL: not.")
    version = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, null=True, blank=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.PERSON)
    origin_name = models.CharField(max_length=80, blank=True)
    origin_version = models.CharField(max_length=40, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="proposals",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="reviews",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    rejection_reason = models.CharField(max_length=200, blank=True)
    public_note = models.CharField(max_length=300, blank=True)
    result = models.ForeignKey(
        Fact, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    claims = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        editable=False,
        help_text="The claims it added to a fact that was here already.",
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(rejection_reason=""),
                name="rejection_has_a_reason",
                violation_error_message="Say why it is rejected.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "approved")) | Q(result__isnull=False),
                name="accepted_proposal_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(act="record", fact__isnull=True)
                | Q(act="amend", fact__isnull=False, base_revision__isnull=False),
                name="correction_names_its_fact_and_revision",
            ),
        ]
        indexes = [
            # the queue of what waits
            models.Index(fields=["state", "-id"], name="proposal_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} ({self.get_state_display()})"


class ReviewPolicy(models.Model):
    """Whether a kind of fact needs a second reader before it is public."""

    class Rule(models.TextChoices):
        OFF = "off", "Off"
        ADVISORY = "advisory", "Advisory"
        REQUIRED = "required", "Required"

    kind = models.CharField(max_length=16, primary_key=True)
    rule = models.CharField(max_length=10, choices=Rule.choices, default=Rule.ADVISORY)

    class Meta:
        verbose_name_plural = "review policies"

    def __str__(self) -> str:
        return f"{self.kind}: {self.rule}"

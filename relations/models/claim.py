"""Claims: who says so, where, and in which words."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from relations import fields
from relations.claim_fields import FIELDS
from relations.models.actor import Body, Person
from relations.models.country import Country
from relations.models.fact import Fact
from relations.models.source import Source, SourceVersion
from relations.verification import Polarity


class ClaimQuerySet(models.QuerySet["Claim"]):
    def accepted(self) -> ClaimQuerySet:
        return self.filter(status=Claim.Status.ACCEPTED)


class Claim(models.Model):
    """One source's word for a fact, or for one field of it (empty field: that it occurred)."""

    class Rank(models.TextChoices):
        PREFERRED = "preferred", "Preferred"
        NORMAL = "normal", "Normal"
        DEPRECATED = "deprecated", "Deprecated"

    class Status(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Origin(models.TextChoices):
        PERSON = "person", "Person"
        IMPORT = "import", "Import"
        MACHINE = "machine", "Machine"

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="claims")
    field = models.CharField(
        max_length=40, blank=True, default="", choices=[(name, name) for name in FIELDS]
    )
    value = models.JSONField(null=True, blank=True, help_text="NULL: no value, only that it is so.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims")
    version = models.ForeignKey(
        SourceVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        db_index=False,
    )
    quotation = models.TextField(blank=True)
    dataset_row = models.CharField(max_length=120, blank=True, help_text="Release and line.")
    start = models.PositiveIntegerField(
        null=True, blank=True, help_text="Unicode code points into the version's text."
    )
    end = models.PositiveIntegerField(null=True, blank=True)
    asserted_by_country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="asserted_claims",
        db_index=False,
    )
    asserted_by_person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="asserted_claims",
        db_index=False,
    )
    asserted_by_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="asserted_claims",
        db_index=False,
    )
    asserted_by_words = models.CharField(max_length=160, blank=True, help_text="“US officials”")
    polarity = models.CharField(max_length=8, choices=Polarity.choices, default=Polarity.ASSERTS)
    rank = models.CharField(max_length=10, choices=Rank.choices, default=Rank.NORMAL)
    rank_reason = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACCEPTED)
    licence = models.CharField(max_length=120, blank=True)
    is_redistributable = models.BooleanField(default=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.PERSON)
    origin_name = models.CharField(max_length=80, blank=True)
    origin_version = models.CharField(max_length=40, blank=True)
    moved_from = models.ForeignKey(
        Fact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
        help_text="The fact it stood on before a merge.",
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(quotation="") | ~Q(dataset_row=""),
                name="claim_has_a_quotation_or_a_row",
                violation_error_message="A claim needs the passage that carries it.",
            ),
            models.CheckConstraint(
                condition=Q(field__in=list(FIELDS)),
                name="claim_field_is_registered",
                violation_error_message="No such field can be claimed.",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=True, start__isnull=True, end__isnull=True)
                | Q(
                    version__isnull=False,
                    start__isnull=False,
                    end__isnull=False,
                    start__lt=F("end"),
                ),
                name="claim_offsets_need_a_version",
                violation_error_message="Offsets go with the version of the text they point into.",
            ),
            models.CheckConstraint(
                condition=~Q(rank="deprecated") | ~Q(rank_reason=""),
                name="deprecated_claim_has_a_reason",
                violation_error_message="Say why the claim is deprecated.",
            ),
            models.CheckConstraint(
                condition=Q(asserted_by_person__isnull=True) | Q(asserted_by_body__isnull=True),
                name="claim_is_asserted_by_one",
                violation_error_message="One claim has one asserter; make a claim for each.",
            ),
        ]
        indexes = fields.sparse_indexes(
            "claim",
            "version",
            "asserted_by_country",
            "asserted_by_person",
            "asserted_by_body",
            "moved_from",
        )

    def __str__(self) -> str:
        return f"{self.source_id}: {self.quotation[:60] or self.dataset_row}"

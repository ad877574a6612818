"""The record of each act, and what each pair's timeline was known to be at each moment."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from relations import fields
from relations.models.actor import Body
from relations.models.agreement import Agreement
from relations.models.arms_transfer import ArmsTransfer
from relations.models.country import Country
from relations.models.fact import Fact, PairColumns
from relations.models.source import Publisher, Source


class ChangeQuerySet(models.QuerySet["Change"]):
    def numbered(self) -> ChangeQuerySet:
        """Committed acts in the order readers see them."""
        return self.filter(position__isnull=False).order_by("position")


class Change(models.Model):
    """One act: who did what to which record, when and why, with before and after.

    `position` and `known_at` are given to committed rows only, by one sequencer
    (`relations.recording.number_changes`): a transaction's own time or a plain sequence would
    let a long import slip in behind a reader. `writer` is PostgreSQL's transaction id, which
    ties the versions of a pair's rows to the act that wrote them.
    """

    class Act(models.TextChoices):
        CREATED = "created", "Created"
        AMENDED = "amended", "Amended"
        PUBLISHED = "published", "Published"
        CORRECTED = "corrected", "Corrected"
        RETRACTED = "retracted", "Retracted"
        MERGED = "merged", "Merged"
        UNMERGED = "unmerged", "Unmerged"
        SECOND_READ = "second_read", "Second-read"

    act = models.CharField(max_length=12, choices=Act.choices)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, related_name="changes")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, related_name="changes", db_index=False
    )
    transfer = models.ForeignKey(
        ArmsTransfer, on_delete=models.PROTECT, null=True, related_name="changes", db_index=False
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, related_name="changes", db_index=False
    )
    publisher = models.ForeignKey(
        Publisher, on_delete=models.PROTECT, null=True, related_name="changes", db_index=False
    )
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, related_name="changes", db_index=False
    )
    revision = models.PositiveIntegerField(null=True, help_text="Of the fact, after the act.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    reason = models.CharField(max_length=300, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    is_public = models.BooleanField(default=False, help_text="The fact was public before or after.")
    made_at = models.DateTimeField(auto_now_add=True)
    writer = models.BigIntegerField(editable=False, help_text="PostgreSQL's transaction id.")
    position = models.BigIntegerField(null=True, unique=True, editable=False)
    known_at = models.DateTimeField(null=True, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(position__isnull=True, known_at__isnull=True)
                | Q(position__isnull=False, known_at__isnull=False),
                name="numbered_change_has_its_moment",
            ),
        ]
        indexes = [
            # the sequencer: what is not yet numbered
            models.Index(
                fields=["id"],
                name="change_unnumbered",
                condition=Q(position__isnull=True),
            ),
            # as_of: the last position known at a moment
            models.Index(
                fields=["known_at", "position"],
                name="change_known_at",
                condition=Q(known_at__isnull=False),
            ),
            # the change feed: public acts in order, without the drafts between them
            models.Index(
                fields=["position"],
                name="change_public",
                condition=Q(is_public=True, position__isnull=False, fact__isnull=False),
            ),
            # the same of one act: withdrawals are few
            models.Index(
                fields=["act", "position"],
                name="change_public_act",
                condition=Q(is_public=True, position__isnull=False, fact__isnull=False),
            ),
            *fields.sparse_indexes(
                "change", "agreement", "transfer", "source", "publisher", "body", "by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.fact_id or ''} {self.made_at:%Y-%m-%d %H:%M}"


class ChangePlace(models.Model):
    """A pair (“DEU-FRA”) or country (“FRA”) that a public act concerns.

    Both where the fact stood before the act and where it stands after it, so that who follows a
    pair learns that a fact has left it. Written by the sequencer with the position.
    """

    pk = models.CompositePrimaryKey("place", "change")
    # "C": places are compared as bytes, and a prefix is a range.
    place = models.CharField(max_length=33, db_collation="C")
    change = models.ForeignKey(
        Change,
        on_delete=models.PROTECT,
        to_field="position",
        db_column="position",
        related_name="places",
    )

    def __str__(self) -> str:
        return f"{self.place} at {self.change_id}"


class PairFactVersion(PairColumns):
    """A pair row as it was known from one position to another. Append-only.

    Written by a statement trigger on PairFact. `writer` and `closer` are transaction ids;
    the sequencer turns them into `known_from` and `known_to`, positions of changes:
    a row is what was known at position p when known_from <= p < known_to (NULL: still).
    """

    # a copy of a pair row, which has the keys to its countries
    low = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    high = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    fact = models.ForeignKey(
        Fact,
        on_delete=models.DO_NOTHING,
        related_name="versions",
        db_constraint=False,
        db_index=False,
    )
    writer = models.BigIntegerField()
    closer = models.BigIntegerField(null=True)
    known_from = models.BigIntegerField(null=True)
    known_to = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(known_to__isnull=True) | Q(known_from__lte=F("known_to")),
                name="version_ends_after_it_starts",
            ),
        ]
        indexes = [
            # a pair's timeline as of a moment
            models.Index(
                F("low"),
                F("high"),
                F("sort_key").desc(),
                F("fact").desc(),
                name="version_timeline",
                condition=Q(publication="published"),
            ),
            # the trigger that closes a row's last version, and all versions of a fact
            models.Index(fields=["fact", "low", "high"], name="version_of_a_fact"),
            # the sequencer
            models.Index(
                fields=["writer"],
                name="version_unnumbered",
                condition=Q(known_from__isnull=True),
            ),
            models.Index(
                fields=["closer"],
                name="version_unclosed",
                condition=Q(known_to__isnull=True, closer__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low_id}-{self.high_id} fact {self.fact_id} from {self.known_from}"

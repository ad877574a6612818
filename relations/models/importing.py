"""Imports: which files were read, what they said of each record, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from relations.models.source import Source


class Import(models.Model):
    """One reading of one edition of a data set: planned, applied whole or not at all, undone."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        PLANNING = "planning", "Reading"
        PLANNED = "planned", "Planned: nothing is written yet"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    layout = models.CharField(max_length=40)
    dataset = models.CharField(max_length=40, blank=True)
    release = models.CharField(max_length=200, blank=True, help_text="The edition, by its name.")
    scope = models.CharField(max_length=300, blank=True, help_text="What the files cover.")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="imports"
    )
    files = models.JSONField(default=list, help_text="Name, size and SHA-256 of each.")
    folder = models.CharField(max_length=200, blank=True, help_text="Where the files are kept.")
    mapping = models.JSONField(null=True, blank=True, help_text="Columns of any table.")
    skips_refused = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    stage = models.CharField(max_length=80, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False, help_text="Somebody asked to stop it.")
    rows = models.PositiveBigIntegerField(default=0, help_text="Rows or records read.")
    counts = models.JSONField(default=dict, help_text="Records by outcome.")
    kinds = models.JSONField(default=dict, help_text="Facts by kind and outcome.")
    message = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        permissions = [("undo_import", "Can undo imports")]
        indexes = [models.Index(fields=["state"], name="import_by_state")]

    def __str__(self) -> str:
        return f"Import {self.pk}: {self.release or self.layout}"


class Outcome(models.TextChoices):
    """What an import finds a record to be, beside what is here."""

    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    UNCHANGED = "unchanged", "Unchanged"
    ABSENT = "absent", "Absent from the file"
    CONFLICTING = "conflicting", "Conflicting"
    REFUSED = "refused", "Refused"
    REMARK = "remark", "Remark"


class ImportFinding(models.Model):
    """One line of an import's report; of a changed record also what undoing it brings back."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="findings")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    file = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=200, blank=True)
    said = models.CharField(max_length=500, blank=True)
    voice = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=160, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [
            # the report, by outcome and line
            models.Index(fields=["batch", "outcome", "line", "id"], name="import_finding_report"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}, line {self.line}: {self.said}"


class ImportedRecord(models.Model):
    """What one layout last said of one record, and the fact or thing it speaks of.

    `key` is the record's key here, for good; `own_key` what the layout's file calls it, which may
    differ where two layouts describe one order. `values` is all it said; `revision` the fact's
    after the import, so that a later editor's act shows. No row outlives the import it is of
    unless facts of it are public or were: facts are never deleted.
    """

    class Kind(models.TextChoices):
        FACT = "fact", "Fact"
        AGREEMENT = "agreement", "Agreement"
        TRANSFER = "transfer", "Arms order"

    dataset = models.CharField(max_length=40)
    voice = models.CharField(max_length=40, help_text="The layout that says so.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=160, db_collation="C")
    own_key = models.CharField(max_length=160, db_collation="C")
    thing = models.CharField(max_length=160, blank=True, db_collation="C")
    object = models.BigIntegerField(help_text="The fact's, agreement's or order's number.")
    values = models.JSONField()
    fingerprint = models.UUIDField()
    matches = ArrayField(models.TextField(null=True), default=list)
    rank = models.IntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    is_undone = models.BooleanField(default=False)
    batch = models.ForeignKey(
        Import, on_delete=models.PROTECT, related_name="records", db_index=False,
        help_text="The import that wrote it last.",
    )  # fmt: skip
    made_by = models.ForeignKey(
        Import, on_delete=models.PROTECT, related_name="made_records", db_constraint=False,
        help_text="The import that wrote it first: once its `batch`, and none is ever deleted.",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "voice", "kind", "own_key"],
                name="imported_record_is_kept_once",
            ),
        ]
        indexes = [
            # what is here of a record, whoever says so
            models.Index(fields=["dataset", "kind", "key"], name="imported_record_by_key"),
            # whether a fact came with an import, and what else speaks of it
            models.Index(fields=["object"], name="imported_fact", condition=Q(kind="fact")),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.key}"


class SavedMapping(models.Model):
    """How the columns of a table mean facts, kept under a name for the next table like it."""

    name = models.CharField(max_length=80, unique=True)
    mapping = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name

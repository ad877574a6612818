"""An export: a whole file of facts that somebody ordered, and how far it is."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q

from relations.exporting.building import ENDINGS, Format, file_name


class Export(models.Model):
    """A file of facts under filters, ordered once and kept for some days.

    Its number cannot be guessed: who knows the address of a file that holds only what anybody may
    have may fetch it. `position` is the last change it holds, from the moment it is begun.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        EXPIRED = "expired", "Expired"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="exports"
    )
    format = models.CharField(max_length=8, choices=Format.choices)
    query = models.JSONField(default=list, help_text="Names and values, in canonical order.")
    sees_restricted = models.BooleanField(
        default=False, help_text="Holds what may not be redistributed."
    )

    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_done = models.BigIntegerField(default=0)
    rows_expected = models.BigIntegerField(null=True, help_text="Empty: not counted yet.")
    withheld = models.BigIntegerField(null=True)
    position = models.BigIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")

    manifest = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    bytes = models.BigIntegerField(null=True)

    ordered_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text="Last sign of the worker.")
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(state="running"),
                name="one_running_export_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (
                    Q(manifest__isnull=False, bytes__isnull=False, expires_at__isnull=False)
                    & ~Q(sha256="")
                ),
                name="finished_export_has_its_manifest",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="failed_export_says_why"
            ),
        ]
        indexes = [
            # the queue, and what expires
            models.Index(fields=["state", "ordered_at"], name="export_queue"),
            # one person's list, newest first
            models.Index(fields=["owner", "-ordered_at"], name="export_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.format} {self.id}"

    @property
    def path(self) -> Path:
        """Where its file is, or will be: below DYAD_VAR, which the web and the workers share."""
        name = f"{self.id}.{ENDINGS[Format(self.format)]}"
        path: Path = settings.VAR / "exports" / name
        return path

    @property
    def name(self) -> str:
        """What the file is called when downloaded."""
        return file_name(self.format, self.position or 0)

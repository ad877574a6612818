"""The first answer to a request that may be sent twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from api.models.token import Token


class KeptAnswer(models.Model):
    """What was answered to an Idempotency-Key, for the caller who sends it again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.ForeignKey(
        Token,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        help_text="NULL: by the session of the pages.",
    )
    key = models.CharField(max_length=255)
    request_digest = models.CharField(
        max_length=64, help_text="SHA-256 of method, address and body."
    )
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "token", "key"],
                nulls_distinct=False,
                name="answer_is_kept_once",
            ),
            models.CheckConstraint(
                condition=Q(status__gte=200, status__lt=300),
                name="only_what_was_done_is_kept",
            ),
        ]
        indexes = [
            # the hourly removal of what is older than a day
            models.Index(fields=["kept_at"], name="kept_answer_age"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"

"""A token: what one program of one person may ask of the API, until when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from knox.models import AbstractAuthToken


class Scope(models.TextChoices):
    """What a token may be used for, beside what its person may do."""

    READ = "read", "Read, also what its licence keeps here"
    WRITE = "write", "Hand in articles, and propose facts and corrections"
    WEBHOOKS = "webhooks", "Set up webhooks"
    EXPORTS = "exports", "Order files of whole or filtered data"


class Token(AbstractAuthToken):  # type: ignore[misc]
    """A token of a person: only its digest is kept, the token itself is shown once.

    A request may do what its person may do *and* its scopes name. Tokens past their expiry stay
    in the list, refused with a sentence that says so.
    """

    name = models.CharField(max_length=80, help_text="What uses it: “nightly mirror”.")
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices), default=list)
    last_used_at = models.DateTimeField(null=True, editable=False, help_text="To the minute.")

    class Meta:
        verbose_name = "API token"
        permissions = [("oversee_token", "Can see and revoke everybody's tokens")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(Scope.values)) & Q(scopes__len__gt=0),
                name="token_has_known_scopes",
                violation_error_message="Choose at least one scope.",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.token_key[:8]}…)"

"""What facts are about: a controlled list, and dossiers that editors open."""

from __future__ import annotations

from django.db import models


class Topic(models.Model):
    """A subject that facts of several kinds share: "Drones", "Bushehr", "Ukraine war"."""

    slug = models.SlugField(primary_key=True, max_length=40, help_text="Short name in addresses.")
    name = models.CharField(max_length=80, unique=True)
    is_dossier = models.BooleanField(
        default=False, help_text="Opened for one affair, not of the general list."
    )
    note = models.CharField(max_length=300, blank=True, help_text="What belongs under it.")

    def __str__(self) -> str:
        return self.name

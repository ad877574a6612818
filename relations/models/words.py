"""The words a published fact is found by."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from relations.models.fact import Fact


class FactWords(models.Model):
    """The words of one published fact: of its headline (A), its quotations (B), its summary (C),
    and of its sources' titles and of those who speak (D).

    Kept by the database (triggers of 0008_search), whoever writes; a fact that is not published
    has no row, so that no search can find it.
    """

    fact = models.OneToOneField(
        Fact, on_delete=models.CASCADE, primary_key=True, related_name="words"
    )
    words = SearchVectorField()

    class Meta:
        verbose_name_plural = "words of facts"
        indexes = [
            # the text filter of timelines, and the search page
            GinIndex(fields=["words"], name="fact_words"),
        ]

    def __str__(self) -> str:
        return f"words of fact {self.fact_id}"

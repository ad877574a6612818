"""The credits that every page gives: of the data sets whose rows are here."""

from __future__ import annotations

from django.core.cache import cache

from relations.datasets import DATASETS
from relations.models import Import

__all__ = ["CREDITS_KEY", "credits"]

CREDITS_KEY = "dyad.credits"
_SECONDS = 60


def credits() -> list[str]:
    """Return what to print under every page; one query a minute."""
    kept = cache.get(CREDITS_KEY)
    if kept is None:
        used = Import.objects.filter(state=Import.State.APPLIED).values_list("dataset", flat=True)
        kept = sorted({DATASETS[key].credit for key in set(used) if key in DATASETS})
        cache.set(CREDITS_KEY, kept, _SECONDS)
    return list(kept)

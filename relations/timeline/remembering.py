"""Answers over the whole roll-up, kept until a fact is published, corrected or withdrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Max

from relations.models import PairTally

_SECONDS = 60
_Answer = TypeVar("_Answer")


def remembered(name: str, parameters: tuple[Any, ...], answer: Callable[[], _Answer]) -> _Answer:
    """Return the answer given for the roll-up as it stands, or ask and keep it.

    Every change of a pair row appends to the roll-up, so its last number is its version: one
    look at an index. Of two writers at once the later number may be seen first, and the other's
    facts are missed until the next change; therefore an answer is kept for a minute at most.
    """
    version = PairTally.objects.aggregate(last=Max("id"))["last"]
    # A digest, because keys take no spaces and no more than 250 letters.
    text = f"{name} {version} {parameters!r}"
    key = "roll-up:" + hashlib.sha256(text.encode()).hexdigest()
    kept: _Answer | None = cache.get(key)
    if kept is None:
        kept = answer()
        cache.set(key, kept, _SECONDS)
    return kept

"""Background tasks: each makes one call into the domain and may run twice without harm."""

from __future__ import annotations

import logging

from celery import shared_task

from relations import recording

logger = logging.getLogger(__name__)


@shared_task(name="relations.number_changes")
def number_changes() -> int:
    """Number committed changes."""
    return recording.number_changes()


@shared_task(name="relations.fold_tallies")
def fold_tallies() -> int:
    """Fold the tallies of busy pairs."""
    return recording.fold_tallies()


@shared_task(name="relations.check_facts")
def check_facts() -> int:
    """Look for facts that break a rule; each doubt is a line in the log."""
    doubts = list(recording.check_facts())
    for doubt in doubts:
        logger.warning("%s: %s", doubt.rule, doubt.sentence)
    return len(doubts)

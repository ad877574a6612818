"""Background tasks: each makes one call into the domain and may run twice without harm."""

from __future__ import annotations

import logging

from celery import shared_task
from django.contrib.auth import get_user_model

from relations import recording
from relations.importing import working

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


@shared_task(name="relations.work_on_import")
def work_on_import(pk: int, by: int | None = None) -> str:
    """Read, apply or undo an import, as it was asked for."""
    asked_by = get_user_model().objects.filter(pk=by).first() if by else None
    return working.work(pk, by=asked_by)


def enqueue_import(pk: int, by: int | None = None) -> None:
    """Have a worker do what is asked; without a broker it waits for `sweep_imports`."""
    try:
        work_on_import.delay(pk, by)
    except work_on_import.OperationalError as error:
        logger.warning("import %s waits: %s", pk, error)


@shared_task(name="relations.sweep_imports")
def sweep_imports() -> int:
    """Take up imports that dead workers left or that wait, and delete old files."""
    waiting = working.sweep()
    for pk in waiting:
        enqueue_import(pk)
    return len(waiting)

"""Background tasks: each makes one call and may run twice without harm."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from api.exports import building

logger = logging.getLogger(__name__)


@shared_task(name="api.build_export")
def build_export(pk: str) -> str:
    """Build one ordered file, then call for the next of the same person."""
    export = building.run(UUID(pk))
    if export is None:
        return "not waiting"
    if following := building.next_of(export):
        enqueue(following)
    return export.state


def enqueue(pk: UUID) -> None:
    """Start building; without a broker the file waits for `sweep`, and nothing is lost."""
    try:
        build_export.delay(str(pk))
    except build_export.OperationalError as error:
        logger.warning("export %s waits: %s", pk, error)


@shared_task(name="api.sweep_exports")
def sweep() -> int:
    """Throw away what expired; take up what waits or was left by a killed worker."""
    waiting = building.sweep(timezone.now())
    for pk in waiting:
        enqueue(pk)
    return len(waiting)

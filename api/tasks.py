"""Background tasks: each makes one call and may run twice without harm."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from api import keeping


@shared_task(name="api.forget_answers")
def forget_answers() -> int:
    """Delete kept answers that are older than a day."""
    return keeping.forget(timezone.now() - keeping.KEPT_FOR)

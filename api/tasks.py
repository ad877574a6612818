"""Background tasks: each may run twice, or be killed, without harm."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from api.webhooks import sending
from api.writing import keeping

logger = logging.getLogger(__name__)

_MOST_RANGES = 20


@shared_task(name="api.send_webhooks")
def send_webhooks() -> int:
    """Start a task for each webhook that is due; they send side by side."""
    webhooks = sending.due(timezone.now())
    for pk in webhooks:
        try:
            # One that waited longer for a worker is found again by the next look.
            send_webhook.apply_async(args=[pk], expires=30)
        except send_webhook.OperationalError as error:
            logger.warning("webhook %s waits: %s", pk, error)
    return len(webhooks)


@shared_task(name="api.send_webhook", time_limit=400)
def send_webhook(pk: int) -> int:
    """Send a webhook its next ranges, one after the other, while they are accepted."""
    for sent in range(_MOST_RANGES):
        if not sending.send(pk, now=timezone.now()):
            return sent
    return _MOST_RANGES


@shared_task(name="api.forget_answers")
def forget_answers() -> int:
    """Delete kept answers that are older than a day."""
    return keeping.forget(timezone.now() - keeping.KEPT_FOR)

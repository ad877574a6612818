"""Background tasks: each makes one call and may run twice without harm."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from articles import intake, links

logger = logging.getLogger(__name__)


@shared_task(name="articles.read", soft_time_limit=150, time_limit=170)
def read_article(pk: int) -> str:
    """Fetch, extract and look for facts in one article."""
    article = intake.read(pk)
    return article.status if article else "not waiting"


def enqueue(pk: int) -> None:
    """Start reading; without a broker the article waits for `requeue`, and nothing is lost."""
    try:
        read_article.delay(pk)
    except read_article.OperationalError as error:
        logger.warning("article %s waits: %s", pk, error)


@shared_task(name="articles.requeue")
def requeue() -> int:
    """Take up what waits or was left by a killed worker."""
    waiting = intake.requeue_abandoned(timezone.now())
    for pk in waiting:
        enqueue(pk)
    return len(waiting)


@shared_task(name="articles.check_links", soft_time_limit=3000)
def check_links() -> int:
    """Look whether the sources' addresses still answer, the longest unchecked first."""
    return links.check_some(timezone.now())

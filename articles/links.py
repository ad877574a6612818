"""The nightly look at whether the addresses of public sources still answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from articles import fetching
from articles.models import LinkCheck
from relations.models import Publication, Source

A_NIGHT = 500
AGAIN_AFTER = timedelta(days=7)


def check_some(now: datetime, limit: int = A_NIGHT) -> int:
    """Check at most `limit` sources that facts cite and were not checked this week."""
    sources = (
        Source.objects.filter(claims__fact__publication=Publication.PUBLISHED, merged_into=None)
        .exclude(address="")
        .exclude(link_check__checked_at__gte=now - AGAIN_AFTER)
        .order_by(F("link_check__checked_at").asc(nulls_first=True), "pk")
        .distinct()[:limit]
    )
    checked = 0
    for source in sources:
        found = fetching.check(source.address)
        before = LinkCheck.objects.filter(source=source).first()
        same = before is not None and before.state == found.state
        LinkCheck.objects.update_or_create(
            source=source,
            defaults={
                "state": found.state,
                "moved_to": found.moved_to[:1000],
                "sentence": found.sentence[:400],
                "checked_at": now,
                "since": before.since if same and before is not None else now,
            },
        )
        checked += 1
    return checked

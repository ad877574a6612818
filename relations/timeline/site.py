"""What the whole site holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from relations.timeline.remembering import remembered


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """Published facts, refuted ones included as on the lists; pairs and countries that have one.

    sources: documents that an accepted claim of a published fact cites. updated: the day a public
    fact was last published, corrected or withdrawn.
    """

    facts: int
    pairs: int
    countries: int
    sources: int
    updated: date | None


_COUNTS = """
    WITH pairs AS (
        SELECT low, high FROM relations_pairtally GROUP BY 1, 2 HAVING sum(facts) > 0
    )
    SELECT (SELECT count(*) FROM relations_fact WHERE publication = 'published'),
           (SELECT count(*) FROM pairs),
           (SELECT count(*) FROM (SELECT low FROM pairs UNION SELECT high FROM pairs) AS c),
           (SELECT count(*) FROM relations_source s WHERE EXISTS (
                SELECT FROM relations_claim c JOIN relations_fact f ON f.id = c.fact_id
                WHERE c.source_id = s.id AND c.status = 'accepted'
                    AND f.publication = 'published')),
           (SELECT known_at FROM relations_change WHERE position IS NOT NULL AND is_public
            ORDER BY position DESC LIMIT 1)
"""


def site_counts() -> SiteCounts:
    """Return the counts of the front page. One statement."""
    return remembered("site", (), _site_counts)


def _site_counts() -> SiteCounts:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        facts, pairs, countries, sources, updated = cursor.fetchone()
    return SiteCounts(facts, pairs, countries, sources, updated.date() if updated else None)

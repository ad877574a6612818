"""The rules kept by a nightly look at the data (J): what no constraint can say cheaply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Doubt:
    """A record that looks wrong, the rule it may break, and a sentence for an editor."""

    rule: str
    fact: int | None
    sentence: str


_CHECKS = {
    "published_fact_is_whole": """
        SELECT f.id, 'is published without an accepted claim'
        FROM relations_fact f WHERE f.publication = 'published' AND NOT EXISTS (
            SELECT FROM relations_claim c WHERE c.fact_id = f.id AND c.status = 'accepted')
    """,
    "state_takes_part_in_its_years": """
        SELECT f.id, 'has ' || c.label || ' outside its years'
        FROM relations_fact f
        JOIN relations_participant p ON p.fact_id = f.id
        JOIN relations_country c ON c.code = p.country_id AND c.kind IN ('state', 'former_state')
        WHERE f.publication = 'published' AND f.date_precision <> 'none'
          AND f.years_override_reason = ''
          AND EXISTS (SELECT FROM relations_countryspell s WHERE s.country_id = c.code)
          AND NOT EXISTS (
            SELECT FROM relations_countryspell s WHERE s.country_id = c.code
              AND coalesce(s.valid_from, '-infinity') <= coalesce(f.date_latest, 'infinity')
              AND coalesce(s.valid_to, 'infinity') >= coalesce(f.date_earliest, '-infinity'))
    """,
    "delivered_is_not_over_ordered": """
        SELECT min(s.fact_id), 'delivers more of order ' || s.transfer_id || ' than was ordered'
        FROM relations_transferstep s
        JOIN relations_fact f ON f.id = s.fact_id AND f.publication = 'published'
        WHERE s.step = 'delivered'
        GROUP BY s.transfer_id
        HAVING sum(coalesce(s.quantity_low, s.quantity_best)) > (
            SELECT sum(coalesce(i.quantity_high, i.quantity_best))
            FROM relations_transferitem i WHERE i.transfer_id = s.transfer_id)
    """,
    "delivery_follows_its_order": """
        SELECT d.fact_id, 'is a delivery before its order'
        FROM relations_transferstep d
        JOIN relations_fact f ON f.id = d.fact_id AND f.publication = 'published'
        JOIN relations_armstransfer t ON t.id = d.transfer_id
        WHERE d.step = 'delivered' AND f.date_latest < t.ordered_earliest
    """,
    "steps_are_in_order": """
        SELECT a.fact_id, 'enters into force before it is signed (fact ' || b.fact_id || ')'
        FROM relations_agreementstep a
        JOIN relations_fact f ON f.id = a.fact_id AND f.publication = 'published'
        JOIN relations_agreementstep b ON b.agreement_id = a.agreement_id AND b.step = 'signed'
        JOIN relations_fact g ON g.id = b.fact_id AND g.publication = 'published'
        WHERE a.step = 'entered_into_force' AND f.date_latest < g.date_earliest
    """,
    "pair_rows_are_its_participants": """
        SELECT r.fact_id, 'stands in a pair with a country that takes no part'
        FROM relations_pairfact r
        WHERE r.relation = 'between' AND (
            NOT EXISTS (SELECT FROM relations_participant p
                        WHERE p.fact_id = r.fact_id AND p.country_id = r.low_id)
            OR NOT EXISTS (SELECT FROM relations_participant p
                           WHERE p.fact_id = r.fact_id AND p.country_id = r.high_id))
    """,
}


def check_facts() -> Iterator[Doubt]:
    """Yield every doubt about published facts; reads only, one query a rule."""
    for rule, query in _CHECKS.items():
        with connection.cursor() as cursor:
            cursor.execute(query)
            for fact, words in cursor.fetchall():
                yield Doubt(rule, fact, f"Fact {fact} {words}.")

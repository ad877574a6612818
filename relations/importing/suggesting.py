"""What a file's remarks hint at goes to the desk as Proposals; it is never written as fact."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from relations.importing.layouts import Layout
from relations.importing.records import Suggestion
from relations.models import Import, Proposal

_FACTS = """
    SELECT r.own_key, f.id, f.revision FROM relations_importedrecord r
    JOIN relations_fact f ON f.id = r.object
    WHERE r.dataset = %s AND r.voice = %s AND r.kind = 'fact' AND r.own_key = ANY(%s)
      AND NOT EXISTS (SELECT FROM relations_proposal p
                      WHERE p.fact_id = f.id AND p.origin = 'import')
"""


def suggest(batch: Import, layout: Layout, suggestions: Sequence[Suggestion]) -> int:
    """Propose each to the fact it is about, once; return how many are new."""
    made = 0
    for start in range(0, len(suggestions), 5_000):
        part = {one.fact: one for one in suggestions[start : start + 5_000]}
        with connection.cursor() as cursor:
            cursor.execute(_FACTS, [layout.dataset, layout.speaks_as, list(part)])
            found = cursor.fetchall()
        made += len(
            Proposal.objects.bulk_create(
                Proposal(
                    act=Proposal.Act.AMEND,
                    fact_id=fact,
                    base_revision=revision,
                    payload=_payload(part[key]),
                    origin=Proposal.Origin.IMPORT,
                    origin_name=layout.speaks_as,
                    origin_version=f"import {batch.pk}",
                    public_note="Said in a remark of the data set",
                )
                for key, fact, revision in found
            )
        )
    return made


def _payload(suggestion: Suggestion) -> dict[str, object]:
    payload: dict[str, object] = {}
    if suggestion.money:
        payload["money"] = [dict(amount) for amount in suggestion.money]
    if suggestion.others:
        payload["others"] = [[code, role] for code, role in suggestion.others]
    return payload

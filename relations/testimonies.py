"""A claim seen as evidence: which document it goes back to, who owns the medium, who asserts it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from relations.models import Claim, Source
from relations.verification import Testimony

_ROOTS = """
    WITH RECURSIVE chain (id, root, next) AS (
        SELECT id, id, syndicated_from_id FROM relations_source WHERE id = ANY(%s)
        UNION ALL
        SELECT chain.id, s.id, s.syndicated_from_id
        FROM chain JOIN relations_source s ON s.id = chain.next)
    SELECT id, root FROM chain WHERE next IS NULL
"""


def roots_of(sources: Iterable[int]) -> dict[int, int]:
    """Return the document each source was syndicated from in the end; itself mostly. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ROOTS, [sorted(set(sources))])
        return dict(cursor.fetchall())


def as_testimony(claim: Claim, *, root: int | None = None) -> Testimony:
    """See one claim as evidence. Sources, owners and asserters must be joined.

    root: its source's root where known (`roots_of`); else the chain is followed, a query a link.
    """
    publisher = claim.source.publisher
    person, body = claim.asserted_by_person, claim.asserted_by_body
    if person is not None:
        asserter, voice = f"person:{person.pk}", person.country_id or ""
    elif body is not None:
        asserter, voice = (
            f"body:{body.pk}",
            body.country_id if body.is_state_owned else "",
        )
    elif claim.asserted_by_country_id:
        asserter, voice = (
            f"country:{claim.asserted_by_country_id}",
            claim.asserted_by_country_id,
        )
    else:
        asserter, voice = f"words:{claim.asserted_by_words}", ""
    owner = publisher.owner_body
    owner_state = publisher.owner_country_id or (
        owner.country_id if owner is not None and owner.is_state_owned else ""
    )
    if asserter == "words:":
        asserter, voice = f"publisher:{publisher.pk}", owner_state or ""
    return Testimony(
        root=str(root or _root(claim.source)),
        owner=owner_state or (f"body:{owner.pk}" if owner else f"publisher:{publisher.pk}"),
        asserter=asserter,
        voice=voice or "",
        polarity=claim.polarity,
        is_record=claim.source.is_record,
        is_lead=publisher.kind == "social",
    )


def _root(source: Source) -> int:
    """The document everything was syndicated from; chains have no cycle (T)."""
    while source.syndicated_from_id is not None:
        assert source.syndicated_from is not None
        source = source.syndicated_from
    return source.pk

"""Undoing a whole import: what it made is retracted, what it changed is as it was before.

Facts are never deleted: they are retracted with the reason, and the same file again brings them
back under their old numbers. What people worked on since is theirs and stays, with a line in the
report. An import whose records a later one changed is undone after that one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from relations import db, pairs
from relations.importing import workspace
from relations.importing.tables import returning
from relations.models import Import, ImportFinding, Outcome, Proposal
from relations.recording import bulk
from relations.recording.acts import Refused

__all__ = ["undo"]

_LATER = """
    SELECT min(r.batch_id) FROM relations_importedrecord r
    WHERE r.dataset = %(dataset)s AND r.batch_id > %(batch)s AND NOT r.is_undone AND (
        r.made_by_id = %(batch)s
        OR (r.kind, r.key) IN (
            SELECT o.kind, o.key FROM relations_importedrecord o
            WHERE o.dataset = %(dataset)s AND %(batch)s IN (o.made_by_id, o.batch_id))
        OR (r.voice, r.key) IN (
            SELECT g.voice, g.key FROM relations_importfinding g
            WHERE g.batch_id = %(batch)s AND g.outcome = 'changed'))
"""

# What the import made: retracted, unless somebody worked on it since, or another layout of the
# data set says so too.
_MADE = """
    CREATE TEMP TABLE undo_made ON COMMIT DROP AS
    SELECT r.id AS record, r.key, r.object, f.revision = r.revision AS is_ours
    FROM relations_importedrecord r JOIN relations_fact f ON f.id = r.object
    WHERE r.kind = 'fact' AND r.made_by_id = %(batch)s AND NOT r.is_undone
      AND f.dataset_key = r.key AND f.publication IN ('published', 'draft')
      AND NOT EXISTS (
          SELECT FROM relations_importedrecord o
          WHERE o.dataset = r.dataset AND o.kind = 'fact' AND o.key = r.key
            AND o.voice <> r.voice AND NOT o.is_undone)
"""
# What it changed: the values from before, as long as they are still its own.
_CHANGED = """
    CREATE TEMP TABLE undo_changed ON COMMIT DROP AS
    SELECT DISTINCT ON (r.id) r.id AS record, r.kind, r.key, g.before->>'mode' AS mode,
           (g.before->>'object')::bigint AS object, g.before->'values' AS values,
           (g.before->>'batch')::bigint AS batch,
           r.kind <> 'fact' OR f.revision = r.revision OR f.publication = 'retracted' AS is_ours,
           f.publication = 'retracted' AS is_retracted
    FROM relations_importfinding g
    JOIN relations_importedrecord r ON r.dataset = %(dataset)s AND r.voice = g.voice
        AND r.key = g.key AND (r.kind = 'fact') = (g.before->>'is_fact')::boolean
        AND CASE g.before->>'mode'
            WHEN 'own' THEN r.batch_id = %(batch)s AND r.made_by_id <> %(batch)s
            WHEN 'first' THEN r.made_by_id = %(batch)s ELSE true END
    LEFT JOIN relations_fact f ON f.id = (g.before->>'object')::bigint AND r.kind = 'fact'
    WHERE g.batch_id = %(batch)s AND g.outcome = 'changed'
    ORDER BY r.id, g.id
"""
# How a fact stood before its last change, which is the import's: `is_ours`.
_BEFORE = """
    SELECT last.before,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(m->'country', m->'role')), '[]')
         FROM jsonb_array_elements(last.before->'participants') m
         WHERE NOT (m->>'is_typed')::boolean) AS sides,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(
            v.low_id, v.high_id, v.relation, v.direction, v.lane)), '[]')
         FROM (SELECT DISTINCT ON (low_id, high_id) * FROM relations_pairfactversion
               WHERE fact_id = f.id AND closer = last.writer
               ORDER BY low_id, high_id, id DESC) v) AS pairs
    FROM (SELECT before, writer FROM relations_change WHERE fact_id = f.id
          ORDER BY id DESC LIMIT 1) last
"""
_VIEWS = """
    CREATE TEMP TABLE bulk_thing ON COMMIT DROP AS
    SELECT row_number() OVER () AS n, 'update' AS act, kind, key, object, ''::text AS status, values
    FROM undo_changed WHERE kind <> 'fact';
    CREATE TEMP TABLE bulk_fact ON COMMIT DROP AS
    SELECT row_number() OVER () AS n, u.act, f.kind, coalesce(h.before->>'subtype', f.subtype)
            AS subtype, coalesce(h.before->>'status', f.status) AS status, u.key, f.id AS object,
        coalesce(a.agreement_id, t.transfer_id) AS thing,
        coalesce(jsonb_array_length(h.sides) > {most} AND h.pairs = '[]', f.is_many_sided)
            AS is_many_sided,
        c.source_id AS source, c.quotation, c.dataset_row AS place,
        coalesce(u.values, '{{}}') AS values,
        coalesce(h.sides, (
            SELECT coalesce(jsonb_agg(jsonb_build_array(p.country_id, p.role)), '[]')
            FROM relations_participant p WHERE p.fact_id = f.id AND NOT p.is_typed)) AS sides,
        coalesce(h.pairs, (
            SELECT coalesce(jsonb_agg(jsonb_build_array(
                p.low_id, p.high_id, p.relation, p.direction, p.lane)), '[]')
            FROM relations_pairfact p WHERE p.fact_id = f.id)) AS pairs
    FROM (SELECT 'retract' AS act, key, object, NULL::jsonb AS values
          FROM undo_made WHERE is_ours
          UNION ALL
          SELECT CASE WHEN is_retracted THEN 'restore' ELSE 'update' END, key, object, values
          FROM undo_changed WHERE kind = 'fact' AND is_ours) u
    JOIN relations_fact f ON f.id = u.object
    LEFT JOIN relations_agreementstep a ON a.fact_id = f.id
    LEFT JOIN relations_transferstep t ON t.fact_id = f.id
    LEFT JOIN LATERAL ({before}) h ON u.act <> 'retract'
    CROSS JOIN LATERAL (
        SELECT source_id, quotation, dataset_row FROM relations_claim
        WHERE fact_id = f.id AND origin = 'import'
          AND (u.act = 'retract' OR status = 'withdrawn' OR NOT EXISTS (
              SELECT FROM relations_claim w WHERE w.fact_id = f.id AND w.status = 'withdrawn'))
        ORDER BY id DESC LIMIT 1) c
"""
_BRING_BACK = """
    UPDATE relations_claim c SET status = 'accepted', rank = 'normal', rank_reason = ''
    FROM bulk_fact b
    WHERE b.act IN ('update', 'restore') AND c.fact_id = b.object AND c.origin = 'import'
      AND c.status = 'withdrawn'
      AND (c.source_id, c.quotation, c.dataset_row) = (b.source, b.quotation, b.place)
"""
_TAKE_BACK = """
    UPDATE relations_claim c SET status = 'withdrawn', rank = 'deprecated',
        rank_reason = 'Import undone'
    FROM bulk_fact b
    WHERE b.act IN ('update', 'restore') AND c.fact_id = b.object AND c.origin = 'import'
      AND c.status = 'accepted'
      AND (c.source_id, c.quotation, c.dataset_row)
          IS DISTINCT FROM (b.source, b.quotation, b.place)
"""
_FORGET = (
    """
    UPDATE relations_importedrecord r SET is_undone = true, revision = f.revision
    FROM relations_fact f
    WHERE r.kind = 'fact' AND r.made_by_id = %(batch)s AND f.id = r.object
      AND r.id NOT IN (SELECT record FROM undo_made WHERE NOT is_ours)
    """,
    """
    UPDATE relations_importedrecord SET is_undone = true
    WHERE kind <> 'fact' AND made_by_id = %(batch)s
    """,
    # another fingerprint, so that the same file again is a change again
    """
    UPDATE relations_importedrecord r SET values = u.values,
        batch_id = coalesce(u.batch, r.batch_id), fingerprint = gen_random_uuid()
    FROM undo_changed u WHERE r.id = u.record AND u.is_ours AND u.mode = 'own'
    """,
    """
    UPDATE relations_importedrecord r SET object = u.object
    FROM undo_changed u WHERE r.id = u.record AND u.is_ours AND u.mode = 'other'
    """,
    """
    UPDATE relations_importedrecord r SET revision = f.revision
    FROM bulk_fact b JOIN relations_fact f ON f.id = b.object
    WHERE r.dataset = %(dataset)s AND r.kind = 'fact' AND r.key = b.key
      AND r.object = b.object AND r.revision <> f.revision
    """,
)


def undo(
    batch: Import, *, by: Any = None, tick: Callable[[str], None] = lambda stage: None
) -> dict[str, int]:
    """Undo an applied import; return how many facts were retracted, restored and left.

    Raise Refused when it is not applied, or a later import must be undone first.
    """
    with transaction.atomic():
        batch = Import.objects.select_for_update().get(pk=batch.pk)
        if batch.state not in (Import.State.APPLIED, Import.State.UNDOING):
            raise Refused({"__all__": f"Import {batch.pk} is not applied: nothing to undo."})
        if not db.try_lock_word(f"import {batch.dataset}"):
            raise Refused({"__all__": "Another import of this data set is under way."})
        values: dict[str, Any] = {"batch": batch.pk, "dataset": batch.dataset}
        with connection.cursor() as cursor:
            cursor.execute(_LATER, values)
            if (later := cursor.fetchone()[0]) is not None:
                raise Refused(
                    {"__all__": f"Import {later} changed records of this one; undo it first."}
                )
            tick("what it did")
            workspace.clear()
            cursor.execute(_MADE, values)
            cursor.execute(_CHANGED, values)
            cursor.execute("ANALYZE undo_made; ANALYZE undo_changed")
            cursor.execute(_VIEWS.format(before=_BEFORE, most=pairs.MOST_PRINCIPALS))
            cursor.execute("ANALYZE bulk_thing; ANALYZE bulk_fact")
            bulk.stage_stages(cursor)
            bulk.stage_documents(cursor, ())
            bulk.bring_back_claims(_BRING_BACK, _TAKE_BACK)
            bulk.apply(bulk.undoing(batch.dataset, batch.pk, by), tick=tick)
            for statement in _FORGET:
                cursor.execute(statement, values)
            counts = _counts(cursor)
            _report_left(cursor, batch)
        restored, left = returning.give_back(batch, by=by)
        _note_left(batch, [(f"fact {fact}", fact) for fact in left])
        counts["restored"] += restored
        counts["left"] += len(left)
        _undo_rest(batch)
        batch.state, batch.undone_at = Import.State.UNDONE, timezone.now()
        batch.message = (
            f"{counts['retracted']:,} facts retracted, {counts['restored']:,} as they were before, "
            f"{counts['left']:,} left because people worked on them since."
        )
        batch.save()
    return counts


def _counts(cursor: Any) -> dict[str, int]:
    cursor.execute(
        """
        SELECT (SELECT count(*) FROM undo_made WHERE is_ours),
               (SELECT count(*) FROM undo_changed WHERE is_ours AND kind = 'fact'),
               (SELECT count(*) FROM undo_made WHERE NOT is_ours)
                   + (SELECT count(*) FROM undo_changed WHERE NOT is_ours)
        """
    )
    retracted, restored, left = cursor.fetchone()
    return {"retracted": retracted, "restored": restored, "left": left}


def _report_left(cursor: Any, batch: Import) -> None:
    cursor.execute(
        """
        SELECT key, object FROM undo_made WHERE NOT is_ours
        UNION ALL SELECT key, object FROM undo_changed WHERE NOT is_ours LIMIT 1000
        """
    )
    _note_left(batch, cursor.fetchall())


def _note_left(batch: Import, facts: list[tuple[str, int]]) -> None:
    ImportFinding.objects.bulk_create(
        ImportFinding(
            batch=batch,
            outcome=Outcome.CONFLICTING,
            key=key[:160],
            said=f"Fact {fact} was worked on after the import and is left as it is.",
        )
        for key, fact in facts
    )


def _undo_rest(batch: Import) -> None:
    """Its votes and what it proposed go with it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM relations_vote v USING relations_rollcall r"
            " WHERE r.number = v.roll_call_id AND r.batch_id = %s",
            [batch.pk],
        )
        cursor.execute("DELETE FROM relations_rollcall WHERE batch_id = %s", [batch.pk])
    Proposal.objects.filter(
        origin=Proposal.Origin.IMPORT,
        origin_version=f"import {batch.pk}",
        state=Proposal.State.PROPOSED,
    ).update(state=Proposal.State.SUPERSEDED, decided_at=timezone.now())

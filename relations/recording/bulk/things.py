"""Statements for what lasts: orders with their items, agreements with their parties."""

from __future__ import annotations

_DATE = "v->'ordered'->>0, (v->'ordered'->>1)::date, (v->'ordered'->>2)::date, v->'ordered'->>3"

INSERT = (
    f"""
    INSERT INTO relations_armstransfer (id, title, supplier_id, recipient_id, mode, ordered_text,
        ordered_earliest, ordered_latest, ordered_precision, intended_use, tiv_ordered,
        tiv_delivered, status, dataset, dataset_key)
    SELECT object, v->>'title', v->>'supplier', v->>'recipient', v->>'mode', {_DATE}, '',
        (v->>'tiv_ordered')::numeric, (v->>'tiv_delivered')::numeric, status, %(dataset)s, key
    FROM (SELECT *, values AS v FROM bulk_thing WHERE act = 'insert' AND kind = 'transfer') t
    """,
    """
    INSERT INTO relations_transferitem (transfer_id, designation, category, weapon_class, armed,
        condition, quantity_low, quantity_best, quantity_high, quantity_reported,
        is_editors_reading)
    SELECT object, v->>'designation', v->>'category', v->>'weapon_class', 'unknown',
        v->>'condition', (v->>'low')::int, (v->>'best')::int, (v->>'high')::int,
        coalesce(v->>'reported', ''), false
    FROM (SELECT *, values AS v FROM bulk_thing WHERE act = 'insert' AND kind = 'transfer') t
    """,
    """
    INSERT INTO relations_agreement (id, title, type, level, bindingness, subjects, obligations,
        registration, text_address, status, low_id, high_id, dataset, dataset_key)
    SELECT object, v->>'title', v->>'type', v->>'level', v->>'bindingness',
        ARRAY(SELECT jsonb_array_elements_text(v->'subjects')),
        ARRAY(SELECT jsonb_array_elements_text(v->'obligations')),
        v->>'registration', v->>'text_address', status, pair.low, pair.high, %(dataset)s, key
    FROM (SELECT *, values AS v FROM bulk_thing WHERE act = 'insert' AND kind = 'agreement') t
    CROSS JOIN LATERAL (
        SELECT CASE WHEN count(DISTINCT p->>'code') = 2 THEN min((p->>'code') COLLATE "C") END
                   AS low,
               CASE WHEN count(DISTINCT p->>'code') = 2 THEN max((p->>'code') COLLATE "C") END
                   AS high
        FROM jsonb_array_elements(v->'parties') p) pair
    """,
)

UPDATE = (
    """
    UPDATE relations_armstransfer t SET title = v->>'title', supplier_id = v->>'supplier',
        recipient_id = v->>'recipient', mode = v->>'mode', ordered_text = v->'ordered'->>0,
        ordered_earliest = (v->'ordered'->>1)::date, ordered_latest = (v->'ordered'->>2)::date,
        ordered_precision = v->'ordered'->>3, tiv_ordered = (v->>'tiv_ordered')::numeric,
        tiv_delivered = (v->>'tiv_delivered')::numeric
    FROM (SELECT *, values AS v FROM bulk_thing WHERE act = 'update' AND kind = 'transfer') b
    WHERE t.id = b.object
    """,
    """
    UPDATE relations_transferitem i SET designation = v->>'designation',
        category = v->>'category', weapon_class = v->>'weapon_class',
        condition = v->>'condition', quantity_low = (v->>'low')::int,
        quantity_best = (v->>'best')::int, quantity_high = (v->>'high')::int,
        quantity_reported = coalesce(v->>'reported', '')
    FROM (SELECT *, values AS v FROM bulk_thing WHERE act = 'update' AND kind = 'transfer') b
    WHERE i.id = (SELECT min(o.id) FROM relations_transferitem o WHERE o.transfer_id = b.object)
    """,
    """
    UPDATE relations_agreement a SET title = v->>'title', type = v->>'type',
        level = v->>'level', bindingness = v->>'bindingness',
        subjects = ARRAY(SELECT jsonb_array_elements_text(v->'subjects')),
        obligations = ARRAY(SELECT jsonb_array_elements_text(v->'obligations')),
        registration = v->>'registration', text_address = v->>'text_address'
    FROM (SELECT *, values AS v FROM bulk_thing WHERE act = 'update' AND kind = 'agreement') b
    WHERE a.id = b.object
    """,
    """
    DELETE FROM relations_agreementparty p USING bulk_thing b
    WHERE b.act = 'update' AND b.kind = 'agreement' AND p.agreement_id = b.object
      AND p.role = 'party' AND p.body_id IS NULL
    """,
    """
    INSERT INTO relations_agreementparty (agreement_id, country_id, role, how, signed, joined,
        in_force, "left")
    SELECT object, p->>'code', 'party', p->>'how', p->>'signed', p->>'joined', p->>'in_force',
        p->>'left'
    FROM bulk_thing CROSS JOIN LATERAL jsonb_array_elements(values->'parties') p
    WHERE act IN ('insert', 'update') AND kind = 'agreement'
    """,
)

# What an agreement or order stands at follows from its steps that are not withdrawn: the latest,
# of several on one day the furthest, none that leads less far than one before it and may have
# come before that (`stages.status_after`). New ones were staged with it.
LATEST = """
    SELECT DISTINCT ON (taken.thing) taken.thing AS id, taken.status
    FROM (SELECT *, max(last_day) FILTER (WHERE along > 0) OVER earlier AS until_0,
                 max(last_day) FILTER (WHERE along > 1) OVER earlier AS until_1,
                 max(last_day) FILTER (WHERE along > 2) OVER earlier AS until_2,
                 max(last_day) FILTER (WHERE along > 3) OVER earlier AS until_3
          FROM (SELECT s.{thing}_id AS thing, r.status, r.place, r.along, f.sort_key, f.id,
                       f.first_day, f.last_day
                FROM relations_{step} s JOIN relations_fact f ON f.id = s.fact_id
                JOIN bulk_stages r ON r.kind = f.kind AND r.step = s.step
                WHERE f.publication IN ('draft', 'in_review', 'published')
                  AND s.{thing}_id IN (SELECT object FROM bulk_restated WHERE kind = '{kind}')
               ) step
          WINDOW earlier AS (PARTITION BY thing ORDER BY sort_key, place, id
                             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) taken
    WHERE taken.along IS NULL OR taken.first_day > coalesce(
        CASE taken.along WHEN 0 THEN until_0 WHEN 1 THEN until_1 WHEN 2 THEN until_2
                         WHEN 3 THEN until_3 END, taken.first_day - 1)
    ORDER BY taken.thing, taken.sort_key DESC, taken.place DESC, taken.id DESC
"""

DERIVE = (
    """
    CREATE TEMP TABLE bulk_restated ON COMMIT DROP AS
    SELECT DISTINCT CASE kind WHEN 'agreement' THEN 'agreement' ELSE 'transfer' END AS kind,
        thing AS object
    FROM bulk_fact WHERE thing IS NOT NULL
      AND (act <> 'insert' OR thing NOT IN (SELECT object FROM bulk_thing
                                            WHERE act = 'insert' AND object IS NOT NULL))
    """,
    f"""
    UPDATE relations_agreement a SET status = coalesce(latest.status, 'unknown'),
        low_id = pair.low, high_id = pair.high
    FROM bulk_restated b
    LEFT JOIN ({LATEST.format(thing="agreement", step="agreementstep", kind="agreement")}) latest
        ON latest.id = b.object
    CROSS JOIN LATERAL (
        SELECT CASE WHEN count(DISTINCT p.country_id) = 2 THEN min(p.country_id) END AS low,
               CASE WHEN count(DISTINCT p.country_id) = 2 THEN max(p.country_id) END AS high
        FROM relations_agreementparty p WHERE p.agreement_id = b.object) pair
    WHERE b.kind = 'agreement' AND a.id = b.object
      AND (a.status, a.low_id, a.high_id) IS DISTINCT FROM
          (coalesce(latest.status, 'unknown'), pair.low, pair.high)
    """,
    f"""
    UPDATE relations_armstransfer t SET status = now_is.status
    FROM bulk_restated b
    LEFT JOIN ({LATEST.format(thing="transfer", step="transferstep", kind="transfer")}) latest
        ON latest.id = b.object
    CROSS JOIN LATERAL (
        SELECT (SELECT sum(coalesce(i.quantity_high, i.quantity_best))
                FROM relations_transferitem i WHERE i.transfer_id = b.object) AS ordered,
               (SELECT sum(coalesce(s.quantity_best, s.quantity_low))
                FROM relations_transferstep s JOIN relations_fact f ON f.id = s.fact_id
                WHERE s.transfer_id = b.object AND s.step = 'delivered'
                  AND f.publication IN ('draft', 'in_review', 'published')) AS delivered) total
    CROSS JOIN LATERAL (
        SELECT CASE WHEN latest.status = 'in_delivery' AND total.ordered > 0
                         AND total.delivered >= total.ordered THEN 'delivered'
                    ELSE coalesce(latest.status, 'planned') END AS status) now_is
    WHERE b.kind = 'transfer' AND t.id = b.object AND t.status <> now_is.status
    """,
)

# Once the registry knows every agreement of the files by its own key.
PARENTS = """
    UPDATE relations_agreement a SET parent_id = parent.object
    FROM bulk_thing b JOIN relations_importedrecord parent ON parent.dataset = %(dataset)s
        AND parent.kind = 'agreement' AND parent.own_key = b.values->>'parent'
    WHERE b.kind = 'agreement' AND b.values->>'parent' <> '' AND a.id = b.object
      AND parent.object <> b.object AND a.parent_id IS DISTINCT FROM parent.object
"""

"""Statements for what happens: details, claims, heads, participants, pair rows and money."""

from __future__ import annotations

_INSERTED = "(SELECT *, values AS v FROM bulk_fact WHERE act = 'insert' AND kind = '{kind}') b"
_UPDATED = (
    "(SELECT *, values AS v FROM bulk_fact WHERE act IN ('update', 'restore')"
    " AND kind = '{kind}') b"
)
_MANY = """
    INSERT INTO relations_{table} ({kind}_id, country_id)
    SELECT object, jsonb_array_elements_text(v->'{field}')
    FROM (SELECT *, values AS v FROM bulk_fact
          WHERE act IN ('insert', 'update', 'restore') AND kind = '{kind}') b
"""
_FORGET = """
    DELETE FROM relations_{table} m USING bulk_fact b
    WHERE b.act IN ('update', 'restore') AND b.kind = '{kind}' AND m.{kind}_id = b.object
"""
_SIDES = (
    ("visit_visitors", "visit", "visitors"),
    ("action_senders", "action", "senders"),
    ("action_receivers", "action", "receivers"),
)
# Those who came are named; each is somebody of the first visitor's country.
_PERSONS = """
    INSERT INTO relations_visit_persons (visit_id, person_id)
    SELECT DISTINCT b.object, o.id
    FROM bulk_fact b
    CROSS JOIN LATERAL jsonb_array_elements_text(b.values->'persons') said (name)
    JOIN relations_person o ON o.name = said.name AND o.country_id = b.values->'visitors'->>0
    WHERE b.act IN ('insert', 'update', 'restore') AND b.kind = 'visit'
"""

INSERT_DETAILS = (
    f"""
    INSERT INTO relations_agreementstep (fact_id, kind, agreement_id, step, party_id, place)
    SELECT object, kind, thing, subtype, v->>'party', coalesce(v->>'place', '')
    FROM {_INSERTED.format(kind="agreement")}
    """,
    f"""
    INSERT INTO relations_transferstep (fact_id, kind, transfer_id, item_id, step, quantity_low,
        quantity_best, quantity_high, quantity_reported, place)
    SELECT object, kind, thing,
        (SELECT min(i.id) FROM relations_transferitem i WHERE i.transfer_id = thing), subtype,
        (v->>'low')::int, (v->>'best')::int, (v->>'high')::int, coalesce(v->>'reported', ''),
        coalesce(v->>'place', '')
    FROM {_INSERTED.format(kind="arms_transfer")}
    """,
    f"""
    INSERT INTO relations_statement (fact_id, kind, speaker_kind, speaker_id, country_id,
        speaks_for, speaker_words, act, quotation, quotation_language, translation, basis, venue,
        about_agreement_id, is_direct)
    SELECT object, kind, v->>'speaker_kind', (v->>'speaker_id')::bigint, v->>'country',
        'government', coalesce(v->>'speaker_words', ''), subtype, coalesce(v->>'quotation', ''),
        coalesce(v->>'language', 'en'), '', '', coalesce(v->>'venue', ''), thing,
        (v->>'is_direct')::boolean
    FROM {_INSERTED.format(kind="statement")}
    """,
    f"""
    INSERT INTO relations_visit (fact_id, kind, form, level, host_id, place, purpose)
    SELECT object, kind, subtype, v->>'level', v->>'host', coalesce(v->>'place', ''),
        coalesce(v->>'purpose', '')
    FROM {_INSERTED.format(kind="visit")}
    """,
    f"""
    INSERT INTO relations_action (fact_id, kind, action, is_mutual, purpose, quantity_reported)
    SELECT object, kind, subtype, (v->>'is_mutual')::boolean, coalesce(v->>'purpose', ''),
        coalesce(v->>'reported', '')
    FROM {_INSERTED.format(kind="action")}
    """,
    *(_MANY.format(table=table, kind=kind, field=field) for table, kind, field in _SIDES),
    _PERSONS,
    """
    INSERT INTO relations_statementtarget (statement_id, country_id, stance)
    SELECT object, target->>0, target->>1
    FROM bulk_fact CROSS JOIN LATERAL jsonb_array_elements(values->'targets') target
    WHERE act IN ('insert', 'update', 'restore') AND kind = 'statement'
    """,
)

UPDATE_DETAILS = (
    *(_FORGET.format(table=table, kind=kind) for table, kind, _ in _SIDES),
    _FORGET.format(table="visit_persons", kind="visit"),
    _FORGET.format(table="statementtarget", kind="statement"),
    f"""
    UPDATE relations_agreementstep d SET step = b.subtype, party_id = v->>'party',
        place = coalesce(v->>'place', '')
    FROM {_UPDATED.format(kind="agreement")} WHERE d.fact_id = b.object
    """,
    f"""
    UPDATE relations_transferstep d SET step = b.subtype, quantity_low = (v->>'low')::int,
        quantity_best = (v->>'best')::int, quantity_high = (v->>'high')::int,
        quantity_reported = coalesce(v->>'reported', ''), place = coalesce(v->>'place', '')
    FROM {_UPDATED.format(kind="arms_transfer")} WHERE d.fact_id = b.object
    """,
    f"""
    UPDATE relations_statement d SET act = b.subtype, country_id = v->>'country',
        speaker_kind = v->>'speaker_kind', speaker_id = (v->>'speaker_id')::bigint,
        speaker_words = coalesce(v->>'speaker_words', ''),
        quotation = coalesce(v->>'quotation', ''), venue = coalesce(v->>'venue', ''),
        is_direct = (v->>'is_direct')::boolean
    FROM {_UPDATED.format(kind="statement")} WHERE d.fact_id = b.object
    """,
    f"""
    UPDATE relations_visit d SET form = b.subtype, level = v->>'level', host_id = v->>'host',
        place = coalesce(v->>'place', ''), purpose = coalesce(v->>'purpose', '')
    FROM {_UPDATED.format(kind="visit")} WHERE d.fact_id = b.object
    """,
    f"""
    UPDATE relations_action d SET action = b.subtype, is_mutual = (v->>'is_mutual')::boolean,
        purpose = coalesce(v->>'purpose', ''), quantity_reported = coalesce(v->>'reported', '')
    FROM {_UPDATED.format(kind="action")} WHERE d.fact_id = b.object
    """,
)

# A new release's claim stands beside the old one, which is withdrawn and stays in the history.
WITHDRAW_CLAIMS = """
    UPDATE relations_claim c SET status = 'withdrawn', rank = 'deprecated',
        rank_reason = left('Replaced by ' || %(origin_version)s, 200)
    FROM bulk_fact b
    WHERE b.act = 'update' AND c.fact_id = b.object AND c.origin = 'import'
      AND c.origin_name = %(origin_name)s AND c.status = 'accepted'
      AND (c.source_id, c.dataset_row, c.quotation)
          IS DISTINCT FROM (b.source, b.place, b.quotation)
"""
INSERT_CLAIMS = """
    INSERT INTO relations_claim (fact_id, field, source_id, quotation, dataset_row,
        asserted_by_words, polarity, rank, rank_reason, status, licence, is_redistributable,
        origin, origin_name, origin_version)
    SELECT object, '', source, quotation, place, '', 'asserts', 'normal', '', 'accepted',
        %(licence)s, %(is_redistributable)s, 'import', %(origin_name)s, %(origin_version)s
    FROM bulk_fact b
    WHERE act = 'insert' OR (act IN ('update', 'restore') AND NOT EXISTS (
        SELECT FROM relations_claim c WHERE c.fact_id = b.object AND c.status = 'accepted'
          AND (c.source_id, c.dataset_row, c.quotation) = (b.source, b.place, b.quotation)))
"""

_DATES = """v->'date'->>0, (v->'date'->>1)::date, (v->'date'->>2)::date, v->'date'->>3,
        v->'end'->>0, (v->'end'->>1)::date, (v->'end'->>2)::date, v->'end'->>3"""

INSERT_FACTS = f"""
    INSERT INTO relations_fact (id, kind, subtype, headline, summary, language, date_text,
        date_earliest, date_latest, date_precision, end_text, end_earliest, end_latest,
        end_precision, date_basis, date_reason, known_by, is_key, status, verification,
        verification_reason, verification_override, override_reason, claimants, deniers,
        is_many_sided, is_redistributable, has_money, dollars, source_count, marks,
        years_override_reason, publication, revision, retraction_reason, recorded_by_id,
        published_by_id, recorded_at, published_at, dataset, dataset_key)
    SELECT object, kind, subtype, v->>'headline', v->>'summary', 'en', {_DATES}, 'stated', '',
        coalesce(d.known_by, %(known_by)s), false, status,
        CASE WHEN kind <> 'statement' THEN coalesce(d.verification, %(verification)s)
             WHEN (v->>'is_direct')::boolean THEN 'on_record' ELSE 'reported_speech' END,
        CASE WHEN kind <> 'statement' THEN coalesce(d.reason, %(verification_reason)s)
             WHEN (v->>'is_direct')::boolean THEN 'The speaker''s own words are quoted.'
             ELSE 'The words are told by somebody else.' END,
        '', '', CASE WHEN kind = 'statement' THEN '{{}}'
                     ELSE coalesce(d.claimants, %(claimants)s::varchar[]) END,
        '{{}}', is_many_sided, %(is_redistributable)s,
        v ? 'money', coalesce((SELECT max((m->>'dollars')::numeric::bigint)
                               FROM jsonb_array_elements(v->'money') m), -1), 1,
        CASE WHEN v ? 'speaker_id' AND v->>'speaker_id' IS NOT NULL
             THEN coalesce(d.marks, %(marks)s) || ' s:' || (v->>'speaker_id')
             ELSE coalesce(d.marks, %(marks)s) END,
        coalesce(v->>'years_reason', ''),
        %(publication)s, 1, '', %(by)s::int,
        CASE %(publication)s WHEN 'published' THEN %(by)s::int END, now(),
        CASE %(publication)s WHEN 'published' THEN now() END, %(dataset)s, key
    FROM (SELECT *, values AS v FROM bulk_fact WHERE act = 'insert') b
    LEFT JOIN bulk_source d ON d.id = b.source
"""

# What an editor set by hand (topics, key fact, overrides) stays.
UPDATE_FACTS = """
    UPDATE relations_fact f SET subtype = b.subtype, headline = v->>'headline',
        summary = v->>'summary', date_text = v->'date'->>0,
        date_earliest = (v->'date'->>1)::date, date_latest = (v->'date'->>2)::date,
        date_precision = v->'date'->>3, end_text = v->'end'->>0,
        end_earliest = (v->'end'->>1)::date, end_latest = (v->'end'->>2)::date,
        end_precision = v->'end'->>3, status = b.status, is_many_sided = b.is_many_sided,
        revision = revision + 1,
        publication = CASE b.act WHEN 'restore' THEN %(publication)s ELSE publication END,
        retraction_reason = CASE b.act WHEN 'restore' THEN '' ELSE retraction_reason END,
        has_money = v ? 'money',
        dollars = coalesce((SELECT max((m->>'dollars')::numeric::bigint)
                            FROM jsonb_array_elements(v->'money') m), -1),
        source_count = (SELECT count(DISTINCT c.source_id) FROM relations_claim c
                        WHERE c.fact_id = f.id AND c.status = 'accepted')
    FROM (SELECT *, values AS v FROM bulk_fact WHERE act IN ('update', 'restore')) b
    WHERE f.id = b.object
"""
RETRACT_FACTS = """
    UPDATE relations_fact f SET publication = 'retracted',
        retraction_reason = left(%(reason)s, 300), revision = revision + 1
    FROM bulk_fact b WHERE b.act = 'retract' AND f.id = b.object
"""

MONEY = (
    """
    DELETE FROM relations_money m USING bulk_fact b
    WHERE b.act IN ('update', 'restore') AND m.fact_id = b.object
    """,
    """
    INSERT INTO relations_money (fact_id, measure, amount_low, amount_best, amount_high, currency,
        reported, price_year, dollars_best, counts, left_out_reason, verification, agreement_id,
        transfer_id)
    SELECT object, m->>'measure', (m->>'low')::numeric, (m->>'best')::numeric,
        (m->>'high')::numeric, m->>'currency', coalesce(m->>'reported', ''),
        (m->>'price_year')::int, (m->>'dollars')::numeric, true, '',
        coalesce((SELECT d.verification FROM bulk_source d WHERE d.id = source),
                 %(verification)s),
        CASE kind WHEN 'agreement' THEN thing END, CASE kind WHEN 'arms_transfer' THEN thing END
    FROM bulk_fact CROSS JOIN LATERAL jsonb_array_elements(values->'money') m
    WHERE act IN ('insert', 'update', 'restore')
    """,
)

# `sides` names nobody twice; of a fact that is here somebody may have been typed by an editor.
_TAKE_PART = """
    INSERT INTO relations_participant (fact_id, country_id, role, is_typed, sort_key, publication)
    SELECT f.id, side->>0, side->>1, false, f.sort_key, f.publication
    FROM bulk_fact b JOIN relations_fact f ON f.id = b.object
    CROSS JOIN LATERAL jsonb_array_elements(b.sides) side
    WHERE b.act IN ({acts})
"""
PARTICIPANTS = (
    """
    DELETE FROM relations_participant p USING bulk_fact b
    WHERE b.act IN ('update', 'restore') AND p.fact_id = b.object AND NOT p.is_typed
    """,
    _TAKE_PART.format(acts="'insert'"),
    _TAKE_PART.format(acts="'update', 'restore'") + " ON CONFLICT DO NOTHING",
)

# Written anew rather than followed by cascade: a cascade fires every trigger of pair rows once
# for each fact, half a millisecond each.
CLEAR_PAIRS = """
    DELETE FROM relations_pairfact p USING bulk_fact b
    WHERE b.act <> 'insert' AND p.fact_id = b.object
"""
INSERT_PAIRS = """
    INSERT INTO relations_pairfact (low_id, high_id, fact_id, relation, direction, lane, kind,
        subtype, verification, status, date_precision, first_day, last_day, sort_key,
        publication, is_redistributable, has_money, marks)
    SELECT pair->>0, pair->>1, f.id, pair->>2, pair->>3, pair->>4, f.kind, f.subtype,
        f.verification, f.status, f.date_precision, f.first_day, f.last_day, f.sort_key,
        f.publication, f.is_redistributable, f.has_money, f.marks
    FROM bulk_fact b JOIN relations_fact f ON f.id = b.object
    CROSS JOIN LATERAL jsonb_array_elements(b.pairs) pair
"""

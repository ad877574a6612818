"""Snapshots of many facts in one statement: the same JSON as `recording.snapshots.snapshot`.

A test holds both together over every kind of fact.
"""

from __future__ import annotations

_AGREEMENT = """
    SELECT jsonb_build_object(
        'agreement_id', d.agreement_id, 'step', d.step, 'party_id', d.party_id, 'place', d.place,
        'title', a.title, 'type', a.type, 'level', a.level, 'bindingness', a.bindingness,
        'subjects', to_jsonb(a.subjects),
        'parties', (SELECT coalesce(jsonb_agg(p.country_id ORDER BY p.country_id COLLATE "C"),
                                    '[]') FROM relations_agreementparty p
                    WHERE p.agreement_id = a.id),
        'agreement_status', a.status)
    FROM relations_agreementstep d JOIN relations_agreement a ON a.id = d.agreement_id
    WHERE d.fact_id = f.id"""
_TRANSFER = """
    SELECT jsonb_build_object(
        'transfer_id', d.transfer_id, 'item_id', d.item_id, 'step', d.step,
        'quantity_low', d.quantity_low, 'quantity_best', d.quantity_best,
        'quantity_high', d.quantity_high, 'quantity_reported', d.quantity_reported,
        'place', d.place, 'title', t.title, 'supplier', t.supplier_id,
        'recipient', t.recipient_id, 'mode', t.mode, 'intended_use', t.intended_use,
        'transfer_status', t.status,
        'items', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', i.id, 'designation', i.designation, 'category', i.category,
            'weapon_class', i.weapon_class, 'armed', i.armed, 'condition', i.condition,
            'quantity_low', i.quantity_low, 'quantity_best', i.quantity_best,
            'quantity_high', i.quantity_high, 'quantity_reported', i.quantity_reported)
            ORDER BY i.id), '[]') FROM relations_transferitem i WHERE i.transfer_id = t.id))
    FROM relations_transferstep d JOIN relations_armstransfer t ON t.id = d.transfer_id
    WHERE d.fact_id = f.id"""
_STATEMENT = """
    SELECT jsonb_build_object(
        'speaker_kind', d.speaker_kind, 'speaker_id', d.speaker_id, 'office_id', d.office_id,
        'body_id', d.body_id, 'country_id', d.country_id, 'speaks_for', d.speaks_for,
        'speaker_words', d.speaker_words, 'act', d.act, 'quotation', d.quotation,
        'quotation_language', d.quotation_language, 'translation', d.translation,
        'basis', d.basis, 'venue', d.venue, 'about_fact_id', d.about_fact_id,
        'about_agreement_id', d.about_agreement_id, 'about_transfer_id', d.about_transfer_id,
        'is_direct', d.is_direct, 'speaker', coalesce(p.name, d.speaker_words),
        'office', coalesce(o.title, ''),
        'targets', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'country_id', g.country_id, 'stance', g.stance) ORDER BY g.country_id COLLATE "C"),
            '[]') FROM relations_statementtarget g WHERE g.statement_id = d.fact_id))
    FROM relations_statement d LEFT JOIN relations_person p ON p.id = d.speaker_id
    LEFT JOIN relations_office o ON o.id = d.office_id
    WHERE d.fact_id = f.id"""
_VISIT = """
    SELECT jsonb_build_object(
        'form', d.form, 'level', d.level, 'host_id', d.host_id, 'place', d.place,
        'purpose', d.purpose,
        'visitors', (SELECT coalesce(jsonb_agg(m.country_id ORDER BY m.country_id COLLATE "C"),
                     '[]') FROM relations_visit_visitors m WHERE m.visit_id = d.fact_id),
        'persons', (SELECT coalesce(jsonb_agg(m.person_id ORDER BY m.person_id), '[]')
                    FROM relations_visit_persons m WHERE m.visit_id = d.fact_id))
    FROM relations_visit d WHERE d.fact_id = f.id"""
_ACTION = """
    SELECT jsonb_build_object(
        'action', d.action, 'is_mutual', d.is_mutual, 'body_id', d.body_id,
        'purpose', d.purpose, 'quantity_reported', d.quantity_reported,
        'senders', (SELECT coalesce(jsonb_agg(m.country_id ORDER BY m.country_id COLLATE "C"),
                    '[]') FROM relations_action_senders m WHERE m.action_id = d.fact_id),
        'receivers', (SELECT coalesce(jsonb_agg(m.country_id ORDER BY m.country_id COLLATE "C"),
                      '[]') FROM relations_action_receivers m WHERE m.action_id = d.fact_id))
    FROM relations_action d WHERE d.fact_id = f.id"""

# Two halves: PostgreSQL takes a hundred arguments to a function, fifty pairs.
SNAPSHOTS = f"""
    SELECT f.id, f.revision, f.publication, jsonb_build_object(
        'id', f.id, 'kind', f.kind, 'subtype', f.subtype, 'headline', f.headline,
        'summary', f.summary, 'date', f.date_text, 'end', f.end_text,
        'date_basis', f.date_basis, 'date_reason', f.date_reason,
        'date_inferred_from', f.date_inferred_from_id, 'known_by', f.known_by,
        'is_key', f.is_key,
        'topics', (SELECT coalesce(jsonb_agg(t.topic_id ORDER BY t.topic_id COLLATE "C"), '[]')
                   FROM relations_fact_topics t WHERE t.fact_id = f.id),
        'status', f.status, 'verification', f.verification,
        'verification_reason', f.verification_reason,
        'verification_override', f.verification_override, 'override_reason', f.override_reason,
        'claimants', to_jsonb(f.claimants), 'deniers', to_jsonb(f.deniers),
        'dataset', f.dataset, 'publication', f.publication,
        'retraction_reason', f.retraction_reason, 'merged_into', f.merged_into_id,
        'detail', coalesce(CASE f.kind
            WHEN 'agreement' THEN ({_AGREEMENT})
            WHEN 'arms_transfer' THEN ({_TRANSFER})
            WHEN 'statement' THEN ({_STATEMENT})
            WHEN 'visit' THEN ({_VISIT})
            ELSE ({_ACTION}) END, '{{}}'),
        'participants', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'country', p.country_id, 'role', p.role, 'is_typed', p.is_typed)
            ORDER BY p.role, p.country_id), '[]')
            FROM relations_participant p WHERE p.fact_id = f.id),
        'about', (SELECT coalesce(jsonb_agg(a.low_id || '-' || a.high_id
            ORDER BY a.low_id, a.high_id), '[]')
            FROM relations_aboutpair a WHERE a.fact_id = f.id),
        'links', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'to_id', l.to_id)
            ORDER BY l.id), '[]') FROM relations_factlink l WHERE l.fact_id = f.id)
    ) || jsonb_build_object(
        'money', CASE WHEN f.has_money THEN (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', m.id, 'measure', m.measure, 'currency', m.currency, 'reported', m.reported,
            'price_year', m.price_year, 'counts', m.counts,
            'left_out_reason', m.left_out_reason, 'verification', m.verification,
            'amount_low', m.amount_low::text, 'amount_best', m.amount_best::text,
            'amount_high', m.amount_high::text, 'dollars_best', m.dollars_best::text)
            ORDER BY m.id), '[]') FROM relations_money m WHERE m.fact_id = f.id)
            ELSE '[]' END,
        'claims', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', c.id, 'field', c.field, 'value', c.value, 'source_id', c.source_id,
            'version_id', c.version_id, 'quotation', c.quotation, 'dataset_row', c.dataset_row,
            'start', c.start, 'end', c."end", 'asserted_by_country_id', c.asserted_by_country_id,
            'asserted_by_person_id', c.asserted_by_person_id,
            'asserted_by_body_id', c.asserted_by_body_id,
            'asserted_by_words', c.asserted_by_words, 'polarity', c.polarity, 'rank', c.rank,
            'rank_reason', c.rank_reason, 'status', c.status, 'licence', c.licence,
            'is_redistributable', c.is_redistributable,
            'asserted_by', coalesce(n.name, b.name, k.label, c.asserted_by_words),
            'cited_title', s.title, 'cited_publisher', u.name, 'cited_slug', u.slug,
            'cited_address', s.address, 'cited_published', s.published_text,
            'cited_language', s.language, 'cited_credit', s.credit) ORDER BY c.id), '[]')
            FROM relations_claim c JOIN relations_source s ON s.id = c.source_id
            JOIN relations_publisher u ON u.id = s.publisher_id
            LEFT JOIN relations_person n ON n.id = c.asserted_by_person_id
            LEFT JOIN relations_body b ON b.id = c.asserted_by_body_id
            LEFT JOIN relations_country k ON k.code = c.asserted_by_country_id
            WHERE c.fact_id = f.id)
    ) AS kept
    FROM {{ids}} AS chosen JOIN relations_fact f ON f.id = chosen.object
"""
"""Asks for `{ids}`, a relation with the column `object`; gives id, revision, publication, kept."""

# New steps of arms orders, which are nearly all of a large import: the same JSON from what was
# just written, in joins over all of them and with what they have in common made once.
NEW_TRANSFERS = """
    SELECT f.id, f.revision, f.publication, same.kept || jsonb_build_object(
        'id', f.id, 'subtype', f.subtype, 'headline', f.headline, 'summary', f.summary,
        'date', f.date_text, 'end', f.end_text, 'status', f.status,
        'detail', jsonb_build_object(
            'transfer_id', d.transfer_id, 'item_id', d.item_id, 'step', d.step,
            'quantity_low', d.quantity_low, 'quantity_best', d.quantity_best,
            'quantity_high', d.quantity_high, 'quantity_reported', d.quantity_reported,
            'place', d.place, 'title', t.title, 'supplier', t.supplier_id,
            'recipient', t.recipient_id, 'mode', t.mode, 'intended_use', t.intended_use,
            'transfer_status', t.status,
            'items', jsonb_build_array(jsonb_build_object(
                'id', i.id, 'designation', i.designation, 'category', i.category,
                'weapon_class', i.weapon_class, 'armed', i.armed, 'condition', i.condition,
                'quantity_low', i.quantity_low, 'quantity_best', i.quantity_best,
                'quantity_high', i.quantity_high, 'quantity_reported', i.quantity_reported))),
        'participants', CASE WHEN t.supplier_id IS NULL THEN
            jsonb_build_array(jsonb_build_object(
                'country', t.recipient_id, 'role', 'recipient', 'is_typed', false))
            WHEN t.recipient_id IS NULL THEN jsonb_build_array(jsonb_build_object(
                'country', t.supplier_id, 'role', 'supplier', 'is_typed', false))
            ELSE jsonb_build_array(jsonb_build_object(
                'country', t.recipient_id, 'role', 'recipient', 'is_typed', false),
                jsonb_build_object(
                'country', t.supplier_id, 'role', 'supplier', 'is_typed', false)) END,
        'claims', jsonb_build_array(same.claim || jsonb_build_object(
            'id', c.id, 'quotation', c.quotation, 'dataset_row', c.dataset_row))) AS kept
    FROM bulk_fact b
    JOIN relations_fact f ON f.id = b.object
    JOIN relations_transferstep d ON d.fact_id = b.object
    JOIN relations_armstransfer t ON t.id = d.transfer_id
    JOIN relations_transferitem i ON i.id = d.item_id
    JOIN relations_claim c ON c.fact_id = b.object
    CROSS JOIN (
        SELECT kept - ARRAY['id', 'subtype', 'headline', 'summary', 'date', 'end', 'status',
                            'detail', 'participants', 'claims'] AS kept,
               (kept->'claims'->0) - ARRAY['id', 'quotation', 'dataset_row'] AS claim
        FROM bulk_sample OFFSET 0) same
    WHERE b.act = 'insert' AND b.kind = 'arms_transfer'
"""
"""Asks for `bulk_sample`, the snapshot (`kept`) of one of them. One claim, one item, no money.
OFFSET 0 keeps what is common from being made for each of them.
"""

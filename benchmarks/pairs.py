"""Pairs of 100, 2,000, 12,000 and 100,000 synthetic facts of every kind, for the pages.

All lanes, directions, levels and precisions, undated facts, money, topics, speakers and forty
publishers. Set-based, with triggers and foreign keys off; tallies and marks follow.
"""

from __future__ import annotations

from django.db import connection

SIZES = {100: ("BRA", "KOR"), 2_000: ("IRN", "RUS"), 12_000: ("CHN", "USA"),
         100_000: ("DEU", "FRA")}  # fmt: skip

_FILL = """
SET LOCAL session_replication_role = replica;

INSERT INTO relations_publisher (name, slug, kind, note)
    SELECT 'Paper ' || n, 'paper-' || n, 'newspaper', '' FROM generate_series(1, 40) n;
INSERT INTO relations_source (title, publisher_id, kind, address, canonical_address,
        archive_address, published_text, published_earliest, published_latest,
        published_precision, retrieved_at, language, licence, credit, sha256, is_record)
    SELECT 'Article number ' || n || ' on foreign affairs', p.id, 'document', '', '', '',
           '2026-01-01', '2026-01-01', '2026-01-01', 'day', '2026-01-01', 'en', 'CC BY 4.0', '',
           '', false
    FROM generate_series(1, 2000) n
    JOIN relations_publisher p ON p.slug = 'paper-' || (sqrt(n * 0.8)::int %% 40 + 1);
INSERT INTO relations_person (name, other_names)
    SELECT 'Speaker ' || n, '' FROM generate_series(1, 60) n;

CREATE TEMP TABLE made AS
    SELECT nextval(pg_get_serial_sequence('relations_fact', 'id')) AS id, p.low, p.high, g.n,
           hashint8(g.n::bigint * 7919 + p.size) & 2147483647 AS r,
           hashint8(g.n::bigint * 104729 + p.size) & 2147483647 AS s
    FROM unnest(%(lows)s::text[], %(highs)s::text[], %(sizes)s::int[]) p (low, high, size),
         generate_series(1, p.size) g (n);

CREATE TEMP TABLE kinds AS
    SELECT *, CASE WHEN r %% 100 < 14 THEN 'agreement' WHEN r %% 100 < 25 THEN 'arms_transfer'
                   WHEN r %% 100 < 47 THEN 'visit' WHEN r %% 100 < 69 THEN 'statement'
                   ELSE 'action' END AS kind,
           r %% 100 BETWEEN 59 AND 68 AS is_third,
           DATE '1979-01-01' + (17490 * sqrt((s %% 10000) / 10000.0))::int AS day,
           CASE WHEN s %% 100 < 84 THEN 'day' WHEN s %% 100 < 91 THEN 'month'
                WHEN s %% 100 < 96 THEN 'year' ELSE 'none' END AS precision
    FROM made;

CREATE TEMP TABLE ready AS
    SELECT *,
           CASE kind
               WHEN 'agreement' THEN (ARRAY['announced', 'signed', 'entered_into_force',
                                            'reaffirmed'])[r %% 4 + 1]
               WHEN 'arms_transfer' THEN (ARRAY['planned', 'ordered', 'delivered'])[r %% 3 + 1]
               WHEN 'visit' THEN (ARRAY['visit', 'meeting', 'call', 'talks'])[r %% 4 + 1]
               WHEN 'statement' THEN (ARRAY['praises', 'warns', 'comments', 'condemns'])[r %% 4 + 1]
               ELSE (ARRAY['loan', 'exercise', 'sanction_imposed', 'aid', 'payment',
                           'ambassador_summoned'])[r %% 6 + 1] END AS subtype,
           CASE kind WHEN 'statement' THEN CASE s %% 2 WHEN 0 THEN 'on_record'
                                           ELSE 'reported_speech' END
                ELSE (ARRAY['corroborated', 'corroborated', 'corroborated', 'reported', 'claimed',
                            'officially_confirmed', 'disputed'])[s %% 7 + 1] END AS verification,
           CASE WHEN kind IN ('action', 'agreement') AND s %% 3 = 0 THEN s %% 900 ELSE 0 END
               * 1000000::bigint AS dollars
    FROM kinds;
ALTER TABLE ready ADD status text, ADD lane text, ADD direction text, ADD marks text,
    ADD earliest date, ADD latest date, ADD words text, ADD source int, ADD speaker bigint,
    ADD topic text;
UPDATE ready SET
    status = CASE kind
        WHEN 'agreement' THEN CASE subtype WHEN 'entered_into_force' THEN 'in_force'
                              WHEN 'signed' THEN 'signed' ELSE 'announced' END
        WHEN 'arms_transfer' THEN CASE subtype WHEN 'delivered' THEN 'in_delivery'
                                  ELSE subtype END
        WHEN 'visit' THEN 'held' WHEN 'statement' THEN 'made' ELSE 'done' END,
    lane = CASE WHEN is_third THEN 'third' WHEN kind = 'arms_transfer' THEN 'arms'
                WHEN kind <> 'action' THEN kind
                WHEN subtype IN ('loan', 'aid', 'payment') THEN 'economy'
                WHEN subtype = 'exercise' THEN 'military' ELSE 'pressure' END,
    direction = CASE WHEN is_third THEN 'third'
                     WHEN kind = 'agreement' OR s %% 5 = 0 AND kind <> 'arms_transfer'
                         THEN 'mutual'
                     WHEN s %% 3 = 0 THEN 'forward' ELSE 'backward' END,
    earliest = CASE precision WHEN 'day' THEN day WHEN 'month' THEN date_trunc('month', day)
                    WHEN 'year' THEN date_trunc('year', day) END,
    latest = CASE precision WHEN 'day' THEN day
                  WHEN 'month' THEN date_trunc('month', day) + interval '1 month - 1 day'
                  WHEN 'year' THEN date_trunc('year', day) + interval '1 year - 1 day' END,
    words = CASE precision WHEN 'day' THEN day::text WHEN 'month' THEN to_char(day, 'YYYY-MM')
                 WHEN 'year' THEN to_char(day, 'YYYY') ELSE '' END,
    source = r %% 2000,
    speaker = CASE WHEN kind = 'statement'
        THEN (SELECT min(id) FROM relations_person WHERE name LIKE 'Speaker %%') + s %% 60 END,
    topic = (SELECT slug FROM relations_topic ORDER BY slug OFFSET 0 LIMIT 1);
UPDATE ready SET topic = t.slug
    FROM (SELECT slug, row_number() OVER (ORDER BY slug) - 1 AS n FROM relations_topic) t
    WHERE t.n = ready.r %% 17;
CREATE TEMP TABLE cited AS
    SELECT id - min(id) OVER () AS n, id, publisher_id FROM relations_source
    WHERE title LIKE 'Article number %%';
UPDATE ready SET marks = 'p:' || c.publisher_id
        || CASE WHEN speaker IS NOT NULL THEN ' s:' || speaker ELSE '' END || ' t:' || topic
    FROM cited c WHERE c.n = ready.source;

INSERT INTO relations_fact (id, kind, subtype, headline, summary, language, date_text,
        date_earliest, date_latest, date_precision, end_text, end_precision, date_basis,
        date_reason, known_by, is_key, status, verification, verification_reason,
        verification_override, override_reason, claimants, deniers, is_many_sided,
        is_redistributable, has_money, dollars, source_count, marks, years_override_reason,
        publication, revision, retraction_reason, recorded_at, published_at, dataset, dataset_key)
    SELECT id, kind, subtype, low || ' and ' || high || ': ' || replace(subtype, '_', ' ')
               || ', number ' || n || ' of those that this synthetic record tells',
           CASE r %% 3 WHEN 0 THEN 'The source gives no further terms.' ELSE '' END, 'en', words,
           earliest, latest, precision, '', 'none', 'stated', '', day + 1, r %% 200 = 0, status,
           verification, 'One origin that is no state''s says so.', '', '',
           CASE verification WHEN 'claimed' THEN ARRAY[low] ELSE '{}' END, '{}', false,
           r %% 50 <> 0, dollars > 0, CASE WHEN dollars > 0 THEN dollars ELSE -1 END, 1, marks, '',
           'published', 2, '', now(), now(), '', ''
    FROM ready;
INSERT INTO relations_fact_topics (fact_id, topic_id) SELECT id, topic FROM ready;
INSERT INTO relations_agreement (id, title, type, level, bindingness, subjects, obligations,
        registration, text_address, status, low_id, high_id, dataset, dataset_key)
    SELECT id, 'Agreement number ' || n, 'agreement', 'unknown', 'unknown', '{}', '{}', '', '',
           status, low, high, '', '' FROM ready WHERE kind = 'agreement' AND r %% 3 = 0;
INSERT INTO relations_agreementparty (agreement_id, country_id, role, how, signed, joined,
        in_force, "left")
    SELECT a.id, side, 'party', '', '', '', '', ''
    FROM relations_agreement a, unnest(ARRAY[low_id, high_id]) side
    WHERE a.title LIKE 'Agreement number %%';
INSERT INTO relations_agreementstep (fact_id, kind, step, agreement_id, place)
    SELECT id, kind, subtype,
           (SELECT a.id FROM relations_agreement a WHERE a.id <= ready.id
            AND a.low_id = ready.low AND a.high_id = ready.high ORDER BY a.id DESC LIMIT 1), ''
    FROM ready WHERE kind = 'agreement' AND EXISTS (
        SELECT FROM relations_agreement a WHERE a.id <= ready.id AND a.low_id = ready.low);
INSERT INTO relations_armstransfer (id, title, supplier_id, recipient_id, mode, intended_use,
        status, ordered_text, ordered_precision, dataset, dataset_key)
    SELECT id, 'Order number ' || n, CASE direction WHEN 'forward' THEN low ELSE high END,
           CASE direction WHEN 'forward' THEN high ELSE low END, 'sale', '',
           CASE status WHEN 'in_delivery' THEN 'delivered' ELSE status END, '', 'none', '', ''
    FROM ready WHERE kind = 'arms_transfer';
INSERT INTO relations_transferstep (fact_id, kind, step, transfer_id, quantity_reported, place)
    SELECT id, kind, subtype, id, 'several hundred', '' FROM ready WHERE kind = 'arms_transfer';
INSERT INTO relations_statement (fact_id, kind, speaker_kind, speaker_id, country_id, speaks_for,
        speaker_words, act, quotation, quotation_language, translation, basis, venue, is_direct)
    SELECT id, kind, 'named', speaker, CASE WHEN is_third THEN 'GBR' WHEN direction = 'forward'
           THEN low ELSE high END, 'government', '', subtype, '', 'en', '', '', '', false
    FROM ready WHERE kind = 'statement';
INSERT INTO relations_visit (fact_id, kind, form, level, host_id, place, purpose)
    SELECT id, kind, subtype, 'ministers', high, 'The capital', '' FROM ready
    WHERE kind = 'visit';
INSERT INTO relations_action (fact_id, kind, action, is_mutual, purpose, quantity_reported)
    SELECT id, kind, subtype, direction = 'mutual', '', '' FROM ready WHERE kind = 'action';
INSERT INTO relations_participant (fact_id, country_id, role, is_typed, sort_key, publication)
    SELECT n.id, side.code, side.role, false, f.sort_key, 'published'
    FROM ready n JOIN relations_fact f ON f.id = n.id
    CROSS JOIN LATERAL (VALUES
        (n.low, CASE n.kind WHEN 'agreement' THEN 'party' WHEN 'arms_transfer' THEN 'supplier'
                WHEN 'visit' THEN 'visitor' ELSE 'sender' END),
        (n.high, CASE n.kind WHEN 'agreement' THEN 'party' WHEN 'arms_transfer' THEN 'recipient'
                 WHEN 'visit' THEN 'host' ELSE 'receiver' END)) side (code, role);
INSERT INTO relations_claim (fact_id, field, source_id, quotation, dataset_row,
        asserted_by_words, polarity, rank, rank_reason, status, licence, is_redistributable,
        origin, origin_name, origin_version)
    SELECT n.id, '', c.id,
           'Ministers of the two countries met on the day and spoke of trade, as the office said '
               || 'in its statement number ' || n.n, '', '', 'asserts', 'normal', '', 'accepted',
           'CC BY 4.0', n.r %% 50 <> 0, 'import', 'benchmark', '1'
    FROM ready n JOIN cited c ON c.n = n.source;
INSERT INTO relations_money (fact_id, measure, amount_best, currency, reported, dollars_best,
        counts, left_out_reason, verification, agreement_id)
    SELECT n.id, (ARRAY['promised', 'contracted', 'credit_agreed', 'paid'])[r %% 4 + 1], dollars,
           'USD', '', dollars, true, '', verification, NULL
    FROM ready n WHERE dollars > 0;
INSERT INTO relations_pairfact (low_id, high_id, fact_id, relation, direction, lane, kind,
        subtype, verification, status, date_precision, first_day, last_day, sort_key,
        publication, is_redistributable, has_money, marks)
    SELECT n.low, n.high, n.id, CASE WHEN is_third THEN 'about' ELSE 'between' END, n.direction,
           n.lane, f.kind, f.subtype, f.verification, f.status, f.date_precision, f.first_day,
           f.last_day, f.sort_key, f.publication, f.is_redistributable, f.has_money, f.marks
    FROM ready n JOIN relations_fact f ON f.id = n.id;
INSERT INTO relations_pairtally (low, high, lane, kind, direction, verification, status,
        first_month, last_month, facts, withheld)
    SELECT low_id, high_id, lane, kind, direction, verification, status,
           CASE WHEN date_precision = 'none' THEN -1 ELSE month_number(first_day) END,
           month_number(last_day), count(*),
           sum(CASE WHEN is_redistributable THEN 0 ELSE 1 END)
    FROM relations_pairfact WHERE fact_id IN (SELECT id FROM ready)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
INSERT INTO relations_pairmark (low, high, mark, facts)
    SELECT low_id, high_id, mark, count(*)
    FROM relations_pairfact, unnest(string_to_array(trim(marks || ' f:' || subtype), ' ')) mark
    WHERE fact_id IN (SELECT id FROM ready)
    GROUP BY 1, 2, 3;
SELECT setval(pg_get_serial_sequence('relations_agreement', 'id'),
              (SELECT max(id) + 1 FROM ready));
SELECT setval(pg_get_serial_sequence('relations_armstransfer', 'id'),
              (SELECT max(id) + 1 FROM ready));
DROP TABLE made, kinds, ready, cited;
"""


def fill(sizes: dict[int, tuple[str, str]] = SIZES) -> None:
    """Fill a database that has the reference tables; a minute for all four pairs."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        given: dict[str, list[str] | list[int]] = {
            "lows": [low for low, _ in sizes.values()],
            "highs": [high for _, high in sizes.values()],
            "sizes": list(sizes),
        }
        cursor.execute(_FILL, given)
        cursor.execute("COMMIT")
        cursor.execute("VACUUM ANALYZE")

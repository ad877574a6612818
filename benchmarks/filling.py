"""A million synthetic facts, set-based, with the details, claims and pair rows of real ones.

The busiest pair is Iran and Russia with 30,000 facts, 60 of them disputed; a quiet one is Brazil
and South Korea with 200. Triggers and foreign keys are off while filling; tallies follow.
"""

from __future__ import annotations

from django.db import connection

BUSY = ("IRN", "RUS", 30_000)
QUIET = ("BRA", "KOR", 200)

_FILL = """
SET LOCAL session_replication_role = replica;

CREATE TEMP TABLE pair_of AS
    SELECT row_number() OVER () - 1 AS n, a.code AS low, b.code AS high
    FROM (SELECT code FROM relations_country WHERE kind = 'state' ORDER BY code LIMIT 100) a
    JOIN (SELECT code FROM relations_country WHERE kind = 'state' ORDER BY code LIMIT 100) b
      ON a.code < b.code
    WHERE (a.code, b.code) NOT IN (('IRN', 'RUS'), ('BRA', 'KOR'));

INSERT INTO relations_publisher (name, slug, kind, note)
    SELECT 'Paper ' || n, 'paper-' || n, 'newspaper', '' FROM generate_series(1, 50) n;
INSERT INTO relations_source (title, publisher_id, kind, address, canonical_address,
        archive_address, published_text, published_earliest, published_latest,
        published_precision, retrieved_at, language, licence, credit, sha256, is_record)
    SELECT 'Article number ' || n || ' on foreign affairs', p.id, 'document', '', '', '',
           '2026-01-01', '2026-01-01', '2026-01-01', 'day', '2026-01-01', 'en', 'CC BY 4.0', '',
           '', false
    FROM generate_series(1, 2000) n
    JOIN relations_publisher p ON p.slug = 'paper-' || (n %% 50 + 1);

CREATE TEMP TABLE made AS
    SELECT g.n,
           CASE WHEN g.n <= %(busy)s THEN 'IRN' WHEN g.n <= %(busy)s + %(quiet)s THEN 'BRA'
                ELSE p.low END AS low,
           CASE WHEN g.n <= %(busy)s THEN 'RUS' WHEN g.n <= %(busy)s + %(quiet)s THEN 'KOR'
                ELSE p.high END AS high,
           CASE g.n %% 10 WHEN 0 THEN 'action' WHEN 1 THEN 'action' ELSE 'visit' END AS kind,
           CASE g.n %% 10 WHEN 0 THEN 'aid' WHEN 1 THEN 'sanction_imposed'
                ELSE 'visit' END AS subtype,
           CASE WHEN g.n <= %(busy)s AND g.n %% 500 = 0 THEN 'disputed'
                WHEN g.n %% 3 = 0 THEN 'corroborated' ELSE 'reported' END AS verification,
           DATE '1992-01-01' + (hashint8(g.n * 7919) & 2147483647) %% 12000 AS day
    FROM generate_series(1, %(facts)s::bigint) g (n)
    LEFT JOIN pair_of p ON p.n = (hashint8(g.n) & 2147483647) %% (SELECT count(*) FROM pair_of);

CREATE TEMP TABLE numbered AS
    SELECT nextval(pg_get_serial_sequence('relations_fact', 'id')) AS id, made.* FROM made;

INSERT INTO relations_fact (id, kind, subtype, headline, summary, language, date_text,
        date_earliest, date_latest, date_precision, end_text, end_precision, date_basis,
        date_reason, known_by, is_key, status, verification, verification_reason,
        verification_override, override_reason, claimants, deniers, is_many_sided,
        is_redistributable, has_money, dollars, source_count, marks, years_override_reason,
        publication, revision,
        retraction_reason, recorded_at, published_at, dataset, dataset_key)
    SELECT id, kind, subtype, 'The governments of ' || low || ' and ' || high
               || ' meet for the time number ' || n, 'What the source does not say matters too.',
           'en', day::text, day, day, 'day', '', 'none', 'stated', '', DATE '2026-01-01', false,
           CASE kind WHEN 'visit' THEN 'held' ELSE 'done' END, verification,
           'One origin that is no state''s says so.', '', '', '{}', '{}', false, true, false,
           -1, 1, '', '', 'published', 2, '', now(), now(), '', ''
    FROM numbered;
INSERT INTO relations_visit (fact_id, kind, form, level, host_id, place, purpose)
    SELECT id, 'visit', 'visit', 'ministers', high, 'The capital', '' FROM numbered
    WHERE kind = 'visit';
INSERT INTO relations_action (fact_id, kind, action, is_mutual, purpose, quantity_reported)
    SELECT id, 'action', subtype, false, '', '' FROM numbered WHERE kind = 'action';
INSERT INTO relations_participant (fact_id, country_id, role, is_typed, sort_key, publication)
    SELECT n.id, side.code, side.role, false, f.sort_key, 'published'
    FROM numbered n JOIN relations_fact f ON f.id = n.id
    CROSS JOIN LATERAL (VALUES
        (n.low, CASE n.kind WHEN 'visit' THEN 'visitor' ELSE 'sender' END),
        (n.high, CASE n.kind WHEN 'visit' THEN 'host' ELSE 'receiver' END)) side (code, role);
INSERT INTO relations_claim (fact_id, field, source_id, quotation, dataset_row,
        asserted_by_words, polarity, rank, rank_reason, status, licence, is_redistributable,
        origin, origin_name, origin_version)
    SELECT n.id, '', s.first + n.n %% 2000,
           'Ministers of the two countries met on the day and spoke of trade, as the office said '
               || 'in its statement number ' || n.n, '', '', 'asserts', 'normal', '', 'accepted',
           'CC BY 4.0', true, 'import', 'benchmark', '1'
    FROM numbered n CROSS JOIN (SELECT min(id) AS first FROM relations_source) s;
INSERT INTO relations_pairfact (low_id, high_id, fact_id, relation, direction, lane, kind,
        subtype, verification, status, date_precision, first_day, last_day, sort_key,
        publication, is_redistributable, has_money, marks)
    SELECT n.low, n.high, n.id, 'between', 'forward',
           CASE n.subtype WHEN 'visit' THEN 'visit' WHEN 'aid' THEN 'economy' ELSE 'pressure' END,
           f.kind, f.subtype, f.verification, f.status, f.date_precision, f.first_day,
           f.last_day, f.sort_key, f.publication, true, false, f.marks
    FROM numbered n JOIN relations_fact f ON f.id = n.id;
INSERT INTO relations_pairtally (low, high, lane, kind, direction, verification, status,
        first_month, last_month, facts, withheld)
    SELECT low_id, high_id, lane, kind, direction, verification, status,
           month_number(first_day), month_number(last_day), count(*), 0
    FROM relations_pairfact GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
INSERT INTO relations_pairmark (low, high, mark, facts)
    SELECT low_id, high_id, mark, count(*)
    FROM relations_pairfact, unnest(string_to_array(trim(marks || ' f:' || subtype), ' ')) mark
    GROUP BY 1, 2, 3;
DROP TABLE pair_of, made, numbered;
"""


def fill(facts: int) -> None:
    """Fill an empty database; some minutes for a million."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        values = {"facts": facts, "busy": BUSY[2], "quiet": QUIET[2]}
        cursor.execute(_FILL % {name: str(int(value)) for name, value in values.items()})
        cursor.execute("COMMIT")
        cursor.execute("VACUUM ANALYZE")

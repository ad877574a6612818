"""Plain words are folded the short way: an ASCII text has no accents, forms or other digits.
A row of a data set is found by its headline and remark, not by the cells and the title of its
release, which a hundred thousand rows share.

What is folded is the same, letter for letter, so that indexes on it stay as they are; most texts of
most data sets are ASCII, and folding them was half the time of a large import.
"""

from django.db import migrations

LONG = r"""
        btrim(regexp_replace(
            lower(public.unaccent('public.unaccent', translate(
                regexp_replace(
                    normalize(said, NFKD),
                    '[\u0300-\u036F\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED\u00AD\u200B\u200D-\u200F\u202A-\u202E\u2060-\u2069\uFE00-\uFE0F\uFEFF]',
                    '', 'g'),
                'يىكة٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹',
                'ییکه01234567890123456789'
            )) COLLATE "pg_c_utf8"),
            '[^[:alnum:]]+', ' ', 'g'))
"""

FOLDING = f"""
CREATE OR REPLACE FUNCTION fold_words(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN octet_length(said) = char_length(said) THEN
        btrim(regexp_replace(lower(said COLLATE "pg_c_utf8"), '[^[:alnum:]]+', ' ', 'g'))
    ELSE {LONG} END
$$;
"""
BEFORE = f"""
CREATE OR REPLACE FUNCTION fold_words(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT {LONG}
$$;
"""


WRITING = """
CREATE OR REPLACE FUNCTION write_fact_words(facts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $sql$
        DELETE FROM relations_factwords w USING relations_fact f
        WHERE w.fact_id = ANY($1) AND f.id = w.fact_id AND f.publication <> 'published'
    $sql$ USING facts;
    -- nothing but rows speak of them: no joins for a hundred thousand of a large import
    EXECUTE $sql$
        INSERT INTO relations_factwords (fact_id, words)
        SELECT f.id, words_vector(f.headline, 'A') || words_vector(f.summary, 'C')
        FROM relations_fact f
        WHERE f.id = ANY($1) AND f.publication = 'published' AND f.dataset <> ''
          AND f.kind <> 'statement' AND NOT EXISTS (
              SELECT FROM relations_claim c WHERE c.fact_id = f.id AND c.dataset_row = '')
        ON CONFLICT (fact_id) DO UPDATE SET words = EXCLUDED.words
        WHERE relations_factwords.words IS DISTINCT FROM EXCLUDED.words
    $sql$ USING facts;
    EXECUTE $sql$
        INSERT INTO relations_factwords (fact_id, words)
        SELECT f.id,
               words_vector(f.headline, 'A')
               || words_vector(concat_ws(' ', said.quotations, s.quotation, s.translation), 'B')
               || words_vector(f.summary, 'C')
               || words_vector(concat_ws(' ', said.titles, said.asserters, p.name, p.other_names,
                                         s.speaker_words, o.title, b.name), 'D')
        FROM relations_fact f
        LEFT JOIN relations_statement s ON s.fact_id = f.id
        LEFT JOIN relations_person p ON p.id = s.speaker_id
        LEFT JOIN relations_office o ON o.id = s.office_id
        LEFT JOIN relations_body b ON b.id = s.body_id
        LEFT JOIN LATERAL (
            SELECT string_agg(DISTINCT c.quotation, ' ')
                       FILTER (WHERE c.dataset_row = '') AS quotations,
                   string_agg(DISTINCT r.title, ' ')
                       FILTER (WHERE c.dataset_row = '') AS titles,
                   string_agg(DISTINCT concat_ws(' ', a.name, a.other_names, g.name,
                                                 c.asserted_by_words), ' ') AS asserters
            FROM relations_claim c
            JOIN relations_source r ON r.id = c.source_id
            LEFT JOIN relations_person a ON a.id = c.asserted_by_person_id
            LEFT JOIN relations_body g ON g.id = c.asserted_by_body_id
            WHERE c.fact_id = f.id AND c.status = 'accepted'
        ) said ON true
        WHERE f.id = ANY($1) AND f.publication = 'published'
          AND (f.dataset = '' OR f.kind = 'statement' OR EXISTS (
              SELECT FROM relations_claim c WHERE c.fact_id = f.id AND c.dataset_row = ''))
        ORDER BY f.id
        ON CONFLICT (fact_id) DO UPDATE SET words = EXCLUDED.words
        WHERE relations_factwords.words IS DISTINCT FROM EXCLUDED.words
    $sql$ USING facts;
END $$;
"""
WRITING_BEFORE = """
CREATE OR REPLACE FUNCTION write_fact_words(facts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $sql$
        DELETE FROM relations_factwords w USING relations_fact f
        WHERE w.fact_id = ANY($1) AND f.id = w.fact_id AND f.publication <> 'published'
    $sql$ USING facts;
    EXECUTE $sql$
        INSERT INTO relations_factwords (fact_id, words)
        SELECT f.id,
               words_vector(f.headline, 'A')
               || words_vector(concat_ws(' ', said.quotations, s.quotation, s.translation), 'B')
               || words_vector(f.summary, 'C')
               || words_vector(concat_ws(' ', said.titles, said.asserters, p.name, p.other_names,
                                         s.speaker_words, o.title, b.name), 'D')
        FROM relations_fact f
        LEFT JOIN relations_statement s ON s.fact_id = f.id
        LEFT JOIN relations_person p ON p.id = s.speaker_id
        LEFT JOIN relations_office o ON o.id = s.office_id
        LEFT JOIN relations_body b ON b.id = s.body_id
        LEFT JOIN LATERAL (
            SELECT string_agg(DISTINCT c.quotation, ' ') AS quotations,
                   string_agg(DISTINCT r.title, ' ') AS titles,
                   string_agg(DISTINCT concat_ws(' ', a.name, a.other_names, g.name,
                                                 c.asserted_by_words), ' ') AS asserters
            FROM relations_claim c
            JOIN relations_source r ON r.id = c.source_id
            LEFT JOIN relations_person a ON a.id = c.asserted_by_person_id
            LEFT JOIN relations_body g ON g.id = c.asserted_by_body_id
            WHERE c.fact_id = f.id AND c.status = 'accepted'
        ) said ON true
        WHERE f.id = ANY($1) AND f.publication = 'published'
        ORDER BY f.id
        ON CONFLICT (fact_id) DO UPDATE SET words = EXCLUDED.words
        WHERE relations_factwords.words IS DISTINCT FROM EXCLUDED.words
    $sql$ USING facts;
END $$;
"""


# A change with one snapshot has some 2,300 bytes: packing it took as long as writing it.
UNPACKED = "ALTER TABLE relations_change SET (toast_tuple_target = 4080);"
PACKED = "ALTER TABLE relations_change RESET (toast_tuple_target);"


class Migration(migrations.Migration):
    dependencies = [("relations", "0010_imports")]
    operations = [
        migrations.RunSQL(FOLDING, BEFORE),
        migrations.RunSQL(WRITING, WRITING_BEFORE),
        migrations.RunSQL(UNPACKED, PACKED),
    ]
